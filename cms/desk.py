"""What Wagtail's admin offers that this site does without, and what it leaves unsaid.

No page here mirrors another one (docs/decisions/0007): the tree of a language is never filled from another
(wagtail_localize/models.py, LocaleSynchronization, 1.14), so that is neither offered nor accepted.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import choosers
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail_localize.locales.components import LOCALE_COMPONENTS

#: The fields of links that Wagtail names in English only, by their own names.
LINKS = {
    choosers.ExternalLinkChooserForm: {"url": _("Address"), "link_text": _("Link text")},
    choosers.AnchorLinkChooserForm: {"link_text": _("Link text")},
    choosers.EmailLinkChooserForm: {
        "email_address": _("Email address"),
        "link_text": _("Link text"),
        "subject": pgettext_lazy("of a message", "Subject"),
        "body": _("Text"),
    },
    choosers.PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": _("Link text")},
}


def furnish():
    """Called once, when the application is ready."""
    LOCALE_COMPONENTS.clear()
    ChooserViewSet.search_tab_label = _("Search")  # theirs is said once and for all when the module is read
    for form, labels in LINKS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    SearchView.verbose_name, SearchView.verbose_name_plural = _("page"), _("pages")  # it said «4 None»
