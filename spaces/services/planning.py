"""Calling a meeting: its row, whom it calls, and its drafts in both languages, in one act."""

from django.db import transaction
from django.utils.translation import gettext as _

from spaces import access_planning
from spaces.models import Invitee, Meeting, MeetingKind, Plan
from spaces.services import logbook, meeting_drafts
from spaces.services.memberships import Refused


def locked(key, by):
    """The plan, which the same form sent twice waits for."""
    return Plan.objects.select_for_update(of=("self",)).get(key=key, user=by)


def refuse(by, space):
    if not access_planning.may_plan(by, space):
        raise Refused(_("You do not call meetings in this space any more."))


@transaction.atomic
def make(*, key, by, facts, topics, said, first, called=()):
    """The meeting of a plan: made once, however often its form is sent. Returns the Meeting; raises Refused.

    `facts` are fields of the row, `said` as in meeting_drafts.write, `called` the interests.Candidates of a targeted
    one.
    """
    plan = locked(key, by)
    if plan.meeting_id:
        return plan.meeting
    refuse(by, facts["space"])
    meeting = Meeting.objects.create(**facts)
    meeting.topics.set(topics)
    if meeting.kind == MeetingKind.TARGETED:
        invite(meeting, called)
    meeting_drafts.write(meeting, said, first=first, by=by)
    logbook.write(meeting.space, "meeting", by=by)
    plan.meeting = meeting
    plan.save(update_fields=["meeting"])
    return meeting


def invite(meeting, called):
    """Call these people to a meeting, each by the first of its topics they follow."""
    Invitee.objects.bulk_create(
        (Invitee(meeting=meeting, user=one.user, topic=one.topics[0] if one.topics else None) for one in called),
        ignore_conflicts=True,
    )


@transaction.atomic
def settle(*, meeting, by, called):
    """From now on a meeting calls these people and nobody else. Raises Refused once it has begun."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("space").get(pk=meeting.pk)
    refuse(by, meeting.space)
    if why := closed(meeting):
        raise Refused(why)
    ids = {one.user.pk for one in called}
    meeting.invitees.exclude(user__in=ids).delete()
    known = set(meeting.invitees.values_list("user_id", flat=True))
    invite(meeting, [one for one in called if one.user.pk not in known])


def closed(meeting):
    """Why nobody is invited to a meeting any more, in words; empty while one is."""
    if meeting.kind != MeetingKind.TARGETED:
        return _("Only a targeted meeting has invitees of its own.")
    if meeting.has_begun:
        return _("This meeting has begun: its invitees do not change any more.")
    return ""
