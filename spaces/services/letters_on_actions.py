"""Mail about actions: to their owners as the day comes, to the leads when nobody owns one any more."""

from spaces import access
from spaces.models import today
from spaces.services import action_reminders, letters
from spaces.services.reading import preferred


def found(pk):
    """(the action, {language: live page of its meeting}) while it is to be done and is read; (None, {}) otherwise."""
    action = action_reminders.running().filter(pk=pk).first()
    return action, {page.language: page for page in action.meeting.pages.filter(live=True)} if action else {}


def action_due(pk, why):
    """To its owner, while it is to be done, is still theirs, and its day has not moved."""
    action, pages = found(pk)
    if action and action_reminders.occasion(action, today()) == why and access.can_see(action.owner, action.meeting):
        yield "action_due", action.owner, action.meeting.space, said(action, pages, action.owner) | {"why": why}


def action_ownerless(pk):
    """To the leads, or to the co-chairs and their support when there is none, as long as nobody owns it."""
    action, pages = found(pk)
    if action is None or not action_reminders.is_ownerless(action):
        return
    for reader, _leads in letters.readers(action.meeting.space):
        if access.can_see(reader, action.meeting):
            told = {"owner": str(action.owner) if action.owner_id else ""}
            yield "action_ownerless", reader, action.meeting.space, said(action, pages, reader) | told


def said(action, pages, reader):
    """What a letter says of an action, in its reader's language where it has words in it."""
    language = reader.language if action.words_in(reader.language) else {"fr": "en", "en": "fr"}[reader.language]
    page = preferred(pages, reader.language)
    return {
        "action": action, "words": action.words_in(language), "words_language": language, "page": page,
        "due": letters.spoken(action.due_on, reader) if action.due_on else "",
    }  # fmt: skip


letters.KINDS |= {kind.__name__: kind for kind in (action_due, action_ownerless)}
