"""A change to all the meetings to come of a series: worked out first, for who looks it over, then made."""

import zoneinfo
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import SeriesActKind
from spaces.services import (
    cadences,
    holidays,
    logbook,
    planning,
    publication,
    replies,
    series,
    series_acts,
    series_own,
    series_words,
)

DAY = {"weekday", "ordinal"}


@dataclass
class Step:
    """What a change is to one meeting: fields of its row, and of drafts of its pages; why not, and what to look at."""

    meeting: Any
    pages: list
    fields: dict = field(default_factory=dict)
    in_drafts: dict = field(default_factory=dict)  # {page: fields}
    left: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def is_change(self):
        return bool(self.fields or self.in_drafts)

    @property
    def new(self):
        """What the meeting is to have, read at once or waiting in a draft."""
        return {name: value for fields in (*self.in_drafts.values(), self.fields) for name, value in fields.items()}


@transaction.atomic
def change(*, found, by, changes):
    """Change what a series has in common, in all its meetings to come but those that have it by themselves.

    `changes` is {name: value} of SHARED, hour, minutes, weekday and ordinal. A meeting that is read takes it as when a
    page is published (publication.applied): calendars hear of it. What has begun stays. Returns the SeriesAct; raises
    Refused.
    """
    found = series.locked(found)
    planning.refuse(by, found.space)
    series.refuse_ended(found)
    steps = look(found, changes, list(series.to_come(found)))
    for step in steps:
        carry_out(step)
    for name, value in changes.items():
        setattr(found, name, value)
    found.save(update_fields=[*changes])
    logbook.write(found.space, "series_change", by=by)
    return series_acts.keep(found, SeriesActKind.CHANGE, by=by, steps=steps)


def look(found, changes, meetings):
    """[Step] of a change, one a meeting; nothing is written."""
    clock = zoneinfo.ZoneInfo(found.time_zone)
    names, later = {"day" if name in DAY else name for name in changes}, copy(found)
    for name, value in changes.items():
        setattr(later, name, value)
    rule = cadences.rule_of(later)
    taken = {meeting.starts_at.astimezone(clock).date() for meeting in meetings}
    steps = []
    for meeting in meetings:
        step = Step(meeting, list(meeting.pages.select_related("locale", "latest_revision")))
        at = series_own.standing(found, meeting, step.pages)
        wanted = {name: changes.get(name) for name in names - at.own}
        if "day" in wanted:
            wanted["day"] = move(rule, meeting, clock, taken)
        work_out(step, wanted, at.waits)
        step.left[:0] = kept(step, at.own & names, series_own.standing(later, meeting, step.pages))
        if "day" in wanted and wanted["day"].by and step.is_change:
            step.notes += to_look_at(step, clock)
        steps.append(step)
    return steps


def kept(step, mine, later):
    """What a meeting keeps, in words; of what its draft says as the series will, that it only waits."""
    if apart := mine & later.own:
        said = series_words.keeps_lazy if step.is_change else series_words.left_lazy
        yield said(frozenset(apart))
    if waiting := mine & later.waits:
        yield series_words.waits_lazy(frozenset(waiting))


@dataclass(frozen=True)
class Move:
    """By how many days a meeting moves, on the clock of its series; whether another one is on that day already."""

    by: timedelta
    is_taken: bool = False


def move(rule, meeting, clock, taken):
    day = meeting.starts_at.astimezone(clock).date()
    to = cadences.moved(rule, day)
    return Move(to - day, to != day and to in taken)


def work_out(step, wanted, waiting):
    """What becomes of one meeting: all of what it has not by itself or, for a reason, nothing.

    What its drafts have as the series has is changed there: it goes on waiting to be published.
    """
    step.fields, whys = facts_of(step.meeting, {name: wanted[name] for name in wanted.keys() - waiting})
    for page in step.pages:
        fields = series_own.drafted(page)
        if mine := {name: wanted[name] for name in wanted.keys() & waiting & series_own.named(fields)}:
            step.in_drafts[page], more = facts_of(series_own.ahead(step.meeting, fields), mine)
            whys = whys or more
    if whys:
        step.fields, step.in_drafts = {}, {}
        step.left += whys
        return
    if step.in_drafts:
        step.notes.append(series_words.waits_lazy(frozenset(waiting & wanted.keys())))


def to_look_at(step, clock):
    """Of a meeting that comes to be on another day: the holiday that is, and a title with the former one."""
    old, new = (at.astimezone(clock).date() for at in (step.meeting.starts_at, step.new["starts_at"]))
    found = [holidays.of(new.year).get(new)]
    if any(series_words.names_day(page, old) for page in step.pages):
        found.append(_("Its title still names the former day: change it on its pages."))
    return filter(None, found)


def facts_of(meeting, wanted):
    """(fields of the row after a change, [why it cannot be]): of an hour that its clock skips that night, or past."""
    fields = {name: value for name, value in wanted.items() if name not in series_own.CLOCK}
    if not series_own.CLOCK & wanted.keys():
        return fields, []
    clock = zoneinfo.ZoneInfo(meeting.time_zone)
    starts, way = meeting.starts_at.astimezone(clock), wanted.get("day", Move(timedelta()))
    minutes = wanted.get("minutes", (meeting.ends_at - meeting.starts_at) // timedelta(minutes=1))
    slot = cadences.slot(starts.date() + way.by, wanted.get("hour", starts.time()), minutes, clock)
    if way.is_taken:
        return fields, [_("Another meeting of the series is on that day.")]
    if slot.why_not:
        return fields, [slot.why_not]
    if slot.starts_at <= timezone.now():
        return fields, [_("It would have begun already.")]
    fields |= {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
    if meeting.reply_by and meeting.reply_by > slot.starts_at:
        fields["reply_by"] = slot.starts_at
    return fields, []


def carry_out(step):
    for page, fields in step.in_drafts.items():
        draft = page.latest_revision
        draft.content["fact_draft"]["fields"] |= fields
        draft.save(update_fields=["content"])
    if step.fields:
        apply(step.meeting, step.pages, step.fields)


def apply(meeting, pages, fields):
    """Write a change to the row of a meeting; one that is read takes it as from a page that is published."""
    if live := next((page for page in pages if page.live), None):
        live.meeting = meeting
        live.fact_draft = {"fields": fields, "sets": {}}
        publication.applied(type(live), live)
        replies.seat_anew(type(live), live)
        return
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=[*fields])
