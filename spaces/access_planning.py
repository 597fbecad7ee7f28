"""Who plans meetings: makes them, says who is invited, makes and changes a series. The part of access.py about it.

The leads of a space call its meetings; those of the whole community, the co-chairs and their support besides. What is
asked here adds no query to the rights of the reader.
"""

from spaces import access
from spaces.models import Space, SpaceKind


def may_plan(user, space):
    """May this user call a meeting in the space? Not once it is archived or removed."""
    if space.archived_at or space.removed_at or not access.can_enter(user, space):
        return False
    return access.leads(user, space) or (space.kind == SpaceKind.COMMUNITY and access.chairs(user))


def planned_in(user):
    """The spaces `may_plan` would let this user call a meeting in."""
    if not access.is_member(user):
        return Space.objects.none()
    found = Space.objects.filter(pk__in=access.led_by(user))
    if access.chairs(user):
        found |= Space.objects.filter(kind=SpaceKind.COMMUNITY)
    return found.filter(pk__in=access.space_ids(user), archived_at=None, removed_at=None)


def plans_somewhere(user):
    """Whether this user may call meetings in some space, archived or not: without a query of its own."""
    return access.is_member(user) and bool(access.led_by(user) or access.chairs(user))
