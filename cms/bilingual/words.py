"""Words of other packages that our catalogs say better.

wagtail-localize calls a language « région », says « synchroniser » of two things that are not alike, and writes dates
in English; allauth says « e-mail »; some of Wagtail's words are not translated at all. Its French is said anew in
locale/fr, its English in locale/en, which holds nothing else.
"""

from django.utils.translation import gettext, gettext_noop, ngettext_lazy
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

OVERRIDDEN = [
    gettext_noop("Go to Wagtail admin"),
    gettext_noop("Locale"),
    gettext_noop("Locales"),
    gettext_noop("locale"),
    gettext_noop("Locale: "),
    gettext_noop("Switch locales"),
    gettext_noop("Available in %(translations_total)s locales"),
    gettext_noop("{} locales"),
    gettext_noop("Any"),
    gettext_noop("(Private %(object)s)"),
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
    gettext_noop("Which cells should be displayed as headers?"),
    gettext_noop(
        "Pages created here will not be accessible at any URL. To add pages to an existing site, create them as "
        "children of the homepage."
    ),
    # Wagtail's lists and forms of facts: an agreement with a name of either gender is written around
    gettext_noop("Add %(model_name)s"),
    gettext_noop("Add %(label)s"),
    gettext_noop("New: %(model_name)s"),
    gettext_noop("Create a new %(model_name)s"),
    gettext_noop("Are you sure you want to delete this %(model_name)s?"),
    gettext_noop("Are you sure you want to delete this %(snippet_type_name)s?"),
    gettext_noop("Are you sure you want to delete %(count)s %(snippet_type_name)s?"),
    gettext_noop("You don't have permission to delete this %(snippet_type_name)s"),
    gettext_noop("One or more references to this %(model_name)s prevent it from being deleted."),
    gettext_noop("No %(model_name)s match your query."),
    gettext_noop("%(model_name)s '%(object)s' updated."),
    gettext_noop("%(model_name)s '%(object)s' created."),
    gettext_noop("%(model_name)s '%(object)s' deleted."),
    gettext_noop("The %(model_name)s could not be created due to errors."),
    gettext_noop("The %(model_name)s could not be saved due to errors."),
    gettext_noop("The %(model_name)s could not be saved as it is locked"),
    gettext_noop("Anyone can edit this %(model_name)s"),
    gettext_noop("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    gettext_noop("Unlocked"),
    gettext_noop("Locked by <b>you</b> at <b>%(locking_date)s</b>"),
    gettext_noop("Locked by <b>%(locked_by)s</b> at <b>%(locking_date)s</b>"),
    gettext_noop("Locked at <b>%(locking_date)s</b>"),
    gettext_noop("Choose when this %(model_name)s should go live and/or expire"),
    gettext_noop("Are you sure you want to unpublish this %(model_name)s?"),
    gettext_noop("Are you sure you want to unpublish this page?"),
    gettext_noop("Are you sure you want to unpublish these pages?"),
    gettext_noop("Are you sure you want to publish these pages?"),
    gettext_noop("Are you sure you want to delete this page?"),
    gettext_noop("Are you sure you want to delete these pages?"),
    gettext_noop("Are you sure you want to move these pages?"),
    gettext_noop("Are you sure you want to move this page into '%(title)s'?"),
    gettext_noop("Are you sure you want to move this page and all of its children into '%(title)s'?"),
    gettext_noop("Are you sure you want to delete this collection?"),
    gettext_noop("Would you still like to publish this page?"),
    gettext_noop("Choose another"),
    # approval, and the address of a page
    gettext_noop("Submit for moderation"),
    gettext_noop('This slug is already in use within the context of its parent page "%(parent_page_title)s"'),
    gettext_noop("The slug '%(page_slug)s' is already in use within the parent page."),
    gettext_noop("The slug '%(page_slug)s' is already in use within the parent page at '%(parent_url_path)s'."),
    gettext_noop(
        "The slug '%(page_slug)s' is already in use at the selected parent page. Make sure the slug is "
        "unique and try again."
    ),
    gettext_noop("Email link"),
    gettext_noop("Add an email link"),
    gettext_noop("In Moderation"),
    gettext_noop("in moderation"),
    gettext_noop("live + in moderation"),
    gettext_noop("This page hasn't been submitted for moderation yet"),
    gettext_noop("No pages/snippets have been submitted for moderation yet"),
    gettext_noop("Page '%(page_title)s' created and submitted for moderation."),
    gettext_noop("Page '%(page_title)s' has been submitted for moderation."),
    gettext_noop("The page '%(page_title)s' is not currently awaiting moderation."),
    gettext_noop("The page '%(page_title)s' is not currently awaiting moderation in task '%(task_name)s'."),
    gettext_noop("The %(model_name)s '%(title)s' is not currently awaiting moderation."),
    gettext_noop("The %(model_name)s '%(title)s' is not currently awaiting moderation in task '%(task_name)s'."),
    gettext_noop("This %(model_name)s is currently awaiting moderation."),
    gettext_noop("Only reviewers for this task can edit the %(model_name)s."),
    gettext_noop("Reviewers can edit this %(model_name)s – lock it to prevent other reviewers from editing"),
    gettext_noop("Only reviewers can edit and approve the %(model_name)s"),
    gettext_noop("Copied for translation"),
    gettext_noop("Page/Snippet"),
    gettext_noop("Receive notification when a page is submitted for moderation"),
    # allauth
    gettext_noop("The email address is not assigned to any user account."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("This account is currently inactive."),
    gettext_noop("Please type your current password."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("The password reset token was invalid."),
    gettext_noop("Incorrect password."),
]

#: Those that count something.
COUNTED = [
    ngettext_lazy("Used %(usage_count)s time", "Used %(usage_count)s times", "usage_count"),
    ngettext_lazy(
        "This %(model_name)s is referenced %(usage_count)s time.",
        "This %(model_name)s is referenced %(usage_count)s times.",
        "usage_count",
    ),
    ngettext_lazy("Referenced %(count)s time", "Referenced %(count)s times", "count"),
    ngettext_lazy(
        "The following page cannot be moved due to duplicate slug",
        "The following pages cannot be moved due to duplicate slugs",
        "counter",
    ),
    ngettext_lazy("%(count)d %(model_name)s deleted.", "%(count)d %(model_name)s deleted.", "count"),
]

#: Those of the translation editor, which its own script looks up.
IN_SCRIPTS = [
    gettext_noop("Publish in "),
    gettext_noop("Translate with "),
    gettext_noop("Stop Synced translation"),
    gettext_noop("Stopping Synced translation"),
    gettext_noop("Download PO file and input translations offline"),
    gettext_noop("Uses %s version"),
    gettext_noop("segments translated"),
    gettext_noop("There are unsaved segments. Please save or cancel them before leaving."),
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
