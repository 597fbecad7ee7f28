"""Series: several meetings made in one go, each with its own pages; and its end (changes: series_changes.py)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.bilingual import ledger
from spaces.models import Meeting, MeetingPage, Series
from spaces.models.series import SHARED
from spaces.services import calling, logbook, meeting_drafts, planning, series_words
from spaces.services.memberships import Refused


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


def locked(series):
    """The series, which nobody else changes meanwhile."""
    return Series.objects.select_for_update(of=("self",)).select_related("space").get(pk=series.pk)


def refuse_ended(series):
    if series.ended_at:
        raise Refused(_("This series is over: its meetings are no longer changed together."))


def to_come(series):
    """Its meetings that have not begun, held until the change is made."""
    return meetings(series).select_for_update(of=("self",)).filter(starts_at__gt=timezone.now())


@dataclass
class AtStake:
    """What the end of a series is about: meetings to come that are read, drafts, people whom a cancellation reaches."""

    live: int
    drafts: int
    people: int


def before_end(series):
    """What is at stake, for who is asked whether the series ends."""
    rows = meetings(series).filter(starts_at__gt=timezone.now())
    pages = MeetingPage.objects.filter(meeting__in=rows)
    keys = set(pages.filter(live=True).values_list("translation_key", "meeting"))
    live = {meeting for _key, meeting in keys}
    drafts = pages.filter(first_published_at=None).exclude(meeting__in=live).values("meeting").distinct().count()
    return AtStake(len(live), drafts, calling.concerned_count(series.space, live, {key for key, _meeting in keys}))


def refuse_withdrawal(series, by):
    """Refuse to call off meetings some of whose pages this person does not withdraw, or which are locked."""
    rows = meetings(series).filter(starts_at__gt=timezone.now())
    for page in MeetingPage.objects.filter(meeting__in=rows, live=True):
        if not page.permissions_for_user(by).can_unpublish():
            raise Refused(
                _("Some of these meetings are locked, or not yours to withdraw: whoever runs the space calls them off.")
            )


@transaction.atomic
def end(*, series, by, withdraw):
    """No change reaches its meetings together any more; with `withdraw`, those to come that are read are withdrawn.

    Returns how many were. Drafts stay for their authors to delete.
    """
    series = locked(series)
    planning.refuse(by, series.space)
    refuse_ended(series)
    if withdraw:
        refuse_withdrawal(series, by)
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
