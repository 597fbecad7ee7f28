"""The notice of a meeting, for those who send it: whom it reaches, the button, and who has answered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.kept import filler
from spaces import access_calls
from spaces.services import call_log, calling
from spaces.services import replies as reply_counts
from spaces.services.memberships import Refused
from spaces.views import replies

PAGE = 50
NAMES = 30  # of those whom it does not reach by mail


def enter(request, pk):
    """(the meeting, its page or None); 404 for who may not call people to it."""
    meeting, page = replies.find(request, pk)
    if not access_calls.may_call(request.user, meeting):
        raise Http404
    return meeting, page


def notice(request, pk):
    """Look at whom it goes to, then send it: once to each. Sent again, it goes to those who came since."""
    meeting, page = enter(request, pk)
    if request.method == "POST":
        try:
            calling.send(meeting=meeting, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The notice of meeting is on its way."))
        return redirect("meeting_notice", pk)
    key, only = calling.key_of(meeting), request.GET.get("show", "")
    only = only if only in {call_log.UNANSWERED, call_log.UNREACHED} else ""
    figures = reply_counts.tally(meeting, request.user, key=key).called if key else None
    found = Paginator(call_log.people(meeting, key, only), PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting, "page": page, "obstacle": calling.obstacle(meeting),
        "audience": calling.audience(meeting, key), "figures": figures, "found": found,
        "only": only, "calls": call_log.sent(meeting)[:PAGE], "reminded": call_log.reminded(key), "names": NAMES,
        "section": "meetings",
    }  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/notice.html", context)


@filler("notice")
def card(request, argument):
    """How the notice of a meeting stands, for those who send it; nothing for others."""
    meeting, tally = replies.told(request, argument)
    if tally.called is None:
        return ""
    context = {"meeting": meeting, "figures": tally.called}
    return render_to_string("spaces/meetings/notice_card.html", context)
