"""Setting up a space, in one form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.models import User
from spaces import access
from spaces.forms.creation import NewSpaceForm
from spaces.services import spaces
from spaces.services.memberships import Refused


def new(request):
    """For those who look after all spaces; it does not exist for the others."""
    if not access.may_create(request.user):
        raise Http404
    form = NewSpaceForm(request.POST or None, initial={"original": request.user.language})
    if request.method == "POST" and form.is_valid():
        try:
            space = spaces.create(
                by=request.user, facts=form.facts, leads=form.leads, original=form.cleaned_data["original"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The space “%(space)s” is ready: its leads are told by mail.") % {"space": space}
            )
            return redirect("desk_life", space.code)
    people = (
        User.objects.filter(is_active=True).order_by("last_name", "first_name").only("email", "first_name", "last_name")
    )
    return TemplateResponse(request, "spaces/spaces/new.html", {"form": form, "people": people, "section": "spaces"})
