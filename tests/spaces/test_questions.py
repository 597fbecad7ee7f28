"""Questions: asked as an article, answered in the language they were first asked in, and open until then."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms import versions
from cms.bilingual import ledger
from cms.bilingual.models import Pair, State
from cms.bilingual.pairs import tie
from spaces.models import Article, ArticlePage, Role
from spaces.services import inventory, memberships
from tests import factories
from tests.spaces import desk, many
from tests.spaces.test_articles import titles

OPEN, GIVEN = "Nobody has given one yet.", "Deux semaines.\n\nPas plus."


@pytest.fixture
def editor(quality):
    user = factories.person("Ed")
    memberships.grant(user=user, space=quality, role=Role.EDITOR)
    return user


def look(client, page):
    """The page, and what it says under «The answer», None where nothing is asked."""
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    section = html.select_one("[aria-labelledby=ans]")
    return html, section and " ".join(section.get_text(" ").replace("\xa0", " ").split())


def unanswered(space):
    keys = [one["translation_key"] for one in inventory.concepts(space, state=inventory.UNANSWERED)]
    return set(ArticlePage.objects.filter(translation_key__in=keys).values_list("title", flat=True))


def test_an_open_question_says_so_and_how_to_answer_it(quality, alice, bob, editor, as_user):
    fact = factories.question(quality, fr="Combien de temps?", en="How long?", author=alice)
    html, said = look(as_user(bob), fact.made["en"])
    assert said == f"The answer {OPEN} If you know it, write to Alice Test : it will stand here, for everybody."
    assert html.select_one("[aria-labelledby=ans] a")["href"] == "mailto:alice@example.org"
    assert [chip.get_text() for chip in html.select(".arthead .chips .chip")] == ["Question", "Unanswered"]
    assert "Personne n’en a encore donné. Si vous la connaissez, écrivez à Alice Test :" in look(
        as_user(bob), fact.made["fr"])[1]  # fmt: skip
    for page in fact.made.values():  # the answer is written where the question was first asked
        link = look(as_user(editor), page)[0].select("[aria-labelledby=ans] a")[-1]
        assert link["href"] == desk.edit_url(fact.made["fr"])


def test_without_a_contact_the_leads_are_told(quality, bob, as_user):
    page = factories.question(quality, en="How long?").made["en"]
    assert "tell those who lead the space" in look(as_user(bob), page)[1]


def test_an_archived_question_is_left_as_it_was(quality, alice, editor, as_user):
    page = factories.question(quality, en="How long?", author=alice).made["en"]
    quality.archived_at = timezone.now()
    quality.save(update_fields=["archived_at"])
    html, said = look(as_user(editor), page)
    assert said == "The answer Nobody had given one when the space was archived."
    assert html.select("[aria-labelledby=ans] a") == []


def test_an_answer_is_read_in_paragraphs_and_the_page_waits_for_nothing(quality, editor, as_user):
    page = factories.question(quality, fr="Combien?", answer=f"{GIVEN} <b>").made["fr"]
    html, said = look(as_user(editor), page)
    assert said == "La réponse Deux semaines. Pas plus. <b>"
    assert len(html.select("[aria-labelledby=ans] p")) == 2
    assert "Sans réponse" not in html.get_text()
    assert html.select("[aria-labelledby=ans] a") == []


def test_what_asks_nothing_has_no_answer(quality, bob, as_user):
    page = factories.article(quality, en="Callback", problem="Long waits.").made["en"]
    html, said = look(as_user(bob), page)
    assert (said, [h2.get_text() for h2 in html.select(".inshort h2")]) == (None, ["The problem"])
    page = factories.question(quality, en="How long?", problem="The right wait.", solution="A week.").made["en"]
    headings = [h2.get_text() for h2 in look(as_user(bob), page)[0].select(".inshort h2")]
    assert headings == ["What one would like to know", "What was tried", "The answer"]


def test_the_language_a_question_was_first_asked_in_says_whether_it_is_answered(quality, bob, as_user):
    made = factories.question(quality, fr="Combien?", en="How long?").made
    french, english = (ArticlePage.objects.get(pk=made[code].pk) for code in ("fr", "en"))
    tie(french, english)
    ledger.assess(french.translation_key)
    english.answer = "Two weeks."
    english.save()
    assert unanswered(quality) == {"Combien?", "How long?"}
    english.answer = ""
    english.save()
    french.answer = "Deux semaines."
    french.save_revision().publish()
    assert unanswered(quality) == set()
    client = as_user(bob)
    html, said = look(client, english)
    assert said == "The answer It was given in French, and is not translated yet."
    assert "Unanswered" not in html.get_text()
    assert "Unanswered" not in client.get("/en/practices/").content.decode()
    pair = Pair.objects.get(pk=french.translation_key)
    assert (pair.state, pair.segments, pair.words) == (State.SOURCE_CHANGED, 1, 2)
    Pair.objects.update(source="en")
    assert unanswered(quality) == {"Combien?", "How long?"}


def test_only_questions_readers_have_are_unanswered(quality, identity):
    factories.question(quality, en="Asked")
    factories.question(quality, en="Answered", answer="Yes.")
    factories.question(quality, en="Draft", live=False)
    factories.article(quality, en="Practice")
    factories.question(identity, en="Elsewhere")
    assert unanswered(quality) == {"Asked"}
    keys = inventory.concepts(quality, kind=inventory.PageKind.MEETING, state=inventory.UNANSWERED)
    assert list(keys) == []


def test_lists_mark_the_open_ones_and_find_the_kind(quality, alice, as_user):
    topic = factories.topic()
    factories.question(quality, en="Asked", topics=[topic])
    factories.question(quality, en="Answered", answer="Yes.", topics=[topic])
    factories.article(quality, en="Practice", topics=[topic])
    alice.subscriptions.create(topic=topic)
    client = as_user(alice)
    assert sorted(titles(client, "?kind=question")) == ["Answered", "Asked"]
    for address in ("/en/practices/", "/en/topics/callback/", "/en/spaces/quality/practices/", "/en/quality/", "/en/"):
        html = BeautifulSoup(client.get(address).content, "html.parser")
        rows = [row for row in html.select(".feed, article.card") if row.select_one("h3")]
        marked = [row.select_one("h3 a").get_text() for row in rows if "Unanswered" in row.get_text()]
        assert (len(rows), marked) == (3, ["Asked"]), address


def test_the_form_takes_an_answer_for_a_question_only(quality, denis, as_user):
    client, parent = as_user(denis), factories.parents(quality)["fr"]
    response, page = desk.create(client, ArticlePage, parent, answer="Oui.")
    assert page is None
    assert desk.errors(response) == {
        "answer": ["Seule une question a une réponse : choisissez ce type, ou videz le champ."]
    }
    _response, page = desk.create(client, ArticlePage, parent, kind="question", answer="Oui.")
    assert (page.answer, page.article.kind) == ("Oui.", "question")
    html = client.get(desk.edit_url(page)).content.decode()
    assert "Pour une question seulement." in html


#: address -> (queries when it is made anew, queries when it was kept); the page of a question asks for its answer.
QUERIES = {"/en/practices/": (8, 4), "/fr/qualite/pratique-0/": (9, 5)}  # one for the buttons to follow it by


@pytest.mark.parametrize("count", [1, 5, 50])
def test_open_questions_cost_the_same_however_many(count, quality, as_user, alice, django_assert_num_queries):
    many.articles(quality, count, author=alice)
    Article.objects.update(kind="question")
    client = as_user(alice)
    for address, (anew, kept) in QUERIES.items():
        assert client.get(address).content.decode().count("chip warn") == min(count, 20) or "fr" in address
        for queries, bump in ((kept, lambda: None), (anew, versions.bump)):
            client.get(address)
            bump()
            with django_assert_num_queries(queries, info=address):
                client.get(address)
