"""Reminders of meetings: to answer, and that one comes; once each, and none of what one muted."""

from datetime import timedelta

import pytest

from spaces.models import (
    Delivery,
    FollowLevel,
    Frequency,
    Meeting,
    Membership,
    Occasion,
    Reader,
    Reply,
    Space,
)  # fmt: skip
from spaces.services import replies, subscriptions
from tests import factories
from tests.spaces.called import (  # noqa: F401  a fixture
    DAY,
    HOUR,
    NOW,
    STARTS,
    TEAMS,
    begun_and_called,
    clock_at,
    each,
    got,
    scenes,
    the_remind,
    told,
    withdraw,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
DELEGATE = {"answer": "delegate", "delegate_name": "Omar Diaz", "delegate_email": "omar@example.org"}


stopped = clock_at(NOW)


made_scene, scene = scenes(begun_and_called)
quality, meeting, alice, denis = map(each, ("quality", "meeting", "alice", "denis"))


def says(meeting, user, **said):
    return Reply.objects.create(meeting=meeting, user=user, answered_at=NOW, **{"answer": "attends", **said})


def test_who_has_not_answered_is_reminded_once_a_week_before_while_replies_are_open(
    meeting, alice, denis, remind, sink
):
    says(meeting, denis)
    assert [remind(at) for at in (STARTS - WEEK - HOUR, STARTS - WEEK, STARTS - WEEK, STARTS - DAY - HOUR)] == [
        0,
        1,
        0,
        0,
    ]
    assert got(sink) == [("Alice", "Will you be there? Autumn review")]
    assert f"/en/meetings/{meeting.pk}/reply/?answer=attends" in sink.mails[0].part("plain")
    assert TEAMS not in sink.mails[0].part("plain")
    assert sink.mails[0].parsed.get_content_type() == "multipart/alternative"  # nothing for calendars


@pytest.mark.parametrize(("before", "due"), [(3 * DAY, STARTS - WEEK), (9 * DAY, STARTS - 10 * DAY)])
def test_when_replies_close_sooner_it_is_the_day_before_that(before, due, meeting, remind):
    Meeting.objects.filter(pk=meeting.pk).update(reply_by=STARTS - before)
    assert (remind(due - HOUR), remind(due)) == (0, 2)


def test_nobody_is_asked_to_answer_once_replies_are_closed(meeting, remind):
    Meeting.objects.filter(pk=meeting.pk).update(reply_by=NOW + HOUR)
    assert remind(STARTS - WEEK) == 0


def test_who_comes_or_sends_somebody_is_reminded_once_the_day_before(meeting, alice, denis, bob, quality, remind, sink):
    says(meeting, alice)
    says(meeting, denis, **DELEGATE)
    says(meeting, bob, answer="cannot")
    erin, frank = factories.person("Erin"), factories.person("Frank")
    says(meeting, erin, is_waiting=True)
    Reply.objects.create(meeting=meeting, user=frank, answer="attends", answered_at=STARTS - HOUR)
    assert [remind(at) for at in (STARTS - DAY - HOUR, STARTS - DAY, STARTS - HOUR)] == [0, 2, 0]
    assert sorted(got(sink)) == [("Alice", "Reminder: Autumn review"), ("Denis", "Rappel : Bilan d’automne")]
    assert TEAMS in sink.to("alice@example.org")[0].part("plain")
    assert "Omar Diaz vient à votre place." in sink.to("denis@example.org")[0].part("plain")
    assert remind(STARTS + HOUR) == 0


def test_who_was_called_lately_is_not_reminded_yet(meeting, remind, posted, sink):
    Delivery.objects.update(settled_at=STARTS - WEEK)
    assert (remind(STARTS - WEEK + DAY), remind(STARTS - WEEK + 2 * DAY)) == (0, 2)


UNWANTED = {
    "muted": lambda alice, meeting: subscriptions.follow(user=alice, space=meeting.space, level=FollowLevel.MUTED),
    "turned off": lambda alice, meeting: Reader.objects.filter(user=alice).update(reminders=False),
    "no mail": lambda alice, meeting: Reader.objects.filter(user=alice).update(frequency=Frequency.NONE),
    "left": lambda alice, meeting: (Membership.objects.filter(user=alice).delete(), Space.objects.update(is_open=False)),
    "withdrawn": lambda alice, meeting: withdraw(meeting),
    "archived": lambda alice, meeting: Space.objects.update(archived_at=NOW),
}  # fmt: skip


@pytest.mark.parametrize("why", UNWANTED)
@pytest.mark.parametrize("answers", [False, True])
def test_nobody_is_reminded_who_does_not_want_it_or_may_not_read_it(why, answers, meeting, alice, denis, remind, sink):
    Membership.objects.filter(user=denis).delete()
    Reply.objects.create(meeting=meeting, user=denis, answer="cannot")
    if answers:
        says(meeting, alice)
    UNWANTED[why](alice, meeting)
    sink.mails.clear()
    for at in (STARTS - WEEK, STARTS - DAY, STARTS - HOUR):
        remind(at)
    assert [one for one in got(sink) if "cancelled" not in one[1]] == []


def test_reminders_count_as_nothing_unread_on_the_site(meeting, alice, remind, as_user):
    remind(STARTS - WEEK)
    assert told(Occasion.REPLY) == {"Alice": "sent", "Denis": "sent"}
    response = as_user(alice).get("/en/notices/")
    assert response.context["totals"] == {"unread": 1, "all": 1}
    assert "You are called to this meeting." in response.content.decode()


def test_one_turns_them_off_where_one_says_what_one_follows(alice, as_user):
    client = as_user(alice)
    posted = {"frequency": "weekly", "weekday": "0", "hour": "8", "mentions": "instant"}
    client.post("/en/subscriptions/", {**posted, "reminders": "on"})
    assert Reader.objects.get(user=alice).reminders
    client.post("/en/subscriptions/", posted)
    assert not Reader.objects.get(user=alice).reminders


@pytest.mark.database
def test_a_seat_of_somebody_who_left_goes_to_who_waits_without_a_new_answer(
    quality, meeting, alice, denis, sink, posted
):
    Meeting.objects.filter(pk=meeting.pk).update(seats=1)
    says(meeting, alice)
    says(meeting, denis, is_waiting=True)
    with posted():
        replies.seat_left()
    assert Reply.objects.get(user=denis).is_waiting
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    for _ in range(2):
        with posted():
            replies.seat_left()
    assert not Reply.objects.get(user=denis).is_waiting
    assert got(sink) == [("Denis", "Vous avez une place : Bilan d’automne")]
