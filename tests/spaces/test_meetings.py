"""Meetings: when, for whom, on which clock; the Teams address only for those who may enter, until the end."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from spaces.models import Meeting, MeetingPage
from tests import factories

NOON = datetime(2025, 1, 15, 17, tzinfo=UTC)  # noon in Ottawa
TEAMS = "https://teams.example.org/meet/42"


def times(html, part):
    """The words of each <time> inside a part of the page."""
    (inside,) = re.findall(part, html, re.S)
    return [words.replace("\u00a0", " ") for words in re.findall(r"<time[^>]*>(.*?)</time>", inside)]


AGENDA, COUNTRY = r'<ol class="agenda.*?</ol>', r'<dl class="tz.*?</dl>'
ITEMS = [
    {"title": "Mot d’accueil", "minutes": 15},
    {"title": "Tour", "minutes": 50},
    {"title": "Clôture", "minutes": 5},
]


def test_each_item_of_an_agenda_starts_when_the_one_before_ends(quality, as_user, alice):
    made = factories.meeting(quality, starts=NOON, agenda=ITEMS).made
    client = as_user(alice)
    english, french = (client.get(made[code].url).content.decode() for code in ("en", "fr"))
    assert times(english, AGENDA) == ["noon", "12:15 p.m.", "1:05 p.m."]
    assert times(french, AGENDA) == ["12 h", "12 h 15", "13 h 05"]


def test_a_meeting_is_on_the_readers_clock_and_the_country_on_its_own(quality, as_user):
    reader = factories.person("Fiona", zone="America/St_Johns")
    page = factories.meeting(quality, starts=NOON, zone="America/Winnipeg", agenda=ITEMS).made["en"]
    html = as_user(reader).get(page.url).content.decode()
    assert times(html, AGENDA) == ["1:30 p.m.", "1:45 p.m.", "2:35 p.m."]
    assert times(html, COUNTRY) == ["1:30 p.m.", "1 p.m.", "noon", "11 a.m.", "10 a.m.", "9 a.m."]
    assert "Wednesday, January 15, 2025, 1:30 to 3:30 p.m. (NT)" in html.replace("\u00a0", " ")
    assert '<span class="meta">Newfoundland Time</span>' in html


LATE = datetime(2025, 1, 16, 3, 45, tzinfo=UTC)  # on the 15th in Ottawa, already the 16th in Newfoundland
CLOCKS = {"America/Toronto": ("-05:00", {"14", "15"}), "America/St_Johns": ("-03:30", {"15", "16"})}


def test_every_list_and_its_tiles_are_on_the_clock_of_the_reader_whoever_came_first(quality, as_user):
    space = factories.parents(quality)["en"]
    with time_machine.travel(LATE - timedelta(days=2), tick=False):
        for day in (1, 0):
            factories.meeting(quality, starts=LATE - timedelta(days=day), zone="America/Vancouver")
        for number, (zone, (offset, days)) in enumerate(CLOCKS.items()):
            client, seen = as_user(factories.person(f"Reader{number}", zone=zone)), set()
            for address in ("/en/", space.url, "/en/meetings/", "/en/spaces/quality/meetings/"):
                html = client.get(address).content.decode()
                assert set(re.findall(r'<time datetime="[^"]+T[\d:]+([+-][\d:]+)"', html)) == {offset}, address
                tiles = re.findall(r'class="tile"(.*?)</b>', html)
                assert tiles
                seen |= {tile.rpartition(">")[2] for tile in tiles}
            assert seen == days


def test_the_line_for_the_clock_of_the_device_compares_with_that_of_the_reader_until_the_meeting_ends(quality, as_user):
    reader = factories.person("Fiona", zone="America/St_Johns")
    page = factories.meeting(quality, starts=NOON, zone="America/Winnipeg", minutes=60).made["en"]
    client, shown = as_user(reader), []
    for minutes in (-60, 30, 61):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            shown.append('data-zone="America/St_Johns"' in client.get(page.url).content.decode())
    assert shown == [True, True, False]
    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        assert 'data-zone="America/St_Johns"' in client.get("/en/").content.decode()


def test_an_item_without_minutes_takes_no_time(quality):
    fact = factories.meeting(quality, starts=NOON, agenda=[{"title": "Un", "minutes": None}, ITEMS[1]])
    page = MeetingPage.objects.get(pk=fact.made["fr"].pk)
    assert [line.starts for line in page.lines] == [NOON, NOON]


def test_the_teams_address_is_for_those_who_may_enter_until_the_meeting_ends(identity, as_user, alice, bob):
    starts = timezone.now() + timedelta(hours=1)
    made = factories.meeting(identity, starts=starts, minutes=60, teams_url=TEAMS).made
    insider, outsider = as_user(alice), as_user(bob)
    for code in ("fr", "en"):
        shown = []
        for after in (0, 30, 60, 61, 24 * 60):
            with time_machine.travel(starts + timedelta(minutes=after), tick=False):
                assert TEAMS not in outsider.get(made[code].url).content.decode()
                shown.append(TEAMS in insider.get(made[code].url).content.decode())
        assert shown == [True, True, True, False, False]


def test_the_teams_address_is_on_no_list(quality, as_user, alice):
    factories.meeting(quality, teams_url=TEAMS)
    space = factories.parents(quality)["en"]
    client = as_user(alice)
    for address in ("/en/", "/en/meetings/", space.url, "/en/spaces/quality/meetings/"):
        html = client.get(address).content.decode()
        assert "Meeting</a>" in html
        assert TEAMS not in html


def parts(client, address):
    """(titles to come, titles held) of a list of meetings."""
    html = client.get(address).content.decode()
    coming, _, past = html.partition('id="past"')
    return tuple(re.findall(r'<a class="strong" href="/en/[^"]+"[^>]*>([^<]+)</a>', part) for part in (coming, past))


@pytest.mark.parametrize("address", ["/en/meetings/", "/en/spaces/quality/meetings/"])
def test_meetings_to_come_are_soonest_first_and_those_held_latest_first(address, quality, as_user, alice):
    now = timezone.now()
    for days in (5, -5, 1, -1):
        factories.meeting(quality, en=f"Day {days}", starts=now + timedelta(days=days))
    factories.meeting(quality, en="Now", starts=now - timedelta(minutes=30))
    assert parts(as_user(alice), address) == (["Now", "Day 1", "Day 5"], ["Day -1", "Day -5"])


@pytest.mark.parametrize("address", ["/en/meetings/", "/en/spaces/quality/meetings/"])
def test_a_meeting_that_ends_moves_to_those_held_at_the_next_request(address, quality, as_user, alice):
    starts = timezone.now() + timedelta(hours=1)
    factories.meeting(quality, en="Soon over", starts=starts, minutes=60)
    client = as_user(alice)
    assert parts(client, address) == (["Soon over"], [])
    with time_machine.travel(starts + timedelta(minutes=61), tick=False):
        assert parts(client, address) == ([], ["Soon over"])


def test_the_home_page_leads_with_the_next_quarterly_meeting(quality, as_user, alice):
    now = timezone.now()
    factories.meeting(quality, en="Sub-group", starts=now + timedelta(days=1))
    factories.meeting(quality, en="Quarterly", starts=now + timedelta(days=20), kind="quarterly")
    client = as_user(alice)
    html = client.get("/en/").content.decode()
    (lead,) = re.findall(r'<h2 id="next"[^>]*><a href="[^"]+">([^<]+)</a>', html)
    assert lead == "Quarterly"
    assert "Next quarterly meeting" in html
    with time_machine.travel(now + timedelta(days=1, hours=3), tick=False):
        assert "Sub-group</a>" not in client.get("/en/").content.decode()


def test_a_meeting_in_one_language_is_labelled_in_the_lists_of_the_other(quality, as_user, alice):
    starts = timezone.now() + timedelta(days=3)
    fact = Meeting.objects.create(space=quality, starts_at=starts, ends_at=starts + timedelta(hours=1))
    words = {"fr": {"title": "Visite", "summary": "En bref."}}
    page = factories.pair(MeetingPage, factories.parents(quality), words, meeting=fact)["fr"]
    html = as_user(alice).get("/en/meetings/").content.decode()
    assert f'href="/en/untranslated/{page.pk}/visite/" lang="fr">Visite</a> <span class="chip">In French</span>' in html
    html = as_user(alice).get("/fr/reunions/").content.decode()
    assert f'href="{page.url}">Visite</a>' in html
    assert "En français</span>" not in html


def test_what_follows_the_meeting_is_called_its_minutes(quality, as_user, alice):
    made = factories.meeting(quality, starts=NOON).made
    made["en"].body = factories.text("We agreed.")
    made["en"].save_revision().publish()
    html = as_user(alice).get(made["en"].url).content.decode()
    assert '<h2 id="record">Minutes</h2>' in html
    assert "We agreed." in html


@pytest.mark.parametrize("minutes", [0, -1])
def test_the_database_itself_refuses_a_meeting_that_ends_before_it_starts(minutes, quality):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(space=quality, starts_at=NOON, ends_at=NOON + timedelta(minutes=minutes))
