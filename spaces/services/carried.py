"""What an agenda takes over from before: the actions still open, and what was decided last time.

Only what adopted minutes hold: an agenda is read by all who may read the meeting, as they are.
"""

from django.db.models import F
from django.utils import translation
from django.utils.html import format_html_join

from cms import dates
from spaces.models import RUNNING, Action, Decision
from spaces.services.minutes_words import owner_of


def carried(meeting, language):
    """{"actions": HTML, "decisions": HTML} for the agenda of a meeting, in one language; what is empty stays out."""
    earlier = type(meeting).objects.filter(space=meeting.space_id, kind=meeting.kind, starts_at__lt=meeting.starts_at)
    found = {"actions": actions(earlier, language), "decisions": decisions(earlier, language)}
    return {part: str(html) for part, html in found.items() if html}


def actions(meetings, language):
    """Those still open of the earlier meetings of the same space and kind, the soonest first, with owner and day."""
    rows = Action.objects.adopted().filter(meeting__in=meetings, state__in=RUNNING)
    rows = rows.select_related("owner", "jurisdiction").order_by(F("due_on").asc(nulls_last=True), "pk")
    with translation.override(language):
        told = [(row, [owner_of(row, language), dates.day(row.due_on) if row.due_on else ""]) for row in rows]
    return paragraphs((getattr(row, f"said_{language}"), more) for row, more in told)


def decisions(meetings, language):
    """Those of the last of them that decided anything."""
    last = meetings.filter(decisions__adopted_in__isnull=False).order_by("-starts_at").first()
    rows = Decision.objects.adopted().filter(meeting=last).order_by("position", "pk") if last else ()
    return paragraphs((getattr(row, f"said_{language}"), ()) for row in rows)


def paragraphs(lines):
    """[(words, [what is said of them])] as the description of an item holds them: paragraphs, no lists."""
    said = ((f"{words} ({', '.join(more)})" if (more := [*filter(None, about)]) else words,) for words, about in lines)
    return format_html_join("", "<p>{}</p>", said)
