"""Where somebody may read, what they hold today and the groups of that: queries of every request, put together once."""

from datetime import date
from functools import cache

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from cms.models import User
from cms.prepared import Prepared
from spaces.models import CommunityRole, Membership, Space, SpaceGroup, terms


def held(user_id, day, readable) -> QuerySet:
    """(id of a space, role in it), (None, duty) and (id of a space among those readable by anybody, nothing)."""
    mine = Membership.objects.current(day).filter(user=user_id, space__removed_at=None).values_list("space_id", "role")
    nowhere = Cast(Value(None), BigIntegerField())
    duties = CommunityRole.objects.current(day).filter(user=user_id).values_list(nowhere, "duty")
    return mine.union(duties, readable.order_by().values_list("pk", Value("")), all=True)


def held_by_all(user_id, day) -> QuerySet:
    """Of a user who is not an administrator: they read the open spaces, and their own."""
    return held(user_id, day, Space.objects.filter(removed_at=None, is_open=True))


def held_by_administrators(user_id, day) -> QuerySet:
    return held(user_id, day, Space.objects.filter(removed_at=None))


ALL, ADMINISTRATORS = Prepared(held_by_all, int, date), Prepared(held_by_administrators, int, date)


def rows(user) -> list[tuple]:
    return (ADMINISTRATORS if user.is_superuser else ALL).rows(user.pk, terms.today())


@cache
def groups_of(spaces: int, duties: int) -> Prepared:
    """The groups of roles in so many spaces and of so many duties, and those the user is in."""

    def asked(user_id, *held) -> QuerySet:
        inside = User.groups.through.objects.filter(user_id=user_id, group_id=OuterRef("group_id"))
        theirs = Q(space_id__in=held[:spaces]) | Q(space=None, role__in=held[spaces:]) | Q(inside=True)
        found = SpaceGroup.objects.annotate(inside=Exists(inside)).filter(theirs)
        return found.values_list("group_id", "space_id", "role", "space__archived_at", "inside")

    return Prepared(asked, int, *[int] * spaces, *[str] * duties)


def groups(user, roles: set) -> list[tuple]:
    """(id of a group, of its space, its role, since when that space is archived, whether the user is in it)."""
    spaces, duties = {pk for pk, _role in roles if pk}, {role for pk, role in roles if pk is None}
    return groups_of(len(spaces), len(duties)).rows(user.pk, *spaces, *duties)
