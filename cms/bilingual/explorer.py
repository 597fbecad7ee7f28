"""The lists of pages of the editors' admin say how the other language of each stands."""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet

from cms.bilingual.addresses import code_of
from cms.bilingual.models import Pair
from cms.bilingual.state_words import of_page


class OtherLanguage(Column):
    """One query for all the rows of a table."""

    def get_cell_context_data(self, instance, parent_context):
        table = parent_context["table"]
        if not hasattr(table, "pairs"):
            table.pairs = Pair.objects.in_bulk({page.translation_key for page in table.data})
        instance.pair = table.pairs.get(instance.translation_key)
        return super().get_cell_context_data(instance, parent_context)

    def get_value(self, instance):
        return of_page(instance.pair, code_of(instance.locale_id)) if instance.pair else ""


class PagesInTwoLanguages(PageViewSet):
    """Every list of pages, with one column more."""

    columns = [
        found
        for column in ExplorableIndexView.base_columns
        for found in (
            [OtherLanguage("other_language", label=gettext_lazy("Other language"), width="14%"), column]
            if column.name == "status"
            else [column]
        )
    ]
