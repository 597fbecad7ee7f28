"""The pages of a space at its leads’ desk: how far each is in both languages, and where it is worked on."""

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from spaces.services import inventory
from spaces.views.desk import PAGE, enter, show

#: What may be added below a page of the space: {language: {page type: words}}.
ADDED = {
    "fr": {
        "articlepage": _("Practice article in French"), "meetingpage": _("Meeting in French"),
        "announcementpage": _("Announcement in French"),
    },
    "en": {
        "articlepage": _("Practice article in English"), "meetingpage": _("Meeting in English"),
        "announcementpage": _("Announcement in English"),
    },
}  # fmt: skip


def index(request, code):
    """The list under the filters of the address; an unknown filter is none."""
    space = enter(request, code)
    kind, state = (request.GET.get(name, "") for name in ("kind", "state"))
    asked = {
        "kind": kind if kind in inventory.PageKind.values else "",
        "state": state if state in dict(inventory.STATES) else "",
    }
    found = Paginator(inventory.concepts(space, **asked), PAGE).get_page(request.GET.get("page"))
    parents = inventory.tops(space)
    return show(request, "pages", space, "pages", found=found, asked=asked, kinds=inventory.PageKind.choices,
                rows=inventory.rows(space, request.user, [one["translation_key"] for one in found], parents),
                states=inventory.STATES, added=added(inventory.to_fill(space, request.user, parents)))  # fmt: skip


def added(parents):
    """[(page type, parent, words)] of the links to add a page."""
    return [(model, page, words) for page in parents for model, words in ADDED[page.language].items()]
