"""Announcements: the list and the page of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.bilingual.twins import language_state, reading_language
from cms.kept import filler
from cms.rendered import body_of
from cms.views import safe_next
from spaces.models import Acknowledgement
from spaces.services import must_read, reading
from spaces.views.shown import show

SIZE = 20


def index(request):
    _language, locale_id = reading_language()
    pages = Paginator(reading.announcement_pages(request.user, locale_id), SIZE)
    found = pages.get_page(request.GET.get("page"))
    owed = set(must_read.owed(request.user).values_list("pk", flat=True))
    context = {"found": found, "section": "announcements", "owed": owed}
    return TemplateResponse(request, "spaces/announcements/index.html", context)


def page(request, announcement_page):
    context = {
        "announcement": announcement_page.announcement,
        "section": "announcements",
        "state": language_state(announcement_page),
        "body": body_of(announcement_page),
    }
    return show(request, announcement_page, context, gate=announcement_page.announcement.space_id)


@filler("acknowledgement")
def acknowledgement(request, argument):
    """At the foot of an announcement that must be read: the button that says so, or the day one did."""
    mine = Acknowledgement.objects.filter(user=request.user, announcement=argument).first()
    context = {
        "mine": mine, "to": reverse("announcement_read", args=[argument]), "token": get_token(request),
        "back": request.get_full_path(),
    }  # fmt: skip
    return render_to_string("spaces/announcements/acknowledgement.html", context)


def read(request, pk):
    """Say that one has read it. Somebody who had to sign in again finds the button by GET."""
    announcement = must_read.find(request.user, pk)
    if announcement is None:
        raise Http404
    if request.method != "POST":
        return redirect("announcements")
    must_read.acknowledge(user=request.user, announcement=announcement)
    messages.success(request, _("It is noted that you have read it."))
    return redirect(safe_next(request, reverse("announcements")))
