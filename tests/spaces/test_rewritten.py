"""A translation given up and written by hand since: what its editor wrote is taken as written, and nothing else is."""

import pytest

from cms.bilingual import gate
from cms.bilingual.gate_models import Waiting
from cms.bilingual.models import State
from cms.models import User
from spaces.services import translations
from tests.spaces.publishing import fresh, opened
from tests.spaces.side_by_side import desk, soup_of, step, words
from tests.spaces.team import asked, official, pair_of, paragraphs, ready, rewrite, twin_of, written
from tests.spaces.test_given_up import EVERYTHING, by_hand, given_up

pytestmark = pytest.mark.django_db
WHERE = {"path", "mark", "at"}
ELSEWHERE = "44444444-4444-4444-8444-444444444444"


@pytest.fixture
def client(people, as_user):
    User.objects.filter(pk=people.lead.pk).update(language="en")
    return as_user(people.lead)


def kinds(held):
    return [(one.kind, one.count) for one in held.obstacles]


@pytest.mark.parametrize(
    ("body", "lacking"),
    [
        (paragraphs("one", "two", "two and a half", "three"), 0),  # one of them in two
        (paragraphs("one", "two", "three", key=ELSEWHERE), 0),  # in a new block
        (paragraphs("one and two", "three"), 1),
        (paragraphs("one", "two", "Trois.", key=ELSEWHERE), 1),  # the words of the original, in a new block
        ("[]", 3),
    ],
)
def test_what_stands_elsewhere_in_a_field_is_written_all_the_same(page, people, mine, body, lacking):
    given_up(page, people, mine)
    revision = by_hand(page, by=people.lead, **EVERYTHING | {"body": body})
    assert (pair_of(page).state, pair_of(page).segments) == (
        (State.INCOMPLETE, lacking) if lacking else (State.UP_TO_DATE, 0)
    )
    held = gate.keep(revision, by=people.lead)
    assert (held and kinds(held)) == ([("lacking", lacking)] if lacking else None)
    assert twin_of(page).live == (not lacking)


def once_complete(page, people, source):
    """Its translation, live, and given up since."""
    task, mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    gate.keep(fresh(page).latest_revision, by=people.lead)
    translations.stop(pair=pair_of(page), by=mine)
    assert (fresh(page).live, twin_of(page).live, pair_of(page).state) == (True, True, State.UP_TO_DATE)


def changed(page, people, **words):
    """The original has other words, which wait for its translation."""
    draft = fresh(page)
    for name, value in words.items():
        setattr(draft, name, value)
    assert gate.keep(draft.save_revision(user=people.lead), by=people.lead) is not None


@pytest.mark.parametrize("source", ["fr", "en"])
def test_what_is_rewritten_after_its_original_changed_answers_it(quality, people, source):
    page = official(quality, source)
    once_complete(page, people, source)
    changed(page, people, title="Autrement", body=paragraphs("Un mot.", "Deux bons mots.", "Trois."))
    assert (pair_of(page).state, pair_of(page).segments) == (State.SOURCE_CHANGED, 2)
    half = by_hand(page, by=people.lead, title="Otherwise")
    assert (pair_of(page).state, pair_of(page).segments) == (State.SOURCE_CHANGED, 1)
    assert kinds(gate.keep(half, by=people.lead)) == [("lacking", 1)]
    whole = by_hand(page, by=people.lead, title="Otherwise", body=paragraphs("~ Un mot.", "two", "~ Trois."))
    assert pair_of(page).state == State.UP_TO_DATE
    assert gate.keep(whole, by=people.lead) is None
    assert (fresh(page).title, twin_of(page).title) == ("Autrement", "Otherwise")


@pytest.mark.parametrize("title", ["Autrement", "Fermeture", "~ Fermeture"])
def test_words_of_the_original_and_those_it_had_before_answer_nothing(quality, people, source, title):
    page = official(quality, source)
    once_complete(page, people, source)
    changed(page, people, title="Autrement")
    revision = by_hand(page, by=people.lead, title=title, summary="Otherwise.")
    assert pair_of(page).state == State.SOURCE_CHANGED
    assert gate.keep(revision, by=people.lead) is not None
    assert twin_of(page).title == "~ Fermeture"


def test_what_was_written_before_its_original_changed_answers_nothing(quality, people, source):
    page = official(quality, source)
    once_complete(page, people, source)
    by_hand(page, by=people.lead, title="Corrected")
    assert pair_of(page).state == State.TARGET_CHANGED
    changed(page, people, title="Autrement")
    assert (pair_of(page).state, pair_of(page).segments) == (State.SOURCE_CHANGED, 1)


def test_what_waits_is_not_what_was_saved_since(quality, people, mine, source, client):
    """The words of the original were published, and held; the page is whole now, and the notice speaks of that."""
    page = official(quality, source)
    given_up(page, people, mine)
    twin = twin_of(page)
    gate.keep(twin.latest_revision, by=people.lead)
    assert Waiting.objects.filter(language=twin.language).exists()
    left = "5 passages of the translation still have the words of the original"
    assert left in opened(client, twin)
    by_hand(page, by=people.editor, **EVERYTHING)
    said = opened(client, twin)
    assert left not in said
    assert "What was saved since is ready to be published." in said
    gate.keep(fresh(page).latest_revision, by=people.lead)
    assert (fresh(page).live, twin_of(page).live, twin_of(page).title) == (True, True, "All")


def test_the_way_on_is_said_of_a_page_nobody_translates(quality, people, mine, source, client):
    page = official(quality, source)
    given_up(page, people, mine)
    gate.keep(by_hand(page, by=people.lead, **EVERYTHING | {"body": "[]"}), by=people.lead)
    said = opened(client, twin_of(page))
    assert "page does not say 3 passages of the original yet: write them there or, when both pages say" in said


def notices(response):
    return [words(one) for one in soup_of(response).select("main .notice")]


def test_one_notice_says_what_is_published_once_both_pages_say_the_same(quality, people, source, client):
    page = official(quality, source)
    once_complete(page, people, source)
    changed(page, people, title="Autrement")
    by_hand(page, by=people.lead, summary="Otherwise.")
    assert notices(step(client, page, "same")) == [
        "Noted: both pages say the same. What waited for this is published: readers have it."
    ]
    assert fresh(page).title == "Autrement"


def test_one_notice_says_what_they_wait_for(quality, people, source, client):
    """The translation was published; its original by nobody."""
    page = official(quality, source)
    asked(page, people.editor)
    translations.stop(pair=pair_of(page), by=people.lead)
    gate.keep(by_hand(page, by=people.lead, **EVERYTHING), by=people.lead)
    (said,) = notices(step(client, page, "same"))
    assert said.startswith("Noted: both pages say the same. “All” is not live yet: it goes live together with its")
    assert said.endswith("page is a draft: somebody who may publish it has yet to do so.")
    assert not fresh(page).live


def test_the_last_passage_that_is_the_same_publishes_what_waited_and_says_so(quality, people, mine, source, client):
    page = official(quality, source)
    given_up(page, people, mine)
    by_hand(page, by=people.lead, **EVERYTHING | {"title": page.title})
    (form,) = desk(client, page).select(".passage form")
    where = {field["name"]: field["value"] for field in form.select("input[type=hidden]") if field["name"] in WHERE}
    assert notices(step(client, page, "same_passage", **where)) == [
        "Noted: this passage is the same in both languages. What waited for this is published: readers have it."
    ]
    assert (fresh(page).live, twin_of(page).live) == (True, True)


def test_whoever_says_that_a_passage_is_the_same_stays_at_it(page, people, mine, as_user):
    given_up(page, people, mine)
    client = as_user(mine)
    row = desk(client, page).select(".passage")[2]
    where = {field["name"]: field["value"] for field in row.select("input[type=hidden]") if field["name"] in WHERE}
    response = step(client, page, "same_passage", **where)
    assert response.redirect_chain[-1][0].partition("#")[2] == row["id"] == where["at"]
    assert soup_of(response).select_one(f"#{row['id']}").form is None


@pytest.mark.parametrize(
    ("given", "offered"), [({"body": "[]"}, ["same"]), ({}, ["resume"]), (None, ["resume"])],
)  # fmt: skip
def test_one_is_asked_to_choose_where_there_is_a_choice(page, people, mine, as_user, given, offered):
    given_up(page, people, mine)
    if given is not None:
        by_hand(page, **EVERYTHING | given)
    soup = desk(as_user(mine), page).select_one("#steps")
    assert [button["value"] for button in soup.select("button")] == offered
    assert "then choose" not in words(soup)


def test_one_is_asked_to_choose_between_two_ways(quality, people, source, as_user):
    page = written(quality, source)
    once_complete(page, people, source)
    rewrite(page, title="Autrement")
    soup = desk(as_user(people.lead), page).select_one("#steps")
    assert [button["value"] for button in soup.select("button")] == ["same", "resume"]
    assert "Read both below, then choose:" in words(soup)
