"""Decisions, actions and notes of a meeting: who types them, each saved by itself, none lost."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from spaces import access_records
from spaces.models import (
    Action,
    ActionStep,
    CommunityRole,
    Decision,
    Duty,
    Minutes,
    Note,
    Reply,
    Space,
)
from spaces.services import actions, naming, records
from spaces.services.carried import carried
from spaces.services.memberships import Refused
from tests import factories
from tests.spaces.recording import NUMBERS, WELCOME, adopted, attended, fresh, held, leader, line

made_who, who = leader()


@pytest.fixture(scope="module")
def made_meeting(made_quality):
    return held(made_quality)


@pytest.fixture
def meeting(db, made_meeting):
    return type(made_meeting).objects.select_related("space").get(pk=made_meeting.pk)


WRONG = {
    "no words": lambda meeting, ann: Decision.objects.create(meeting=meeting),
    "two owners": lambda meeting, ann: Action.objects.create(
        meeting=meeting, text_fr="Oui.", owner=ann, owner_name="Xyz"
    ),
    "no such state": lambda meeting, ann: Action.objects.create(meeting=meeting, text_fr="Oui.", state="perhaps"),
    "a correction without its reasons": lambda meeting, ann: Minutes.objects.create(meeting=meeting, version=2),
    "two drafts": lambda meeting, ann: [
        Minutes.objects.create(meeting=meeting, version=number, reason_fr="Oui.", reason_en="Yes.") for number in (1, 2)
    ],
    "adopted without a snapshot": lambda meeting, ann: Minutes.objects.create(
        meeting=meeting, adopted_at=timezone.now()
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_refuses_what_cannot_be(wrong, meeting, ann):
    with pytest.raises(IntegrityError), transaction.atomic():
        WRONG[wrong](meeting, ann)


def test_lines_stand_in_the_order_in_which_they_were_typed_under_their_items(meeting, ann):
    for kind, item in (("note", WELCOME), ("decision", NUMBERS), ("action", WELCOME), ("note", None)):
        line(meeting, ann, kind, item=item)
    _page, items, places = records.items(meeting, "fr")
    found = [(row.kind, records.place_of(row, items, places)) for row in records.lines(meeting)]
    assert found == [("note", WELCOME), ("decision", NUMBERS), ("action", WELCOME), ("note", None)]
    assert [title for _key, title, _at in items] == ["Accueil", "Les chiffres"]


def test_a_line_is_found_under_pages_whose_items_have_other_ids(meeting, ann):
    english = meeting.pages.get(locale__language_code="en")
    english.agenda = english.agenda.stream_block.to_python(
        [{**one, "id": str(uuid.uuid4())} for one in english.agenda.raw_data]
    )
    english.save()
    row, strange = line(meeting, ann, item=NUMBERS), line(meeting, ann, item=uuid.uuid4())
    _page, items, places = records.items(meeting, "en")
    assert records.place_of(row, items, places) == items[1][0]
    assert records.place_of(strange, items, places) is None


def test_the_item_that_is_on_is_told_by_the_running_times(meeting):
    _page, items, _places = records.items(meeting, "fr")
    starts = meeting.starts_at
    for minutes, item in ((-1, None), (0, WELCOME), (59, WELCOME), (60, NUMBERS), (119, NUMBERS), (120, None)):
        assert records.current_item(items, meeting, starts + timedelta(minutes=minutes)) == item


def test_the_same_form_sent_twice_writes_one_line(meeting, ann):
    key = uuid.uuid4()
    assert line(meeting, ann, key=key) == line(meeting, ann, key=key)
    assert Decision.objects.count() == 1


@pytest.mark.database
def test_a_line_somebody_else_changed_meanwhile_is_not_written_over(meeting, ann):
    row = line(meeting, ann)
    records.change(row=row, by=ann, number=1, text_fr="Non.")
    with pytest.raises(records.Changed) as refused:
        records.change(row=row, by=ann, number=1, text_fr="Peut-être.")
    assert (refused.value.now.text_fr, refused.value.now.number) == ("Non.", 2)
    with pytest.raises(records.Changed):
        records.remove(row=row, by=ann, number=1)
    records.remove(row=row, by=ann, number=2)
    with pytest.raises(records.Changed) as refused:
        records.change(row=row, by=ann, number=2, text_fr="Peut-être.")
    assert refused.value.now is None
    assert not Decision.objects.exists()


def keepers(meeting, alice, chantal, nadia):
    """Those of some people who may keep the record, and put down that its minutes are adopted."""
    CommunityRole.objects.create(user=chantal, duty=Duty.FEDERAL_CHAIR)
    people = {one.first_name: fresh(one) for one in (alice, chantal, nadia)}
    return [
        {name for name, user in people.items() if ask(user, meeting)}
        for ask in (access_records.may_record, access_records.may_adopt)
    ]


def test_leads_keep_the_record_and_of_the_whole_community_the_co_chairs_and_their_support(
    meeting, alice, chantal, nadia, ann
):
    Space.objects.update(kind="community")
    meeting.space.refresh_from_db()
    assert keepers(meeting, alice, chantal, nadia) == [{"Chantal", "Nadia"}, {"Chantal"}]
    assert access_records.may_adopt(ann, meeting)


@pytest.mark.database
@pytest.mark.parametrize("facts", [{"kind": "subgroup"}, {"kind": "community", "is_open": False},
                                   {"kind": "community", "archived_at": timezone.now()}])  # fmt: skip
def test_nobody_else_does(facts, meeting, alice, chantal, nadia):
    Space.objects.update(**facts)
    meeting.space.refresh_from_db()
    assert keepers(meeting, alice, chantal, nadia) == [set(), set()]
    with pytest.raises(Refused):
        line(meeting, alice)


def names(user, model):
    return set(access_records.open_to(fresh(user), model.objects.all()).values_list("text_en", flat=True))


def test_what_is_not_adopted_is_read_by_those_who_keep_it_and_an_action_by_its_owner(meeting, ann, alice, bob):
    line(meeting, ann, en="Draft")
    line(meeting, ann, "action", en="Hers", owner=alice)
    assert [names(user, Decision) | names(user, Action) for user in (ann, alice, bob)] == [
        {"Draft", "Hers"}, {"Hers"}, set(),
    ]  # fmt: skip
    attended(meeting, ann, alice)
    adopted(meeting, ann)
    line_of_correction = Note.objects.count()
    assert [names(user, Decision) | names(user, Action) for user in (alice, bob)] == [{"Draft", "Hers"}] * 2
    assert line_of_correction == 0
    for page in meeting.pages.all():
        page.unpublish()
    assert [names(user, model) for user in (ann, alice) for model in (Decision, Action)] == [set()] * 4


@pytest.mark.database
def test_nothing_of_a_closed_space_is_read_from_outside(meeting, ann, alice):
    line(meeting, ann, "action", en="Hers", owner=alice)
    Space.objects.update(is_open=False)
    assert names(alice, Action) == set()
    assert not access_records.may_move(fresh(alice), Action.objects.select_related("meeting__space").get())


@pytest.mark.database
def test_how_far_an_action_is_is_said_by_its_owner_or_who_keeps_the_record_and_remembered(meeting, ann, alice, bob):
    action = line(meeting, ann, "action", owner=alice)
    assert actions.move(action=action, state="under_way", by=alice)
    assert not actions.move(action=action, state="under_way", by=ann)
    assert actions.move(action=action, state="done", by=ann)
    with pytest.raises(Refused):
        actions.move(action=action, state="open", by=bob)
    steps = list(ActionStep.objects.values_list("state", "by__first_name"))
    assert steps == [("open", "Ann"), ("under_way", "Alice"), ("done", "Ann")]


def test_adopted_lines_stay_and_only_the_owner_and_day_of_an_action_may_change(meeting, ann, alice, bob):
    decision, action = line(meeting, ann), line(meeting, ann, "action", owner=alice)
    attended(meeting, ann, alice)
    adopted(meeting, ann)
    for act in (
        lambda: line(meeting, ann),
        lambda: records.change(row=decision, by=ann, number=1, text_fr="Non."),
        lambda: records.change(row=action, by=ann, number=1, text_fr="Non.", owner=bob),
        lambda: records.remove(row=decision, by=ann, number=1),
        lambda: attended(meeting, ann, bob),
    ):
        with pytest.raises(Refused, match="adopted"):
            act()
    records.change(row=action, by=ann, number=1, owner=bob, jurisdiction=None, owner_name="", due_on=None)
    assert Action.objects.get().owner == bob


@pytest.mark.database
def test_attendance_begins_with_those_who_said_they_would_come(meeting, ann, alice, bob):
    Reply.objects.create(meeting=meeting, user=alice, answer="attends")
    Reply.objects.create(
        meeting=meeting, user=bob, answer="delegate", delegate_name="Omar Diaz", delegate_email="omar@example.org"
    )
    Reply.objects.create(meeting=meeting, user=ann, answer="cannot")
    assert records.expected(meeting) == {alice.pk: "", bob.pk: "Omar Diaz"}
    records.take_attendance(meeting=meeting, by=ann, number=0, people={bob.pk: "Omar Diaz"}, guests=2)
    with pytest.raises(records.Changed):
        records.take_attendance(meeting=meeting, by=ann, number=0, people={alice.pk: ""}, guests=0)
    assert [(str(one.user), one.delegate_name) for one in records.attended(meeting)] == [("Bob Test", "Omar Diaz")]
    assert records.roll_of(meeting).guests == 2


@pytest.mark.database
@pytest.mark.parametrize("typed", ["Zoé Roy", "zoe  roy", "ZOE@example.org"])
def test_somebody_is_named_by_name_or_address_among_those_who_may_read(typed, meeting):
    zoe = factories.person("Zoe")
    type(zoe).objects.filter(pk=zoe.pk).update(first_name="Zoé", last_name="Roy")
    assert naming.find(meeting.space, typed) == zoe


@pytest.mark.database
def test_nobody_and_several_are_refused_in_words(meeting, alice):
    twin = factories.person("Alicia")
    type(twin).objects.filter(pk=twin.pk).update(first_name="Alice")
    with pytest.raises(Refused, match="Several people are called “Alice Test”"):
        naming.find(meeting.space, "Alice Test")
    Space.objects.update(is_open=False)
    meeting.space.refresh_from_db()
    with pytest.raises(Refused, match="Nobody who may read this space"):
        naming.find(meeting.space, "Alice Test")


def test_what_the_next_meeting_begins_with(meeting, ann, alice, quality):
    line(meeting, ann, fr="Décidé < hier.", en="Decided < yesterday.")
    due = {"due_on": date(2026, 12, 1)}
    for state in ("open", "under_way", "done", "dropped"):
        action = line(
            meeting, ann, "action", en=state, fr=f"à {state}", owner=alice, **(due if state == "open" else {})
        )
        actions.move(action=action, state=state, by=ann)
    following = factories.meeting(quality, kind=meeting.kind)
    assert carried(following, "fr") == {}
    attended(meeting, ann, alice)
    adopted(meeting, ann)
    assert carried(following, "fr") == {
        "actions": "<p>à open (Alice Test, 1er\u00a0décembre 2026)</p><p>à under_way (Alice Test)</p>",
        "decisions": "<p>Décidé &lt; hier.</p>",
    }
    assert carried(following, "en")["decisions"] == "<p>Decided &lt; yesterday.</p>"
    assert carried(factories.meeting(quality, kind="adhoc"), "en") == {}
