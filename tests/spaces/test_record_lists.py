"""All records in one table: what it is narrowed by, whom it shows what, and the sheet it makes."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from spaces.models import Action, Jurisdiction, Membership, Role, Space
from spaces.services import actions, minutes, record_lists, records
from tests import factories
from tests.spaces.recording import adopted, attended, fresh, held, line
from tests.spaces.side_by_side import at, words

pytestmark = pytest.mark.database
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made_ann(made_quality):
    ann = factories.person("Ann", jurisdiction="halifax")
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=ann, space=made_quality, role=role)
    return ann


@pytest.fixture(scope="module")
def made_meetings(made_quality, made_ann):
    """One whose minutes are adopted, with a decision and four actions; one with a decision that is not."""
    past, draft = held(made_quality, hours_ago=24 * 40), held(made_quality)
    past.topics.add(factories.topic())
    draft.agenda_topics.add(factories.topic("terms", "Mandat", "Terms"))
    places = Jurisdiction.objects.filter(code__in=["qc", "on"])
    line(past, made_ann, fr="On garde le rappel.", en="We keep callback.", jurisdictions=places)
    today = record_lists.today()
    for state, facts in {
        "open": {"owner": made_ann, "due_on": today - DAY}, "under_way": {"owner": made_ann, "due_on": today},
        "done": {"jurisdiction": places[0], "due_on": today - DAY}, "dropped": {"owner_name": "Xyz"},
    }.items():  # fmt: skip
        row = line(past, made_ann, "action", fr=f"Mesure {state}", en=f"Action {state}", **facts)
        actions.move(action=row, state=state, by=fresh(made_ann))
    attended(past, made_ann, made_ann)
    adopted(past, made_ann)
    line(draft, made_ann, fr="Brouillon", en="Draft", jurisdictions=places)
    return past, draft


@pytest.fixture
def ann(db, made_ann, made_meetings):
    return fresh(made_ann)


def told(user, **asked):
    """{what a row says} of the table, as somebody is told."""
    found = record_lists.rows(fresh(user), record_lists.Asked(**asked))
    return [row.words or row.kind for row in record_lists.shown(fresh(user), found, "en", locale())]


def locale():
    return factories.homes()["en"].locale_id


RUNNING = ["Action open", "Action under_way"]
ACTIONS = [*RUNNING, "Action done", "Action dropped"]
ASKED = [
    ({}, ["meeting", "Draft", "meeting", "We keep callback.", *ACTIONS]),
    ({"kind": "meeting"}, ["meeting", "meeting"]),
    ({"kind": "decision"}, ["Draft", "We keep callback."]),
    ({"kind": "action"}, ACTIONS),
    ({"space": "quality", "kind": "action"}, ACTIONS),
    ({"space": "nowhere"}, []),
    ({"topic": "callback"}, ["meeting", "We keep callback.", *ACTIONS]),
    ({"topic": "terms"}, ["meeting", "Draft"]),
    ({"place": "qc"}, ["Draft", "We keep callback."]),
    ({"place": "on"}, ["Draft", "We keep callback.", "Action done"]),
    ({"place": "halifax"}, RUNNING),
    ({"place": "q"}, []),
    ({"state": "done"}, ["Action done"]),
    ({"state": "late"}, ["Action open"]),
    ({"mine": True}, RUNNING),
    ({"mine": True, "kind": "decision"}, []),
    ({"words": "rappel garde"}, ["We keep callback."]),
    ({"words": "gathering", "kind": "meeting"}, ["meeting", "meeting"]),
    ({"since": "near"}, ["meeting", "Draft"]),
    ({"until": "near"}, ["meeting", "We keep callback.", *ACTIONS]),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "found"), ASKED)
def test_it_is_narrowed_by_each_and_by_several(asked, found, ann):
    near = timezone.localdate() - 2 * DAY
    asked = {name: near if value == "near" else value for name, value in asked.items()}
    assert told(ann, **asked) == found


def test_what_is_not_adopted_is_for_those_who_keep_it(ann, alice):
    assert "Draft" not in told(alice)
    assert "We keep callback." in told(alice)
    Action.objects.filter(said_en="Action done").update(owner=alice, jurisdiction=None)
    assert told(alice, mine=True) == ["Action done"]


def test_a_correction_shows_nowhere_until_it_is_adopted(ann, alice, made_meetings):
    past = type(made_meetings[0]).objects.select_related("space").get(pk=made_meetings[0].pk)
    minutes.correct(meeting=past, by=ann, reason_fr="Coquille.", reason_en="A slip.")
    row = past.decisions.get()
    records.change(row=row, by=ann, number=row.number, text_en="No.", jurisdictions=[])
    for user in (ann, alice):
        assert "We keep callback." in told(user, place="qc")
        assert "No." not in told(user)


def test_nothing_of_a_closed_space_is_in_it(ann, bob, as_user):
    Space.objects.update(is_open=False)
    assert told(bob) == []
    assert "We keep" not in as_user(bob).get(at("records_export")).content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_is_in_the_language_of_its_reader_with_all_that_was_asked_for(language, ann, as_user):
    client = as_user(ann)
    client.get(f"/language/{language}/")
    response = client.get(at("records_export", language=language) + "?kind=action")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    heads = {"fr": ["Type", "Date", "Réunion"], "en": ["Kind", "Date", "Meeting"]}[language]
    assert rows[0][:3] == heads
    said = {
        "fr": ["Mesure de suivi", "Mesure open", "À faire", "Ann Test"],
        "en": ["Action", "Action open", "To do", "Ann Test"],
    }
    assert [rows[1][0], rows[1][4], rows[1][6], rows[1][7]] == said[language]
    assert [row[9] for row in rows[3:]] == ["Ontario", ""]
    assert [row[7] for row in rows[3:]] == ["", "Xyz"]


def test_an_address_nobody_meant_finds_all_there_is_and_fails_nowhere(ann, as_user):
    query = "?kind=x&space=%00&state=x&since=9999-99-99&until=0001-01-01&page=x&mine=x&topic=&place="
    found = BeautifulSoup(as_user(ann).get(at("records") + query).content, "html.parser")
    assert words(found.select_one("#list")) == "8 lines"
