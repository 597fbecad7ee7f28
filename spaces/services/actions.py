"""Actions: how far they are, whose they are, and what one has to do oneself."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces import access_records
from spaces.models import RUNNING, Action, ActionStep
from spaces.services.memberships import Refused


@transaction.atomic
def move(*, action, state, by):
    """Say how far an action is. Saying the same twice changes nothing. Returns whether it changed."""
    if not access_records.may_move(by, action):
        raise Refused(_("How far this action is, is for its owner and those who keep the record to say."))
    held = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if held.state == state:
        return False
    Action.objects.filter(pk=held.pk).update(state=state, state_at=timezone.now(), state_by=by)
    ActionStep.objects.create(action=held, state=state, by=by)
    return True


def carried(meeting):
    """(open actions, decisions of the last meeting) that the next one of the same space and kind begins with.

    Only what adopted minutes hold: an agenda is read by all who may read the meeting.
    """
    before = type(meeting).objects.filter(space=meeting.space_id, kind=meeting.kind, starts_at__lt=meeting.starts_at)
    running = (
        Action.objects.adopted().filter(meeting__in=before, state__in=RUNNING).select_related("owner", "jurisdiction")
    )
    last = before.order_by("-starts_at").filter(decisions__adopted_in__isnull=False).first()
    decisions = last.decisions.adopted().order_by("position", "pk") if last else []
    return list(running.order_by("due_on", "pk")), list(decisions)
