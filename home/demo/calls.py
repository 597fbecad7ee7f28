"""The demo’s notices of meeting: those of meetings to come went out a while ago, but for the last in an open space."""

from datetime import timedelta

from django.utils import timezone

from cms.models import User
from home.demo.deliveries import REFUSED
from home.demo.people import address
from spaces.models import (
    Call,
    CallKind,
    CommunityRole,
    Delivery,
    DeliveryChannel,
    DeliveryState,
    Duty,
    Meeting,
    MeetingKind,
    Occasion,
    Reason,
)
from spaces.models.calls import FACTS
from spaces.services import audiences, calling, deliveries, matching, memberships, notices

BEFORE = timedelta(days=21)  # the start of the meeting; or two days ago, when that is sooner
LATELY = timedelta(days=2)
WAY = matching.Way(DeliveryChannel.INSTANT, Reason.CALLED)


def write_calls():
    """Of each meeting that has none, as the site itself leaves them once the mail has gone: no mail goes."""
    now = timezone.now()
    coming = Meeting.objects.coming().filter(space__archived_at=None, pages__live=True).select_related("space")
    coming = list(coming.distinct())
    last = [meeting for meeting in coming if meeting.space.is_open][-1:]
    refused = User.objects.filter(email=address(REFUSED)).values_list("pk", flat=True).first()
    for meeting in coming:
        by = caller(meeting)
        if by and meeting not in last and not meeting.calls.exists():
            write(meeting, by, min(meeting.starts_at - BEFORE, now - LATELY), refused)


def caller(meeting):
    """Who called it: the federal co-chair, or who leads its space."""
    if meeting.kind == MeetingKind.QUARTERLY:
        row = CommunityRole.objects.current().filter(duty=Duty.FEDERAL_CHAIR).select_related("user").first()
        return row and row.user
    return next(iter(memberships.leads(meeting.space)), None)


def write(meeting, by, at, refused):
    key, facts = calling.key_of(meeting), {name: getattr(meeting, name) for name in FACTS}
    people = list(audiences.called(meeting).values_list("pk", "last_seen_on"))
    said = {"sequence": meeting.sequence, "at": at, "done_at": at, "people": len(people)}
    Call.objects.create(meeting=meeting, key=key, kind=CallKind.NOTICE, by=by, **facts, **said)
    rows = []
    for user, seen in people:
        row = deliveries.row(user, key, meeting.space_id, WAY, occasion=Occasion.CALLED, queued_at=at)
        row.state = DeliveryState.REFUSED if user == refused else DeliveryState.SENT
        row.settled_at, row.told = at, None if user == refused else meeting.sequence
        row.read_at = at + timedelta(hours=5) if seen and seen > at.date() else None
        rows.append(row)
    Delivery.objects.bulk_create(rows)
    notices.count_up([row.user_id for row in rows if row.read_at is None])
