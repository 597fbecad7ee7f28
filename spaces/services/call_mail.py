"""What is told of meetings as it goes: who may still read it, whether it is still true, and what they were told before.

Asked of a batch at a time (sending.py), in as many queries for two hundred mails as for one.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from spaces import access
from spaces.models import (
    Answer,
    Call,
    Cancellation,
    Delivery,
    DeliveryState,
    MeetingPage,
    Occasion,
    Reply,
)
from spaces.models.deliveries import CALLS, REMINDERS
from spaces.services import audiences, matching, reminders, replies

OCCASIONS = (*CALLS, *REMINDERS)


@dataclass
class Convened:
    """A meeting of the ledger: its live pages, {language: page}; its Cancellation once it is off; what was told of it,
    {SEQUENCE: Call}."""

    key: object
    meeting: Any
    pages: dict
    off: Any
    calls: dict

    @property
    def space(self):
        return self.meeting.space


@dataclass(frozen=True)
class Change:
    """What somebody had been told who is now told otherwise. `is_back`: that it was off."""

    starts_at: datetime | None
    ends_at: datetime | None
    is_moved: bool
    is_elsewhere: bool
    is_back: bool = False


@dataclass(frozen=True)
class Told:
    """One thing for one person to be told of a meeting."""

    convened: Convened
    occasion: str
    reason: str
    reply: Any = None
    change: Change | None = None
    about: None = None

    @property
    def sequence(self):
        """Of the entry that goes along."""
        return self.convened.off.sequence if self.occasion == Occasion.OFF else self.convened.meeting.sequence


def load(keys):
    """{key: Convened} of these meetings, with or without pages."""
    pages = defaultdict(dict)
    for page in MeetingPage.objects.filter(translation_key__in=keys, live=True).select_related("meeting__space"):
        pages[page.translation_key][page.language] = page
    off = {told.key: told for told in Cancellation.objects.filter(key__in=keys).select_related("space")}
    calls, meetings = defaultdict(dict), {}
    for call in Call.objects.filter(key__in=keys).select_related("meeting__space").order_by("pk"):
        calls[call.key][call.sequence] = call
        meetings[call.key] = call.meeting
    meetings |= {key: next(iter(live.values())).meeting for key, live in pages.items()}
    return {key: Convened(key, meeting, pages[key], off.get(key), calls[key]) for key, meeting in meetings.items()}


class Batch:
    """All that is asked about the rows of a batch."""

    def __init__(self, rows, convened, users):
        self.rows, self.convened = rows, convened
        meetings = [convened[key] for key in {row.key for row in rows} if convened.get(key)]
        active = [pk for pk, user in users.items() if user.is_active]
        spaces = {one.space.pk: one.space for one in meetings}
        self.readers = {
            pk: set(access.readers(space).filter(pk__in=active).values_list("pk", flat=True))
            for pk, space in spaces.items()
        }
        self.called = {
            one.key: set(audiences.called(one.meeting).filter(pk__in=active).values_list("pk", flat=True))
            for one in meetings
            if any(row.key == one.key and row.occasion in (Occasion.CALLED, Occasion.REPLY) for row in rows)
        }
        self.subjects = {one.key: matching.subject_of(one.meeting, one.key) for one in meetings}
        self.people = matching.people(list(self.subjects.values()), active) if meetings else {}
        found = Reply.objects.filter(meeting__in=[one.meeting for one in meetings], user__in=active)
        self.replies = {(reply.user_id, reply.meeting_id): reply for reply in found}
        before = Delivery.objects.filter(user__in=active, key__in=[one.key for one in meetings], occasion__in=CALLS)
        before = before.filter(state=DeliveryState.SENT, told__isnull=False).order_by("told", "pk")
        before = before.values_list("user_id", "key", "occasion", "told")
        self.told = {(user, key): (occasion, sequence) for user, key, occasion, sequence in before}
        wants_none = reminders.unwanted().filter(user__in=active).values_list("user_id", flat=True)
        self.unreminded = set(wants_none) if self.has(*REMINDERS) else set()
        self.sent = {
            one.key: set(reminders.sent(one.meeting).filter(pk__in=active).values_list("pk", flat=True))
            for one in meetings
            if any(row.key == one.key and row.occasion == Occasion.REPLY for row in rows)
        }

    def has(self, *occasions):
        return any(row.occasion in occasions for row in self.rows)

    def is_silent(self, row):
        person = self.people.get(row.user_id)
        return person is not None and matching.is_silenced(self.subjects[row.key], person)


def entitled(rows, users, *, now):
    """({dispatch id: [Told]} of what is still true and for its person to read, [ids of rows of which nothing is]).

    Meetings are read anew for each batch: one may change while hundreds are written to.
    """
    convened = load({row.key for row in rows})
    batch, kept, gone = Batch(rows, convened, users), defaultdict(list), []
    goes = {(row.user_id, row.key) for row in rows if row.occasion == Occasion.CALLED}
    for row in rows:
        one = convened.get(row.key)
        may_read = one and row.user_id in batch.readers[one.space.pk]
        told = may_read and SAYS[row.occasion](row, one, batch, now)
        if not told or (row.occasion == Occasion.MOVED and (row.user_id, row.key) in goes):
            gone.append(row.pk)  # the notice of the same batch says how things stand
        else:
            kept[row.dispatch_id].append(told)
    return kept, gone


def is_ahead(one, now):
    return bool(one.pages) and one.meeting.starts_at > now and not one.space.archived_at


def reply_of(row, one, batch):
    return batch.replies.get((row.user_id, one.meeting.pk))


def notice(row, one, batch, now):
    """To who is still called; whoever muted it meanwhile finds it on the site."""
    if is_ahead(one, now) and row.user_id in batch.called[row.key] and not batch.is_silent(row):
        return Told(one, row.occasion, row.reason, reply_of(row, one, batch))
    return None


def moved(row, one, batch, now):
    """To who was told something else, or replied; not to who cannot come, nor who muted it and does not."""
    reply = reply_of(row, one, batch)
    if not one.pages or one.meeting.ends_at < now or row.sequence < one.meeting.sequence:
        return None
    if (reply and reply.answer == Answer.CANNOT) or (not reply and batch.is_silent(row)):
        return None
    change = change_of(row, one, batch)
    return change and Told(one, row.occasion, row.reason, reply, change)


def change_of(row, one, batch):
    """What has changed for somebody since they were told; None when all is as they know it."""
    meeting, (occasion, sequence) = one.meeting, batch.told.get((row.user_id, row.key), ("", None))
    if occasion == Occasion.OFF:
        return Change(None, None, False, False, is_back=True)
    known, this = one.calls.get(sequence), one.calls.get(row.sequence)
    if sequence is None and this and this.old_starts_at:
        old = this.old_starts_at, this.old_ends_at, this.old_teams_url
    elif known:
        old = known.starts_at, known.ends_at, known.teams_url
    else:
        return Change(None, None, True, False)
    is_moved, is_elsewhere = old[:2] != (meeting.starts_at, meeting.ends_at), old[2] != meeting.teams_url
    return Change(*old[:2], is_moved, is_elsewhere) if is_moved or is_elsewhere else None


def off(row, one, batch, now):
    """To who was told that it takes place, or replied; while it would have."""
    if one.pages or one.off is None or one.off.ends_at < now or row.sequence != one.off.sequence:
        return None
    occasion, _sequence = batch.told.get((row.user_id, row.key), ("", None))
    reply = reply_of(row, one, batch)
    if occasion == Occasion.OFF or not (occasion or reply):
        return None
    return Told(one, row.occasion, row.reason, reply)


def is_timely(row, one, now):
    """Whether a reminder still is: the meeting may have been put off while it waited."""
    return is_ahead(one, now) and reminders.is_due(one.meeting, row.occasion, now)


def please_reply(row, one, batch, now):
    """To who is called and has not answered, while one may; not to who comes for somebody else."""
    is_open = is_timely(row, one, now) and not replies.closed(one.meeting, now)
    if not is_open or reply_of(row, one, batch) or row.user_id not in batch.called[row.key] - batch.sent[row.key]:
        return None
    return None if unwanted(row, batch) else Told(one, row.occasion, row.reason)


def soon(row, one, batch, now):
    """To who comes, or sends somebody, and has a seat."""
    reply = reply_of(row, one, batch)
    comes = reply and reply.asks_for_a_seat and not reply.is_waiting
    if not comes or not is_timely(row, one, now) or unwanted(row, batch):
        return None
    return Told(one, row.occasion, row.reason, reply)


def unwanted(row, batch):
    """Whether somebody is not to be reminded: what they muted does not, and some want no reminders."""
    return row.user_id in batch.unreminded or batch.is_silent(row)


SAYS = {
    Occasion.CALLED: notice,
    Occasion.MOVED: moved,
    Occasion.OFF: off,
    Occasion.REPLY: please_reply,
    Occasion.SOON: soon,
}


def keep_told(kept):
    """Note with each row that goes which entry its person then has; what they are told next depends on it."""
    same = defaultdict(list)
    for dispatch, found in kept.items():
        for one in found:
            if isinstance(one, Told) and one.occasion in CALLS:
                same[one.sequence].append(dispatch)
    for sequence, dispatches in same.items():
        Delivery.objects.filter(dispatch__in=dispatches, state=DeliveryState.SENDING).update(told=sequence)
