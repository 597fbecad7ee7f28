"""One instant on Canada's clocks: zones that show the same hour that day share a line.

Saskatchewan and Yukon keep one clock all year, so their neighbours change with the season; asking the time zone
database for the instant itself is what keeps the table right on both sides of each change.
"""

import zoneinfo
from dataclasses import dataclass, field
from datetime import UTC

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ZONES = [
    ("America/St_Johns", _("Newfoundland")),
    ("America/Halifax", _("Atlantic")),
    ("America/Toronto", _("Eastern")),
    ("America/Winnipeg", _("Central")),
    ("America/Regina", _("Saskatchewan")),
    ("America/Edmonton", _("Mountain")),
    ("America/Whitehorse", _("Yukon")),
    ("America/Vancouver", _("Pacific")),
]


@dataclass
class ClockLine:
    """Places that read the same hour at the instant asked; their day too, where it is not the same for all."""

    zone: str
    places: list = field(default_factory=list)
    names_day: bool = False


def across_the_country(instant):
    """Lines from east to west, each with its zone and the places that share its hour at this instant."""
    lines: dict = {}
    for zone, place in ZONES:
        offset = instant.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
        lines.setdefault(offset, ClockLine(zone)).places.append(place)
    days = {instant.astimezone(zoneinfo.ZoneInfo(line.zone)).date() for line in lines.values()}
    for line in lines.values():
        line.names_day = len(days) > 1
    return [lines[offset] for offset in sorted(lines, reverse=True)]


def earlier(at, zone, time):
    """An instant some days before another, at the same hour on a clock, whether it changed in between or not."""
    return (at.astimezone(zoneinfo.ZoneInfo(zone)) - time).astimezone(UTC)


def instant(naive, zone):
    """The instant a clock shows this. Refuses, in words, an hour that it skips or shows twice that night."""
    at = naive.replace(tzinfo=zone)
    first, second = at.utcoffset(), at.replace(fold=1).utcoffset()
    if first < second:
        raise ValidationError(_("The clocks go forward that night: this hour does not exist. Choose another."))
    if first > second:
        raise ValidationError(_("The clocks go back that night: this hour comes twice. Choose another."))
    return at
