"""What Wagtail's admin offers that this site does without, and what it leaves unsaid.

No page here mirrors another one (docs/decisions): neither the copy form's alias nor the tree of a language filled from
another (wagtail_localize/models.py, LocaleSynchronization, 1.14) is offered or accepted.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.pages.search import SearchView
from wagtail_localize.locales.components import LOCALE_COMPONENTS

from cms.models import BasePage


class CopyFormWithoutAlias(CopyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


def furnish():
    """Called once, when the application is ready."""
    BasePage.copy_form_class = CopyFormWithoutAlias
    LOCALE_COMPONENTS.clear()
    SearchView.verbose_name, SearchView.verbose_name_plural = _("page"), _("pages")  # it said «4 None»
