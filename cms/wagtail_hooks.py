"""What the editors' admin learns from us: lasting links, and no way to an alias."""

import json

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import LocaleSettingsPanel
from wagtail.admin.widgets import Button
from wagtail.forms import TaskStateCommentForm
from wagtail_localize import wagtail_hooks as localize

from cms import links
from cms.bilingual import exception_doors, gate_doors, ledger, proofreading, term_views, withdrawal_doors
from cms.bilingual.explorer import PagesInTwoLanguages
from cms.bilingual.swap import SWAPPED
from cms.bilingual.views import original

DESTRUCTIVE = {"localize-restart-translation", "localize-convert-to-alias"}


@hooks.register("register_admin_viewset")
def pages_with_their_other_language():
    return PagesInTwoLanguages()


@hooks.register("register_rich_text_features", order=100)
def lasting_links(features):
    links.register(features)


# its buttons carry an original over, which happens by itself, and submit a page, which is asked for with a date and a
# name (spaces/wagtail_hooks.py); there is no hook to take one off
for place in ("register_page_header_buttons", "register_page_listing_more_buttons"):
    hooks._hooks[place] = [
        (made, order) for made, order in hooks._hooks.get(place, []) if made is not localize.page_listing_more_buttons
    ]


@hooks.register("register_admin_urls")
def doors_of_two_languages():
    return [path("pages/<int:page_id>/original/", original, name="make_original")]


@hooks.register("register_page_header_buttons")
def make_the_other_the_original(page, user, view_name=None, next_url=None):
    """Offered on the original, to whoever may edit both pages: the view it leads to says what stands in the way.

    (The editor of a translation has no place for a button of ours.)
    """
    if not ledger.is_original(page):
        return
    pages = ledger.pages_of(page.translation_key).values()
    other = next((one for one in pages if one.pk != page.pk), None)
    if other and all(one.permissions_for_user(user).can_edit() for one in pages):
        address = reverse("make_original", args=[other.pk])
        yield Button(_("Make the translation the original"), address, icon_name="rotate", priority=70)


@hooks.register("register_log_actions")
def acts_on_languages(actions):
    actions.register_action(
        SWAPPED, _("Make it the original"), _("Made the original; the other language is its translation")
    )


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


NEWS = ("whats-new-in-wagtail", "editor-guide")


@hooks.register("construct_help_menu")
def no_news_of_the_software(request, menu_items):
    """What is new in Wagtail, and its guide in English, are for those who run the site: their labels stay in the first
    language asked, and what the guide says of slugs, aliases and privacy does not hold here (docs/editing.md does)."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(NEWS)]


@hooks.register("insert_editor_js")
def words_of_tables():
    words = json.dumps({name: str(said) for name, said in TABLE_MENU.items()})
    return format_html('<script src="{}" data-words="{}"></script>', static("cms/js/tables.js"), words)


@hooks.register("insert_editor_js")
def words_of_the_translation_editor():
    """Its script says two things in English to everyone; ours puts the words of the editor's language there."""
    return format_html(
        '<script src="{}" data-fr="{}" data-en="{}" data-more="{}" data-publishers="{}"></script>',
        static("cms/js/translation.js"),
        gettext("Translation from French to English"),
        gettext("Translation from English to French"),
        gettext("More actions"),
        gettext("What you translate is saved as you go. The translators and the leads of the space publish it."),
    )


#: On the form of whoever approves: Wagtail keeps it in the language the process started in (forms.py, 8.0).
TaskStateCommentForm.base_fields["comment"].label = _("Comment")
LocaleSettingsPanel.is_active = lambda panel: False  # one's language and clock are chosen once, on the site


@hooks.register("register_admin_urls")
def terms_of_a_page():
    return [path("terms/page/<int:page_id>/", term_views.page_terms, name="page_terms")]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def terms_to_look_at(request, page):
    """A draft saved, a page published, a workflow begun: each says what the term base advises."""
    term_views.tell(request, page.specific)


@hooks.register("before_edit_page", order=-1)
def terms_of_a_translation(request, page):
    """The editor of strings has no panel and ends in no hook: opened, and after it published, it says so itself."""
    if request.method == "GET" and proofreading.work_on(page):
        term_views.tell(request, page.specific)


hooks.register("before_publish_page", gate_doors.before_publishing)
hooks.register("after_publish_page", gate_doors.after_publishing)
hooks.register("before_edit_page", gate_doors.publish_strings, order=-2)
hooks.register("before_edit_page", gate_doors.what_waits, order=-1)
hooks.register("before_edit_page", exception_doors.what_is_excepted, order=-1)
hooks.register("before_unpublish_page", withdrawal_doors.before_unpublishing)
hooks.register("after_unpublish_page", withdrawal_doors.after_unpublishing)
hooks.register("before_delete_page", withdrawal_doors.before_deleting)
