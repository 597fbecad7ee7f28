"""Reminders of meetings: to answer, and that one comes. Each once a person; rows of the ledger, asked again as they go.

Who is called and has not answered is reminded a week before the meeting, or the day before replies close when that is
sooner; who comes, or sends somebody, the day before the meeting. Who was told lately needs no reminder yet.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from spaces import access
from spaces.models import Delivery, DeliveryChannel, DeliveryState, Meeting, Occasion, Reason, Reply
from spaces.services import calling, deliveries, matching, replies

WEEK, DAY = timedelta(days=7), timedelta(days=1)
LATELY = timedelta(days=2)  # whoever was called within these has the notice before them
ANSWER = matching.Way(DeliveryChannel.INSTANT, Reason.CALLED)
COME = matching.Way(DeliveryChannel.INSTANT, Reason.ANSWERED)


def send_due(*, now=None):
    """Queue the reminders that are due; safe to run twice. Returns how many."""
    now = now or timezone.now()
    near = Q(starts_at__lte=now + WEEK) | Q(reply_by__gt=now, reply_by__lte=now + DAY)
    coming = Meeting.objects.filter(near, starts_at__gt=now, space__archived_at=None, space__removed_at=None)
    queued = 0
    for meeting in coming.filter(pages__live=True).distinct().select_related("space"):
        key = calling.key_of(meeting)
        queued += write(meeting, key, unanswered(meeting, key, now), Occasion.REPLY, ANSWER, now)
        if meeting.starts_at <= now + DAY:
            queued += write(meeting, key, comers(meeting), Occasion.SOON, COME, now)
    return queued


def unanswered(meeting, key, now):
    """Those who were called a while ago and have not answered, while they may."""
    if replies.closed(meeting, now):
        return ()
    called = calling.told(key).filter(state=DeliveryState.SENT, settled_at__lte=now - LATELY)
    return called.exclude(user__in=Reply.objects.filter(meeting=meeting).values("user")).values("user")


def comers(meeting):
    """Those who have a seat, unless they asked for it on the last day."""
    found = replies.of(meeting).coming()
    return found.filter(answered_at__lte=meeting.starts_at - DAY).values("user")


def write(meeting, key, users, occasion, way, now):
    """Their rows, of those who have none: one that was withdrawn is not written again."""
    had = Delivery.objects.filter(key=key, occasion=occasion).values("user")
    found = access.readers(meeting.space).filter(pk__in=users).exclude(pk__in=had).values_list("pk", flat=True)
    said = {"occasion": occasion, "queued_at": now, "read_at": now}  # the notice stands on the site already
    rows = [deliveries.row(user, key, meeting.space_id, way, **said) for user in found]
    return deliveries.write(rows, now=now) if rows else 0
