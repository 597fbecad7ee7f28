"""Meetings: those to come, those held, and the page of one."""

from django.template.response import TemplateResponse
from django.utils import timezone

from cms.bilingual.twins import language_state, reading_language
from cms.rendered import body_of
from spaces import access
from spaces.services import clocks, reading
from spaces.views import replies
from spaces.views.shown import show

PAST_SHOWN = 50


def index(request):
    _language, locale_id = reading_language()
    pages = reading.meeting_pages(request.user, locale_id)
    now = timezone.now()
    context = {
        "section": "meetings",
        "coming": pages.filter(meeting__ends_at__gte=now).order_by("meeting__starts_at"),
        "past": pages.filter(meeting__ends_at__lt=now).order_by("-meeting__starts_at")[:PAST_SHOWN],
    }
    return TemplateResponse(request, "spaces/meetings/index.html", context)


def page(request, meeting_page):
    """One meeting. The Teams address is only for those the meeting is open to."""
    meeting = replies.known(request, meeting_page.meeting)
    context = {
        "meeting": meeting,
        "section": "meetings",
        "state": language_state(meeting_page),
        "body": body_of(meeting_page),
        "zones": clocks.across_the_country(meeting.starts_at),
        "teams_url": meeting.teams_url if access.can_enter(request.user, meeting.space) else "",
    }
    until = None if meeting.is_past else meeting.ends_at  # then it is a meeting held, without the Teams address
    return show(request, meeting_page, context, gate=meeting.space_id, until=until)
