"""Who reads how translations stand, and of which pages: the part of spaces/access.py that is about the report."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce, Substr

from spaces.access import GRANTED, TWIG, is_member, oversees, space_ids, standing
from spaces.access_grants import HOME
from spaces.models import Role, SpacePage

ROOT = 1  # depth in the tree: a right held there reaches every page
#: Roles whose holders work on the pages of a space.
WORK = frozenset(Role) - {Role.MEMBER}


@dataclass(frozen=True)
class Scope:
    """What somebody follows: spaces, those whose drafts are theirs to see, and whether what is outside of spaces."""

    spaces: frozenset
    worked: frozenset
    is_whole: bool = False
    works_outside: bool = False

    def shows(self, is_live, space_id):
        """Whether the title of a page may be read: it is live, or stands where one works on drafts."""
        return is_live or (self.works_outside if space_id is None else space_id in self.worked)


def scope(user):
    """The Scope of whoever works on pages or looks after all spaces; None for anybody else.

    A role in a space opens the report on that space, a right on a home that on the ordinary pages. Those who oversee
    the community, and those who edit for all of it, follow every space they may read; the drafts of a space where they
    have no role stay closed to the first.
    """
    if not is_member(user):
        return None
    worked = frozenset(pk for pk, roles in standing(user).items() if pk and roles & WORK)
    depths = {ROOT} if user.is_superuser else rights_above(user)
    outside = bool(depths)
    if ROOT in depths:
        return Scope(space_ids(user), space_ids(user), is_whole=True, works_outside=True)
    if oversees(user):
        return Scope(space_ids(user), worked, is_whole=True, works_outside=outside)
    return Scope(worked, worked, works_outside=outside) if worked or outside else None


def rights_above(user):
    """The depths above the spaces where this user holds rights: the root, for every page; a home, for ordinary ones."""
    if not getattr(user, "is_editor", True):
        return set()
    return {right.page.depth for right in GRANTED.get_cached_permissions_for_user(user)} & {ROOT, HOME}


def followed(scope, pairs):
    """The pairs of pages a scope holds, with `place`: the path of the page of the space they stand in.

    Both pages count: a pair that is half in a space out of reach is not there.
    """
    places = {page: Substr(f"{page}__path", 1, TWIG) for page in ("fr_page", "en_page")}
    pairs = pairs.annotate(place=Coalesce(*places.values())).exclude(place=None)
    for page, place in places.items():
        pairs = pairs.alias(**{f"{page}_place": place}).filter(Q(**{page: None}) | inside(scope, f"{page}_place"))
    is_live = Q(fr_page__live=True) | Q(en_page__live=True)
    if scope.works_outside and scope.worked == scope.spaces:
        return pairs
    works = Q(place__in=SpacePage.objects.filter(space__in=scope.worked).values("path"))
    if scope.works_outside:
        works |= ~Q(place__in=SpacePage.objects.values("path"))
    return pairs.filter(is_live | works)


def inside(scope, place):
    found = Q(**{f"{place}__in": SpacePage.objects.filter(space__in=scope.spaces).values("path")})
    if scope.is_whole or scope.works_outside:
        found |= ~Q(**{f"{place}__in": SpacePage.objects.values("path")})
    return found
