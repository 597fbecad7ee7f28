"""The term base beside each passage: what its terms are called in the other language, what is advised against there."""

import pytest

from cms.models import TermDismissal
from tests import factories
from tests.spaces.side_by_side import at, desk, post, said_by, soup_of, words
from tests.spaces.team import asked, paragraphs, segments, translators, written

pytestmark = pytest.mark.django_db
SAID = {"fr": "Nos <b>pratiques</b> exemplaires, et une pratique exemplaire.", "en": "Our <b>best</b> practices."}
BAD = {"fr": "Des meilleures pratiques.", "en": "Some finest practices."}
MARKED = {"fr": ["pratiques</b> exemplaires", "pratique exemplaire"], "en": ["best</b> practices"]}
OTHER = {"fr": "en", "en": "fr"}


@pytest.fixture
def concept():
    return factories.concept(
        fr=("pratique exemplaire",), en=("best practice", "good practice"), avoid_en=("finest practice",),
        avoid_fr=({"text": "meilleure pratique", "note": "Calque."},),
    )  # fmt: skip


@pytest.fixture
def page(quality, source):
    return written(quality, source, body=paragraphs(SAID[source], "Rien."))


def test_a_term_of_the_original_is_marked_and_named_in_the_other_language(
    concept, page, under_way, mine, source, as_user
):
    named = {"fr": "best practice, good practice", "en": "pratique exemplaire"}[source]
    for language in ("fr", "en"):
        found = [one for one in desk(as_user(mine), page, language=language).select(".passage") if one.mark]
        assert len(found) == 1
        assert [mark.get_text() for mark in found[0].select("mark")] == MARKED[source]
        (names,) = found[0].select(".terms dd")
        assert (names.get_text(), names["lang"]) == (named, OTHER[source])


def test_without_the_term_nothing_is_marked(page, under_way, mine, as_user):
    assert desk(as_user(mine), page).select("mark, .terms, .advice") == []


def test_a_term_to_avoid_in_a_translation_is_said_with_what_to_write(concept, page, under_way, mine, source, as_user):
    client, target = as_user(mine), OTHER[source]
    segment = segments(page, "body")[1]
    post(client, page, segment, BAD[target])
    advice = desk(client, page, show="all").select_one(".advice")
    assert advice.find_parent(class_="passage")["id"] == f"p-{segment.context_id}-{segment.string_id}"
    found, *good = (words(one) for one in advice.select("strong"))
    assert (found in BAD[target], good[0] in {"pratique exemplaire", "best practice"}) == (True, True)
    assert advice.a["href"] == at("term", concept.pk)
    post(client, page, segment, "Rien de tel.", was=desk(client, page, show="all").select("[name=was]")[3]["value"])
    assert desk(client, page, show="all").select(".advice") == []


def test_a_term_is_said_by_the_answer_to_the_confirmation_at_its_passage(
    concept, page, under_way, mine, source, as_user
):
    """Where one works: among what is to do, which what is done leaves."""
    client, target = as_user(mine), OTHER[source]
    for segment in segments(page)[:2]:
        data = {"context": segment.context_id, "string": segment.string_id, "text": BAD[target], "was": ""}
        address = at("translation_passage", page.translation_key)
        response = client.post(address, {**data, "show": "todo"}, headers={"X-Fragment": "passage"})
        (passage,) = soup_of(response).select(".passage")
        assert ("done" in passage["class"], len(passage.select(".advice li"))) == (True, 1)
        assert words(passage.select_one(".advice li > span")).startswith(
            ("meilleures pratiques →", "finest practices →")
        )


def test_without_a_script_the_passage_stays_in_sight_until_the_next_one(
    concept, page, under_way, mine, source, as_user
):
    client, (first, second, *_more) = as_user(mine), segments(page)
    response = post(client, page, first, BAD[OTHER[source]], show="todo")
    anchor = f"p-{first.context_id}-{first.string_id}"
    assert response.redirect_chain[-1][0].endswith(f"?show=todo&said={anchor}#{anchor}")
    assert said_by(response)[0].endswith("passages left. 1 term to look at in this passage.")
    soup = soup_of(response)
    assert [one.find_parent(class_="passage")["id"] for one in soup.select(".advice")] == [anchor]
    assert len(soup.select(".passage")) == len(segments(page))
    response = post(client, page, second, "Rien de tel.", show="todo")
    assert soup_of(response).select(".advice") == []
    assert len(soup_of(response).select(".passage")) == len(segments(page)) - 2


def test_a_term_left_as_it_is_is_counted_and_said_no_more(concept, page, under_way, mine, source, as_user):
    client, target = as_user(mine), OTHER[source]
    segment = segments(page, "body")[1]
    post(client, page, segment, BAD[target])
    form = desk(client, page, show="all").select_one("form.advice")
    sent = {one["name"]: one["value"] for one in form.select("[name]")}
    response = client.post(form["action"], sent, follow=True)
    assert response.redirect_chain[-1][0].endswith(f"?show=all#p-{segment.context_id}-{segment.string_id}")
    assert said_by(response)[0].endswith("is left as it is in this page.")
    assert soup_of(response).select(".advice") == []
    left = TermDismissal.objects.get()
    assert (left.translation_key, left.language, left.by) == (page.translation_key, target, mine)
    assert said_by(client.post(form["action"], sent, follow=True)) == ["This term is no longer in the page."]


@pytest.mark.parametrize("bad", [{}, {"term": "x"}, {"term": "0"}, {"term": "1", "at": "//example.org", "show": "zzz"}])
def test_a_term_that_is_not_there_asks_for_nothing(page, under_way, mine, as_user, bad):
    response = as_user(mine).post(at("translation_term", page.translation_key), bad, follow=True)
    assert response.redirect_chain[-1][0] == at("translation", page.translation_key) + "#progress"
    assert not TermDismissal.objects.exists()


def test_a_term_of_what_one_does_not_translate_is_not_left(concept, quality, page, people, under_way, source, as_user):
    wrong = translators(people, source)[2]
    address = at("translation_term", page.translation_key)
    assert as_user(wrong).post(address, {"term": "1"}).status_code == 404
    other = written(quality, source, "Autre")
    asked(other, people.editor)
    assert as_user(people.outsider).post(at("translation_term", other.translation_key)).status_code == 404
