"""Replies to a meeting: the card on its page, the form, and the list for those who may see it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms import versions
from cms.bilingual.twins import reading_language
from cms.kept import filler
from cms.sheets import table
from spaces import access, access_calls, access_meetings
from spaces.forms.replies import ReplyForm
from spaces.models import Meeting, Order
from spaces.services import replies, reply_lists
from spaces.services.memberships import Refused
from spaces.services.reading import page_of

PAGE = 50


def meeting_of(request, pk):
    """The meeting a kept page is about, kept until content changes."""
    found = Meeting.objects.select_related("space")
    return versions.under(request, f"meeting:{pk}", lambda: found.get(pk=pk))


def known(request, meeting):
    """The same meeting, kept for the holes of its page."""
    return meeting if request.is_preview else versions.under(request, f"meeting:{meeting.pk}", lambda: meeting)


def told(request, argument):
    """(the meeting, its tally for this reader), by MeetingPage.call_key: asked once for all cards of a page."""
    if not hasattr(request, "_tally"):
        pk, _colon, key = argument.partition(":")
        meeting = meeting_of(request, pk)
        key = key if access_calls.may_call(request.user, meeting) else None
        request._tally = meeting, replies.tally(meeting, request.user, key=key)
    return request._tally


@filler("reply")
def card(request, argument):
    """What one has answered, and the form to answer or to change it."""
    meeting, tally = told(request, argument)
    context = {"meeting": meeting, "tally": tally, "mine": tally.mine, "closed": replies.closed(meeting),
               "form": ReplyForm(reply=tally.mine), "csrf_token": get_token(request)}  # fmt: skip
    return render_to_string("spaces/meetings/reply_card.html", context)


@filler("attendance")
def attendance(request, argument):
    """How many come, by order of government; the way to who they are."""
    meeting, tally = told(request, argument)
    may_see = access_meetings.may_see_names(request.user, meeting)
    context = {"meeting": meeting, "tally": tally, "may_see_names": may_see}
    return render_to_string("spaces/meetings/reply_counts.html", context)


def find(request, pk):
    """(a meeting its reader may read, its page or None once it is withdrawn); 404 for one that was never announced."""
    found = access.open_to(request.user, Meeting.objects.select_related("space"))
    meeting = get_object_or_404(found.filter(pages__first_published_at__isnull=False).distinct(), pk=pk)
    return meeting, page_of(meeting, reading_language()[0])


def reply(request, pk):
    """The form on a page of its own, where what is wrong is said and what was typed stays."""
    meeting, page = find(request, pk)
    tally = replies.tally(meeting, request.user)
    asked = request.GET.get("answer", "")  # by a link of a mail, which changes nothing
    form = ReplyForm(request.POST if request.method == "POST" else None, reply=tally.mine, answer=asked)
    back = f"{page.address}#reply" if page else reverse("meetings")
    if request.method == "POST" and form.is_valid():
        try:
            mine = replies.answer(meeting=meeting, user=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said(mine))
            return redirect(back)
    context = {"meeting": meeting, "page": page, "form": form, "tally": tally, "mine": tally.mine, "back": back,
               "closed": replies.closed(meeting), "section": "meetings"}  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/reply.html", context)


def said(mine):
    """What has become of a reply."""
    if mine.is_waiting:
        return _("Your reply is saved: you are on the waiting list. You are told by mail when a seat is free.")
    return _("Your reply is saved.")


@dataclass
class Visitor:
    """What the one who asks may see of the replies."""

    sees_all: bool
    sees_needs: bool


def enter(request, pk):
    """(the meeting, what this reader may see of its replies); 404 for who may not see who comes."""
    meeting = get_object_or_404(Meeting.objects.select_related("space"), pk=pk)
    if not access_meetings.may_see_names(request.user, meeting):
        raise Http404
    sees_all = access_meetings.may_see_replies(request.user, meeting)
    if not sees_all and not meeting.pages.filter(first_published_at__isnull=False).exists():
        raise Http404  # it was never announced
    return meeting, Visitor(sees_all, access_meetings.supports(request.user))


def index(request, pk):
    """Who comes, for the members of the space; who said what, for its leads and the co-chairs’ support."""
    meeting, visitor = enter(request, pk)
    asked = looked_for(request.GET, visitor)
    rows = Paginator(reply_lists.rows(meeting, sees_all=visitor.sees_all, **asked), PAGE)
    enters = access.can_enter(request.user, meeting.space)
    page = page_of(meeting, reading_language()[0]) if enters else None
    context = {
        "meeting": meeting, "page": page, "visitor": visitor, "found": rows.get_page(request.GET.get("page")),
        "tally": replies.tally(meeting, request.user), "asked": asked, "is_filtered": any(asked.values()),
        "orders": Order.choices, "answers": reply_lists.answers(), "section": "meetings",
        "names_it": enters,
    }  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/replies.html", context)


def looked_for(query, visitor):
    """What a list of replies is narrowed by, from an address; what cannot be is left out."""
    answer, order = query.get("answer", ""), query.get("order", "")
    return {
        "answer": answer if visitor.sees_all and answer in dict(reply_lists.answers()) else "",
        "order": order if order in Order.values else "",
    }


def export(request, pk):
    """The whole list as a table, for those who see all of it; what people need, in that of the support only."""
    meeting, visitor = enter(request, pk)
    if not visitor.sees_all:
        raise Http404
    lines = reply_lists.lines(meeting, with_needs=visitor.sees_needs)
    return table(f"{_('replies')}-{meeting.starts_at.date().isoformat()}", lines)


def needs(request):
    """What people need to take part in meetings to come, for the co-chairs’ support."""
    if not access_meetings.supports(request.user):
        raise Http404
    found = Paginator(reply_lists.needs(request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "meetings": reply_lists.by_meeting(found.object_list, request.user),
        "section": "meetings",
    }
    return TemplateResponse(request, "spaces/meetings/needs.html", context)
