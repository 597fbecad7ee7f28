"""Series: several meetings made in one go, each with its own pages; changed together afterwards, or ended."""

import zoneinfo
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.bilingual import ledger
from spaces.models import Meeting, Series
from spaces.models.series import SHARED
from spaces.services import cadences, logbook, meeting_drafts, planning, publication, replies, series_words
from spaces.services.memberships import Refused

HOURS = ("hour", "minutes")


@transaction.atomic
def make(*, key, by, rule, facts, topics, said, first, hour, minutes, slots):
    """The series of a plan with its meetings, one a slot: made once, however often its form is sent.

    Returns the Series; raises Refused. `facts` are fields of every Meeting, those of SHARED among them.
    """
    plan = planning.locked(key, by)
    if plan.series_id:
        return plan.series
    planning.refuse(by, facts["space"])
    if not slots:
        raise Refused(_("Keep a date at least."))
    shared = {name: facts[name] for name in ("space", "time_zone", *SHARED)}
    series = Series.objects.create(
        cadence=rule.cadence, every=rule.every, weekday=rule.weekday, ordinal=rule.ordinal, hour=hour, minutes=minutes,
        planned=len(slots), **shared,
    )  # fmt: skip
    parents = meeting_drafts.homes_of(series.space)
    with ledger.at_the_end():
        for number, slot in enumerate(slots, 1):
            instants = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
            place = {"series": series, "number": number, "number_of": len(slots)}
            meeting = Meeting.objects.create(**place, **instants, **facts)
            meeting.topics.set(topics)
            named = series_words.dated(said, slot.day, rule.cadence)
            meeting_drafts.write(meeting, named, first=first, by=by, parents=parents)
    logbook.write(series.space, "series", by=by)
    plan.series = series
    plan.save(update_fields=["series"])
    return series


def meetings(series):
    """Its meetings, those that moved to another space left out."""
    return Meeting.objects.filter(series=series, space=series.space_id).order_by("starts_at", "pk")


@dataclass
class Own:
    """What of a meeting differs from its series: it was changed by itself, or its draft says so."""

    meeting: Meeting
    names: set = field(default_factory=set)


def own(series, meeting, drafted=()):
    """Names of what a meeting has by itself; `drafted` are those its unpublished drafts change."""
    found = {name for name in SHARED if getattr(meeting, name) != getattr(series, name)} | (set(drafted) & set(SHARED))
    starts = meeting.starts_at.astimezone(zoneinfo.ZoneInfo(series.time_zone))
    if meeting.time_zone != series.time_zone or starts.time() != series.hour:
        found.add("hour")
    if meeting.ends_at - meeting.starts_at != timedelta(minutes=series.minutes):
        found.add("minutes")
    if {"starts_at", "ends_at", "time_zone"} & set(drafted):
        found |= set(HOURS)
    return found


def drafted(pages):
    """Names of the facts that unpublished drafts of some pages change."""
    found = set()
    for page in pages:
        if page.live and page.has_unpublished_changes:
            draft = page.latest_revision.content.get("fact_draft") or {}
            found |= {*draft.get("fields", {}), *draft.get("sets", {})}
    return found


@dataclass
class Outcome:
    """What a change did: the meetings it reached, and [(meeting, why it was left as it is)]."""

    changed: list = field(default_factory=list)
    left: list = field(default_factory=list)


@transaction.atomic
def change(*, series, by, changes):
    """Change what a series has in common, in all its meetings to come but those that have it by themselves.

    `changes` is {name: value} of SHARED, hour and minutes. A meeting that is read takes it as when a page is published
    (publication.applied): calendars hear of it. What has begun stays. Returns the Outcome; raises Refused.
    """
    series = locked(series)
    planning.refuse(by, series.space)
    refuse_ended(series)
    found = Outcome()
    for meeting in to_come(series):
        pages = list(meeting.pages.select_related("locale", "latest_revision"))
        mine = own(series, meeting, drafted(pages)) & changes.keys()
        wanted = {name: value for name, value in changes.items() if name not in mine}
        fields, why = facts_of(series, meeting, wanted)
        reasons = [series_words.left(mine)] if mine else []
        if fields and not why:
            apply(meeting, pages, fields)
            found.changed.append(meeting)
        if why or reasons:
            found.left.append((meeting, " ".join([*reasons, *why])))
    for name, value in changes.items():
        setattr(series, name, value)
    series.save(update_fields=[*changes])
    logbook.write(series.space, "series_change", by=by)
    return found


def locked(series):
    """The series, which nobody else changes meanwhile."""
    return Series.objects.select_for_update(of=("self",)).select_related("space").get(pk=series.pk)


def refuse_ended(series):
    if series.ended_at:
        raise Refused(_("This series is over: each of its meetings goes on by itself."))


def to_come(series):
    """Its meetings that have not begun, held until the change is made."""
    return meetings(series).select_for_update(of=("self",)).filter(starts_at__gt=timezone.now())


def facts_of(series, meeting, wanted):
    """(fields of the row after a change, [why it cannot be]): of an hour that its clock skips that night, or past."""
    fields = {name: value for name, value in wanted.items() if name not in HOURS}
    if not set(HOURS) & wanted.keys():
        return fields, []
    clock = zoneinfo.ZoneInfo(meeting.time_zone)
    starts = meeting.starts_at.astimezone(clock)
    minutes = wanted.get("minutes", (meeting.ends_at - meeting.starts_at) // timedelta(minutes=1))
    slot = cadences.slot(starts.date(), wanted.get("hour", starts.time()), minutes, clock)
    if slot.why_not:
        return fields, [slot.why_not]
    if slot.starts_at <= timezone.now():
        return fields, [_("It would have begun already.")]
    fields |= {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
    if meeting.reply_by and meeting.reply_by > slot.starts_at:
        fields["reply_by"] = slot.starts_at
    return fields, []


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


@transaction.atomic
def end(*, series, by, withdraw):
    """No change reaches its meetings together any more; with `withdraw`, those to come that are read are withdrawn.

    Returns how many were. Drafts stay for their authors to delete.
    """
    series = locked(series)
    planning.refuse(by, series.space)
    refuse_ended(series)
    off = 0
    for meeting in to_come(series) if withdraw else ():
        live = list(meeting.pages.filter(live=True))
        for page in live:
            page.refresh_from_db()
            if page.live:
                page.unpublish(user=by)
        off += bool(live)
    series.ended_at = timezone.now()
    series.save(update_fields=["ended_at"])
    logbook.write(series.space, "series_end", by=by)
    return off
