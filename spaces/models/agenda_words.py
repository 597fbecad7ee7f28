"""What the agendas of two pages edited by hand do not say alike though it is no word, in words: same_in_both."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ITEMS = 3  # named in one paragraph


def unlike(found):
    """In one paragraph, what cms/bilingual/same.py found."""
    if isinstance(found, dict):
        said = _("The agenda has not the same number of items on both pages: %(fr)d in French, %(en)d in English.")
        return said % found
    names = {"minutes": _("duration"), "kind": _("kind"), "topic": _("topic"), "person": _("member who leads it"),
             "order": _("place")}  # fmt: skip
    said = _("Item %(number)d of the agenda is not the same on both pages (%(facts)s).")
    lines = [
        said % {"number": number, "facts": ", ".join(names.get(name, name) for name in facts)}
        for number, facts in found[:ITEMS]
    ]
    if others := len(found[ITEMS:]):
        words = ngettext("Neither is %(count)d other.", "Neither are %(count)d others.", others)
        lines.append(words % {"count": others})
    return " ".join([*lines, _("Make it the same on both, then publish.")])
