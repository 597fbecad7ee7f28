"""Agendas: printed by all who read the meeting."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone

from spaces.views import replies


def printable(request, pk):
    """The agenda on a sheet or two, in the language of the reader when the meeting has a page in it."""
    meeting, page = replies.find(request, pk)
    if page is None:
        raise Http404
    page.meeting = meeting
    is_own = meeting.time_zone == timezone.get_current_timezone_name()
    clock = "" if is_own else meeting.time_zone
    context = {"meeting": meeting, "page": page, "section": "meetings", "clock": clock}
    return TemplateResponse(request, "spaces/meetings/agenda.html", context)
