"""Words of other packages that our catalogs say better.

wagtail-localize calls a language « région », says « synchroniser » of two things that are not alike, and writes dates
in English; allauth says « e-mail »; some of Wagtail's words are not translated at all. Its French is said anew in
locale/fr, its English in locale/en, which holds nothing else.
"""

from django.utils.translation import gettext, gettext_noop
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

OVERRIDDEN = [
    gettext_noop("Locale"),
    gettext_noop("Locales"),
    gettext_noop("locale"),
    gettext_noop("Locale: "),
    gettext_noop("Switch locales"),
    gettext_noop("Available in %(translations_total)s locales"),
    gettext_noop("{} locales"),
    gettext_noop("Any"),
    gettext_noop("Translated with {tool_name} on {date}"),
    gettext_noop("Translated manually on {date}"),
    gettext_noop("Machine translated on {date}"),
    gettext_noop("Sync translated pages"),
    gettext_noop("Why would I sync my page?"),
    gettext_noop(
        "Changes are not automatically applied between translated pages. Syncing will add new content for translation "
        "and remove deleted content."
    ),
    gettext_noop("The last sync date was %(last_sync_date)s. You are about to sync the following:"),
    gettext_noop("Update existing translations"),
    gettext_noop("Translation has been stopped."),
    gettext_noop("Published '{object}' in {locale}."),
    gettext_noop("Published '{object}' in {locale} with missing translations - see below."),
    gettext_noop("The page '{page_title}' was successfully submitted for translation into {locales}"),
    gettext_noop(
        "The data model for '{model_name}' has been changed since the last translation sync. If any new fields have "
        "been added recently, these may not be visible until the next translation sync."
    ),
    # Wagtail
    gettext_noop("Editing %(page_type)s"),
    gettext_noop("Current page status:"),
    gettext_noop("Status: "),
    gettext_noop("Locking status"),
    gettext_noop("Workflows"),
    gettext_noop("Workflow"),
    gettext_noop("Workflow tasks"),
    gettext_noop("Cancel workflow "),
    gettext_noop("Restart workflow "),
    gettext_noop("%(label)s and Publish"),
    gettext_noop("Your pages and snippets in a workflow"),
    gettext_noop("Publishing this page will cancel the current workflow."),
    gettext_noop("Workflow history"),
    gettext_noop("Site history"),
    gettext_noop("The page title as you'd like it to be seen by the public"),
    gettext_noop("Which cells should be displayed as headers?"),
    gettext_noop(
        "Pages created here will not be accessible at any URL. To add pages to an existing site, create them as "
        "children of the homepage."
    ),
    # allauth
    gettext_noop("The email address is not assigned to any user account."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("This account is currently inactive."),
    gettext_noop("Please type your current password."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("The password reset token was invalid."),
    gettext_noop("Incorrect password."),
]

#: Those of the translation editor, which its own script looks up.
IN_SCRIPTS = [
    gettext_noop("Publish in "),
    gettext_noop("Translate with "),
    gettext_noop("Stop Synced translation"),
    gettext_noop("Stopping Synced translation"),
    gettext_noop("Download PO file and input translations offline"),
    gettext_noop("Uses %s version"),
    gettext_noop("Revert to %s version"),
]

#: Those that Wagtail's own scripts look up.
IN_DESK = [gettext_noop("(%(number)s new items in this menu)")]


class EditorWords(JavaScriptCatalog):
    """The catalog of the translation editor, with our words where we say them better."""

    packages = ["wagtail_localize"]
    words = IN_SCRIPTS

    def get(self, request, *args, **kwargs):
        return get_localized_response(super().get, request, *args, **kwargs)  # in the language of the desk

    def get_catalog(self):
        ours = {words: gettext(words) for words in self.words}
        return {**super().get_catalog(), **{words: said for words, said in ours.items() if said != words}}


class DeskWords(EditorWords):
    """The catalog of Wagtail's own scripts."""

    packages = ["wagtail.admin"]
    words = IN_DESK
