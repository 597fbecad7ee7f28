"""The health of a space at its leads’ desk: figures, each of which opens the list behind it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from spaces import access
from spaces.services import health, inventory, memberships
from spaces.views.desk import run, show

#: figure -> (view of its list, query, what is counted, how it is counted), in the order they are shown.
FIGURES = {
    "members": (
        "desk_members",
        "",
        ngettext_lazy("member today", "members today"),
        _("Everybody who is in the space."),
    ),
    "active": (
        "desk_members",
        "?active=1",
        ngettext_lazy("member active in the last 30 days", "members active in the last 30 days"),
        _("They opened the site at least once; only the day of the last visit is kept."),
    ),
    "leads": ("desk_members", "?role=lead", ngettext_lazy("lead today", "leads today"), _("A space has two at least.")),
    "requests": (
        "desk_requests",
        "",
        ngettext_lazy("request without an answer", "requests without an answer"),
        _("Those who asked to join and are waiting."),
    ),
    "unanswered": (
        "desk_pages",
        f"?state={inventory.UNANSWERED}",
        ngettext_lazy("question unanswered", "questions unanswered"),
        _("Live, without an answer yet in the first language."),
    ),
    "late": (
        "desk_life",
        "?late=1",
        ngettext_lazy("late deliverable", "late deliverables"),
        _("Their due date has passed and they are not handed in."),
    ),
    "behind": (
        "desk_pages",
        f"?state={inventory.BEHIND}",
        ngettext_lazy("page behind in a language", "pages behind in a language"),
        _("Live in one language only, or live in both with an original published again after its translation."),
    ),
    "old": (
        "desk_pages",
        f"?state={inventory.OLD}",
        ngettext_lazy("page untouched for a year", "pages untouched for a year"),
        _("Practices and the page of the space, live, that nobody has changed in either language."),
    ),
}
DUE = {"requests", "unanswered", "late", "behind"}  # what waits for somebody as soon as there is one


def index(request, code):
    space = run(request, code)
    counted = health.figures(space, reads=access.can_enter(request.user, space))
    figures = [figure(space, name, counted[name]) for name in FIGURES if name in counted]
    return show(request, "health", space, "health", figures=figures)


def figure(space, name, number):
    """One figure as the page shows it. Of an archived space, nothing waits for anybody."""
    view, query, counted, how = FIGURES[name]
    is_due = number < memberships.LEADS_AT_LEAST if name == "leads" else number > 0 and name in DUE
    address = reverse(view, args=[space.code]) + query
    return {"number": number, "address": address, "words": counted % number, "how": how,
            "is_due": is_due and not space.archived_at}  # fmt: skip
