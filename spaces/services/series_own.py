"""What a meeting of a series has by itself, because somebody gave it that; and what only waits to be published.

Nothing marks it: what its draft says counts or, where no draft says anything, what readers have.
"""

import zoneinfo
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta

from spaces.models import drafts
from spaces.models.series import SHARED
from spaces.services import cadences

CLOCK = frozenset({"day", "hour", "minutes"})
INSTANTS = frozenset({"starts_at", "ends_at", "time_zone"})


@dataclass
class Standing:
    """How a meeting stands to its series: names of what is its own, and of what its drafts have as the series has."""

    own: set = field(default_factory=set)
    waits: set = field(default_factory=set)


def drafted(page):
    """The fields of the fact that the unpublished draft of a page changes."""
    if not (page.live and page.has_unpublished_changes):
        return {}
    return (page.latest_revision.content.get("fact_draft") or {}).get("fields", {})


def ahead(meeting, fields):
    """The meeting as it is once a draft is published; in memory only."""
    found = copy(meeting)
    drafts.hang(found, {"fields": fields, "sets": {}})
    return found


def standing(series, meeting, pages):
    """The Standing of a meeting with these pages; where two drafts differ, one of its own is enough."""
    apart, said = differing(series, meeting), {}
    for fields in filter(None, map(drafted, pages)):
        differs = differing(series, ahead(meeting, fields))
        for name in named(fields):
            said[name] = said.get(name, False) or name in differs
    own = {name for name in apart if name not in said} | {name for name, is_own in said.items() if is_own}
    return Standing(own, apart - own)


def named(fields):
    """The names, among what the meetings of a series have in common, of what some fields change."""
    return (set(fields) & set(SHARED)) | (CLOCK if INSTANTS & fields.keys() else set())


def differing(series, meeting):
    """Names of what a meeting has otherwise than its series."""
    found = {name for name in SHARED if getattr(meeting, name) != getattr(series, name)}
    clock = zoneinfo.ZoneInfo(series.time_zone)
    starts = meeting.starts_at.astimezone(clock)
    if not cadences.is_on(cadences.rule_of(series), starts.date()):
        found.add("day")
    if meeting.time_zone != series.time_zone or (starts.time() != series.hour and has_hour(series, starts, clock)):
        found.add("hour")
    if meeting.ends_at - meeting.starts_at != timedelta(minutes=series.minutes):
        found.add("minutes")
    return found


def has_hour(series, starts, clock):
    """Whether its night has the hour of the series once: without it, the meeting stayed where it was."""
    return not cadences.slot(starts.date(), series.hour, series.minutes, clock).why_not
