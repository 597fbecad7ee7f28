"""What a duty for the whole community opens in the editors' admin: one group a duty, derived from its days.

Administrators keep accounts, duties, settings, names and ordinary pages. No right of theirs is on a space: they read
what any member reads (spaces/access.py), and run every desk as the others who oversee do.
"""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from spaces.access_grants import HOME
from spaces.models import Duty, SpaceGroup
from spaces.services.group_rights import permissions, settle_rows

KEEP = ("view", "add", "change")
#: duty -> app -> what its holders may do. They delete nothing: what goes along with an account or a topic is in spaces
#: they may not read.
SITE = {
    Duty.ADMINISTRATOR: {
        "wagtailadmin": ["access_admin"],
        "wagtail_localize": ["submit_translation"],
        "cms": ["change_communitysettings", *(f"{act}_user" for act in KEEP)],
        "spaces": [
            *(f"{act}_{name}" for name in ("communityrole", "profile", "topic", "jurisdiction") for act in KEEP),
            "view_space",
            "change_space",
        ],
    }
}
#: The same of the homes and the ordinary pages below them, and of files; those of closed spaces are left out.
PAGES = {"wagtailcore": ["add_page", "change_page", "publish_page"]}
#: A right on the library reaches the files of every space below it, and whoever may change a file may delete it.
FILES = {"wagtailimages": ["choose_image"], "wagtaildocs": ["choose_document"]}


@transaction.atomic
def provision():
    """Make what is missing and take away what is too much. Returns [what was wrong], in English, for logs."""
    wrong = []
    groups = ensure_groups(wrong)
    pages, files = permissions(PAGES).values(), permissions(FILES).values()
    homes = Page.objects.filter(depth=HOME).values_list("pk", flat=True)
    library = Collection.get_first_root_node()
    on_pages = {(group.pk, home, right.pk) for group in groups.values() for home in homes for right in pages}
    on_files = {(group.pk, library.pk, right.pk) for group in groups.values() for right in files}
    settle_rows(GroupPagePermission, "page", groups, on_pages, wrong, "rights of duties on pages")
    settle_rows(GroupCollectionPermission, "collection", groups, on_files, wrong, "rights of duties on files")
    return wrong


def ensure_groups(wrong):
    """{duty: group}, each with its rights on the site."""
    found = {row.role: row.group for row in SpaceGroup.objects.filter(space=None).select_related("group")}
    for duty, wanted in SITE.items():
        if duty not in found:
            wrong.append(f"no group for the duty of {duty}")
            found[duty] = Group.objects.get_or_create(name=f"duty · {duty}")[0]
            SpaceGroup.objects.create(role=duty, group=found[duty])
        rights = {right.pk for right in permissions(wanted).values()}
        if rights != set(found[duty].permissions.values_list("pk", flat=True)):
            wrong.append(f"rights of the duty of {duty}")
            found[duty].permissions.set(rights)
    return found


def lacking():
    """How many duties have no group, or one without rights on the homes; one query."""
    held = SpaceGroup.objects.filter(space=None, role__in=SITE, group__page_permissions__page__depth=HOME)
    return len(SITE) - held.distinct().count()
