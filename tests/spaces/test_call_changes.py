"""What follows a notice of meeting: it moved, it is off, it is on again; each told once to those it concerns."""

import pytest

from spaces.models import Call, Delivery, FollowLevel, Meeting, MeetingPage, Occasion, Reply, Space
from spaces.services import calling, digests, subscriptions
from tests import factories
from tests.spaces.called import (
    DAY,
    HOUR,
    NOW,
    STARTS,
    TEAMS,
    begun_and_called,
    call,
    change,
    clock_at,
    each,
    entry_of,
    got,
    meeting_of,
    scenes,
    told,
    withdraw,
)

pytestmark = pytest.mark.django_db
OTHER = "https://teams.microsoft.com/l/meetup-join/2"


stopped = clock_at(NOW)


made_scene, scene = scenes(begun_and_called)
quality, meeting, alice, denis, leah = map(each, ("quality", "meeting", "alice", "denis", "leah"))


def words(mail):
    return " ".join(mail.part("plain").replace("\u00a0", " ").split())


def test_those_who_were_called_are_told_at_once_with_old_and_new_hours_unless_they_cannot(
    meeting, alice, denis, bob, sink, posted
):
    Reply.objects.create(meeting=meeting, user=denis, answer="cannot")
    Reply.objects.create(meeting=meeting, user=bob, answer="attends")  # never called
    with posted():
        change(meeting, starts_at=STARTS + HOUR, ends_at=STARTS + 3 * HOUR)
    assert sorted(got(sink)) == [("Alice", "Meeting changed: Autumn review"), ("Bob", "Meeting changed: Autumn review")]
    said = words(sink.to(alice.email)[0])
    assert (
        "Thursday, December 10, 2026, 2 to 4 p.m. (ET) Sub-group meeting – Quality Before: Thursday, December 10, 2026, 1 to 3 p.m. (ET)"
        in said
    )
    assert "you replied to this meeting" in words(sink.to(bob.email)[0])
    method, event = entry_of(sink.to(alice.email)[0].raw)
    assert (method, event["SEQUENCE"], event.decoded("DTSTART")) == ("REQUEST", 1, STARTS + HOUR)
    assert entry_of(sink.to(bob.email)[0].raw)[1]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_another_place_is_told_and_other_words_are_not(meeting, sink, posted):
    with posted():
        change(meeting, captions=True)
        change(meeting, teams_url=OTHER)
    assert [subject for _name, subject in sorted(got(sink))] == [
        "Meeting changed: Autumn review", "Réunion modifiée : Bilan d’automne",
    ]  # fmt: skip
    said = words(sink.to("alice@example.org")[0])
    assert "The Teams address of “Autumn review” has changed." in said
    assert (OTHER in said, TEAMS in said, "Before:" in said) == (True, False, False)


def test_two_changes_before_any_mail_goes_are_told_as_one_and_none_that_was_taken_back(meeting, sink, posted, clock):
    sink.stop()
    with posted():
        change(meeting, starts_at=STARTS + HOUR)
    with posted():
        change(meeting, starts_at=STARTS - HOUR)
    sink.start()
    clock.move_to(NOW + HOUR)
    digests.send_due()
    assert len(sink.mails) == 2
    assert "Before: Thursday, December 10, 2026, 1 to 3 p.m. (ET)" in words(sink.to("alice@example.org")[0])
    sink.stop()
    with posted():
        change(meeting, starts_at=STARTS + HOUR)
        change(meeting, starts_at=STARTS - HOUR)
    sink.start()
    clock.move_to(NOW + 2 * HOUR)
    digests.send_due()
    assert len(sink.mails) == 2


@pytest.mark.database
def test_a_notice_that_still_waits_says_how_things_stand_and_no_change_follows(quality, leah, sink, posted, clock):
    made = meeting_of(quality)
    sink.stop()
    with posted():
        call(made, leah)
        change(made, starts_at=STARTS + HOUR)
    sink.start()
    clock.move_to(NOW + HOUR)
    digests.send_due()
    assert {subject for _name, subject in got(sink)} == {
        "Notice of meeting: Autumn review",
        "Convocation : Bilan d’automne",
    }
    assert [entry_of(mail.raw)[1]["SEQUENCE"] for mail in sink.mails] == [1, 1]
    assert told(Occasion.MOVED) == {"Alice": "withdrawn", "Denis": "withdrawn"}
    rows = Delivery.objects.filter(key=calling.key_of(made), occasion="called")
    assert set(rows.values_list("sequence", "told")) == {(0, 1)}


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_one_that_is_off_is_taken_out_of_the_calendars_of_all_without_a_word_of_its_page(
    act, meeting, alice, denis, bob, sink, posted, quality
):
    Reply.objects.create(meeting=meeting, user=denis, answer="cannot")
    Reply.objects.create(meeting=meeting, user=bob, answer="attends")
    with posted():
        getattr(MeetingPage.objects.get(pk=meeting.made["fr"].pk), act)()
    assert sorted(got(sink)) == [
        ("Alice", "Meeting cancelled: Quality, December 10, 2026"), ("Bob", "Meeting cancelled: Quality, December 10, 2026"),
        ("Denis", "Réunion annulée : Qualité, 10 décembre 2026"),
    ]  # fmt: skip
    for mail in sink.mails:
        method, event = entry_of(mail.raw)
        assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
        assert event.decoded("DTSTART") == STARTS
        assert str(event["ATTENDEE"]) == f"mailto:{mail.recipients[0]}"
        assert not any(word in mail.raw.decode() for word in ("review", "Bilan", "meetup-join"))


def test_one_that_is_on_again_is_newer(meeting, alice, denis, sink, posted):
    with posted():
        withdraw(meeting)
    sink.mails.clear()
    with posted():
        factories.publish({code: MeetingPage.objects.get(pk=page.pk) for code, page in meeting.made.items()})
    assert sorted(got(sink)) == [
        ("Alice", "Takes place after all: Autumn review"), ("Denis", "Aura finalement lieu : Bilan d’automne"),
    ]  # fmt: skip
    method, event = entry_of(sink.mails[0].raw)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 2)


def test_one_that_comes_back_before_anybody_heard_is_told_to_nobody(meeting, sink, posted, clock):
    sink.stop()
    with posted():
        withdraw(meeting)
        factories.publish({code: MeetingPage.objects.get(pk=page.pk) for code, page in meeting.made.items()})
    sink.start()
    clock.move_to(NOW + HOUR)
    digests.send_due()
    assert sink.mails == []


def test_nothing_is_told_once_it_is_over_nor_of_one_nobody_was_called_to(meeting, quality, sink, posted, clock):
    other = factories.meeting(quality, fr="Autre", en="Other", starts=STARTS)
    with posted():
        change(other, starts_at=STARTS + HOUR)
        withdraw(other)
    clock.move_to(STARTS + 5 * HOUR)
    with posted():
        change(meeting, starts_at=STARTS - HOUR)
        withdraw(meeting)
    assert (sink.mails, Call.objects.exclude(kind="notice").count()) == ([], 0)


def test_who_lost_the_right_hears_of_nothing(meeting, alice, denis, bob, sink, posted, quality):
    Reply.objects.create(meeting=meeting, user=bob, answer="attends")
    Space.objects.update(is_open=False)
    with posted():
        change(meeting, starts_at=STARTS + HOUR)
        withdraw(meeting)
    assert {name for name, _subject in got(sink)} == {"Alice", "Denis"}


def test_who_muted_it_is_told_by_mail_only_while_they_come(meeting, alice, denis, sink, posted, quality):
    for person in (alice, denis):
        subscriptions.follow(user=person, space=quality, level=FollowLevel.MUTED)
    Reply.objects.create(meeting=meeting, user=denis, answer="attends")
    with posted():
        change(meeting, starts_at=STARTS + HOUR)
    assert told(Occasion.MOVED) == {"Alice": "shown", "Denis": "sent"}
    assert [name for name, _subject in got(sink)] == ["Denis"]


def test_a_meeting_that_moves_again_and_again_is_told_each_time(meeting, sink, posted, clock):
    for hours in (1, 2, 3):
        clock.shift(DAY)
        with posted():
            change(meeting, ends_at=STARTS + (2 + hours) * HOUR)
    assert [entry_of(mail.raw)[1]["SEQUENCE"] for mail in sink.to("alice@example.org")] == [1, 2, 3]
    assert Meeting.objects.get(pk=meeting.pk).sequence == 3
