"""Language, clock and display of the person signed in, with the way to what they follow."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from spaces.forms.preferences import PreferencesForm
from spaces.services import digest_times
from spaces.views.digests import when


def edit(request):
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        if "time_zone" in form.changed_data:
            digest_times.follow_clock(user)
        with translation.override(user.language):
            messages.success(request, _("Your preferences are saved."))
            return redirect(reverse("preferences"))
    context = {"form": form, "when": when(digest_times.of(request.user))}
    return TemplateResponse(request, "spaces/preferences/edit.html", context)
