"""Agendas: built by leads out of a template and of proposed topics; printed by all; their templates."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.bilingual.twins import reading_language
from cms.kept import filler
from spaces import access, access_pairs, access_proposals
from spaces.forms.proposals import LineFormSet, lines_of
from spaces.models import Meeting, MeetingKind, Part
from spaces.services import agenda_drafts, agenda_lines, agenda_templates, placements, proposals, reading
from spaces.services.memberships import Refused
from spaces.views import desk, replies


@filler("build")
def way(request, argument):
    """«Build the agenda», on the page of a meeting, for those who may."""
    meeting = replies.meeting_of(request, argument)
    if not access_proposals.may_build(request.user, meeting.space):
        return ""
    return render_to_string("spaces/meetings/build_way.html", {"meeting": meeting})


def printable(request, pk):
    """The agenda on a sheet or two, in the language of the reader when the meeting has a page in it."""
    meeting, page = replies.find(request, pk)
    if page is None:
        raise Http404
    page.meeting = meeting
    is_own = meeting.time_zone == timezone.get_current_timezone_name()
    clock = "" if is_own else meeting.time_zone
    context = {"meeting": meeting, "page": page, "section": "meetings", "clock": clock,
               "lines": agenda_lines.read(page)}  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/agenda.html", context)


def enter(request, pk):
    """The meeting and its draft, for those who may build its agenda; 404 for others, and for one without a page."""
    meeting = get_object_or_404(Meeting.objects.select_related("space"), pk=pk)
    if not access.can_see(request.user, meeting) or not access_proposals.may_build(request.user, meeting.space):
        raise Http404
    draft = agenda_drafts.read(meeting)
    if draft is None:
        raise Http404
    return meeting, draft


def build(request, pk):
    """Put topics on the draft of an agenda in one action: those ticked, or the first that fit; or begin it."""
    meeting, draft = enter(request, pk)
    placements.settle(meeting, by=request.user)
    rows = list(proposals.ranked(meeting.space, request.user))
    error = ""
    if request.method == "POST":
        try:
            messages.success(request, carry_out(request, draft, rows))
            return redirect("meeting_build", pk)
        except Refused as refused:
            error = str(refused)
    orders = proposals.by_order(rows)
    for row in rows:
        row.orders, row.lacks = orders.get(row.pk, []), draft.lacking(row)
        row.is_ticked = str(row.pk) in request.POST.getlist("pick")
        row.typed = request.POST.get(f"title-{row.pk}", "")
    lines, spoken = draft.lines_in(reading_language()[0])
    context = {
        "meeting": meeting, "draft": draft, "lines": lines, "spoken": spoken, "rows": rows, "error": error,
        "why_not": agenda_drafts.why_not(draft), "overrun": meeting.overrun(draft.minutes), "section": "meetings",
        "template": agenda_templates.lines_of(meeting.space, meeting.kind), "TOPICS": Part.TOPICS,
        "after": request.POST.get("after") or last_topic(draft, lines),
        "desk_url": editor(request.user, draft, reading_language()[0]),
        "page": reading.page_of(meeting, reading_language()[0]),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/build.html", context)


def last_topic(draft, lines):
    """After which item topics are put when nobody says: the last one that was proposed; else before the last one."""
    placed = {str(item) for item in draft.meeting.proposals.values_list("item", flat=True)}
    held = [line.key for line in lines if line.key in placed]
    return held[-1] if held else lines[-2].key if len(lines) > 1 else ""


def editor(user, draft, language):
    """Where the page itself is written; "" for those who do not write there."""
    if not access_pairs.writes(user, draft.meeting.space_id):
        return ""
    written = language if language in draft.written else draft.written[0]
    return reverse("wagtailadmin_pages:edit", args=[draft.pages[written].pk])


def carry_out(request, draft, rows):
    """Do what the button says; returns what is said then. Raises Refused."""
    picked = [row.pk for row in rows if str(row.pk) in request.POST.getlist("pick")]
    typed = {row.pk: dict.fromkeys(draft.lacking(row), request.POST.get(f"title-{row.pk}", "")) for row in rows}
    facts = {"meeting": draft.meeting, "by": request.user, "words": typed}
    if request.POST.get("do") == "compose":
        agenda_drafts.compose(proposals=picked, **facts)
        return _("The agenda is begun in the draft of the page. Readers see it once the page is published.")
    if request.POST.get("do") == "fit":
        picked = fitting(rows, draft)
    placed = agenda_drafts.place(proposals=picked, after=request.POST.get("after", ""), **facts)
    said = ngettext(
        "%(count)d topic is on the draft of the agenda. Readers see it once the page is published.",
        "%(count)d topics are on the draft of the agenda. Readers see them once the page is published.",
        len(placed),
    )
    return said % {"count": len(placed)}


def fitting(rows, draft):
    """The first topics of the ranking that fit in the time left and can be put on the pages as they are."""
    left, found = draft.left, []
    for row in rows:
        if row.minutes <= left and not draft.lacking(row):
            found.append(row.pk)
            left -= row.minutes
    if not found:
        raise Refused(_("No topic fits in the time left: shorten an item, or tick the topics yourself."))
    return found


def templates(request, code):
    """What the agendas of a space begin with, by kind of meeting; and the meetings whose agenda may be built."""
    space = desk.enter(request, code)
    if not access_proposals.may_build(request.user, space):
        raise Http404
    kind = request.GET.get("kind", MeetingKind.QUARTERLY if access_proposals.is_shared(space) else MeetingKind.SUBGROUP)
    if kind not in MeetingKind.values:
        raise Http404
    held = agenda_templates.lines_of(space, kind)
    initial = [
        {"part": one.part, "title_fr": one.title_fr, "title_en": one.title_en, "minutes": one.minutes, "place": number}
        for number, one in enumerate(held, 1)
    ]
    formset = LineFormSet(request.POST or None, initial=initial, prefix="line")
    if request.method == "POST" and ("built_in" in request.POST or formset.is_valid()):
        lines = [] if "built_in" in request.POST else lines_of(formset)
        try:
            agenda_templates.save(space=space, kind=kind, lines=lines, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The template is saved: the next agendas begin with it."))
        return redirect(f"{reverse('desk_agenda', args=[code])}?kind={kind}")
    return desk.show(request, "agenda", space, "agenda", formset=formset, kind=kind, kinds=MeetingKind.choices,
                     is_own=agenda_templates.own(space, kind) is not None,
                     meetings=agenda_drafts.coming(space))  # fmt: skip
