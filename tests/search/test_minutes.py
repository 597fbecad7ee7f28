"""A meeting is found by its adopted minutes, in the language they are in; nothing of a draft is, nor who was there."""

import pytest

from search import outbox
from spaces.services import minutes, records
from tests import factories
from tests.spaces.recording import adopted, attended, corrected, fresh, held, leader, line

pytestmark = pytest.mark.django_db


made_who, who = leader()


@pytest.fixture
def meeting(quality, ann):
    meeting = held(quality)
    line(meeting, ann, fr="On garde le palissandre.", en="We keep the rosewood.")
    line(meeting, ann, "action", fr="Écrire au capitaine.", en="Write to the skipper.", owner=ann)
    line(meeting, ann, "note", fr="Le phare < la digue.", en="The lighthouse < the pier.")
    attended(meeting, ann, ann, factories.person("Quasimodo"))
    return meeting


WORDS = {"fr": ("palissandre", "capitaine", "digue"), "en": ("rosewood", "skipper", "pier")}


def found(results, user, language, words=None):
    """The words by which somebody finds a meeting."""
    outbox.drain()
    return {word for word in words or WORDS[language] if results(user, f"?q={word}", language).titles}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_found_by_what_was_adopted_and_not_before(language, meeting, ann, alice, results):
    minutes.draft(meeting=meeting, by=ann)
    assert found(results, ann, language) == set()
    adopted(meeting, ann)
    assert found(results, alice, language) == set(WORDS[language])
    assert found(results, alice, language, ["Quasimodo"]) == set()


def test_a_correction_is_found_once_it_is_adopted(meeting, ann, alice, results):
    adopted(meeting, ann)
    row = meeting.decisions.get()
    minutes.correct(meeting=meeting, by=ann, reason_fr="Coquille.", reason_en="A slip.")
    row = records.change(row=row, by=ann, number=row.number, text_en="We keep the mahogany.")
    words = ["rosewood", "mahogany"]
    assert found(results, alice, "en", words) == {"rosewood"}
    minutes.give_up(meeting=meeting, by=ann)
    corrected(meeting, ann, row, text_en="We keep the mahogany.")
    assert found(results, alice, "en", words) == {"mahogany"}


def test_nobody_from_outside_finds_a_closed_space_by_its_minutes(meeting, ann, alice, results):
    adopted(meeting, ann)
    space = meeting.space
    space.is_open = False
    space.save()
    assert found(results, alice, "en") == set()
    assert found(results, fresh(ann), "en") == set(WORDS["en"])
