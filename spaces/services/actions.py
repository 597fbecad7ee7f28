"""Actions: how far they are."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces import access_records
from spaces.models import Action, ActionStep
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
