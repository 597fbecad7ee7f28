"""What the editors' admin learns from us: lasting links, and no way to an alias."""

import json

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_localize import wagtail_hooks as localize
from wagtail_localize.views.report import TranslationsReportFilterSet

from cms.links import LastingPageLink

DESTRUCTIVE = {"localize-restart-translation", "localize-convert-to-alias"}

# labels the package leaves to the names of its columns
TranslationsReportFilterSet.base_filters["source_locale"].label = _("Language of the original")
TranslationsReportFilterSet.base_filters["target_locale"].label = _("Language of the translation")


@hooks.register("register_rich_text_features", order=100)
def lasting_links(features):
    features.register_link_type(LastingPageLink)


# its buttons carry an original over, which happens by itself, and submit a page, which is asked for with a date and a
# name (spaces/wagtail_hooks.py); there is no hook to take one off
for place in ("register_page_header_buttons", "register_page_listing_more_buttons"):
    hooks._hooks[place] = [
        (made, order) for made, order in hooks._hooks.get(place, []) if made is not localize.page_listing_more_buttons
    ]


@hooks.register("construct_page_action_menu", order=1000)
def no_alias_no_restart(menu_items, request, context):
    """The two buttons of wagtail-localize that lose translated work are not offered (nor accepted: guards.py)."""
    menu_items[:] = [item for item in menu_items if getattr(item, "name", "") not in DESTRUCTIVE]


#: The menu of a table: Handsontable's name -> words.
TABLE_MENU = {
    "ContextMenu:items.insertRowAbove": _("Insert a row above"),
    "ContextMenu:items.insertRowBelow": _("Insert a row below"),
    "ContextMenu:items.insertColumnOnTheLeft": _("Insert a column on the left"),
    "ContextMenu:items.insertColumnOnTheRight": _("Insert a column on the right"),
    "ContextMenu:items.removeRow": _("Remove the row"),
    "ContextMenu:items.removeColumn": _("Remove the column"),
    "ContextMenu:items.undo": _("Undo"),
    "ContextMenu:items.redo": _("Redo"),
}


@hooks.register("construct_help_menu")
def no_news_of_the_software(request, menu_items):
    """What is new in Wagtail is for those who run the site; besides, its label stays in the first language asked."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith("whats-new-in-wagtail")]


@hooks.register("insert_editor_js")
def words_of_tables():
    words = json.dumps({name: str(said) for name, said in TABLE_MENU.items()})
    return format_html('<script src="{}" data-words="{}"></script>', static("cms/js/tables.js"), words)


@hooks.register("insert_editor_js")
def words_of_the_translation_editor():
    """Its script says two things in English to everyone; ours puts the words of the editor's language there."""
    return format_html(
        '<script src="{}" data-fr="{}" data-en="{}" data-more="{}"></script>',
        static("cms/js/translation.js"),
        gettext("Translation from French to English"),
        gettext("Translation from English to French"),
        gettext("More actions"),
    )
