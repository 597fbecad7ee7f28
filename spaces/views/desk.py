"""The leads' desk: members and their roles, requests, invitations, settings. On the site, not in the admin."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.models import User
from cms.sheets import table
from spaces import access, access_proposals
from spaces.forms.desk import InviteForm, RoleForm, SettingsForm, roles_to_give
from spaces.models import Invitation, JoinRequest, Role, Space, State, today
from spaces.services import joining, memberships, spaces
from spaces.services.memberships import Refused
from spaces.views.spaces import overview_url

PAGE = 50
ANSWERS = {"accept": True, "decline": False}  # what the buttons of a request say, and nothing else answers it


def run(request, code):
    """The space of an address, when this reader runs it; 404 otherwise, as for one that does not exist."""
    space = get_object_or_404(Space.objects.with_addresses(), code=code)
    if not access.may_run(request.user, space):
        raise Http404
    return space


def enter(request, code):
    """The same space, when this reader also reads what is inside; 404 otherwise."""
    space = run(request, code)
    if not access.can_enter(request.user, space):
        raise Http404
    return space


def show(request, name, space, tab, **more):
    """A page of the desk."""
    waiting = space.join_requests.filter(state=State.WAITING).count()
    context = {"space": space, "section": "spaces", "tab": tab, "waiting": waiting, "back": overview_url(space),
               "may_enter": access.can_enter(request.user, space),
               "may_contribute": access.may_contribute(request.user, space),
               "may_build": access_proposals.may_build(request.user, space)}  # fmt: skip
    return TemplateResponse(request, f"spaces/desk/{name}.html", context | more)


def members(request, code):
    """Everybody in the space today, or those one looks for."""
    space = run(request, code)
    people, asked = memberships.roster(space), looked_for(request.GET)
    found = Paginator(memberships.narrowed(people, **asked), PAGE).get_page(request.GET.get("page"))
    invited = Invitation.objects.filter(space=space, state=State.WAITING, ends_on__gte=today())
    lead_count = sum(Role.LEAD in person.roles for person in people)
    return show(request, "members", space, "members", found=found, invited=invited, lead_count=lead_count,
                total=len(people), asked=asked, is_filtered=any(asked.values()), roles=roles_to_give(),
                leads_wanted=memberships.LEADS_AT_LEAST)  # fmt: skip


def looked_for(query):
    """What a list of members is narrowed by, from an address; what cannot be is left out."""
    role, active = query.get("role", ""), query.get("active", "")
    return {
        "words": query.get("q", "")[:100],
        "role": role if role in Role.values else "",
        "active": active if active in {"0", "1"} else "",
    }


def member(request, code, pk):
    """One person here: the terms they have, had and will have; a role to add; the way out."""
    space = run(request, code)
    terms = space.memberships.filter(user_id=pk).order_by("-starts_on", "-pk")
    if not terms:
        raise Http404
    person = get_object_or_404(User.objects.select_related("profile__jurisdiction"), pk=pk)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            memberships.grant(user=person, space=space, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The role is given."))
            return redirect("desk_member", code, pk)
    return show(request, "member", space, "members", person=person, terms=terms, form=form,
                is_in=any(term.is_current for term in terms))  # fmt: skip


def end_role(request, code, pk):
    """End one role now; that of member ends all, after a page that says what goes and what stays."""
    space = run(request, code)
    person = get_object_or_404(User.objects.filter(pk__in=space.memberships.values("user")), pk=pk)
    if request.method != "POST":
        return ask_to_end(request, space, person)
    role = request.POST.get("role")
    if role not in Role.values:
        raise Http404
    try:
        memberships.end(user=person, space=space, role=role, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("desk_member", code, pk)
    if role == Role.MEMBER:
        messages.success(request, _("%(name)s is no longer a member of the space.") % {"name": person})
    else:
        messages.success(request, _("The role is ended."))
    if not access.may_run(request.user, space):
        return redirect(overview_url(space) if access.can_know(request.user, space) else "spaces")
    return redirect("desk_members", code) if role == Role.MEMBER else redirect("desk_member", code, pk)


def ask_to_end(request, space, person):
    """What goes with a membership and what stays; or why it cannot end."""
    terms = space.memberships.unfinished(today()).filter(user=person)
    if not access.may_contribute(request.user, space) or not terms:
        return redirect("desk_member", space.code, person.pk)
    if space in memberships.left_short([person]):
        messages.error(request, memberships.too_few(person, request.user))
        return redirect("desk_member", space.code, person.pk)
    return show(request, "end", space, "members", person=person, terms=terms.exclude(role=Role.MEMBER))


def requests(request, code):
    space = run(request, code)
    asked = space.join_requests.select_related("user__profile__jurisdiction", "decided_by")
    return show(request, "requests", space, "requests", asked=asked.filter(state=State.WAITING),
                answered=asked.exclude(state=State.WAITING).order_by("-decided_at")[:20])  # fmt: skip


def join_request(request, code, pk):
    """One request, where the mail's link leads: accept or decline it, or read what became of it."""
    space = run(request, code)
    asked = get_object_or_404(JoinRequest.objects.select_related("user__profile__jurisdiction", "space"),
                              pk=pk, space=space)  # fmt: skip
    if request.method == "POST":
        if request.POST.get("answer") not in ANSWERS:
            messages.error(request, _("Accept the request or decline it: as it is, nothing has changed."))
            return redirect("desk_request", code, pk)
        answer(request, asked)
        return redirect("desk_requests", code)
    told = "" if asked.state == State.WAITING else joining.told(asked)
    return show(request, "request", space, "requests", asked=asked, told=told)


def answer(request, asked):
    """Answer a request as the button pressed says, and say what became of it."""
    try:
        joining.answer(request=asked, by=request.user, accept=ANSWERS[request.POST["answer"]])
    except Refused as refused:
        messages.error(request, str(refused))
        return
    said = _("%(name)s is now a member.") if asked.state == State.ACCEPTED else _("The request is declined.")
    messages.success(request, said % {"name": asked.user} if "%" in said else said)


def invite(request, code):
    """Paste addresses; the report says what became of each, and those that are wrong stay in the form."""
    space = run(request, code)
    if space.archived_at and request.method != "POST":
        return redirect("desk_members", code)
    form, report = InviteForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            report = joining.invite(space=space, by=request.user, text=form.cleaned_data["addresses"])
        except Refused as refused:
            form.add_error("addresses", str(refused))
        else:
            form = InviteForm(initial={"addresses": "\n".join(row[0] for row in report.rows if row[1] == "wrong")})
    return show(request, "invite", space, "members", form=form, report=report)


@require_POST
def take_back(request, code, pk):
    """An invitation sent to the wrong address, or too soon."""
    space = run(request, code)
    invited = get_object_or_404(Invitation.objects.select_related("space"), pk=pk, space=space)
    try:
        joining.take_back(invitation=invited, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The invitation to %(address)s is taken back.") % {"address": invited.email})
    return redirect("desk_members", code)


def settings(request, code):
    space = run(request, code)
    is_closed = not access.may_contribute(request.user, space)
    form = SettingsForm(request.POST or None, instance=Space.objects.get(pk=space.pk), is_closed=is_closed)
    if request.method == "POST" and is_closed:
        messages.error(request, memberships.kept_words())
        return redirect("desk_settings", code)
    if request.method == "POST" and form.is_valid():
        try:
            spaces.settle(form=form, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The settings are saved; they hold from now on, in both languages."))
            return redirect("desk_settings", code)
    return show(request, "settings", space, "settings", form=form)


def export(request, code):
    """The members of today as a table, in the language of the page."""
    space = run(request, code)
    lines = [[_("Name"), _("Email"), _("Organization"), _("Jurisdiction"), _("Roles"), _("Member since")]]
    labels = dict(Role.choices)
    for person in memberships.roster(space):
        profile = getattr(person, "profile", None)
        roles = ", ".join(str(labels[role]) for role in Role.values if role in person.roles)
        lines.append([str(person), person.email, profile.organization if profile else "",
               profile.jurisdiction.name if profile else "", roles, person.since.isoformat()])  # fmt: skip
    return table(space.code, lines)
