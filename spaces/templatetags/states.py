"""How far a page is in one language, in words."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from spaces.services.inventory import PageState

register = template.Library()
#: (state, is live) -> (class of the chip, words)
CHIPS = {
    (PageState.LIVE, True): ("ok", _("Live")),
    (PageState.CHANGED, True): ("info", _("Live, with changes to publish")),
    (PageState.REVIEW, True): ("violet", _("Live, with a change in review")),
    (PageState.REVIEW, False): ("violet", _("In review")),
    (PageState.SCHEDULED, True): ("info", _("Live, with a change scheduled")),
    (PageState.SCHEDULED, False): ("info", _("Scheduled")),
    (PageState.DRAFT, False): ("", _("Draft")),
    (PageState.WITHDRAWN, False): ("", _("Unpublished")),
}


@register.simple_tag
def state_chip(page):
    """The state of a page (spaces/services/inventory.py), None being one never written in this language."""
    if page is None:
        kind, words = "warn", _("Missing")
    elif page.state == PageState.WITHDRAWN and page.expired:
        kind, words = "", _("Expired")
    else:
        kind, words = CHIPS[page.state, page.live]
    return format_html('<span class="chip {}">{}</span>', kind, words)
