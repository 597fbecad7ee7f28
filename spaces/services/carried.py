"""What an agenda takes over from before: the actions still open, and what was decided last time."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms import dates
from spaces.services import actions


def carried(meeting, language):
    """{"actions": HTML, "decisions": HTML} for the agenda of a meeting, in one language; what is empty stays out."""
    running, decisions = actions.carried(meeting)
    with override(language):
        said = {
            "actions": paragraphs(as_carried(action, language) for action in running),
            "decisions": paragraphs(getattr(decision, f"said_{language}") for decision in decisions),
        }
    return {part: words for part, words in said.items() if words}


def paragraphs(lines):
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line))


def as_carried(action, language):
    """An action with its owner and its day, as far as it has them."""
    owner = str(action.owner or "") or (action.jurisdiction.name_in(language) if action.jurisdiction else "")
    told = [owner or action.owner_name]
    if action.due_on:
        told.append(_("by %(day)s") % {"day": dates.day(action.due_on)})
    about = ", ".join(filter(None, told))
    words = getattr(action, f"said_{language}")
    return format_html("{} ({})", words, about) if about else words
