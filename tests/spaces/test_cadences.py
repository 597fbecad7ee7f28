"""The dates of a series: its rule, its local hour on both sides of each change of clock, and the holidays it meets."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from spaces.models import Cadence
from spaces.services import cadences, holidays
from spaces.services.cadences import Rule

THURSDAY = 3


def iso(days):
    return [day.isoformat() for day in days]


@pytest.mark.parametrize(
    ("rule", "since", "found"),
    [
        (Rule(Cadence.QUARTER, THURSDAY, ordinal=2), date(2027, 1, 1), ["2027-01-14", "2027-04-08", "2027-07-08", "2027-10-14"]),
        (Rule(Cadence.QUARTER, THURSDAY, ordinal=2), date(2027, 1, 15), ["2027-02-11", "2027-05-13", "2027-08-12", "2027-11-11"]),
        (Rule(Cadence.MONTH, 0, ordinal=5), date(2027, 1, 25), ["2027-01-25", "2027-02-22", "2027-03-29", "2027-04-26"]),
        (Rule(Cadence.MONTH, 4, every=5, ordinal=1), date(2027, 11, 5), ["2027-11-05", "2028-04-07", "2028-09-01", "2029-02-02"]),
        (Rule(Cadence.WEEK, 1, every=2), date(2027, 12, 22), ["2027-12-28", "2028-01-11", "2028-01-25", "2028-02-08"]),
    ],
)  # fmt: skip
def test_a_rule_gives_its_days(rule, since, found):
    assert iso(cadences.days(rule, since=since, number=4)) == found
    until = date.fromisoformat(found[2])
    assert iso(cadences.days(rule, since=since, until=until)) == found[:3], "the last day is one of them"


def test_a_series_is_never_longer_than_a_year_of_weeks_nor_goes_beyond_the_calendar():
    weekly = Rule(Cadence.WEEK, 0)
    assert (
        len(cadences.days(weekly, since=date(2027, 1, 1))) == cadences.MOST + 1
    )  # one more, which says that they are too many
    assert len(cadences.days(weekly, since=date(2199, 12, 20), number=9)) == 2


@pytest.mark.parametrize("zone", ["America/St_Johns", "America/Toronto", "America/Regina", "America/Halifax"])
def test_the_local_hour_stays_the_same_across_changes_of_clock(zone):
    days = cadences.days(Rule(Cadence.QUARTER, THURSDAY), since=date(2027, 1, 1), number=4)
    slots = cadences.slots(days, hour=time(13, 30), minutes=90, zone=zone)
    clock = ZoneInfo(zone)
    assert {slot.starts_at.astimezone(clock).time() for slot in slots} == {time(13, 30)}
    assert {slot.ends_at - slot.starts_at for slot in slots} == {timedelta(minutes=90)}
    offsets = {slot.starts_at.astimezone(clock).utcoffset() for slot in slots}
    assert len(offsets) == (1 if zone == "America/Regina" else 2)


def test_an_hour_that_a_night_skips_or_shows_twice_is_said_and_has_no_instant():
    sundays = cadences.days(Rule(Cadence.WEEK, 6), since=date(2027, 3, 7), number=3)
    before, skipped, after = cadences.slots(sundays, hour=time(2, 30), minutes=60, zone="America/Toronto")
    assert (bool(before.starts_at), skipped.starts_at, bool(after.starts_at)) == (True, None, True)
    assert skipped.why_not == "The clocks go forward that night: this hour does not exist. Choose another."
    (twice,) = cadences.slots([date(2027, 11, 7)], hour=time(1, 30), minutes=60, zone="America/Toronto")
    assert (twice.starts_at, "comes twice" in twice.why_not) == (None, True)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2027-01-01", "New Year’s Day"), ("2027-03-26", "Good Friday"), ("2027-03-29", "Easter Monday"),
        ("2026-05-18", "Victoria Day"), ("2027-05-24", "Victoria Day"), ("2027-07-01", "Canada Day"),
        ("2028-07-03", "Canada Day"), ("2027-09-06", "Labour Day"), ("2027-10-11", "Thanksgiving"),
        ("2027-09-30", "National Day for Truth and Reconciliation"), ("2027-11-11", "Remembrance Day"),
        ("2027-12-27", "Christmas Day"), ("2027-12-28", "Boxing Day"), ("2024-03-29", "Good Friday"),
        ("2027-07-02", ""), ("2027-12-29", ""),
    ],
)  # fmt: skip
def test_holidays_are_known_and_what_falls_on_a_weekend_is_free_on_the_next_working_day(day, name):
    found = date.fromisoformat(day)
    assert str(holidays.of(found.year).get(found, "")) == name
