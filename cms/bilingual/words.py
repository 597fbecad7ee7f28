"""Words of other packages that our catalogs say better.

wagtail-localize calls a language « région » and writes dates in English; allauth says « e-mail »; some of Wagtail's
words are not translated at all.
"""

from django.utils.translation import gettext, gettext_noop
from django.views.i18n import JavaScriptCatalog

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
    # allauth
    gettext_noop("The email address and/or password you specified are not correct."),
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
]


class EditorWords(JavaScriptCatalog):
    """The catalog of the translation editor, with our words where we say them better."""

    packages = ["wagtail_localize"]

    def get_catalog(self):
        ours = {words: gettext(words) for words in IN_SCRIPTS}
        return {**super().get_catalog(), **{words: said for words, said in ours.items() if said != words}}
