"""What groups let their members do in the tree of pages: the part of spaces/access.py that is about Wagtail's rights.

Wagtail lets a right reach everything below the page it is held on. Here a right on the home of a language stops at the
spaces: it lets ordinary pages be added there and worked on, and the home itself be changed by those who hold it by a
duty. A right on the root, given by an administrator, reaches every page; where one may read is asked besides
(spaces/services/policies.py).
"""

from functools import reduce
from operator import or_

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from spaces.models import CommunityRole, Membership, SpacePage

#: Rights that lead one to a page in the explorer.
EXPLORED = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})
HOME = 2  # depth in the tree of the home of a language; ordinary pages and spaces stand right below


def counts(right, page):
    """Whether a right held somewhere in the tree holds for a page."""
    if not page.path.startswith(right.page.path):
        return False
    if right.page.depth != HOME:
        return True
    return reaches_home(right) if page.depth == HOME else is_ordinary(page)


def reaches_home(right):
    """Whether a right on a home is one on the home itself: whoever runs ordinary pages only adds below it."""
    return right.permission.codename == "add_page" or is_of_a_duty(right.group)


def is_of_a_duty(group):
    """Whether a group stands for a duty. No query: rights come with what their group stands for."""
    return hasattr(group, "space_role") and group.space_role.space_id is None


#: The same of rows of rights.
OF_A_DUTY = Q(group__space_role__isnull=False, group__space_role__space=None)


def standing_today(user):
    """Rows of rights, without those of roles and duties that are not this user's today: their groups are settled when
    one enters the admin, and every hour; a right that is over is so at once, on the site too."""
    role = OuterRef("group__space_role__role")
    here = Membership.objects.current().filter(user=user, role=role, space=OuterRef("group__space_role__space"))
    duty = CommunityRole.objects.current().filter(user=user, duty=role)
    return Q(group__space_role=None) | Exists(here) | (OF_A_DUTY & Exists(duty))


def is_ordinary(page):
    """Whether a page stands right below a home and is not that of a space. No query."""
    return page.depth == HOME + 1 and page.content_type_id != of_spaces().pk


def of_spaces():
    return ContentType.objects.get_for_model(SpacePage)


def reach(right):
    """The same for rows: the pages a right holds for."""
    place = right.page.path
    if right.page.depth != HOME:
        return Q(path__startswith=place)
    ordinary = Q(path__startswith=place, depth=HOME + 1) & ~Q(content_type=of_spaces())
    return ordinary | Q(path=place) if reaches_home(right) else ordinary


class Grants(PagePermissionPolicy):
    """Wagtail's policy, with rights on a home that stop at the spaces, and none that is over."""

    def get_all_permissions_for_user(self, user):
        rights = super().get_all_permissions_for_user(user).filter(standing_today(user))
        return rights.select_related("page", "permission", "group__space_role")

    def rights_on(self, user, page):
        """{"add", "change", …}: what this user's groups let them do to a page. One query a user, none a page."""
        return {
            right.permission.codename.rsplit("_", maxsplit=1)[0]
            for right in self.get_cached_permissions_for_user(user)
            if counts(right, page)
        }

    def reaches_spaces(self, user):
        """Whether some right of this user is on the root: it reaches the homes and the pages of spaces themselves."""
        rights = self.get_cached_permissions_for_user(user)
        return user.is_superuser or any(right.page.depth < HOME for right in rights)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        decided = self._base_user_has_permission(user)
        if decided is not None:
            return decided
        held = self.rights_on(user, instance)
        if "add" in held and instance.owner_id == user.pk:
            held.add("change")  # one may edit what one has written
        return bool(held & set(actions))

    def instances_user_has_any_permission_for(self, user, actions):
        decided = self._base_queryset_for_user(user)
        if decided is not None:
            return decided
        return self.model._default_manager.filter(self.reached(user, actions))

    def reached(self, user, actions):
        """The same as a condition. Rights are held by the dozen on a page: where they reach is asked once."""
        found, codenames = {}, self._get_permission_codenames(actions)
        for right in self.get_cached_permissions_for_user(user):
            place = right.page_id, right.page.depth == HOME and reaches_home(right)
            if right.permission.codename in codenames:
                found[place, "any"] = reach(right)
            elif right.permission.codename == "add_page" and "change" in actions:
                found[place, "own"] = reach(right) & Q(owner=user)
        reaching = [where for (place, which), where in found.items() if which == "any" or (place, "any") not in found]
        return reduce(or_, reaching, Q(pk__in=[]))

    def explorable_instances(self, user):
        """Pages to work on and what is above them, from the nearest that stands over all. One question: Wagtail's own
        joins one for each right."""
        decided = self._base_queryset_for_user(user)
        if decided is not None:
            return decided
        places = {right.page.path for right in self.get_cached_permissions_for_user(user)}
        above = [{path[:end] for end in range(Page.steplen, len(path), Page.steplen)} for path in places]
        over_all = sorted(set.intersection(*above)) if above else []
        to_them = Q(path__in=set().union(*above).difference(over_all[:-1]))
        return self.model._default_manager.filter(self.reached(user, EXPLORED) | to_them)

    def users_with_any_permission_for_instance(self, actions, instance, include_superusers=True):
        above = [page.pk for page in instance.get_ancestors(inclusive=True) if page.depth != HOME]
        reaching = Q(page__in=above)
        home = Q(page__path=instance.path[: HOME * instance.steplen])
        if instance.depth == HOME:
            reaching |= home & (Q(permission__codename="add_page") | OF_A_DUTY)
        elif is_ordinary(instance):
            reaching |= home
        rights = GroupPagePermission.objects.filter(reaching)
        holders = rights.filter(permission__codename__in=self._get_permission_codenames(actions))
        found = Q(groups__in=holders.values("group"))
        if "change" in actions:
            adders = rights.filter(permission__codename="add_page")
            found |= Q(groups__in=adders.values("group"), pk=instance.owner_id)
        if include_superusers:
            found |= Q(is_superuser=True)
        return get_user_model()._default_manager.filter(found, is_active=True).distinct()
