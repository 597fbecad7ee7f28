"""Wagtail's permission policies, with two rules more: no right reaches into a space its holder may not read, and none
changes what an archived space keeps.

Rights come from groups (spaces/services/provision.py). Those an administrator gives on the root reach every space:
these policies leave the closed ones out wherever the admin lists or asks.
"""

from functools import wraps

from django.utils.functional import cached_property
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from spaces import access, access_kept
from spaces.access_grants import HOME, Grants, is_ordinary
from spaces.models import CommunityRole, Membership, Space

#: What Wagtail asks before anything of a page or below it is changed.
CHANGES = (
    "can_add_subpage", "can_edit", "can_delete", "can_unpublish", "can_publish", "can_submit_for_moderation",
    "can_lock", "can_unlock", "can_unschedule", "can_publish_subpage", "can_reorder_children", "can_move",
    "can_move_to",
)  # fmt: skip
WRITING = {"add", "change", "delete"}


class SpacePagePolicy(Grants):
    """Pages, outside closed spaces."""

    def instances_user_has_any_permission_for(self, user, actions):
        return access.within_reach(user, super().instances_user_has_any_permission_for(user, actions))

    def explorable_instances(self, user):
        return access.within_reach(user, super().explorable_instances(user))

    def user_has_any_permission_for_instance(self, user, actions, instance):
        held = super().user_has_any_permission_for_instance(user, actions, instance)
        return held and access.is_within_reach(user, instance) and not access_kept.is_kept(user, instance)


class SpacePageTester(PagePermissionTester):
    """What one may do to a page in hand; Wagtail's own asks the tree, and rights on a home stop at the spaces."""

    def __init__(self, user, page):
        super().__init__(user, page)
        if user.is_active and not user.is_superuser:
            self.permissions = self.permission_policy.rights_on(user, page)

    @cached_property
    def is_kept(self):
        return access_kept.is_kept(self.user, self.page)

    def is_a_door(self):
        """The home of a language stays, and the page of a space: spaces are archived or removed on the site, which
        keeps a way back."""
        return self.page.depth == HOME or (self.page.depth == HOME + 1 and not is_ordinary(self.page))

    def may_withdraw(self):
        """Take from readers what they have: for those who run the space, not for translators who may publish there."""
        return self.user.is_superuser or "lock" in self.permissions or self.permission_policy.reaches_spaces(self.user)

    def can_unpublish(self):
        return super().can_unpublish() and not self.is_a_door() and self.may_withdraw()

    def can_delete(self, ignore_bulk=False):
        """What others read stays, and so does what a translator did not write."""
        if not super().can_delete(ignore_bulk) or self.is_a_door():
            return False
        return self.may_withdraw() or ("add" in self.permissions and not self.page.live)

    def can_move_to(self, destination):
        return not self.keeps(destination) and super().can_move_to(destination)

    def can_copy_to(self, destination, recursive=False):
        return not self.keeps(destination) and super().can_copy_to(destination, recursive)

    def keeps(self, destination):
        """Nothing comes into an archived space; Wagtail asks no more of an administrator."""
        return access_kept.refuse(access_kept.is_kept(self.user, destination))

    def can_publish_subpage(self):
        """Below a home too, where the home itself stays as it is to those who publish ordinary pages."""
        if self.page.depth != HOME or self.user.is_superuser:
            return super().can_publish_subpage()
        rights = self.permission_policy.get_cached_permissions_for_user(self.user)
        publishes = [right for right in rights if right.permission.codename == "publish_page"]
        return self.can_add_subpage() and any(self.page.path.startswith(right.page.path) for right in publishes)


def unless_kept(asked):
    """A question about changing a page, whose answer is no where everything is kept to be read."""

    @wraps(asked)
    def answer(self, *args, **kwargs):
        return not access_kept.refuse(self.is_kept) and asked(self, *args, **kwargs)

    return answer


for _name in CHANGES:
    setattr(SpacePageTester, _name, unless_kept(getattr(SpacePageTester, _name)))


def permissions_for_user(page, user):
    return SpacePageTester(user, page)


class SpaceFilePolicy(CollectionOwnershipPermissionPolicy):
    """Pictures and files, outside the collections of closed spaces."""

    def _check_perm(self, user, actions, collection=None):
        held = super()._check_perm(user, actions, collection)
        if not held or collection is None or not self.reaches(user, collection):
            return held and collection is None
        return not (WRITING & set(actions) and access_kept.refuse(access_kept.is_collection_kept(collection)))

    def _collections_with_perm(self, user, actions):
        return access.collections_within_reach(user, super()._collections_with_perm(user, actions))

    def collections_user_has_any_permission_for(self, user, actions):
        found = access.collections_within_reach(user, super().collections_user_has_any_permission_for(user, actions))
        return access_kept.collections_not_kept(found) if set(actions) <= WRITING else found

    def instances_user_has_any_permission_for(self, user, actions):
        found = super().instances_user_has_any_permission_for(user, actions)
        return access.files_within_reach(user, found)

    def reaches(self, user, collection):
        return access.collections_within_reach(user, Collection.objects.filter(pk=collection.pk)).exists()


class Lasting(ModelPermissionPolicy):
    """Rows that stay when what they tell is over: the admin does to them what is named here and no more."""

    def __init__(self, model, actions):
        super().__init__(model)
        self.actions = actions

    def user_has_permission(self, user, action):
        return action in self.actions and super().user_has_permission(user, action)


def register():
    """Put them in the place of Wagtail's own; called when the application is ready."""
    register_permission_policy(Page, SpacePagePolicy())
    Page.permissions_for_user = permissions_for_user  # a class of its own would be read again for each row
    register_permission_policy(Membership, Lasting(Membership, {"view"}))
    register_permission_policy(Space, Lasting(Space, {"view", "change"}))  # set up and removed on the site
    register_permission_policy(CommunityRole, Lasting(CommunityRole, {"view", "add", "change"}))
    register_permission_policy(
        get_image_model(),
        SpaceFilePolicy(get_image_model(), auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"),
        exact_class=True,
    )
    register_permission_policy(
        get_document_model(),
        SpaceFilePolicy(get_document_model(), auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user"),
        exact_class=True,
    )
