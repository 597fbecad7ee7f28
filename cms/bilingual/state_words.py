"""The state of a translation in words, with how much is to do."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import dates
from cms.bilingual.models import State
from cms.typography import NB

#: How each state looks as a chip; the meaning is in the words.
LOOKS = {
    State.UP_TO_DATE: "ok", State.SOURCE_CHANGED: "warn", State.TARGET_CHANGED: "violet", State.INCOMPLETE: "info",
    State.MISSING: "",
}  # fmt: skip


def percentage(value):
    """«40 %» / “40%”."""
    return f"{value}{NB}%" if dates.is_french() else f"{value}%"


def state_words(pair):
    """«original modifié (1 passage)», «incomplète (40 %)»…"""
    if pair.state == State.SOURCE_CHANGED:
        words = ngettext("original changed (%(n)s passage)", "original changed (%(n)s passages)", pair.segments)
        return words % {"n": pair.segments}
    if pair.state == State.INCOMPLETE:
        return _("incomplete (%(percent)s)") % {"percent": percentage(pair.percent)}
    if pair.state == State.UP_TO_DATE and pair.is_unpublished:
        return _("up to date, to be published")
    return str(State(pair.state).label)


def of_page(pair, language):
    """The same, of a page in a language: of an original, its translation; of a translation, itself."""
    if pair.source == language:
        return capfirst(state_words(pair))
    return _("Translation, %(state)s") % {"state": state_words(pair)}
