"""What Wagtail's admin offers that this site does without, and what it leaves unsaid.

No page here mirrors another one (docs/decisions/0007): the tree of a language is never filled from another
(wagtail_localize/models.py, LocaleSynchronization, 1.14), so that is neither offered nor accepted.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.search import SearchView
from wagtail_localize.locales.components import LOCALE_COMPONENTS


def furnish():
    """Called once, when the application is ready."""
    LOCALE_COMPONENTS.clear()
    SearchView.verbose_name, SearchView.verbose_name_plural = _("page"), _("pages")  # it said «4 None»
