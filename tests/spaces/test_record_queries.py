"""The pages of the record ask as much for fifty meetings and their lines as for one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import versions
from cms.models import User
from spaces.models import Action, Attendance, Decision, Jurisdiction, Meeting, Profile
from spaces.services import minutes
from tests.spaces import many
from tests.spaces.recording import WELCOME, adopted, attended, corrected, held, leader, line
from tests.spaces.side_by_side import at

made_who, who = leader()


def filled(meeting, ann, count):
    """Lines by the dozen, each with an owner of its own, who was there."""
    people = User.objects.bulk_create(
        User(email=f"p{number}@example.org", first_name=f"P{number}") for number in range(count)
    )
    place = Jurisdiction.objects.get(code="qc")
    Profile.objects.bulk_create(Profile(user=user, jurisdiction=place) for user in people)
    said = {"meeting": meeting, "text_fr": "Oui.", "text_en": "Yes.", "item": WELCOME}
    for user in people:
        Action.objects.create(**said, owner=user, by=user)
        Decision.objects.create(**said, by=user).jurisdictions.add(place)
    Attendance.objects.bulk_create(Attendance(meeting=meeting, user=user) for user in people)


def spent(client, address):
    """How many queries an address takes when it was asked for before."""
    for _ in range(2):
        assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def anew(client, address):
    """The same once content has changed."""
    versions.bump()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize("count", [1, 5, 50])
def test_one_record_costs_the_same_however_long_it_is(count, quality, ann, alice, as_user):
    meeting = held(quality)
    filled(meeting, ann, count)
    keeper, reader = as_user(ann), as_user(alice)
    minutes_page, record, sheet = (at(f"meeting_{name}", meeting.pk) for name in ("minutes", "record", "attendance"))
    row = line(meeting, ann)
    attended(meeting, ann, ann, *User.objects.filter(email__startswith="p"))
    minutes.draft(meeting=meeting, by=ann)
    assert [spent(keeper, address) for address in (record, sheet, minutes_page)] == [16, 11, 24]
    adopted(meeting, ann)
    corrected(meeting, ann, row, text_en="No.")
    page, action = meeting.made["en"].url, at("action", Action.objects.first().pk)
    found = {name: (spent(reader, address), anew(reader, address))
             for name, address in (("page", page), ("minutes", minutes_page), ("action", action))}  # fmt: skip
    assert found == {"page": (5, 9), "minutes": (7, 7), "action": (7, 7)}


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_table_of_all_records_keeps_to_eight(count, quality, ann, alice, as_user):
    many.meetings(quality, count)
    past = timezone.now() - timedelta(days=3)
    Meeting.objects.update(starts_at=past, ends_at=past + timedelta(hours=1))
    for meeting in Meeting.objects.all()[:3]:
        line(meeting, ann, jurisdictions=Jurisdiction.objects.filter(code__in=["qc", "on"]))
        line(meeting, ann, "action", owner=ann)
    client, address = as_user(ann), at("records")
    narrowed = ("", "?kind=action&state=open&mine=1", "?space=quality&place=qc&q=oui&since=2020-01-01")
    assert [(spent(client, address + query), anew(client, address + query)) for query in narrowed] == [(7, 8)] * 3
