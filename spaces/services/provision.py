"""What a space needs in the editors' admin: groups, rights on its pages, files of its own, a workflow a language.

All of it is derived: from the space, its two pages and today's roles. Everything here may run again at any time and
puts right what is missing or too much (`manage.py sync_spaces`; source of the recipe: Wagtail's permission model,
where a right attaches to one page of one language).
"""

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import User
from spaces import access, access_held
from spaces.access_grants import HOME
from spaces.models import CommunityRole, Membership, Role, Space, SpaceGroup, SpaceKind, SpacePage
from spaces.services import offices
from spaces.services.group_rights import permissions, settle_rows

WRITE = frozenset({"add_page", "change_page"})
REVISE = frozenset({"change_page", "publish_page"})
RUN = WRITE | {"publish_page", "bulk_delete_page", "lock_page", "unlock_page"}
#: role -> language of the page -> what it may do there. A translator works on the side translated into.
PAGES = {
    Role.EDITOR: {"fr": WRITE, "en": WRITE},
    Role.TO_FRENCH: {"fr": REVISE, "en": frozenset()},
    Role.TO_ENGLISH: {"fr": frozenset(), "en": REVISE},
    Role.LEAD: {"fr": RUN, "en": RUN},
}
FILES = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}
ADMIN = {"wagtailadmin": ("access_admin",), "wagtail_localize": ("submit_translation",)}
TO = {"fr": Role.TO_FRENCH, "en": Role.TO_ENGLISH}


@transaction.atomic
def provision(space):
    """Make what the space lacks and take away what it has too much. Returns [what was wrong], in English, for logs."""
    wrong = []
    groups = ensure_groups(space, wrong)
    ensure_collection(space, groups, wrong)
    pages = SpacePage.objects.filter(space=space).select_related("locale")
    for page in pages:
        ensure_page(page, space, groups, wrong)
    ensure_homes(space, groups, wrong)
    return wrong


def ensure_page(page, space, groups, wrong):
    """The rights on one of its pages, with their approval."""
    ensure_rights(page, groups, wrong)
    ensure_workflow(page, space, groups, wrong)


def group_name(space, role):
    """Groups are listed to administrators only; the code and the role say which one it is."""
    return f"{space.code} · {role}"


def ensure_groups(space, wrong):
    """{role: group}, one for each role that works in the admin."""
    found = {row.role: row.group for row in SpaceGroup.objects.filter(space=space).select_related("group")}
    for role, group in found.items():
        if group.name != group_name(space, role):
            group.name = group_name(space, role)
            group.save(update_fields=["name"])
    if lacking := [role for role in PAGES if role not in found]:
        found |= make_groups(space, lacking, wrong)
    held = Group.permissions.through.objects.filter(group__in=found.values()).count()
    if held != len(found) * sum(map(len, ADMIN.values())):
        wrong.append(f"rights of the groups of {space.code}")
        for group in found.values():
            group.permissions.set(permissions(ADMIN).values())
    return found


def make_groups(space, roles, wrong):
    """The groups of some roles, which let in to the admin."""
    names = {group_name(space, role): role for role in roles}
    wrong.extend(f"no group for {name}" for name in names)
    Group.objects.bulk_create((Group(name=name) for name in names), ignore_conflicts=True)
    groups = {names[group.name]: group for group in Group.objects.filter(name__in=names)}
    for role, group in groups.items():
        SpaceGroup.objects.create(space=space, role=role, group=group)
    right, entrance = Group.permissions.through, permissions(ADMIN).values()
    right.objects.bulk_create(
        (right(group=group, permission=one) for group in groups.values() for one in entrance), ignore_conflicts=True
    )
    return groups


def ensure_collection(space, groups, wrong):
    """The space's own files: its editors and leads add to them, whoever works on its pages may choose from them."""
    if space.collection_id is None:
        wrong.append(f"no files for {space.code}")
        space.collection = Collection.get_first_root_node().add_child(name=space.both_names)
        Space.objects.filter(pk=space.pk).update(collection=space.collection)
    elif space.collection.name != space.both_names:
        space.collection.name = space.both_names
        space.collection.save(update_fields=["name"])
    by_name = permissions(FILES)
    wanted = set()
    for role, group in groups.items():
        chooses_only = role in TO.values()
        for name, permission in by_name.items():
            if name.startswith("choose") or not chooses_only:
                wanted.add((group.pk, space.collection_id, permission.pk))
    library = Collection.get_first_root_node()  # pictures and files for all may be chosen by all who edit
    wanted |= {(group.pk, library.pk, by_name[n].pk) for group in groups.values() for n in by_name if "choose" in n}
    settle_rows(GroupCollectionPermission, "collection", groups, wanted, wrong, f"rights on the files of {space.code}")


def ensure_rights(page, groups, wrong):
    """What each role may do below one page of the space."""
    codes = {name for rights in PAGES.values() for names in rights.values() for name in names}
    by_name = permissions({"wagtailcore": codes})
    wanted = {
        (groups[role].pk, page.pk, by_name[name].pk)
        for role, rights in PAGES.items()
        for name in rights[page.locale.language_code]
    }
    mine = SpacePage.objects.filter(space_id=page.space_id, locale=page.locale)
    settle_rows(GroupPagePermission, "page", groups, wanted, wrong, f"rights on page {page.pk}", among=mine)


def ensure_homes(space, groups, wrong):
    """Who works for the whole community writes its ordinary pages, that stand right below the homes, with the approval
    of its own pages. No right on a home reaches into a space (spaces/access_grants.py)."""
    homes = Page.objects.filter(depth=HOME).select_related("locale")
    links = WorkflowPage.objects.filter(page__in=SpacePage.objects.filter(space=space), page__depth=HOME + 1)
    flows = dict(links.values_list("page__locale_id", "workflow_id"))
    is_for_all, wanted = space.kind == SpaceKind.COMMUNITY, set()
    by_name = permissions({"wagtailcore": RUN}) if is_for_all else {}
    for home in homes if is_for_all else ():
        for role, rights in PAGES.items():
            names = rights[home.locale.language_code] - {"bulk_delete_page"}
            wanted |= {(groups[role].pk, home.pk, by_name[name].pk) for name in names}
        if home.locale_id in flows and not WorkflowPage.objects.filter(page=home).exists():
            wrong.append(f"no workflow on page {home.pk}")
            WorkflowPage.objects.create(page=home, workflow_id=flows[home.locale_id])
    if not is_for_all:
        WorkflowPage.objects.filter(page__depth=HOME, workflow__in=flows.values()).delete()
    settle_rows(GroupPagePermission, "page", groups, wanted, wrong, f"rights of {space.code} on the homes", among=homes)


def ensure_workflow(page, space, groups, wrong):
    """One approval a language, by the leads and by those who translate into it: all of them may publish there."""
    code = page.locale.language_code
    name = f"{space.both_names} ({code.upper()})"  # read by editors of either language, in menus and mail
    link = WorkflowPage.objects.filter(page_id=page.pk).select_related("workflow").first()
    if link is None:
        wrong.append(f"no workflow on page {page.pk}")
        link = WorkflowPage.objects.create(page_id=page.pk, workflow=Workflow.objects.create(name=name))
    elif places(link.workflow).count() > 1:
        return  # an administrator chose one that serves several places
    elif link.workflow.name != name:
        link.workflow.name = name
        link.workflow.save(update_fields=["name"])
    step = WorkflowTask.objects.filter(workflow=link.workflow).select_related("task").first()
    if step is None:
        task = GroupApprovalTask.objects.create(name=name)
        WorkflowTask.objects.create(workflow=link.workflow, task=task, sort_order=0)
    else:
        task = step.task.specific
        if task.name != name:
            task.name = name
            task.save(update_fields=["name"])
    approvers = {groups[Role.LEAD].pk, groups[TO[code]].pk}
    if set(task.groups.values_list("pk", flat=True)) != approvers:
        task.groups.set(approvers)


def places(workflow):
    """Where a workflow serves; the home it may share with the space of the whole community is left out."""
    return WorkflowPage.objects.filter(workflow=workflow).exclude(page__depth=HOME)


def withdraw(space):
    """Take away, before a space is deleted for good, what `provision` made for it, with the files it held."""
    Group.objects.filter(space_role__space=space).delete()
    for link in WorkflowPage.objects.filter(page__in=SpacePage.objects.filter(space=space)).select_related("workflow"):
        if places(link.workflow).count() == 1:
            for step in WorkflowTask.objects.filter(workflow=link.workflow).select_related("task"):
                step.task.delete()
            link.workflow.delete()
    if space.collection:
        for model in (get_image_model(), get_document_model()):
            model.objects.filter(collection=space.collection).delete()
        space.collection.delete()


def settle(user):
    """Put the user in the groups of today's roles and duties, in no other group of a space or a duty. One query when
    all is right."""
    if not user.is_authenticated or user.is_superuser:
        return False
    roles = {(space_id, role) for space_id, held in access.standing(user).items() for role in held}
    add, remove = [], []
    for group, space_id, role, archived_at, inside in access_held.groups(user, roles):
        holds = (space_id, role) in roles and user.is_active and not archived_at
        if holds != bool(inside):
            (add if holds else remove).append(group)
    if add or remove:
        user.groups.add(*add)
        user.groups.remove(*remove)
        for name in ("_page_permission_cache", "_collection_permission_cache", "_explorable_root_page_cache",
                     "_perm_cache", "_group_perm_cache", "_user_perm_cache"):  # fmt: skip
            user.__dict__.pop(name, None)
        user.is_editor = user.has_perm("wagtailadmin.access_admin")  # as the sign-in backend notes it
    return bool(add or remove)


def settle_all():
    """Everybody who has a role or a duty, or still stands in a group of one. Returns how many were put right."""
    held = Membership.objects.current().exclude(role=Role.MEMBER).values("user")
    duties = CommunityRole.objects.current().filter(duty__in=offices.SITE).values("user")
    inside = User.groups.through.objects.filter(group__space_role__isnull=False).values("user_id")
    return sum(settle(user) for user in User.objects.filter(Q(pk__in=held) | Q(pk__in=duties) | Q(pk__in=inside)))


def health():
    """«ok», or how many spaces lack a page, a group, a folder or a workflow, with duties that lack their group.
    `sync_spaces --check` says which."""
    roles = Count("groups", distinct=True)
    at_home = GroupPagePermission.objects.filter(group__space_role__space=OuterRef("pk"), page__depth=HOME)
    lacking = Space.objects.filter(removed_at=None).annotate(roles=roles, at_home=Exists(at_home))
    absent = Q(kind=SpaceKind.COMMUNITY, at_home=False)
    lacking = lacking.filter(~Q(roles=len(PAGES)) | Q(collection=None) | absent).count()
    live = Count("pages", filter=Q(pages__live=True))
    lacking += Space.objects.filter(removed_at=None).annotate(live=live).filter(live__lt=len(TO)).count()
    lacking += SpacePage.objects.filter(space__removed_at=None, workflowpage=None).count() + offices.lacking()
    return "ok" if not lacking else f"{lacking} to put right: manage.py sync_spaces"


def catch_up(**kwargs):
    """After an upgrade: duties and spaces from before there were groups get theirs. A few queries when all is right."""
    if health() != "ok":
        offices.provision()
        for space in Space.objects.filter(removed_at=None).select_related("collection"):
            provision(space)


def listen():
    """Spaces and their pages bring along what they need; whoever gets or loses a role changes groups at once."""
    post_save.connect(_space_saved, sender=Space, dispatch_uid="provision space")
    post_save.connect(_page_saved, sender=SpacePage, dispatch_uid="provision page")
    for signal in (post_save, post_delete):
        signal.connect(_role_changed, sender=Membership, dispatch_uid=f"settle {id(signal)}")
        signal.connect(_role_changed, sender=CommunityRole, dispatch_uid=f"settle duty {id(signal)}")


def _space_saved(instance, raw, update_fields=None, **kwargs):
    if not raw and update_fields is None:
        provision(instance)


def _page_saved(instance, created, raw, **kwargs):
    if created and not raw:
        with transaction.atomic():
            space, wrong = instance.space, []
            groups = ensure_groups(space, wrong)
            ensure_page(instance, space, groups, wrong)
            if space.kind == SpaceKind.COMMUNITY:  # of others, no page gives rights on the homes
                ensure_homes(space, groups, wrong)


def _role_changed(instance, **kwargs):
    access.forget(instance.user)
    settle(instance.user)
