"""Who keeps the record of a meeting, and who reads what of it.

Whoever may read a meeting reads what adopted minutes say. What is not adopted yet is for those who keep the record, and
each action for its owner besides. A meeting that is withdrawn takes its record along.
"""

from django.db.models import Exists, OuterRef, Q

from cms.models import User
from spaces import access
from spaces.models import Action, Duty, MeetingPage, Membership, SpaceKind, today
from spaces.models.terms import running

KEEPERS = access.CHAIRING
CHAIRS = KEEPERS - {Duty.SUPPORT}


def has_duty(user, duties):
    return bool(duties & set(access.standing(user).get(None, ())))


def works_on(user, space, duties):
    """Whether this user leads a space that is not archived; for that of the whole community, has one of the duties."""
    if not access.is_member(user) or space.archived_at or not access.can_enter(user, space):
        return False
    return access.leads(user, space) or (space.kind == SpaceKind.COMMUNITY and has_duty(user, duties))


def may_record(user, meeting):
    """May this user keep the record of a meeting: decisions, actions, notes, attendance, the draft of its minutes?"""
    return works_on(user, meeting.space, KEEPERS)


def may_adopt(user, meeting):
    """May this user put down that minutes are adopted? The leads; of the whole community, the co-chairs."""
    return works_on(user, meeting.space, CHAIRS)


def recorded(user):
    """The condition on rows of a record that this user is one of those who keep it."""
    kept = Q(meeting__space__in=access.led_by(user))
    if has_duty(user, KEEPERS):
        kept |= Q(meeting__space__kind=SpaceKind.COMMUNITY)
    return kept & Q(meeting__space__archived_at=None, meeting__space__in=access.space_ids(user))


def open_to(user, rows):
    """The rows of a queryset of decisions, actions or notes that this user may read."""
    if not access.is_member(user):
        return rows.none()
    live = MeetingPage.objects.filter(meeting=OuterRef("meeting"), live=True)
    mine = Q(owner=user, removed_at=None) if rows.model is Action else Q(pk__in=[])
    shown = Q(adopted_in__isnull=False) | mine | (recorded(user) & Q(removed_at=None))
    return rows.filter(Exists(live), shown, meeting__space__in=access.space_ids(user))


def may_move(user, action):
    """May this user say how far an action is? Its owner, and those who keep the record of its meeting."""
    space = action.meeting.space
    if action.removed_at or space.archived_at or not access.can_enter(user, space):
        return False
    return action.owner_id == user.pk or may_record(user, action.meeting)


def moved_by(user):
    """The condition on actions that this user says how far they are: may_move, of many."""
    there = Q(meeting__space__archived_at=None, meeting__space__in=access.space_ids(user))
    return Q(removed_at=None) & there & (Q(owner=user) | recorded(user))


def with_reader(actions):
    """Actions with `has_reader`: whether the person who owns them may still read the meeting (access.readers)."""
    member = Membership.objects.filter(running(today()), user=OuterRef("owner"), space=OuterRef("meeting__space"))
    entitled = Q(meeting__space__is_open=True) | Q(owner__is_superuser=True) | Exists(member)
    return actions.annotate(has_reader=Exists(User.objects.filter(pk=OuterRef("owner"), is_active=True)) & entitled)
