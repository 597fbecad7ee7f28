"""Reminders are never of a meeting that is not due: put off, told of lately, on the other side of a change of clocks;
nor to who muted all until a day, or comes for somebody else."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from spaces.models import Meeting, Occasion, Reader, Reply
from spaces.services import reminders, sending
from tests import factories
from tests.spaces.called import (  # noqa: F401  a fixture
    DAY,
    HOUR,
    NOW,
    STARTS,
    begun_and_called,
    change,
    clock_at,
    each,
    got,
    scenes,
    the_remind,
    told,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
MONTH = timedelta(days=30)
stopped = clock_at(NOW)
made_scene, scene = scenes(begun_and_called)
quality, meeting, alice, denis = map(each, ("quality", "meeting", "alice", "denis"))


def says(meeting, user, answer="attends", **said):
    return Reply.objects.create(meeting=meeting, user=user, answered_at=NOW, answer=answer, **said)


def sends(meeting, user, address):
    return says(meeting, user, "delegate", delegate_name="Lina Costa", delegate_email=address)


def put_off(meeting, to, posted):
    with posted():
        change(meeting, starts_at=to, ends_at=to + 2 * HOUR)


@pytest.mark.parametrize(("before", "occasion"), [(DAY, Occasion.SOON), (WEEK, Occasion.REPLY)])
def test_one_that_waits_while_the_meeting_is_put_off_goes_when_that_is_due(
    before, occasion, meeting, alice, denis, remind, clock, posted, sink
):
    if occasion == Occasion.SOON:
        says(meeting, alice)
    says(meeting, denis, "cannot")
    clock.move_to(STARTS - before)
    assert reminders.send_due() == 1
    put_off(meeting, STARTS + MONTH, posted)
    sending.send_all()
    assert (told(occasion), got(sink)) == ({"Alice": "withdrawn"}, [("Alice", "Meeting changed: Autumn review")])
    assert [remind(STARTS + MONTH - before + at) for at in (-HOUR, 0 * HOUR, HOUR)] == [0, 1, 0]
    assert told(occasion) == {"Alice": "sent"}


def test_what_the_change_of_a_meeting_says_is_not_said_again_at_once(
    meeting, alice, denis, remind, clock, posted, sink
):
    says(meeting, alice)
    put_off(meeting, NOW + 5 * DAY, posted)
    sink.mails.clear()
    assert [remind(NOW + at) for at in (HOUR, 2 * DAY + HOUR)] == [0, 1]
    assert [name for name, _subject in got(sink)] == ["Denis"]
    put_off(meeting, NOW + 3 * DAY, posted)
    sink.mails.clear()
    assert (remind(NOW + 2 * DAY + 2 * HOUR), got(sink)) == (0, [])


def test_who_muted_all_until_a_day_is_reminded_that_day(meeting, alice, denis, remind, sink):
    says(meeting, denis, "cannot")
    Reader.objects.filter(user=alice).update(paused_until=(STARTS - 4 * DAY).date())
    assert [remind(STARTS - WEEK), remind(STARTS - 5 * DAY), remind(STARTS - 4 * DAY)] == [0, 0, 1]
    assert got(sink) == [("Alice", "Will you be there? Autumn review")]


def test_who_comes_muted_is_not_reminded(meeting, alice, denis, remind, sink):
    says(meeting, alice)
    says(meeting, denis, "cannot")
    Reader.objects.filter(user=alice).update(paused_until=STARTS.date() + DAY)
    remind(STARTS - DAY)
    assert got(sink) == []


@pytest.mark.parametrize("day", [(2026, 11, 1), (2027, 3, 14)])
@pytest.mark.parametrize("zone", ["America/Toronto", "America/Regina"])
def test_the_day_before_is_so_on_the_clock_of_the_meeting(day, zone, meeting, clock):
    """Whichever side of a change of clocks it is, or where there is none."""
    starts = datetime(*day, 13, tzinfo=ZoneInfo(zone))
    found = Meeting(space=meeting.space, starts_at=starts.astimezone(UTC), time_zone=zone)
    opens = [reminders.opens_at(found, one).astimezone(starts.tzinfo) for one in (Occasion.SOON, Occasion.REPLY)]
    assert [at.replace(tzinfo=None) for at in opens] == [starts.replace(tzinfo=None) - one for one in (DAY, WEEK)]


@pytest.mark.parametrize(("day", "hours"), [((2026, 11, 1), 25), ((2027, 3, 14), 23)])
def test_a_night_of_another_length_is_slept_through(day, hours, quality, alice, remind, sink):
    starts = datetime(*day, 13, tzinfo=ZoneInfo("America/Toronto")).astimezone(UTC)
    meeting = factories.meeting(quality, starts=starts, fr="Bilan", en="Review")
    reply = says(meeting, alice)
    Reply.objects.filter(pk=reply.pk).update(answered_at=starts - WEEK)
    length = timedelta(hours=hours)
    assert [remind(starts - length + at) for at in (timedelta(minutes=-1), 0 * HOUR)] == [0, 1]
    assert "1 to 3 p.m. (ET)" in sink.mails[0].part("plain").replace("\u00a0", " ")


def test_a_member_who_comes_for_somebody_is_not_asked_whether_they_come(meeting, alice, denis, remind, clock, sink):
    sent = sends(meeting, denis, "Alice@example.org")
    assert remind(STARTS - WEEK) == 0
    sent.delete()
    clock.move_to(STARTS - WEEK)
    assert reminders.send_due() == 2
    sends(meeting, denis, "alice@example.org")
    sending.send_all()
    assert (got(sink), told(Occasion.REPLY)) == ([], {"Alice": "withdrawn", "Denis": "withdrawn"})
