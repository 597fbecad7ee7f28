"""Meetings in calendars: a month on the site, the file of one meeting, and the feed of all by a key in its address."""

import hashlib
import zoneinfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cms import icalendar, versions
from cms.bilingual.addresses import slug_words
from cms.bilingual.twins import reading_language
from cms.models import CommunitySettings
from spaces import access
from spaces.services import calendars, months, reading
from spaces.views.feeds import opened_by
from spaces.views.meetings import NARROWED, narrowing


@require_safe
def month(request):
    """The meetings of a month, as a table."""
    first = months.asked(request.GET.get("month", ""))
    begins, ends = months.bounds(first)
    narrowed = narrowing(request)
    pages = reading.meeting_pages(request.user, reading_language()[1]).filter(**narrowed["wanted"])
    pages = pages.filter(meeting__starts_at__gte=begins, meeting__starts_at__lt=ends)
    found = list(pages.order_by("meeting__starts_at", "pk"))
    context = narrowed | {
        "section": "meetings",
        "first": first,
        "weeks": months.weeks(first, found),
        "week_days": months.week_days(first),
        "is_empty": not found,
        "before": turned(request, months.beside(first, -1)),
        "after": turned(request, months.beside(first, 1)),
        "now": turned(request, None),
    }
    return TemplateResponse(request, "spaces/calendar/month.html", context)


def turned(request, first):
    """{first day, address} of another month, narrowed alike; of today's without one."""
    asked = {"month": first and f"{first:%Y-%m}", **{name: request.GET.get(name) for name in NARROWED}}
    query = urlencode({name: value for name, value in asked.items() if value})
    return {"first": first, "url": reverse("meetings_month") + (f"?{query}" if query else "")}


@require_safe
def one(request, key):
    """The file of a meeting, for the calendar of whoever may read it."""
    page = reading.meeting_pages(request.user, reading_language()[1]).filter(translation_key=key).first()
    if page is None:
        raise Http404
    response = HttpResponse(calendars.one(page, community_of(request)), content_type=icalendar.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slug_words(page.title)}.ics"'
    return response


@login_not_required  # whoever has the key is its owner
@require_safe
def feed(request, token):
    """All meetings the owner of the key may read, or that nothing has changed since: found without reading them."""
    user = opened_by(token).user
    with timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        response = HttpResponse(content_type=icalendar.CONTENT_TYPE)
        response["Cache-Control"] = "private"
        response["ETag"] = tag(request, user)
        unchanged = get_conditional_response(request, etag=response["ETag"], response=response)
        if unchanged is response:
            response.write(calendars.feed(user, community_of(request)))
        return unchanged


def tag(request, user):
    """What a calendar is made of: content, the spaces its reader may enter, the day on their clock, its address.

    No day of last change goes with it: who has lost a right must not be told that nothing is newer.
    """
    parts = (versions.current(request), access.space_key(user), calendars.today(), request.path)
    return f'"{hashlib.blake2b(repr(parts).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()}"'


def community_of(request):
    return versions.under(request, "names", CommunitySettings.load, frame=True)
