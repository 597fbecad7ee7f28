"""Series of meetings: the form, the dates to look over, and afterwards the meetings together, changed or ended."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.bilingual.twins import reading_language
from cms.kept import filler
from spaces import access, access_planning
from spaces.forms.planning import space_asked
from spaces.forms.series import EndForm, NewSeriesForm, SeriesForm
from spaces.models import MeetingKind, Series
from spaces.services import (
    meeting_lists,
    plans,
    series,
    series_acts,
    series_changes,
    series_publishing,
    series_words,
)
from spaces.services.memberships import Refused
from spaces.views.planning import enter, plan_of
from spaces.views.replies import find as announced
from spaces.views.replies import meeting_of


def form_of(request, data=None, **more):
    return NewSeriesForm(data, user=request.user, language=reading_language()[0], **more)


def new(request, key=None):
    """The first of two screens: how often the meetings come back, and what they have in common."""
    enter(request)
    plan = plan_of(request, key) if key else None
    if plan and plan.series_id:
        return redirect("series", plan.series_id)
    if request.method == "POST":
        form = form_of(request, request.POST)
        if form.is_valid():
            plan = plans.keep(plan, user=request.user, typed=request.POST)
            return redirect("series_dates", plan.key)
    elif plan:
        form = form_of(request, plans.typed(plan))
    else:
        space = space_asked(request.user, request.GET.get("space", ""))
        given = {"kind": MeetingKind.QUARTERLY, "time_zone": request.user.time_zone, "number": 4}
        form = form_of(request, initial=given | ({"space": space} if space else {}))
    context = {"form": form, "plan": plan, "section": "meetings"}
    return TemplateResponse(request, "spaces/meetings/series_new.html", context)


def dates(request, key):
    """The second: its dates, each to be kept or left out; then all is made in one go."""
    plan = plan_of(request, key)
    if plan.series_id:
        return redirect("series", plan.series_id)
    form = form_of(request, plans.typed(plan))
    if not form.is_valid():
        return redirect("series_new_again", key)
    slots = form.slots
    if request.method == "POST":
        kept = set(request.POST.getlist("day"))
        wanted = [slot for slot in slots if slot.starts_at and slot.day.isoformat() in kept]
        try:
            made = make(request, form, key, wanted)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("series_dates", key)
        said = ngettext("%(n)d meeting is prepared, as drafts in both languages.",
                        "%(n)d meetings are prepared, as drafts in both languages.", made.planned)  # fmt: skip
        messages.success(request, said % {"n": made.planned})
        return redirect("series", made.pk)
    context = {"form": form, "plan": plan, "slots": slots, "zone": form.cleaned_data["time_zone"],
               "missing": sum(not slot.starts_at for slot in slots), "section": "meetings"}  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/series_dates.html", context)


def make(request, form, key, slots):
    clock = {name: form.cleaned_data[name] for name in ("hour", "minutes")}
    return series.make(key=key, by=request.user, rule=form.rule, facts=form.facts, slots=slots, said=form.said,
                       topics=form.cleaned_data["topics"], first=form.language, **clock)  # fmt: skip


@filler("series")
def way(request, argument):
    """On the page of a meeting, for who plans there: the way to its series. No query of its own."""
    meeting = meeting_of(request, argument)
    if not access_planning.may_plan(request.user, meeting.space):
        return ""
    return render_to_string("spaces/meetings/series_way.html", {"pk": meeting.series_id})


def beside(request, pk, *, before):
    """From one meeting to the one before or after it that is read: found when asked for, and not for each page."""
    meeting, page = announced(request, pk)
    if meeting.series_id is None:
        raise Http404
    if found := meeting_lists.beside(meeting, before=before):
        return redirect(found.address)
    messages.info(request, _("No earlier meeting of the series is published.") if before
                  else _("No later meeting of the series is published yet."))  # fmt: skip
    return redirect(page.address if page else "meetings")


def find(request, pk):
    """A series of a space in which the reader calls meetings; 404 otherwise."""
    found = get_object_or_404(Series.objects.select_related("space"), pk=pk)
    if not access_planning.may_plan(request.user, found.space):
        raise Http404
    return found


def index(request, pk):
    """The meetings of a series, and the form that changes those to come. Other days are looked over first."""
    found = find(request, pk)
    form = SeriesForm(request.POST or None, series=found)
    if request.method != "POST" or not form.is_valid() or request.POST.get("act") == "back":
        return show(request, found, form)
    if series_changes.DAY & form.changes.keys() and not found.ended_at and request.POST.get("act") != "sure":
        return look_over(request, found, form)
    try:
        if form.changes:
            series_changes.change(found=found, by=request.user, changes=form.changes)
        else:
            messages.info(request, _("Nothing differs from what the series has: nothing has changed."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("series", pk)


def look_over(request, found, form):
    """What a change of days would do to each meeting, before anybody is told of it."""
    meetings = meeting_lists.dress(list(series.meetings(found).filter(starts_at__gt=timezone.now())))
    context = {
        "series": found, "form": form, "steps": series_changes.look(found, form.changes, meetings),
        "section": "meetings",
    }  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/series_change.html", context)


def show(request, found, form, end_form=None):
    """The page of a series, with what was last done to it."""
    meetings = meeting_lists.with_own(found, meeting_lists.dress(list(series.meetings(found))))
    context = {
        "series": found, "title": series_words.title(found, meetings), "rule": series_words.rule_with_hour(found),
        "meetings": meetings, "form": form,
        "ended": " ".join(filter(None, series_words.ended(found, meetings))) if found.ended_at else "",
        "act": None if found.ended_at else series_acts.latest(found, meetings),
        "end_form": end_form or EndForm(initial={"ahead": EndForm.KEEP}), "section": "meetings",
        "may_write": access.leads(request.user, found.space),
        "waiting": publishable(request.user, found, meetings),
        "has_more": any(not meeting.has_begun for meeting in meetings),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/series.html", context)


def publish(request, pk):
    """All drafts of a series that wait, each meeting in both languages: looked over, then published."""
    found = find(request, pk)
    if request.method == "POST":
        try:
            series_publishing.start(found=found, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("series", pk)
    rows = series_publishing.looked_over(series_publishing.waiting_in(found), by=request.user)
    context = {
        "series": found, "ready": [row for row in rows if not row.why], "held": [row for row in rows if row.why],
        "may_write": access.leads(request.user, found.space), "section": "meetings",
    }  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/series_publish.html", context)


def publishable(user, found, meetings):
    """How many meetings have drafts that wait, for who may publish some of them."""
    rows = [] if found.ended_at else series_publishing.waiting(meetings)
    return len(rows) if series_publishing.may_publish(user, rows) else 0


def end(request, pk):
    """Say what becomes of the meetings to come; once confirmed, no more changes to all, and these are off or not."""
    found = find(request, pk)
    if request.method != "POST":  # by the way to the other language
        return redirect("series", pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return show(request, found, SeriesForm(series=found), end_form=form)
    withdraw = form.cleaned_data["ahead"] == EndForm.WITHDRAW
    try:
        if "confirm" not in request.POST and not found.ended_at:
            return before_end(request, found, withdraw)
        off = series.end(series=found, by=request.user, withdraw=withdraw)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, ended(off))
    return redirect("series", pk)


def before_end(request, found, withdraw):
    """What the end would be; raises Refused when this reader may not call the meetings off."""
    if withdraw:
        series.refuse_withdrawal(found, request.user)
    context = {"series": found, "withdraw": withdraw, "at": series.before_end(found), "section": "meetings"}
    return TemplateResponse(request, "spaces/meetings/series_end.html", context)


def ended(off):
    """What has become of the series."""
    if not off:
        return _("The series is over. Its meetings stay as they are.")
    said = ngettext("The series is over, and %(n)d meeting is off.", "The series is over, and %(n)d meetings are off.",
                    off)  # fmt: skip
    return said % {"n": off}
