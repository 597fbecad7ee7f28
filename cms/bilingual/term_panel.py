"""The panel of a page's form that lists what the term base advises on its saved draft."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from cms.bilingual.proofreading import remarks_on


class TermsPanel(Panel):
    """There only when there is something to look at; it holds no field and refuses nothing."""

    clean_name = "terms_to_look_at"  # the same in either language

    def __init__(self, **kwargs):
        super().__init__(**{"heading": _("Terms to look at"), "icon": "glasses", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "bilingual/terms_panel.html"

        @cached_property
        def remarks(self):
            if not self.instance.pk:
                return []
            return [remark for remark in remarks_on(self.instance) if not remark.dismissed]

        def is_shown(self):
            return bool(self.remarks)

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "remarks": self.remarks, "page": self.instance}
