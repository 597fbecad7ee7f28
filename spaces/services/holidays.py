"""Holidays of the federal public service, and Quebec’s own: days on which few people can come to a meeting."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)
FIRST_MONDAY, SECOND_MONDAY = 1, 2
#: (month, day) -> name. When it falls on a weekend, the next working day is free in its place.
FIXED = {
    (1, 1): _("New Year’s Day"),
    (6, 24): _("Saint-Jean-Baptiste Day (Quebec)"),
    (7, 1): _("Canada Day"),
    (9, 30): _("National Day for Truth and Reconciliation"),
    (11, 11): _("Remembrance Day"),
    (12, 25): _("Christmas Day"),
    (12, 26): _("Boxing Day"),
}


def easter(year):
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, *divmod(year, 100)
    leap, over = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * over + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) // 451) + 114, 31)
    return date(year, month, day + 1)


def monday(year, month, number):
    """The first, second… Monday of a month."""
    first = date(year, month, 1)
    return first + DAY * (-first.weekday() % 7 + 7 * (number - 1))


def of(year):
    """{day: name} of a year."""
    found = {
        easter(year) - 2 * DAY: _("Good Friday"),
        easter(year) + DAY: _("Easter Monday"),
        date(year, 5, 24) - DAY * date(year, 5, 24).weekday(): _("Victoria Day"),
        monday(year, 9, FIRST_MONDAY): _("Labour Day"),
        monday(year, 10, SECOND_MONDAY): _("Thanksgiving"),
    }
    found |= {date(year, *at): name for at, name in FIXED.items()}
    for day, name in sorted((date(year, *at), name) for at, name in FIXED.items()):
        while day.weekday() > 4 or (day in found and found[day] != name):
            day += DAY
        found.setdefault(day, name)
    return found
