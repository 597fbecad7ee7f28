"""One action: whose it is, by when, how far, and what became of it."""

from django.contrib import messages
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.bilingual.twins import reading_language
from cms.kept import filler
from cms.views import safe_next
from spaces import access_meetings, access_records
from spaces.forms.records import StateForm
from spaces.models import Action, ActionState
from spaces.services import actions
from spaces.services.reading import page_of
from spaces.views import follow_buttons, replies


@filler("actions")
def of_meeting(request, argument):
    """On the page of a meeting that has begun: its actions this reader says how far they are, each with its form. It
    stands above the buttons by which one follows the meeting, and their query tells them too."""
    meeting = replies.meeting_of(request, argument)
    if not meeting.has_begun:
        return ""
    rows = follow_buttons.held(request, meeting).get(actions.MOVED, [])
    keeps = access_records.may_record(request.user, meeting)
    for row in rows:
        row.shown, row.shown_language = words_of(row, keeps)
    rows.sort(key=lambda row: (row.position, row.pk))
    context = {"rows": rows, "keeps": keeps, **form_of(request)}
    return render_to_string("spaces/records/actions.html", context) if rows else ""


def form_of(request):
    """What the small form of each action in a list needs."""
    return {"states": ActionState.choices, "here": request.get_full_path(), "token": get_token(request)}


def find(request, pk):
    """An action this reader may read; 404 for others."""
    found = access_records.with_reader(access_records.open_to(request.user, Action.objects.all()))
    return get_object_or_404(found.select_related("meeting__space", "owner", "jurisdiction"), pk=pk)


def action(request, pk):
    """The action; its owner and those who keep the record say here how far it is, or from a list they come back to."""
    found = find(request, pk)
    may_move = access_records.may_move(request.user, found)
    keeps = access_records.may_record(request.user, found.meeting)
    form = StateForm(request.POST if request.method == "POST" else None, initial={"state": found.state})
    if request.method == "POST" and may_move and form.is_valid():
        actions.move(action=found, state=form.cleaned_data["state"], by=request.user)
        messages.success(request, said_of(found, form.cleaned_data["state"], keeps))
        return redirect(safe_next(request, reverse("action", args=[pk])))
    words, words_language = words_of(found, keeps)
    context = {
        "action": found, "meeting": found.meeting, "shown": page_of(found.meeting, reading_language()[0]),
        "form": form, "may_move": may_move, "keeps": keeps, "words": words, "words_language": words_language,
        "steps": found.steps.select_related("by"), "section": "meetings",
        "sees_names": access_meetings.may_see_names(request.user, found.meeting),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/records/action.html", context)


def said_of(found, state, keeps):
    """What was noted: in a list one comes back to, the action may stand no more."""
    words, language = words_of(found, keeps)
    if not words or language != reading_language()[0]:
        return _("It is noted.")
    return _("It is noted: “%(action)s” – %(state)s") % {"action": words, "state": ActionState(state).label}


def words_of(found, keeps):
    """(the words this reader gets, their language): those that were adopted, or of a draft, for whom it is."""
    prefix = "said" if found.adopted_in_id and not keeps else "text"
    language = reading_language()[0]
    for code in (language, "en" if language == "fr" else "fr"):
        if words := getattr(found, f"{prefix}_{code}"):
            return words, code
    return "", language
