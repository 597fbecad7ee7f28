"""The first thing on the first page of the editors' desk: what one may begin here, and where one's work waits."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.bilingual.addresses import code_of
from spaces import access_pairs
from spaces.models import SpacePage
from spaces.services import translation_queue

MOST = 6  # spaces named here; the others are found by «Pages»


@dataclass
class Place:
    """A space one may write in, with the ways to begin: (language, address)."""

    name: str
    ways: list


class StartPanel(Component):
    order = 10
    template_name = "spaces/panels/start.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        found = places(user)
        return {"places": found[:MOST], "more": len(found) > MOST, "waiting": waiting(user)}


def places(user):
    """The spaces whose pages this user may add to. One query."""
    mine = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "add")
    pages = SpacePage.objects.filter(pk__in=mine.values("pk"), space__removed_at=None, space__archived_at=None)
    found: dict = {}
    for page in pages.select_related("space").order_by("space__position", "space__code", "-locale__language_code"):
        place = found.setdefault(page.space_id, Place(page.space.name, []))
        words = _("In French") if code_of(page.locale_id) == "fr" else _("In English")
        place.ways.append((words, reverse("wagtailadmin_pages:add_subpage", args=[page.pk])))
    return list(found.values())


def waiting(user):
    """The translations that wait for those who translate, in words; empty for the others."""
    if not access_pairs.may_translate_somewhere(user):
        return ""
    count = translation_queue.for_me(user).count()
    said = ngettext("Translation that waits for you: %(count)d", "Translations that wait for you: %(count)d", count)
    return said % {"count": count}
