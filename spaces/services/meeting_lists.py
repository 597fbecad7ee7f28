"""Meetings as those who call them see them: those being prepared, and those of one series."""

import zoneinfo

from django.db.models import Q
from django.utils import timezone

from cms.bilingual.twins import reading_language
from spaces import access, access_planning
from spaces.models import Meeting, MeetingPage
from spaces.services import holidays, series_own, series_words
from spaces.services.reading import preferred

PREPARING = 30  # shown


def preparing(user):
    """[Meeting] to come that nobody has read yet, in the spaces this user plans meetings in, each with its `page`.

    One that was withdrawn is off, and no longer prepared.
    `may_write`: they lead the space, and so find the page at the editors’ desk.
    """
    spaces = access_planning.planned_in(user)
    read = MeetingPage.objects.filter(Q(live=True) | Q(first_published_at__isnull=False)).values("meeting")
    meetings = Meeting.objects.filter(space__in=spaces, starts_at__gt=timezone.now()).exclude(pk__in=read)
    found = dress(list(meetings.select_related("space").order_by("starts_at", "pk")[:PREPARING]))
    for meeting in found:
        meeting.may_write = access.leads(user, meeting.space)
    return found


def dress(meetings):
    """Give each meeting `page`, its page in the reader’s language or the other one, and `pages` by language. One query;
    meetings without any page are left out."""
    language, found = reading_language()[0], {}
    for page in MeetingPage.objects.filter(meeting__in=meetings).select_related("locale", "latest_revision"):
        found.setdefault(page.meeting_id, {})[page.language] = page
    for meeting in meetings:
        meeting.written = found.get(meeting.pk, {})
        meeting.page = preferred(meeting.written, language)
    return [meeting for meeting in meetings if meeting.page]


def with_own(found, meetings):
    """Give each meeting of a series `own`, what it has by itself, in words; `waits`, what only waits to be published;
    `has_drafts`, whether other changes do; `holiday`, of its day; `state`, how far its pages are."""
    clock = zoneinfo.ZoneInfo(found.time_zone)
    for meeting in meetings:
        pages, day = meeting.written.values(), meeting.starts_at.astimezone(clock).date()
        at = series_own.standing(found, meeting, pages)
        meeting.own = series_words.left(at.own) if at.own and not meeting.has_begun else ""
        meeting.waits = series_words.waits(at.waits) if at.waits and not meeting.has_begun else ""
        meeting.holiday = "" if meeting.has_begun else holidays.of(day.year).get(day, "")
        drafts = [page for page in pages if page.live and page.has_unpublished_changes]
        meeting.has_drafts = bool(drafts) and not meeting.waits and not meeting.has_begun
        live = {code for code, page in meeting.written.items() if page.live}
        was_live = any(page.first_published_at for page in pages)
        meeting.state = "live" if live else "withdrawn" if was_live else "draft"
    return meetings


def beside(meeting, *, before):
    """The page one reads of the meeting before one in its series, or after it; None when there is none. One query."""
    pages = MeetingPage.objects.once_each(reading_language()[1]).open_to({meeting.space_id})
    pages = pages.filter(meeting__series=meeting.series_id)
    if before:
        return pages.filter(meeting__starts_at__lt=meeting.starts_at).order_by("-meeting__starts_at", "-pk").first()
    return pages.filter(meeting__starts_at__gt=meeting.starts_at).order_by("meeting__starts_at", "pk").first()
