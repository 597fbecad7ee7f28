"""The minutes of a meeting: as adopted, for all who read it; the draft and its steps, for those who keep the record."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.bilingual.twins import reading_language
from spaces import access, access_meetings, access_records
from spaces.forms.records import AdoptForm, CorrectForm
from spaces.models import Order
from spaces.services import minutes, minutes_words
from spaces.services.memberships import Refused
from spaces.views import replies


@dataclass
class Side:
    """A draft in one language, and who has read it."""

    language: str
    body: str
    digest: str
    is_reviewed: bool
    by: object
    at: object
    changes: list  # by a correction


def of_meeting(request, pk):
    """The minutes of a meeting; 404 where there is none one may read, and one does not keep them."""
    meeting, page = replies.find(request, pk)
    keeps, versions = access_records.may_record(request.user, meeting), list(minutes.adopted(meeting))
    if not keeps and not (page and versions):
        raise Http404
    forms = {"form": CorrectForm(), "adopt": adoption(meeting) if keeps else None}
    if request.method == "POST":
        if not keeps:
            raise Http404
        if step(request, meeting, forms):
            return redirect("meeting_minutes", pk)
        meeting = replies.find(request, pk)[0]
    context = {
        "meeting": meeting, "page": page, "keeps": keeps, "versions": versions, "section": "meetings",
        "has_begun": meeting.starts_at <= timezone.now(), **forms, **of_version(request, meeting, versions),
        **(of_draft(request, meeting, versions) if keeps else {}),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/records/minutes.html", context)


def of_version(request, meeting, versions):
    """What the page says of an adopted version: the newest, or the one that was asked for."""
    if not versions:
        return {}
    wanted = request.GET.get("version", "")
    asked = next((one for one in versions if str(one.version) == wanted), None)
    if wanted and asked is None:
        raise Http404
    asked = asked or versions[0]
    before = next((one for one in versions if one.version == asked.version - 1), None)
    language = reading_language()[0]
    with_names = access_meetings.may_see_names(request.user, meeting)
    changes = minutes_words.differences(before.snapshot[language], asked.snapshot[language]) if before else []
    return {
        "asked": asked, "before": before, "is_intact": minutes.is_intact(asked),
        "reason": asked.snapshot["reason"][language],
        "changes": [one for one in changes if with_names or one.kind != "attendance"],
        "body": body(asked.snapshot[language], language, with_names=with_names, is_newest=asked == versions[0]),
    }  # fmt: skip


def of_draft(request, meeting, versions):
    """What the page says of a draft: both languages, what a correction changed, what is missing, what may be done."""
    draft = minutes.draft_of(meeting)
    if draft is None:
        return {}
    said, gaps, sides = minutes_words.drawn(meeting), minutes_words.gaps(meeting), []
    for language, words in said.items():
        digest = minutes_words.digest(words)
        read = {name: getattr(draft, f"{language}_{name}") for name in ("by", "at")}
        is_reviewed = draft.is_reviewed(language, digest)
        changes = minutes_words.differences(versions[0].snapshot[language], words) if versions else []
        shown = body(words, language, with_names=True)
        sides.append(Side(language, shown, digest, is_reviewed, **read, changes=changes))
    is_ready = not gaps and all(one.is_reviewed for one in sides) and meeting.is_past
    may_adopt = access_records.may_adopt(request.user, meeting)
    return {"draft": draft, "gaps": gaps, "sides": sides, "is_ready": is_ready, "may_adopt": may_adopt}


def body(said, language, *, with_names, is_newest=False):
    """The minutes in a language, as HTML: its own words around what was said. The newest lead to their actions."""
    with translation.override(language):
        context = {"said": shown(said), "language": language, "with_names": with_names, "is_newest": is_newest}
        return render_to_string("spaces/records/body.html", context)


def shown(said):
    """Plain data as a template takes it: days are days, orders of government have their names."""
    here, items = said["attendance"], []
    if here:
        orders = [(Order(order).label, number) for order, number in here["orders"]]
        here = here | {"orders": orders, "number": len(here["people"])}
    for item in said["items"]:
        passages = [
            one | {"day": date.fromisoformat(one["due"]) if one.get("due") else None} for one in item["passages"]
        ]
        items.append(item | {"passages": passages})
    return {"here": here, "items": items}


def adoption(meeting, sent=None):
    return AdoptForm(sent, meeting=meeting, later=later_meetings(meeting))


def later_meetings(meeting):
    """Those of the same space since: at one of them the minutes may have been adopted."""
    after = type(meeting).objects.filter(space=meeting.space_id, starts_at__gt=meeting.starts_at)
    return after.filter(starts_at__lte=timezone.now(), pages__live=True).distinct().order_by("starts_at")


def step(request, meeting, forms):
    """Do what a button of the page asks for; whether it was done. What is refused is said."""
    act, done = request.POST.get("act", ""), ""
    try:
        if act == "draft":
            minutes.draft(meeting=meeting, by=request.user)
        elif act == "review" and request.POST.get("language") in minutes_words.LANGUAGES:
            sent = request.POST
            minutes.review(meeting=meeting, language=sent["language"], by=request.user, seen=sent.get("seen", ""))
            done = _("Your review is noted.")
        elif act == "give_up":
            minutes.give_up(meeting=meeting, by=request.user)
            done = _("The correction is given up: the record reads again as the adopted minutes do.")
        elif act == "adopt":
            forms["adopt"] = adoption(meeting, request.POST)
            if not forms["adopt"].is_valid():
                return False
            minutes.adopt(meeting=meeting, by=request.user, **forms["adopt"].cleaned_data)
            done = _("The minutes are adopted: whoever may read the meeting reads them, in both languages.")
        elif act == "correct":
            forms["form"] = CorrectForm(request.POST)
            if not forms["form"].is_valid():
                return False
            minutes.correct(meeting=meeting, by=request.user, **forms["form"].cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if done:
            messages.success(request, done)
    access.forget(request.user)
    return True
