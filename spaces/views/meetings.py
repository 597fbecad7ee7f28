"""Meetings: those to come, those held, and the page of one."""

from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode

from cms.bilingual.twins import language_state, reading_language
from cms.rendered import body_of
from spaces import access, access_meetings, access_planning
from spaces.models import Meeting, MeetingPage, Space, in_order
from spaces.services import agenda_lines, clocks, pointers, reading
from spaces.services.minutes import adopted
from spaces.views import minutes, replies
from spaces.views.shown import show

PAST_SHOWN = 50
NARROWED = ("space", "topic")


def index(request):
    narrowed = narrowing(request)
    pages = reading.meeting_pages(request.user, reading_language()[1]).filter(**narrowed["wanted"])
    now = timezone.now()
    context = narrowed | {
        "section": "meetings",
        "may_plan": access_planning.plans_somewhere(request.user),
        "coming": pages.filter(meeting__ends_at__gte=now).order_by("meeting__starts_at"),
        "past": pages.filter(meeting__ends_at__lt=now).order_by("-meeting__starts_at")[:PAST_SHOWN],
    }
    return TemplateResponse(request, "spaces/meetings/index.html", context)


def narrowing(request):
    """What the form above the lists and the month offers, and what was asked; what is unknown simply finds nothing."""
    codes = {name: request.GET.get(name, "").replace("\x00", "")[:60] for name in NARROWED}
    live = MeetingPage.objects.filter(live=True, meeting__space__in=access.space_ids(request.user))
    asked = {name: code for name, code in codes.items() if code}
    wanted = {"meeting__space__code": asked["space"]} if "space" in asked else {}
    if "topic" in asked:
        wanted["meeting__in"] = Meeting.objects.about(asked["topic"])
    return {
        "asked": asked,
        "spaces": in_order(Space.objects.filter(pk__in=live.values("meeting__space"))),
        "topics": in_order(reading.topics_of(live)),
        "wanted": wanted,
        "query": f"?{urlencode(asked)}" if asked else "",
        "sees_needs": access_meetings.supports(request.user),
    }


def page(request, meeting_page):
    """One meeting. The Teams address is only for those the meeting is open to."""
    meeting = replies.known(request, meeting_page.meeting)
    pointed = pointers.gather(meeting_page)
    context = {
        "meeting": meeting,
        "section": "meetings",
        "state": language_state(meeting_page),
        "body": body_of(meeting_page),
        "lines": agenda_lines.read(meeting_page),
        "topics": in_order(meeting_page.rows_of("topics")) if request.is_preview else pointed.topics,
        "talks": pointed.talks,
        "zones": clocks.across_the_country(meeting.starts_at),
        **adopted_minutes(meeting, meeting_page),
        "teams_url": meeting.teams_url if access.can_enter(request.user, meeting.space) else "",
    }
    until = None if meeting.is_past else meeting.ends_at  # then it is a meeting held, without the Teams address
    return show(request, meeting_page, context, gate=meeting.space_id, until=until)


def adopted_minutes(meeting, meeting_page):
    """The adopted minutes in the language of the page, the newest first; nothing of a meeting that is not over."""
    versions = list(adopted(meeting)) if meeting.pk and meeting.is_past else []
    if not versions:
        return {}
    said = versions[0].snapshot[meeting_page.language]
    body = minutes.body(said, meeting_page.language, with_names=False, is_newest=True)
    return {"versions": versions, "minutes": body}
