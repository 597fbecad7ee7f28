"""A series of four quarterly meetings, and Leah who calls them: the fixtures of its tests, and what these do with it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup

from spaces.models import CommunityRole, Duty, Membership, Role, Series
from tests import factories
from tests.spaces.side_by_side import at, words

NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
TORONTO = ZoneInfo("America/Toronto")
TEAMS = "https://teams.microsoft.com/l/meetup-join/1"


@pytest.fixture(autouse=True, name="clock")
def the_clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture(name="leah")
def the_leah(quality):
    user = factories.person("Leah")
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=user, space=quality, role=role)
    CommunityRole.objects.create(user=user, duty=Duty.FEDERAL_CHAIR)  # who calls the quarterly meetings
    return user


@pytest.fixture(name="client")
def the_client(leah, as_user):
    return as_user(leah)


@pytest.fixture(name="what")
def the_what(quality):
    """The first screen."""
    return {
        "title_en": "Quarterly meeting", "summary_en": "Where we are.", "title_fr": "Réunion trimestrielle",
        "summary_fr": "Où nous en sommes.", "space": quality.pk, "kind": "quarterly", "cadence": "quarter", "every": "1",
        "ordinal": "2", "weekday": "3", "since": "2027-01-01", "number": "4", "hour": "13:30", "minutes": "90",
        "time_zone": "America/Toronto", "level": "executive", "languages": "both", "interpretation": "on",
        "teams_url": TEAMS,
    }  # fmt: skip


@pytest.fixture(name="dates")
def the_dates(client, what):
    """The address of the second screen."""
    return client.post(at("series_new"), what)["Location"]


DAYS = ["2027-01-14", "2027-04-08", "2027-07-08", "2027-10-14"]


@pytest.fixture(name="made")
def the_made(client, dates):
    client.post(dates, {"day": DAYS})
    return Series.objects.get()


def local(meeting):
    return f"{meeting.starts_at.astimezone(TORONTO):%Y-%m-%d %H:%M}"


def publish(meeting):
    for page in meeting.pages.all():
        page.get_latest_revision().publish(skip_permission_checks=True)
    meeting.refresh_from_db()


def change(client, made, **typed):
    given = {
        "hour": "13:30", "minutes": "90", "ordinal": "2", "weekday": "3", "level": "executive", "languages": "both",
        "interpretation": "on", "teams_url": TEAMS,
    }  # fmt: skip
    response = client.post(at("series", made.pk), {**given, **typed}, follow=True)
    return words(BeautifulSoup(response.content, "html.parser").main)
