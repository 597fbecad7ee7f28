"""Planning a meeting, in three screens at most: what and when, who, a last look. Each leads back with what is typed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.bilingual.twins import other, reading_language
from spaces import access, access_planning
from spaces.forms.planning import NewMeetingForm, space_asked
from spaces.models import MeetingKind, MeetingLevel
from spaces.services import clocks, holidays, meeting_lists, planning, plans
from spaces.services.memberships import Refused
from spaces.services.reading import preferred
from spaces.views import choosing

KINDS = {kind.value for kind in MeetingKind}


def enter(request):
    """404 for who calls meetings nowhere."""
    if not access_planning.plans_somewhere(request.user):
        raise Http404


def plan_of(request, key):
    """The reader’s own plan; 404 for another’s, and for who calls meetings nowhere any more."""
    enter(request)
    plan = plans.mine(request.user, key)
    if plan is None:
        raise Http404
    return plan


def form_of(request, data=None, **more):
    return NewMeetingForm(data, user=request.user, language=reading_language()[0], **more)


def new(request, key=None):
    """The first screen: what the meeting is about, and when."""
    enter(request)
    plan = plan_of(request, key) if key else None
    if plan and plan.meeting_id:
        return redirect(after(request, plan.meeting))
    if request.method == "POST":
        form = form_of(request, request.POST)
        if form.is_valid():
            plan = plans.keep(plan, user=request.user, typed=request.POST)
            return redirect("meeting_people" if form.is_targeted else "meeting_confirm", plan.key)
    elif plan:
        form = form_of(request, plans.typed(plan))
    else:
        kind, space = request.GET.get("kind"), space_asked(request.user, request.GET.get("space", ""))
        given = {"kind": kind if kind in KINDS else MeetingKind.TARGETED, "level": MeetingLevel.ALL,
                 "time_zone": request.user.time_zone}  # fmt: skip
        form = form_of(request, initial=given | ({"space": space} if space else {}))
    preparing = [] if plan else meeting_lists.preparing(request.user)
    context = {"form": form, "plan": plan, "preparing": preparing, "section": "meetings"}
    return TemplateResponse(request, "spaces/meetings/new.html", context)


def settled(request, key):
    """(the plan, its form when all in it still holds, else None)."""
    plan = plan_of(request, key)
    form = form_of(request, plans.typed(plan))
    return plan, form if form.is_valid() else None


def asked(form):
    """What the suggestions of a plan follow from."""
    facts = form.facts
    return {"space": facts["space"], "topics": form.topics, "level": facts["level"], "seats": facts["seats"]}


def people(request, key):
    """The second screen, of a targeted meeting: whom it calls, suggested by what they follow."""
    plan, form = settled(request, key)
    if plan.meeting_id or form is None or not form.is_targeted:
        return redirect("meeting_new_again", key)
    of = asked(form)
    found = plans.choice(plan, **of)
    if request.method == "POST":
        found, act = choosing.typed(request, found, of["space"])
        plans.choose(plan, found, **of)
        ways = {"next": "meeting_confirm", "back": "meeting_new_again"}
        if act in ways:
            return redirect(ways[act], key)
        return redirect(choosing.stay(request, reverse("meeting_people", args=[key])))
    context = choosing.shown(request, found, of["space"]) | {
        "form": form, "plan": plan, "seats": of["seats"], "facts": form.facts,
        "title": form.said[form.language]["title"],
    }  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/people.html", context)


def confirm(request, key):
    """The last screen: look it over, and make it."""
    plan, form = settled(request, key)
    if plan.meeting_id:
        return redirect(after(request, plan.meeting))
    if form is None:
        return redirect("meeting_new_again", key)
    facts = form.facts
    found = plans.choice(plan, **asked(form)) if form.is_targeted else None
    if request.method == "POST":
        called = {"called": found.called} if found else {}
        try:
            meeting = planning.make(key=key, by=request.user, facts=facts, topics=form.topics, said=form.said,
                                   first=form.language, **called)  # fmt: skip
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("meeting_new_again", key)
        messages.success(request, told(form, may_write=access.leads(request.user, facts["space"])))
        return redirect(after(request, meeting))
    day = form.cleaned_data["day"]
    context = {
        "form": form, "plan": plan, "facts": facts, "topics": form.topics, "said": form.said, "found": found,
        "zones": clocks.across_the_country(facts["starts_at"]), "holiday": holidays.of(day.year).get(day, ""),
        "kind": MeetingKind(facts["kind"]).label, "level": MeetingLevel(facts["level"]).label,
        "second": other(form.language), "section": "meetings",
    }  # fmt: skip
    return TemplateResponse(request, "spaces/meetings/confirm.html", context)


def told(form, *, may_write):
    """What has become of it, and what is next."""
    if not may_write:
        return _("The meeting is prepared: those who lead the space write its agenda and publish it.")
    if len(form.said) > 1:
        return _("The drafts in both languages are there: write the agenda, then publish them together.")
    return _("The draft is there, and its translation is asked for. Both are published together once it is done.")


def after(request, meeting):
    """Where one goes on: the draft in one’s language at the editors’ desk, for who writes there."""
    pages = {page.language: page for page in meeting.pages.select_related("locale")}
    page = preferred(pages, reading_language()[0])
    if page and page.permissions_for_user(request.user).can_edit():
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return (
        reverse("meeting_invitees", args=[meeting.pk])
        if meeting.kind == MeetingKind.TARGETED
        else reverse("meeting_new")
    )
