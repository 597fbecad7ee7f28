"""Reminders of actions: a week before their day, on it, and once it is past; and to the leads when nobody owns one.

Each once: a row says that the letter was written, before it is. A new day, or a new owner, is reminded of anew.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from spaces import access_records
from spaces.models import RUNNING, Action, ActionReminder, MeetingPage, day_of, today
from spaces.services import letters

WEEK = timedelta(days=7)


def running():
    """Actions somebody is still reminded of: none of archived or removed spaces, nor of withdrawn meetings."""
    found = Action.objects.kept().filter(state__in=RUNNING, meeting__space__archived_at=None)
    found = found.filter(meeting__space__removed_at=None, meeting__in=read_today())
    return access_records.with_reader(found.select_related("owner", "meeting__space"))


def read_today():
    """The meetings with a page somebody may read."""
    return MeetingPage.objects.filter(live=True).values("meeting")


def is_ownerless(action):
    """Whether it had an owner who left the space, lost the right to read it, or closed the account.

    One that nobody owns yet, while its minutes are a draft, lacks one; it did not lose it.
    """
    if action.owner_id:
        return not action.has_reader
    return bool(action.adopted_in_id) and not action.jurisdiction_id and not action.owner_name


def occasion(action, day):
    """Why its owner is reminded on a day; empty when there is no reason. None a week before what was given later."""
    if action.due_on is None or not action.owner_id or not action.has_reader:
        return ""
    if action.due_on <= day:
        return "day" if action.due_on == day else "overdue"
    first = action.due_on - WEEK
    return "week" if first <= day and day_of(action.created_at) <= first else ""


def remind(*, day=None):
    """Write what is due today; safe to run twice. Returns how many letters are on their way."""
    day, due = day or today(), []
    wanted = running().filter(Q(due_on__lte=day + WEEK) | Q(has_reader=False))
    for action in wanted:
        if is_ownerless(action):
            due.append((action, "ownerless", f"ownerless:{action.owner_id or 0}"))
        elif why := occasion(action, day):
            due.append((action, why, f"{why}:{action.due_on.isoformat()}:{action.owner_id}"))
    known = set(ActionReminder.objects.filter(action__in=[one.pk for one, *_why in due]).values_list("action", "about"))
    return sum(write(action, why, about) for action, why, about in due if (action.pk, about) not in known)


@transaction.atomic
def write(action, why, about):
    """Claim one letter, and have it written once that is certain; False when somebody else did."""
    _row, is_mine = ActionReminder.objects.get_or_create(action=action, about=about)
    if is_mine and why == "ownerless":
        letters.post("action_ownerless", action.pk)
    elif is_mine:
        letters.post("action_due", action.pk, why)
    return is_mine
