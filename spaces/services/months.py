"""A month as a table: weeks that begin on Sunday, as calendars do in Canada, and what stands on each day."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from cms.days import FIRST_YEAR, LAST_YEAR

WEEKS = calendar.Calendar(firstweekday=calendar.SUNDAY)


@dataclass
class Day:
    date: date
    is_today: bool = False
    pages: list = field(default_factory=list)


def asked(words):
    """The first day of the month an address names, «2026-12»; of the one on the reader's clock when it names none."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", words)
    year, month = map(int, found.groups()) if found else (0, 0)
    is_one = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    return date(year, month, 1) if is_one else timezone.localdate().replace(day=1)


def beside(first, step):
    """The first day of the month before (-1) or after (1); None beyond the calendar."""
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(year, month + 1, 1) if FIRST_YEAR <= year <= LAST_YEAR else None


def bounds(first):
    """The instants a month begins and ends at, on the reader's clock."""
    year, month = divmod(first.year * 12 + first.month, 12)
    return tuple(timezone.make_aware(datetime(day.year, day.month, 1)) for day in (first, date(year, month + 1, 1)))


def weeks(first, pages):
    """[[Day or None, seven of them], …]: a meeting stands on the day it begins on the reader's clock."""
    standing, today = {}, timezone.localdate()
    for page in pages:
        standing.setdefault(timezone.localdate(page.meeting.starts_at), []).append(page)
    return [
        [day_of(date(first.year, first.month, number), standing, today) if number else None for number in week]
        for week in WEEKS.monthdayscalendar(first.year, first.month)
    ]


def day_of(day, standing, today):
    return Day(day, is_today=day == today, pages=standing.get(day, []))


def week_days(first):
    """A date for each column, to be called by its name."""
    return WEEKS.monthdatescalendar(first.year, first.month)[0]
