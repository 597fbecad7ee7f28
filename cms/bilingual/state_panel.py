"""The panel of a page's form that says how its other language stands, in the words of the lists of pages."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from cms.bilingual.addresses import code_of
from cms.bilingual.models import Pair
from cms.bilingual.state_words import of_page


class StatePanel(Panel):
    """There once the page was saved; it holds no field."""

    clean_name = "other_language"  # the same in either language

    def __init__(self, **kwargs):
        super().__init__(**{"heading": gettext_lazy("Other language"), "icon": "site", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "bilingual/state_panel.html"

        @cached_property
        def pair(self):
            rows = Pair.objects.select_related("fr_page", "en_page")
            return rows.filter(pk=self.instance.translation_key).first() if self.instance.pk else None

        def is_shown(self):
            return self.pair is not None

        @property
        def way(self):
            """(words, address): to the translators’ desk for whoever translates it, else to the report."""
            user, page = self.request.user, self.pair.target_page
            if page and page.permissions_for_user(user).can_edit():
                return _("Open in the translators’ desk"), reverse("translation", args=[self.pair.pk])
            if page is None and user.has_perm("wagtail_localize.submit_translation"):
                return _("Have it translated"), reverse("translation_ask", args=[self.instance.pk])
            return _("State of translations"), reverse("translation_status")

        def get_context_data(self, parent_context=None):
            label, address = self.way
            said = of_page(self.pair, code_of(self.instance.locale_id))
            return {**super().get_context_data(parent_context), "said": said, "label": label, "address": address}
