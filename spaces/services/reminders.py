"""Reminders of meetings: to answer, and that one comes. Each once a person; rows of the ledger, asked again as they go.

Who is called and has not answered is reminded a week before the meeting, or the day before replies close when that is
sooner; who comes, or sends somebody, the day before the meeting. Who was told lately needs no reminder yet.
"""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from spaces import access
from spaces.models import (
    Delivery,
    DeliveryChannel,
    DeliveryState,
    Frequency,
    Meeting,
    Occasion,
    Reader,
    Reason,
    Reply,
    today,
)
from spaces.services import calling, clocks, deliveries, matching, replies

WEEK, DAY = timedelta(days=7), timedelta(days=1)
CHANGE = timedelta(hours=1)  # by which a night may be longer
LATELY = timedelta(days=2)  # whoever was called within these has the notice before them
ANSWER = matching.Way(DeliveryChannel.INSTANT, Reason.CALLED)
COME = matching.Way(DeliveryChannel.INSTANT, Reason.ANSWERED)
GOES_BY_MAIL = ~Q(state__in=(DeliveryState.WITHDRAWN, DeliveryState.SHOWN))


def opens_at(meeting, occasion):
    """From when on a reminder is due, at the same hour on the clock of the meeting, which may change in between."""
    if occasion == Occasion.SOON:
        return clocks.earlier(meeting.starts_at, meeting.time_zone, DAY)
    week = clocks.earlier(meeting.starts_at, meeting.time_zone, WEEK)
    return min(week, clocks.earlier(meeting.closes_at, meeting.time_zone, DAY))


def is_due(meeting, occasion, now):
    """Whether it is time for a reminder: one that waited while the meeting was put off is too early again."""
    return opens_at(meeting, occasion) <= now < meeting.starts_at


def unwanted():
    """Who wants no reminders, at all or until a day (matching.is_put_off)."""
    wants_none = Q(reminders=False) | Q(frequency=Frequency.NONE) | Q(paused_until__gt=today())
    return Reader.objects.filter(wants_none)


def send_due(*, now=None):
    """Queue the reminders that are due; safe to run twice. Returns how many."""
    now = now or timezone.now()
    near = Q(starts_at__lte=now + WEEK + CHANGE) | Q(reply_by__gt=now, reply_by__lte=now + DAY + CHANGE)
    coming = Meeting.objects.filter(near, starts_at__gt=now, space__archived_at=None, space__removed_at=None)
    queued = 0
    for meeting in coming.filter(pages__live=True).distinct().select_related("space"):
        key = calling.key_of(meeting)
        if is_due(meeting, Occasion.REPLY, now):
            queued += len(write(meeting, key, unanswered(meeting, key, now), Occasion.REPLY, ANSWER, now))
        if is_due(meeting, Occasion.SOON, now):
            queued += len(write(meeting, key, comers(meeting, key), Occasion.SOON, COME, now))
    return queued


def unanswered(meeting, key, now):
    """Those who were called a while ago and have not answered, while they may; not who is sent by somebody else, nor
    who muted everything until a day: that day, they are reminded if it is not too late."""
    if replies.closed(meeting, now):
        return ()
    called = calling.told(key).filter(state=DeliveryState.SENT, settled_at__lte=now - LATELY)
    called = called.exclude(user__in=told_of_change(key, now - LATELY)).exclude(user__in=sent(meeting))
    called = called.exclude(user__in=Reader.objects.filter(paused_until__gt=today()).values("user"))
    return called.exclude(user__in=Reply.objects.filter(meeting=meeting).values("user")).values("user")


def sent(meeting):
    """The ids of members who come for somebody else, as long as that person has the seat."""
    addresses = replies.of(meeting).coming().exclude(delegate_email="").values(address=Lower("delegate_email"))
    return access.readers(meeting.space).alias(at=Lower("email")).filter(at__in=addresses).values("pk")


def told_of_change(key, since):
    """Those who were told by mail since then that the meeting changed: that letter says all a reminder does."""
    return Delivery.objects.filter(GOES_BY_MAIL, key=key, occasion=Occasion.MOVED, queued_at__gt=since).values("user")


def comers(meeting, key):
    """Those who have a seat, unless they asked for it, or were told of a change, on the last day."""
    opens = opens_at(meeting, Occasion.SOON)
    found = replies.of(meeting).coming().filter(answered_at__lte=opens)
    return found.exclude(user__in=told_of_change(key, opens)).values("user")


def write(meeting, key, users, occasion, way, now):
    """Their rows, of those who have none; returns whose. One withdrawn since it is due is not written again."""
    had = Delivery.objects.filter(key=key, occasion=occasion)
    had = had.exclude(state=DeliveryState.WITHDRAWN, settled_at__lt=opens_at(meeting, occasion)).values("user")
    found = access.readers(meeting.space).filter(pk__in=users).exclude(pk__in=had)
    said = {"occasion": occasion, "queued_at": now, "read_at": now}  # the notice stands on the site already
    rows = [deliveries.row(user, key, meeting.space_id, way, **said) for user in found.values_list("pk", flat=True)]
    if rows:
        deliveries.write(rows, now=now)
    return [row.user_id for row in rows]
