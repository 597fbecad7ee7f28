"""An entry of a calendar follows its meeting: newer when its facts change, off when it has no page any more."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from spaces.models import Cancellation, Meeting, MeetingPage
from spaces.services import feeds, memberships
from tests import factories
from tests.spaces import desk

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
STARTS = datetime(2026, 12, 10, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def meeting(quality):
    return factories.meeting(quality, fr="Bilan", en="Review", starts=STARTS, level="all")


def entries(feed_key):
    """[(summary, status, sequence, start)] of the feed of the owner of a feed_key."""
    with translation.override("en"):
        response = Client().get(reverse("meetings_feed", args=[feed_key.token]))
    assert response.status_code == 200
    return [
        (str(entry["SUMMARY"]), str(entry["STATUS"]), entry["SEQUENCE"], entry.decoded("DTSTART"))
        for entry in Calendar.from_ical(response.content).walk("VEVENT")
    ]


def change(meeting, **facts):
    """Facts changed in the draft of a page that is live, and the page published."""
    page = MeetingPage.objects.get(pk=meeting.made["fr"].pk)
    page.fact_draft = {"fields": facts, "sets": {}}
    page.save_revision().publish()


def test_a_change_of_time_or_place_is_a_newer_entry_and_one_of_words_is_not(meeting, feed_key, clock):
    said = []
    for facts in ({}, {"starts_at": STARTS + timedelta(hours=1)}, {"teams_url": "https://teams.example.org/1"},
                  {"captions": True}, {"starts_at": STARTS + timedelta(hours=1)}, {"ends_at": STARTS + timedelta(hours=4)}):  # fmt: skip
        clock.shift(timedelta(minutes=1))
        change(meeting, **facts)
        ((_title, status, sequence, starts),) = entries(feed_key)
        said.append((status, sequence, starts.hour))
    assert [sequence for _status, sequence, _hour in said] == [0, 1, 2, 2, 2, 3]
    assert [hour for _status, _sequence, hour in said] == [18, 19, 19, 19, 19, 19]
    assert Meeting.objects.get(pk=meeting.pk).changed_at == NOW + timedelta(minutes=6)


def test_a_draft_changes_nothing_until_it_is_published(meeting, feed_key, as_user, chantal):
    client = as_user(chantal)
    page = MeetingPage.objects.get(pk=meeting.made["fr"].pk)
    response, _page = desk.edit(
        client, page, title="Bilan", summary="Résumé.", starts_at="2026-12-10 14:00", ends_at="2026-12-10 16:00",
        time_zone="America/Toronto",
    )  # fmt: skip
    assert response.status_code == 302
    assert entries(feed_key) == [("Review", "CONFIRMED", 0, STARTS)]
    MeetingPage.objects.get(pk=page.pk).get_latest_revision().publish(user=chantal)
    assert entries(feed_key) == [("Review", "CONFIRMED", 1, STARTS + timedelta(hours=1))]


def test_a_change_is_newer_in_both_languages(meeting, feed_key, clock):
    clock.shift(timedelta(hours=1))
    change(meeting, ends_at=STARTS + timedelta(hours=3))
    response = Client().get(reverse("meetings_feed", args=[feed_key.token]))
    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")  # of the English page, which was not published anew
    assert (entry["SEQUENCE"], entry.decoded("LAST-MODIFIED")) == (1, NOW + timedelta(hours=1))


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_a_meeting_without_a_page_is_off_until_its_day_is_over(act, meeting, quality, feed_key, clock):
    change(meeting, ends_at=STARTS + timedelta(hours=3))
    page = MeetingPage.objects.get(pk=meeting.made["fr"].pk)
    assert entries(feed_key) == [("Review", "CONFIRMED", 1, STARTS)]
    getattr(page, act)()  # official content leaves in both languages
    off = (f"Meeting cancelled – {quality.name_en}", "CANCELLED", 2, STARTS)
    assert entries(feed_key) == [off]
    clock.move_to(STARTS + timedelta(hours=5))
    assert entries(feed_key) == [off]
    clock.move_to(STARTS + timedelta(hours=12))
    assert entries(feed_key) == []


def test_it_is_on_while_it_is_read_in_one_language(meeting, feed_key):
    french, english = (MeetingPage.objects.get(pk=meeting.made[code].pk) for code in ("fr", "en"))
    factories.excepted(english)
    french.unpublish()
    assert entries(feed_key) == [("Review", "CONFIRMED", 0, STARTS)]
    MeetingPage.objects.get(pk=english.pk).unpublish()
    assert [status for _title, status, *_rest in entries(feed_key)] == ["CANCELLED"]


def test_one_that_was_held_is_not_off(meeting, feed_key, clock):
    clock.move_to(STARTS + timedelta(days=1))
    for page in meeting.made.values():
        page.unpublish()
    assert Cancellation.objects.count() == 0
    assert entries(feed_key) == []


def test_what_is_off_is_told_to_readers_of_the_space_only(closed, feed_key, alice, bob, leads):
    made = factories.meeting(closed, en="Secret", starts=STARTS).made
    for page in made.values():
        page.unpublish()
    assert [(title, status) for title, status, *_rest in entries(feed_key)] == [
        ("Meeting cancelled – Closed", "CANCELLED")
    ]
    feeds.renew(bob)
    assert entries(feeds.key_of(bob)) == []
    memberships.end(user=alice, space=closed, role="member")
    assert entries(feed_key) == []


def test_a_meeting_that_is_on_again_is_newer_than_its_cancellation(meeting, feed_key):
    for _ in range(2):
        for page in meeting.made.values():
            MeetingPage.objects.get(pk=page.pk).unpublish()
        factories.publish({code: MeetingPage.objects.get(pk=page.pk) for code, page in meeting.made.items()})
    assert entries(feed_key) == [("Review", "CONFIRMED", 4, STARTS)]
    assert Cancellation.objects.count() == 0


def test_old_cancellations_are_forgotten(quality, clock):
    for days in (1, 9):
        made = factories.meeting(quality, starts=NOW + timedelta(days=days)).made
        clock.move_to(NOW + timedelta(days=days - 1, hours=1))
        for page in made.values():
            page.delete()
    assert [told.starts_at for told in Cancellation.objects.all()] == [NOW + timedelta(days=9)]
