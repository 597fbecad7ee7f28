"""The ways into a space and out of it, each a plain form."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spaces import access
from spaces.forms.joining import AccountForm, AskForm
from spaces.models import Space
from spaces.services import joining, memberships
from spaces.services.memberships import Refused
from spaces.views.spaces import overview_url


def known(request, code):
    """The space of an address, when this reader may know of it; 404 otherwise."""
    space = get_object_or_404(Space.objects.with_addresses(), code=code)
    if not access.can_know(request.user, space):
        raise Http404
    return space


def join(request, code):
    """Join at once, or ask the leads with a word to them, as the space says."""
    space = known(request, code)
    way = joining.way_in(request.user, space)
    if way == "waiting":
        messages.info(request, told_to(space))
    if way in {"in", "waiting"}:
        return redirect(overview_url(space))
    if not access.may_contribute(request.user, space):
        messages.error(request, joining.closed(space))
        return redirect(overview_url(space))
    form = AskForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if way == "free":
                joining.join(user=request.user, space=space)
                messages.success(request, _("You are a member of the space “%(space)s”.") % {"space": space.name})
            else:
                joining.ask(user=request.user, space=space, message=form.cleaned_data["message"])
                messages.success(request, told_to(space))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(overview_url(space))
    context = {"space": space, "way": way, "form": form, "back": overview_url(space), "section": "spaces",
               "leads": memberships.leads(space)}  # fmt: skip
    return TemplateResponse(request, "spaces/joining/join.html", context)


def told_to(space):
    """Who has the request of somebody who waits, in words."""
    if memberships.leads(space):
        return _("Your request is with the leads: their answer will come by mail.")
    return _("Nobody leads the space today: your request is with the co-chairs and their support, who answer by mail.")


@require_POST
def withdraw(request, code):
    space = known(request, code)
    joining.withdraw(user=request.user, space=space)
    messages.success(request, _("Your request is withdrawn."))
    return redirect(overview_url(space))


def leave(request, code):
    """Ask once, then leave; the last two leads are asked to name a successor first."""
    space = known(request, code)
    if joining.way_in(request.user, space) != "in":
        return redirect(overview_url(space))
    if request.method == "POST":
        try:
            joining.leave(user=request.user, space=space)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("desk_members" if access.may_run(request.user, space) else "space_members", code)
        messages.success(request, _("You have left the space “%(space)s”.") % {"space": space.name})
        return redirect(overview_url(space) if access.can_know(request.user, space) else "spaces")
    context = {"space": space, "back": overview_url(space), "section": "spaces",
               "is_needed": space in memberships.left_short([request.user]),
               "may_run": access.may_run(request.user, space)}  # fmt: skip
    return TemplateResponse(request, "spaces/joining/leave.html", context)


@login_not_required
def invitation(request, token):
    """An invited stranger opens an account, and is in the space. A link that ran out says so and no more."""
    invited = joining.invitation_of(token)
    if invited is None:
        return TemplateResponse(request, "spaces/joining/invitation_gone.html", status=410)
    if request.user.is_authenticated:
        return invited_member(request, invited)
    form = AccountForm(request.POST or None, invitation=invited, language=request.LANGUAGE_CODE)
    if request.method == "POST" and form.is_valid():
        try:
            more = {name: form.cleaned_data[name] for name in ("password", "municipality")}
            user = joining.take_up(invitation=invited, facts=form.facts, **more)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            login(request, user, backend="cms.people.MemberBackend")
            return redirect(f"/{user.language}/")
    return TemplateResponse(request, "spaces/joining/invitation.html", {"form": form, "invited": invited})


def invited_member(request, invited):
    """Somebody signed in takes up the invitation when it is theirs; otherwise is told whose it is, and how to go on."""
    is_theirs = request.user.email == invited.email
    if request.method == "POST" and is_theirs:
        try:
            joining.accept(invitation=invited, user=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            said = _("You are a member of the space “%(space)s”.")
            messages.success(request, said % {"space": invited.space.name})
        return redirect(overview_url(invited.space))
    context = {"invited": invited, "is_theirs": is_theirs}
    return TemplateResponse(request, "spaces/joining/invitation_signed_in.html", context)
