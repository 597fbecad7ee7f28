"""Language, clock, display and digest of the person signed in, and the topics they follow."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from spaces.forms.preferences import DigestForm, PreferencesForm
from spaces.models import Topic, in_order
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
    return show(request, form=form)


def digest(request):
    """How often, when, and not before which day. Somebody who had to sign in again finds the form by GET."""
    if request.method != "POST":
        return redirect(reverse("preferences") + "#digest")
    form = DigestForm(request.POST)
    if not form.is_valid():
        return show(request, digest_form=form)
    reader = digest_times.choose(user=request.user, **form.cleaned_data)
    messages.success(request, when(reader))
    return redirect(reverse("preferences") + "#digest")


def show(request, *, form=None, digest_form=None):
    reader = digest_times.of(request.user)
    chosen = {name: getattr(reader, name) for name in ("frequency", "weekday", "hour", "paused_until")}
    context = {
        "form": form or PreferencesForm(instance=request.user),
        "digest_form": digest_form or DigestForm(initial=chosen),
        "topics": in_order(Topic.objects.followed_by(request.user)),
        "when": when(reader),
    }
    return TemplateResponse(request, "spaces/preferences/edit.html", context)
