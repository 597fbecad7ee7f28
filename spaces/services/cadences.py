"""The dates of a series: every so many weeks, or the second Thursday of every so many months. Nothing is kept here."""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice, takewhile

from django.core.exceptions import ValidationError

from cms.days import LAST_YEAR
from spaces.models.series import LAST, Cadence
from spaces.services import clocks, holidays

MOST = 52  # meetings made in one go
MONTHS = {Cadence.QUARTER: 3, Cadence.MONTH: 1}


@dataclass(frozen=True)
class Rule:
    """How often, and on which day: `ordinal` is which of the weekdays of a month, LAST its last one."""

    cadence: str
    weekday: int
    every: int = 1
    ordinal: int = 1


@dataclass(frozen=True)
class Slot:
    """One date of a series on its clock: its instants, or why there are none; the holiday it falls on."""

    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    why_not: str = ""
    holiday: str = ""


def rule_of(series):
    """The Rule a series follows."""
    return Rule(series.cadence, series.weekday, series.every, series.ordinal)


def which(year, month, rule):
    """The day of a month a rule names."""
    first = date(year, month, 1)
    days = [first + timedelta(days=(rule.weekday - first.weekday()) % 7 + 7 * week) for week in range(5)]
    days = [day for day in days if day.month == month]
    return days[-1] if rule.ordinal == LAST else days[rule.ordinal - 1]


def by_week(rule, since):
    """Every so many weeks, from the first such day on."""
    first = since + timedelta(days=(rule.weekday - since.weekday()) % 7)
    return (first + timedelta(weeks=rule.every * number) for number in count())


def by_month(rule, since):
    """Every so many months, from the first month whose day has not passed."""
    month = since.year * 12 + since.month - 1
    if which(*at(month), rule) < since:
        month += 1
    step = MONTHS[rule.cadence] * rule.every
    return (which(*at(month + step * number), rule) for number in count())


def at(month):
    """(year, month) of a number of months since the year 0."""
    return month // 12, month % 12 + 1


def is_on(rule, day):
    """Whether a day is one a rule names."""
    return day == moved(rule, day)


def moved(rule, day):
    """The day a rule names in the week of a day or, when it does not count in weeks, in its month."""
    if rule.cadence == Cadence.WEEK:
        return day + timedelta(days=rule.weekday - day.weekday())
    return which(day.year, day.month, rule)


def days(rule, *, since, number=None, until=None):
    """The days of a series from a day on: so many of them, or those until a day (included).

    Never more than one above MOST, which says that they are too many.
    """
    found = by_week(rule, since) if rule.cadence == Cadence.WEEK else by_month(rule, since)
    found = takewhile(lambda day: day.year <= LAST_YEAR and (until is None or day <= until), found)
    return list(islice(found, min(number or MOST + 1, MOST + 1)))


def slots(found, *, hour, minutes, zone):
    """The Slot of each day. The local hour stays the same, whatever the clock does between them."""
    clock = zoneinfo.ZoneInfo(zone)
    free = {year: holidays.of(year) for year in {day.year for day in found}}
    return [slot(day, hour, minutes, clock, str(free[day.year].get(day, ""))) for day in found]


def slot(day, hour, minutes, clock, holiday=""):
    """One of them; an hour that its clock skips or shows twice that night has no instant, and says why."""
    try:
        starts = clocks.instant(datetime.combine(day, hour), clock).astimezone(UTC)
    except ValidationError as wrong:
        return Slot(day, None, None, wrong.message, holiday)
    return Slot(day, starts, starts + timedelta(minutes=minutes), "", holiday)
