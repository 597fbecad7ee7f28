"""Answers put first: for their questions in either language, to those who may open the page, and to no other."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from search.models import PromotedAnswer
from spaces.models import ArticlePage, CommunityRole, Duty, today
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "/fr/recherche/mises-en-avant/"


@pytest.fixture
def community(quality, caught_up):
    made = factories.article(quality, fr="Rappel à l’heure", en="Callback on time", summary_en="Short.").made
    factories.article(quality, fr="Autre rappel", en="Another callback")
    caught_up()
    return made


def first(seen):
    """[(title, address, lang)] of the answers put first."""
    return [(link.get_text(), link["href"], link.get("lang", "")) for link in seen.page.select("ol.first h2 a")]


def put_first(client, page, **data):
    data = {"asked_fr": "téléphoner plus tard\nRappels automatiques", "asked_en": "Call me back", **data}
    return client.post(NEW, {"address": f"https://example.org{page.url}?x=1#y", **data}, follow=True)


def test_it_stands_first_for_its_questions_in_the_readers_language(support, alice, as_user, community, results):
    assert "Mettre une réponse en avant" in put_first(as_user(support), community["en"]).content.decode()
    french = [("Rappel à l’heure", community["fr"].url, "")]
    for query in ("?q=rappel+automatique", "?q=TELEPHONER+plus+tard", "?q=call+me+back"):
        assert first(results(alice, query)) == french
    assert first(results(alice, "?q=rappels+automatiques", "en")) == [("Callback on time", community["en"].url, "")]
    for query in ("?q=rappel", "?q=rappel+automatique+gratuit", "?q=rappel+automatique&kind=article"):
        assert first(results(alice, query)) == []


@pytest.mark.parametrize(
    ("language", "query", "counted", "more"),
    [("fr", "?q=introuvable", "1 réponse recommandée", "Rien d’autre n’a été trouvé."),
     ("en", "?q=unfindable", "1 recommended answer", "Nothing else was found.")],
)  # fmt: skip
def test_where_it_is_the_only_answer_nobody_says_that_nothing_was_found(
    support, alice, as_user, community, results, language, query, counted, more
):
    put_first(as_user(support), community["en"], asked_fr="introuvable", asked_en="unfindable")
    seen = results(alice, query, language)
    assert (len(first(seen)), seen.count) == (1, counted)
    assert more in seen.page.main.get_text()
    assert not seen.page.select(".empty")


def test_what_is_missing_is_said_by_the_site_not_by_the_browser(support, as_user):
    client = as_user(support)
    field = BeautifulSoup(client.get(NEW).content, "html.parser").select_one("[name=address]")
    assert (field.has_attr("required"), field["aria-required"]) == (False, "true")
    assert said(client.post(NEW, {"address": ""}, follow=True)) == ["Adresse de la page – Champ requis."]


def test_a_page_of_the_other_language_alone_is_said_to_be(support, alice, as_user, community, results):
    put_first(as_user(support), community["en"])
    ArticlePage.objects.get(pk=community["fr"].pk).unpublish()
    ((title, address, lang),) = first(results(alice, "?q=call+me+back"))
    assert (title, lang) == ("Callback on time", "en")
    assert as_user(alice).get(address).status_code == 200
    ArticlePage.objects.get(pk=community["en"].pk).unpublish()
    assert first(results(alice, "?q=call+me+back")) == []


def test_who_may_not_open_it_never_meets_it(support, alice, as_user, results, caught_up):
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False, members=[alice, support])
    page = factories.article(closed, fr="Secret", en="Secret too").made["fr"]
    caught_up()
    put_first(as_user(support), page, asked_fr="ouvre-toi")
    assert len(first(results(alice, "?q=ouvre-toi"))) == 1
    bob = factories.person("Bob")
    assert first(results(bob, "?q=ouvre-toi")) == []
    other = factories.person("Other")
    CommunityRole.objects.create(user=other, duty=Duty.PROVINCIAL_CHAIR)
    other = type(other).objects.get(pk=other.pk)
    row = PromotedAnswer.objects.get()
    assert "Secret" not in as_user(other).get("/fr/recherche/apercu/").content.decode()
    assert as_user(other).get(f"{NEW}{row.pk}/").status_code == 404
    refused = put_first(as_user(other), page)
    assert "Aucune page du site que vous pouvez lire" in refused.content.decode()
    nowhere = as_user(other).post(NEW, {"address": "/fr/nulle-part/", "asked_fr": "x"}, follow=True)
    assert said(nowhere) == said(refused)


def said(response):
    return [li.get_text() for li in BeautifulSoup(response.content, "html.parser").select(".errors li")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"address": ""}, "Champ requis"),
        ({"address": "\x00"}, "nul"),
        ({"address": "http://[x"}, "Aucune page du site"),
        ({"asked_fr": " \n ?!", "asked_en": ""}, "Écrivez au moins une question"),
        ({"until": "demain"}, "date valide"),
        ({"until": "9999-01-01"}, "Donnez une année"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(support, as_user, community, data, words):
    answer = put_first(as_user(support), community["fr"], **{"asked_en": "What I typed", **data})
    assert any(words in line for line in said(answer)), said(answer)
    if "asked_en" not in data:
        assert "What I typed" in answer.content.decode()
    assert not PromotedAnswer.objects.exists()


def test_it_is_changed_ends_by_itself_and_is_removed(support, alice, as_user, community, results):
    client = as_user(support)
    put_first(client, community["fr"], until=today().isoformat())
    row = PromotedAnswer.objects.get()
    assert len(first(results(alice, "?q=call+me+back"))) == 1
    form = BeautifulSoup(client.get(f"{NEW}{row.pk}/").content, "html.parser")
    assert form.select_one("[name=address]")["value"] == community["fr"].url
    client.post(f"{NEW}{row.pk}/", {"address": community["fr"].url, "asked_fr": "autre", "until": today().isoformat()})
    assert (first(results(alice, "?q=call+me+back")), len(first(results(alice, "?q=autres")))) == ([], 1)
    row.refresh_from_db()
    row.until = today() - timedelta(days=1)
    row.save()
    assert first(results(alice, "?q=autres")) == []
    assert "Terminée le" in client.get("/fr/recherche/apercu/").content.decode()
    client.post(f"{NEW}{row.pk}/", {"do": "remove"})
    assert not PromotedAnswer.objects.exists()
    assert client.get(f"{NEW}{row.pk}/").status_code == 404
