"""Replies to a meeting: seats, who waits for one, and when nobody replies any more."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import translation

from cms.models import User
from spaces.models import Answer, Meeting, MeetingPage, Membership, Reply, Space
from spaces.services import replies
from spaces.services.memberships import Refused
from tests import factories
from tests.spaces import desk

STARTS = datetime(2026, 12, 10, 18, tzinfo=UTC)
NOW = STARTS - timedelta(days=10)
DELEGATE = {"answer": "delegate", "delegate_name": "Omar Diaz", "delegate_email": "omar@example.org"}


@pytest.fixture(autouse=True)
def before():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting(quality):
    return factories.meeting(quality, starts=STARTS)


@pytest.fixture
def crowd(db):
    return [factories.person(name) for name in ("Ann", "Ben", "Cleo", "Dan")]


def answer(meeting, user, answer="attends", **more):
    return replies.answer(meeting=meeting, user=User.objects.get(pk=user.pk), answer=answer, **more)


def seats(meeting, number):
    Meeting.objects.filter(pk=meeting.pk).update(seats=number)


def coming(meeting):
    return set(Reply.objects.filter(meeting=meeting).coming().values_list("user__first_name", flat=True))


def waiting(meeting):
    return list(Reply.objects.filter(meeting=meeting).waiting().values_list("user__first_name", flat=True))


def test_a_reply_is_one_row_however_often_it_changes(meeting, alice):
    answer(meeting, alice)
    answer(meeting, alice, **DELEGATE)
    answer(meeting, alice, "cannot", delegate_name="Omar", delegate_email="omar@example.org", accommodation="LSQ")
    (reply,) = Reply.objects.all()
    assert (reply.answer, reply.delegate_name, reply.delegate_email, reply.accommodation) == ("cannot", "", "", "")
    answer(meeting, alice, accommodation="LSQ")
    reply.refresh_from_db()
    assert (reply.answer, reply.accommodation) == ("attends", "LSQ")


def test_nobody_sends_themselves(meeting, alice):
    with pytest.raises(Refused, match="your own address"):
        answer(meeting, alice, **{**DELEGATE, "delegate_email": alice.email.upper()})


def test_the_last_seat_is_taken_once_and_a_delegate_takes_one(meeting, crowd):
    seats(meeting, 2)
    found = [answer(meeting, crowd[0]), answer(meeting, crowd[1], **DELEGATE), answer(meeting, crowd[2])]
    assert [reply.is_waiting for reply in found] == [False, False, True]
    assert (coming(meeting), waiting(meeting)) == ({"Ann", "Ben"}, ["Cleo"])


def test_whoever_waits_comes_in_the_order_of_arrival_whatever_they_change_meanwhile(meeting, crowd):
    seats(meeting, 1)
    for minutes, person in enumerate(crowd):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            answer(meeting, person)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert answer(meeting, crowd[1], accommodation="LSQ", **DELEGATE).is_waiting
        assert waiting(meeting) == ["Ben", "Cleo", "Dan"]
        answer(meeting, crowd[2], "cannot")
        answer(meeting, crowd[2])
        assert waiting(meeting) == ["Ben", "Dan", "Cleo"]
        answer(meeting, crowd[0], "cannot")
    assert (coming(meeting), waiting(meeting)) == ({"Ben"}, ["Dan", "Cleo"])


def test_whoever_waits_goes_before_who_comes_new_when_there_are_more_seats(meeting, crowd):
    seats(meeting, 1)
    for person in crowd[:2]:
        answer(meeting, person)
    seats(meeting, 2)
    assert answer(meeting, crowd[2]).is_waiting
    assert coming(meeting) == {"Ann", "Ben"}


def test_fewer_seats_take_none_away_and_no_limit_seats_all(meeting, crowd):
    for person in crowd[:3]:
        answer(meeting, person)
    seats(meeting, 1)
    answer(meeting, crowd[0], "cannot")
    assert answer(meeting, crowd[3]).is_waiting
    assert coming(meeting) == {"Ben", "Cleo"}
    seats(meeting, None)
    answer(meeting, crowd[0])
    assert (coming(meeting), waiting(meeting)) == ({"Ann", "Ben", "Cleo", "Dan"}, [])


@pytest.mark.database
def test_more_seats_published_by_an_editor_seat_those_who_wait(meeting, crowd, as_user, chantal):
    seats(meeting, 1)
    for person in crowd[:3]:
        answer(meeting, person)
    facts = {"starts_at": "2026-12-10 13:00", "ends_at": "2026-12-10 15:00"}
    desk.edit(as_user(chantal), meeting.made["en"], seats="2", **facts, **desk.PUBLISH)
    assert Meeting.objects.get().seats == 2
    assert (coming(meeting), waiting(meeting)) == ({"Ann", "Ben"}, ["Cleo"])


@pytest.mark.database
def test_a_closed_account_and_somebody_who_may_not_read_it_any_more_take_no_seat(meeting, crowd, quality):
    seats(meeting, 1)
    answer(meeting, crowd[0])
    User.objects.filter(pk=crowd[0].pk).update(is_active=False)
    assert not answer(meeting, crowd[1]).is_waiting
    Space.objects.filter(pk=quality.pk).update(is_open=False)
    for person in crowd[2:]:
        Membership.objects.create(user=person, space=quality)
    assert [answer(meeting, person).is_waiting for person in crowd[2:]] == [False, True]


def withdraw(meeting):
    for page in meeting.made.values():
        page.unpublish()


def facts(**said):
    return lambda meeting: Meeting.objects.update(**said)


def of_space(**said):
    return lambda meeting: Space.objects.update(**said)


REFUSED = {
    "its deadline is past": (
        facts(reply_by=NOW - timedelta(minutes=1)),
        ("Replies closed on November 30, 2026, at 12:59 p.m. (ET).", "On pouvait répondre jusqu’au 30 novembre 2026, à 12 h 59 (HE)."),
    ),
    "it has begun": (
        facts(starts_at=NOW),
        ("This meeting has begun: replies are closed.", "Cette réunion a commencé : on n’y répond plus."),
    ),
    "it is over": (
        facts(starts_at=NOW - timedelta(hours=2), ends_at=NOW - timedelta(seconds=1)),
        ("This meeting is over.", "Cette réunion est terminée."),
    ),
    "it was withdrawn": (
        withdraw,
        ("This meeting was withdrawn: nobody replies to it any more.", "Cette réunion a été retirée : on n’y répond plus."),
    ),
    "its space is archived": (of_space(archived_at=NOW), None),
    "its space is closed to them": (
        of_space(is_open=False),
        ("This meeting is not open to you.", "Cette réunion ne vous est pas ouverte."),
    ),
    "its space is removed": (
        of_space(removed_at=NOW),
        ("This meeting is not open to you.", "Cette réunion ne vous est pas ouverte."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_it_is_refused_in_words_once(why, meeting, alice):
    answer(meeting, alice)
    change, words = REFUSED[why]
    change(meeting)
    for number, language in enumerate(("en", "fr")):
        with translation.override(language), pytest.raises(Refused) as refused:
            answer(meeting, alice, "cannot")
        said = str(refused.value).replace("\u00a0", " ")
        assert said == words[number] if words else "archiv" in said
    assert Reply.objects.get().answer == "attends"


@pytest.mark.database
def test_one_may_reply_until_the_deadline_and_without_one_until_the_start(meeting, alice):
    with time_machine.travel(STARTS - timedelta(seconds=1), tick=False):
        answer(meeting, alice)
    Meeting.objects.update(reply_by=NOW + timedelta(hours=1))
    answer(meeting, alice, "cannot")
    assert Reply.objects.get().answer == "cannot"


BAD_ROWS = {
    "a second one": {"answer": "attends"},
    "no answer": {"answer": "perhaps"},
    "a delegate without an address": {"answer": "delegate", "delegate_name": "Omar"},
    "a delegate without a name": {"answer": "delegate", "delegate_email": "omar@example.org"},
    "a delegate of who comes": {"answer": "attends", "delegate_name": "Omar", "delegate_email": "omar@example.org"},
    "who cannot come and waits": {"answer": "cannot", "is_waiting": True},
    "who cannot come and needs something": {"answer": "cannot", "accommodation": "LSQ"},
}


@pytest.mark.parametrize("wrong", BAD_ROWS)
def test_the_database_itself_refuses(wrong, meeting, alice, bob):
    Reply.objects.create(meeting=meeting, user=alice, answer="attends")
    user = alice if wrong == "a second one" else bob
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(meeting=meeting, user=user, **BAD_ROWS[wrong])


@pytest.mark.database
@pytest.mark.parametrize("wrong", [{"seats": 0}, {"reply_by": STARTS + timedelta(seconds=1)}])
def test_the_database_itself_refuses_a_meeting_without_a_seat_or_with_replies_after_it_began(wrong, meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**wrong)


def test_what_people_needed_is_forgotten_a_month_after_the_meeting(meeting, alice):
    answer(meeting, alice, accommodation="LSQ")
    ends = STARTS + timedelta(hours=2)
    found = [replies.forget_needs(now=ends + timedelta(days=day)) for day in (29, 31, 31)]
    assert (found, Reply.objects.get().accommodation) == ([0, 1, 0], "")


@pytest.mark.database
def test_replies_go_with_the_meeting_and_are_not_copied_with_its_page(meeting, alice, quality):
    answer(meeting, alice)
    copied = MeetingPage.objects.get(pk=meeting.made["fr"].pk).copy(update_attrs={"slug": "copie", "title": "Copie"})
    assert (copied.meeting_id != meeting.pk, copied.meeting.replies.count(), Reply.objects.count()) == (True, 0, 1)
    for page in MeetingPage.objects.filter(meeting=meeting):
        page.delete()
    Meeting.objects.get(pk=meeting.pk).delete()
    assert not Reply.objects.exists()


def test_every_answer_has_words_in_both_languages():
    said = {}
    for language in ("en", "fr"):
        with translation.override(language):
            said[language] = [str(one.label) for one in Answer]
    assert said == {
        "en": ["I’ll attend", "I’ll send a delegate", "I can’t attend"],
        "fr": ["Je participe", "Je délègue", "Je ne peux pas"],
    }
