"""Actions: how far they are."""

import json
from datetime import date

from django.db import transaction
from django.db.models import BigIntegerField, CharField, F, TextField, UUIDField, Value
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces import access_records
from spaces.models import Action, ActionStep
from spaces.services.memberships import Refused

MOVED = "action"  # where a follow has its level
SAID = ("position", "text_fr", "text_en", "said_fr", "said_en", "adopted_in_id", "state", "due_on")


def beside_follows(meeting, user):
    """The actions of a meeting this user may move, as rows of what they follow (views/follow_buttons.py)."""
    said = Cast(JSONObject(**{name: F(name.removesuffix("_id")) for name in SAID}), TextField())
    nobody, no_key = Cast(Value(None), BigIntegerField()), Cast(Value(None), UUIDField())
    mine = Action.objects.filter(access_records.moved_by(user), meeting=meeting).order_by()
    return mine.values_list(said, "pk", nobody, nobody, no_key, Value(MOVED, CharField()))


def of_row(said, pk):
    """The action of such a row."""
    facts = json.loads(said)
    due = date.fromisoformat(facts["due_on"]) if facts["due_on"] else None
    return Action(pk=pk, **{**facts, "due_on": due})


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
