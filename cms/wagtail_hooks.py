"""What the editors' admin learns from us: lasting links, and no way to an alias."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_localize.views.report import TranslationsReportFilterSet

from cms.links import LastingPageLink

DESTRUCTIVE = {"localize-restart-translation", "localize-convert-to-alias"}

# labels the package leaves to the names of its columns
TranslationsReportFilterSet.base_filters["source_locale"].label = _("Language of the original")
TranslationsReportFilterSet.base_filters["target_locale"].label = _("Language of the translation")


@hooks.register("register_rich_text_features", order=100)
def lasting_links(features):
    features.register_link_type(LastingPageLink)


@hooks.register("construct_page_action_menu", order=1000)
def no_alias_no_restart(menu_items, request, context):
    """The two buttons of wagtail-localize that lose translated work are not offered (nor accepted: guards.py)."""
    menu_items[:] = [item for item in menu_items if getattr(item, "name", "") not in DESTRUCTIVE]
