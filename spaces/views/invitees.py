"""Whom a targeted meeting calls: the list of its callers, changed until it begins; and what who is called is told."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.kept import filler
from spaces import access_planning
from spaces.models import Meeting, MeetingKind
from spaces.services import invitees, meeting_lists, planning
from spaces.services.invitees import INVITED
from spaces.services.memberships import Refused
from spaces.views import choosing, follow_buttons, replies


@filler("invited")
def invited(request, argument):
    """«You are invited because you follow …»; for who calls the meeting, the way to the list. It stands above the
    buttons by which one follows the meeting, and their query tells it too."""
    meeting = replies.meeting_of(request, argument)
    mine = follow_buttons.held(request, meeting)
    context = {"is_invited": INVITED in mine, "topic": mine.get(INVITED), "meeting": meeting,
               "calls": access_planning.may_plan(request.user, meeting.space)}  # fmt: skip
    return render_to_string("spaces/meetings/invited.html", context)


def find(request, pk):
    """A targeted meeting whose callers the reader is among; 404 otherwise."""
    meeting = get_object_or_404(Meeting.objects.select_related("space"), pk=pk, kind=MeetingKind.TARGETED)
    if not access_planning.may_plan(request.user, meeting.space):
        raise Http404
    return meeting


def index(request, pk):
    """Who is called, who else follows its topics, and the balance; changed by the same form as on the way there."""
    meeting = find(request, pk)
    found, why = invitees.choice(meeting), planning.closed(meeting)
    here = reverse("meeting_invitees", args=[pk])
    if request.method == "POST":
        found, act = choosing.typed(request, found, meeting.space)
        try:
            planning.settle(meeting=meeting, by=request.user, called=found.called)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            if act == "next":
                messages.success(request, _("The invitees are saved."))
        return redirect(choosing.stay(request, here))
    meeting_lists.dress([meeting])
    context = choosing.shown(request, found, meeting.space)
    context |= {"meeting": meeting, "seats": meeting.seats, "why_closed": why}
    return TemplateResponse(request, "spaces/meetings/invitees.html", context)
