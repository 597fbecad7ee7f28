"""Meetings in calendars: what an independent program reads in the file of one, and in the feed of all one may read."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from cms.models import User
from spaces.models import FeedKey, Meeting
from spaces.services import feeds, lifecycle, memberships
from tests import factories
from tests.spaces import many

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
TEAMS = "https://teams.example.org/meet/42"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def address(feed_key, language="en"):
    with translation.override(language):
        return reverse("meetings_feed", args=[feed_key.token])


def file_of(meeting, language="en"):
    with translation.override(language):
        return reverse("meeting_file", args=[meeting.made[language].translation_key])


def entries(response):
    """What a program reads: the events, soonest first as they are written."""
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def titles(where):
    return [str(entry["SUMMARY"]) for entry in entries(Client().get(where))]


def test_the_file_of_a_meeting_says_it_in_the_language_of_its_address(quality, as_user, alice):
    meeting = factories.meeting(
        quality, fr="Appels : bilan", en="Calls, reviewed", starts=NOW + timedelta(days=3), teams_url=TEAMS,
        interpretation=True, captions=True, kind="quarterly",
    )  # fmt: skip
    client, found = as_user(alice), {}
    for language in ("fr", "en"):
        response = client.get(file_of(meeting, language))
        assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
        assert response["Content-Disposition"] == f'attachment; filename="{meeting.made[language].slug}.ics"'
        calendar = Calendar.from_ical(response.content)
        assert (str(calendar["METHOD"]), str(calendar["VERSION"])) == ("PUBLISH", "2.0")
        assert "X-WR-CALNAME" not in calendar  # it would be taken for a calendar of its own
        (found[language],) = calendar.walk("VEVENT")
    french, english = found["fr"], found["en"]
    assert str(french["UID"]) == str(english["UID"]) == f"{meeting.made['en'].translation_key}@testserver"
    assert (str(french["SUMMARY"]), str(english["SUMMARY"])) == ("Appels\xa0: bilan", "Calls, reviewed")
    assert french["SUMMARY"].params["LANGUAGE"] == "fr-CA"
    assert [str(one) for one in french["CATEGORIES"].cats] == ["Réunion trimestrielle", quality.name_fr]
    assert str(english["DESCRIPTION"]).split("\n\n") == [
        "Summary.",
        "Simultaneous interpretation\nCaptions in both languages",
        f"Join in Teams: {TEAMS}\nAgenda and documents: http://testserver{meeting.made['en'].url}",
    ]
    assert f"Ouvrir dans Teams\xa0: {TEAMS}" in str(french["DESCRIPTION"])
    assert (str(english["URL"]), str(english["LOCATION"])) == (
        f"http://testserver{meeting.made['en'].url}", "Microsoft Teams",
    )  # fmt: skip
    assert (str(english["STATUS"]), english["SEQUENCE"], "CLASS" in english) == ("CONFIRMED", 0, False)
    assert str(english["ORGANIZER"]).startswith("mailto:")
    assert english.decoded("DTSTAMP") == english.decoded("LAST-MODIFIED") == NOW
    assert english.decoded("DTEND") - english.decoded("DTSTART") == timedelta(hours=2)


#: zone -> the last Saturday before a change of clock, and the Sunday of it, of 2027.
CHANGES = [(datetime(2027, 3, 13), datetime(2027, 3, 14)), (datetime(2027, 11, 6), datetime(2027, 11, 7))]
ZONES = ["America/St_Johns", "America/Halifax", "America/Toronto", "America/Winnipeg", "America/Regina", "America/Vancouver"]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_instants_are_those_of_the_clock_of_the_meeting_on_both_sides_of_each_change(zone, quality, feed_key):
    told = []
    for day in (day for days in CHANGES for day in days):
        starts = day.replace(hour=13, minute=30, tzinfo=ZoneInfo(zone))
        factories.meeting(quality, starts=starts, zone=zone)
        told.append(starts)
    read = [entry.decoded("DTSTART") for entry in entries(Client().get(address(feed_key)))]
    assert read == told
    assert [one.astimezone(ZoneInfo(zone)).strftime("%H:%M") for one in read] == ["13:30"] * 4


def test_an_afternoon_in_newfoundland_is_a_morning_in_vancouver(quality, feed_key):
    starts = datetime(2026, 10, 1, 13, 30, tzinfo=ZoneInfo("America/St_Johns"))
    factories.meeting(quality, starts=starts, zone="America/St_Johns")
    (entry,) = entries(Client().get(address(feed_key)))
    assert entry.decoded("DTSTART").astimezone(ZoneInfo("America/Vancouver")).strftime("%H:%M") == "09:00"


def test_a_meeting_in_one_language_is_labelled_in_the_other(quality, feed_key):
    meeting = factories.meeting(quality, fr="Visite", starts=NOW + timedelta(days=1))
    page = meeting.made["en"]
    type(page).objects.filter(pk=page.pk).update(live=False)
    (entry,) = entries(Client().get(address(feed_key)))
    assert (str(entry["SUMMARY"]), entry["SUMMARY"].params["LANGUAGE"]) == ("Visite [in French]", "fr-CA")
    assert "/en/untranslated/" in str(entry["URL"])


def test_the_teams_address_is_gone_once_the_meeting_is_over(quality, as_user, alice, feed_key, clock):
    meeting = factories.meeting(quality, starts=NOW + timedelta(hours=1), minutes=60, teams_url=TEAMS)
    client, shown = as_user(alice), []
    for hours in (0, 1.5, 24):
        clock.move_to(NOW + timedelta(hours=hours))
        shown.append([TEAMS in str(entries(got)[0]["DESCRIPTION"])
                      for got in (client.get(file_of(meeting)), Client().get(address(feed_key)))])  # fmt: skip
    assert shown == [[True, True], [True, True], [False, False]]


def test_what_one_may_not_read_has_no_file(closed, as_user, alice, bob):
    meeting = factories.meeting(closed, en="Secret", starts=NOW + timedelta(days=1), teams_url=TEAMS)
    (entry,) = entries(as_user(alice).get(file_of(meeting)))
    assert (str(entry["SUMMARY"]), str(entry["CLASS"])) == ("Secret", "PRIVATE")
    where = file_of(meeting)
    nowhere = where.replace(str(meeting.made["en"].translation_key), "11111111-1111-4111-8111-111111111111")
    client = as_user(bob)
    refused = [client.get(one) for one in (where, nowhere)]
    assert [one.status_code for one in refused] == [404, 404]
    assert TEAMS.encode() not in refused[0].content
    assert Client().get(where).status_code == 302
    for page in meeting.made.values():
        type(page).objects.filter(pk=page.pk).update(live=False)
    assert as_user(alice).get(where).status_code == 404


def test_the_feed_holds_all_one_may_read_from_ninety_days_ago(quality, closed, feed_key, alice, bob):
    for days, name in ((-92, "Old"), (-89, "Held"), (400, "Far")):
        factories.meeting(quality, en=name, starts=NOW + timedelta(days=days))
    factories.meeting(closed, en="Secret", starts=NOW + timedelta(days=1))
    assert titles(address(feed_key)) == ["Held", "Secret", "Far"]
    feeds.renew(bob)
    assert titles(address(feeds.key_of(bob))) == ["Held", "Far"]
    calendar = Calendar.from_ical(Client().get(address(feed_key, "fr")).content)
    assert str(calendar["X-WR-CALNAME"]).startswith("Réunions – ")
    assert re.fullmatch(r"/fr/fils/[\w.-]{40,}/reunions\.ics", address(feed_key, "fr"))


def test_a_lost_right_changes_the_feed_whatever_the_program_asks(feed_key, alice, closed, leads):
    factories.meeting(closed, en="Secret", starts=NOW + timedelta(days=1))
    client, where = Client(), address(feed_key)
    first = client.get(where)
    assert b"Secret" in first.content
    memberships.end(user=alice, space=closed, role="member")
    later = {"if-none-match": first["ETag"]}, {"if-modified-since": "Fri, 20 Nov 2099 15:00:00 GMT"}
    answers = [client.get(where, headers=headers) for headers in later]
    assert [(one.status_code, b"Secret" in one.content) for one in answers] == [(200, False)] * 2


def test_what_has_not_changed_is_not_read_again(feed_key, quality, clock, django_assert_num_queries):
    factories.meeting(quality, starts=NOW + timedelta(days=1))
    client, where = Client(), address(feed_key)
    first = [client.get(where) for _ in range(2)][1]
    assert (first["Cache-Control"], "Last-Modified" in first) == ("private", False)
    assert not client.cookies
    with django_assert_num_queries(3):
        again = client.get(where, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    clock.shift(timedelta(days=1))  # one more has been over for ninety days
    assert client.get(where, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("count", [1, 5, 50])
def test_as_many_queries_for_fifty_as_for_one(count, feed_key, quality, django_assert_num_queries):
    many.meetings(quality, count)
    client, where = Client(), address(feed_key)
    for _ in range(2):
        assert client.get(where).content.count(b"BEGIN:VEVENT") == count
    with django_assert_num_queries(5):
        client.get(where)


def test_whatever_opens_nothing_is_answered_alike(feed_key, alice, bob, quality):
    factories.meeting(quality, en="Open", starts=NOW + timedelta(days=1))
    feeds.renew(bob)
    where, of_bob = address(feed_key), address(feeds.key_of(bob))
    made_up = feed_key.token[:-1] + ("A" if feed_key.token[-1] != "A" else "B")
    tokens = (made_up, "x", FeedKey(user_id=bob.pk, serial=9).token)
    answers = [Client().get(where.replace(feed_key.token, token)) for token in tokens]
    feeds.renew(alice)
    answers.append(Client().get(where))
    User.objects.filter(pk=bob.pk).update(is_active=False)
    answers.append(Client().get(of_bob))
    assert {answer.status_code for answer in answers} == {404}
    plain = {re.sub(r"/(en|fr)/(feeds|fils)/[^\"<&]+|%2F(feeds|fils)%2F[^\"<&]+", "", one.content.decode()) for one in answers}  # fmt: skip
    assert len(plain) == 1


def test_a_removed_space_takes_its_meetings_along(feed_key, quality, nadia):
    factories.meeting(quality, en="Open", starts=NOW + timedelta(days=1))
    assert titles(address(feed_key)) == ["Open"]
    lifecycle.remove(space=quality, by=nadia)
    assert titles(address(feed_key)) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_a_meeting_offers_its_file_until_it_is_over(language, quality, as_user, alice, clock):
    meeting = factories.meeting(quality, starts=NOW + timedelta(hours=1), minutes=60)
    client, link = as_user(alice), f'href="{file_of(meeting, language)}"'
    words = {"fr": "Ajouter à mon calendrier", "en": "Add to my calendar"}[language]
    html = client.get(meeting.made[language].url).content.decode()
    assert (link in html, words in html) == (True, True)
    clock.shift(timedelta(hours=3))
    html = client.get(meeting.made[language].url).content.decode()
    assert (link in html, words in html) == (False, False)


def test_the_page_of_feeds_opens_the_calendar_in_a_program(feed_key, alice, as_user):
    html = as_user(alice).get("/en/feeds/").content.decode()
    assert f'href="webcal://testserver{address(feed_key)}"' in html
    assert f'value="http://testserver{address(feed_key)}"' in html
    assert "meetings.ics" not in as_user(alice).get("/en/meetings/").content.decode()


def test_meetings_of_the_same_hour_keep_their_order(quality, feed_key):
    Meeting.objects.all().delete()
    for name in ("One", "Two"):
        factories.meeting(quality, en=name, starts=NOW + timedelta(days=1))
    assert titles(address(feed_key)) == ["One", "Two"]
