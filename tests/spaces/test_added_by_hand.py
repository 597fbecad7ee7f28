"""A passage added by hand to both pages of a translation given up, each in a block of its own: the one answers the other."""

import json

import pytest

from cms.bilingual import gate
from cms.bilingual.models import State
from cms.models import User
from tests.spaces.publishing import fresh
from tests.spaces.side_by_side import desk, step, words
from tests.spaces.team import official, pair_of, paragraphs, rewrite, twin_of, written
from tests.spaces.test_given_up import by_hand
from tests.spaces.test_rewritten import changed, kinds, once_complete

pytestmark = pytest.mark.django_db
HERE, THERE = "44444444-4444-4444-8444-444444444444", "55555555-5555-4555-8555-555555555555"
NEW = "Quatre mots de plus."


@pytest.fixture
def client(people, as_user):
    User.objects.filter(pk=people.lead.pk).update(language="en")
    return as_user(people.lead)


def blocks(first, *more, key):
    """A body whose second block somebody added on this page: nothing else has its number."""
    return json.dumps(json.loads(paragraphs(*first)) + (json.loads(paragraphs(*more, key=key)) if more else []))


ORIGINAL = blocks(["Un mot.", "Deux mots.", "Trois."], NEW, key=HERE)
SAID = ["~ Un mot.", "~ Deux mots.", "~ Trois."]


@pytest.mark.parametrize("source", ["fr", "en"])
def test_it_is_published_with_its_original(quality, people, source):
    page = official(quality, source)
    once_complete(page, people, source)
    changed(page, people, body=ORIGINAL)
    assert (pair_of(page).state, pair_of(page).segments) == (State.SOURCE_CHANGED, 1)
    revision = by_hand(page, by=people.lead, body=blocks(SAID, "Four more words.", key=THERE))
    assert pair_of(page).state == State.UP_TO_DATE
    assert gate.keep(revision, by=people.lead) is None
    assert ("Quatre" in str(fresh(page).body), "Four more" in str(twin_of(page).body)) == (True, True)
    assert pair_of(page).state == State.UP_TO_DATE


def test_of_an_article_it_is_up_to_date_once_it_is_published(quality, people, source):
    page = written(quality, source)
    once_complete(page, people, source)
    rewrite(page, body=ORIGINAL)
    assert pair_of(page).state == State.SOURCE_CHANGED
    revision = by_hand(page, by=people.lead, body=blocks(SAID, "Four more words.", key=THERE))
    assert pair_of(page).state == State.SOURCE_CHANGED, "readers do not have it yet"
    revision.publish(user=people.lead)
    assert pair_of(page).state == State.UP_TO_DATE
    rewrite(page, body=blocks(["Un mot.", "Deux mots.", "Trois."], "Cinq mots de plus encore.", key=HERE))
    assert (pair_of(page).state, pair_of(page).segments) == (State.SOURCE_CHANGED, 1), "the next change counts"


@pytest.mark.parametrize(
    "body",
    [
        blocks(SAID, NEW, key=THERE),  # the words of the original
        blocks(SAID, "Deux mots.", key=THERE),  # others of its words
        blocks(SAID, "Four more words.", "And more.", key=THERE),  # one too many
        blocks(SAID, key=THERE),
    ],
)
def test_nothing_else_answers_it(quality, people, source, body):
    page = official(quality, source)
    once_complete(page, people, source)
    changed(page, people, body=ORIGINAL)
    held = gate.keep(by_hand(page, by=people.lead, summary="Otherwise.", body=body), by=people.lead)
    assert (pair_of(page).state, kinds(held)) == (State.SOURCE_CHANGED, [("lacking", 1)])
    assert "Quatre" not in str(fresh(page).body)


def test_what_was_added_before_the_original_answers_nothing(quality, people, source):
    page = official(quality, source)
    once_complete(page, people, source)
    by_hand(page, by=people.lead, body=blocks(SAID, "Four more words.", key=THERE))
    changed(page, people, body=ORIGINAL)
    assert (pair_of(page).state, pair_of(page).segments) == (State.SOURCE_CHANGED, 1)


def offered(client, page):
    return [button["value"] for button in desk(client, page).select("#steps button")]


def test_with_one_passage_too_many_the_way_to_take_it_up_again_is_said(quality, people, source, client):
    page = official(quality, source)
    once_complete(page, people, source)
    by_hand(page, by=people.lead, body=blocks(SAID, "One more.", key=THERE))
    step(client, page, "same")
    assert "resume" not in offered(client, page)
    assert "write them in the same block of the page that lacks them" in words(desk(client, page).select_one("#steps"))
    by_hand(page, by=people.lead, body=blocks(SAID, key=THERE))
    assert "resume" in offered(client, page)
