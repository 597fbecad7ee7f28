"""Language, clock and display of the person signed in, and the topics they follow."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from spaces.forms.preferences import PreferencesForm
from spaces.models import Topic, in_order


def edit(request):
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, _("Your preferences are saved."))
            return redirect(reverse("preferences"))
    followed = in_order(Topic.objects.followed_by(request.user))
    return TemplateResponse(request, "spaces/preferences/edit.html", {"form": form, "topics": followed})
