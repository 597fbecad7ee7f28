"""The record of a meeting, for those who keep it: its lines under the items of the agenda, and who was there."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms.bilingual.twins import reading_language
from cms.kept import filler
from spaces import access_records
from spaces.forms.records import (
    ActionForm,
    AddForm,
    AttendanceForm,
    DecisionForm,
    NoteForm,
    OwnerForm,
    anchor,
    as_shown,
    beside_others,
)
from spaces.models import Action, Decision, Jurisdiction, Meeting, Note, in_order
from spaces.services import naming, records
from spaces.services.memberships import Refused
from spaces.services.reading import page_of
from spaces.views.replies import meeting_of

FORMS = {Decision: DecisionForm, Action: ActionForm, Note: NoteForm}
LISTED = 100  # members of a space that are all listed to be ticked


@dataclass
class Section:
    """An item of the agenda on the page of the record, and what was typed under it; no item: the whole meeting."""

    item: str | None
    title: str
    starts: object
    form: object
    is_now: bool = False
    is_open: bool = False
    rows: list = field(default_factory=list)

    @property
    def anchor(self):
        return anchor(self.item)


def enter(request, pk):
    """A meeting whose record this user keeps; 404 for everybody else."""
    meeting = get_object_or_404(Meeting.objects.select_related("space"), pk=pk)
    if not access_records.may_record(request.user, meeting):
        raise Http404
    return meeting


@filler("record")
def card(request, argument):
    """The way to the record and to the minutes, for those who keep them; nothing before the meeting."""
    meeting = meeting_of(request, argument)
    if meeting.starts_at > timezone.now() or not access_records.may_record(request.user, meeting):
        return ""
    return render_to_string("spaces/records/card.html", {"meeting": meeting})


def record(request, pk):
    """What was decided, what is to be done and by whom, typed while the meeting lasts: each line by its own form."""
    meeting = enter(request, pk)
    typed = AddForm(request.POST, meeting=meeting, item=item_of(request)) if request.method == "POST" else None
    if typed is not None and typed.is_valid():
        sent = typed.cleaned_data
        try:
            records.add(kind=sent["kind"], meeting=meeting, by=request.user, key=sent["key"], item=sent["item"],
                        **typed.facts())  # fmt: skip
        except Refused as refused:
            typed.add_error(None, str(refused))
        else:
            place = anchor(sent["item"])
            return redirect(f"{reverse('meeting_record', args=[pk])}?{urlencode({'at': place})}#{place}")
    page, sections = laid_out(request, meeting, typed)
    context = {
        "meeting": meeting, "page": page, "shown": page_of(meeting, reading_language()[0]), "sections": sections,
        "section": "meetings", "form": typed, "is_frozen": records.is_frozen(meeting), "roll": records.roll_of(meeting),
        "there": meeting.attendances.count(), **offers(meeting),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/records/record.html", context)


def item_of(request):
    return request.POST.get("item") or None


def offers(meeting):
    """The names the forms offer."""
    return {"people": naming.offered(meeting), "administrations": in_order(Jurisdiction.objects.all())}


def laid_out(request, meeting, typed):
    """(the page of the agenda, [Section]): the item that is on now is open, or the one that was typed under."""
    page, items, places = records.items(meeting, reading_language()[0])
    now, at = records.current_item(items, meeting, timezone.now()), request.GET.get("at", "")
    sections = [
        Section(
            key,
            title,
            starts,
            typed if typed is not None and item_of(request) == key else None,
            key is not None and key == now,
        )
        for key, title, starts in [*items, (None, "", None)]
    ]
    for one in sections:
        one.is_open = one.form is not None or (typed is None and (one.anchor == at if at else one.is_now))
        one.form = one.form or AddForm(meeting=meeting, item=one.item)
    under = {one.item: one for one in sections}
    for row in records.lines(meeting):
        under[records.place_of(row, items, places)].rows.append(row)
    return page, sections


def line(request, pk, kind):
    """One line of the record: its words in both languages and its facts; or out with it."""
    model = records.KINDS[kind]
    row = get_object_or_404(model.objects.kept().select_related("meeting__space"), pk=pk)
    meeting = enter(request, row.meeting_id)
    is_frozen = records.is_frozen(meeting)
    form_class = OwnerForm if is_frozen and model is Action else FORMS[model]
    sent = request.POST if request.method == "POST" else None
    form, number, now = form_class(sent, row=row), number_of(sent, row), None
    back = f"{reverse('meeting_record', args=[meeting.pk])}#{anchor(row.item)}"
    if sent is not None and "remove" in sent:
        return out(request, row, number, back)
    if sent is not None and form.is_valid():
        try:
            records.change(row=row, by=request.user, number=number, **form.facts())
        except Refused as refused:
            now = getattr(refused, "now", None)
            if now:
                form, number = beside_others(form_class, sent, now), now.number
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The line is saved."))
            return redirect(back)
    context = {
        "row": row, "meeting": meeting, "form": form, "was": as_shown(form_class(row=now or row)), "number": number,
        "now": now, "back": back, "kind": kind,
        "section": "meetings", "is_frozen": is_frozen, "may_save": not is_frozen or model is Action, **offers(meeting),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/records/line_form.html", context)


def out(request, row, number, back):
    """Take a line out of the record."""
    try:
        records.remove(row=row, by=request.user, number=number)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The line is taken out."))
    return redirect(back)


def number_of(sent, row):
    """The number of the change one had in hand; one that is no number is of none."""
    typed = (sent or {}).get("number", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0 if sent is not None else row.number


def attendance(request, pk):
    """Who was there, ticked among those who were expected."""
    meeting = enter(request, pk)
    roll = records.roll_of(meeting)
    people, ticked = listed(meeting, roll)
    sent = request.POST if request.method == "POST" else None
    form = AttendanceForm(sent, meeting=meeting, initial={"guests": roll.guests if roll else 0})
    number = roll.number if roll else 0
    if sent is not None:
        ticked = {int(pk) for pk in sent.getlist("person") if pk.isdecimal()} & {one.pk for one in people}
        if form.is_valid():
            there = {one.pk: one.delegate for one in people if one.pk in ticked}
            there |= {user.pk: "" for user in form.cleaned_data["others"] if user.pk not in there}
            try:
                records.take_attendance(meeting=meeting, by=request.user, number=number_of(sent, None), people=there,
                                        guests=form.cleaned_data["guests"])  # fmt: skip
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The attendance is saved."))
                return redirect("meeting_record", pk)
    context = {
        "meeting": meeting, "people": people, "ticked": ticked, "form": form, "number": number, "section": "meetings",
        "page": page_of(meeting, reading_language()[0]), "roll": roll, "is_frozen": records.is_frozen(meeting),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/records/attendance.html", context)


def listed(meeting, roll):
    """([person], {ids ticked}): those who were there or said they would come; in a small space, all its members."""
    there = {one.user_id: one for one in records.attended(meeting)}
    expected = records.expected(meeting)
    found = {pk: one.user for pk, one in there.items()}
    for user in records.candidates(meeting, expected, most=LISTED):
        found.setdefault(user.pk, user)
    for pk, user in found.items():
        user.delegate = there[pk].delegate_name if pk in there else expected.get(pk, "")
    people = sorted(found.values(), key=lambda user: (user.last_name, user.first_name, user.pk))
    return people, set(there if roll else expected)
