"""Announcements: the list and the page of one."""

from django.core.paginator import Paginator
from django.template.response import TemplateResponse

from cms.bilingual.twins import language_state, reading_language
from cms.rendered import body_of
from spaces.services import reading
from spaces.views.shown import show

SIZE = 20


def index(request):
    _language, locale_id = reading_language()
    pages = Paginator(reading.announcement_pages(request.user, locale_id), SIZE)
    found = pages.get_page(request.GET.get("page"))
    return TemplateResponse(request, "spaces/announcements/index.html", {"found": found, "section": "announcements"})


def page(request, announcement_page):
    context = {
        "announcement": announcement_page.announcement,
        "section": "announcements",
        "state": language_state(announcement_page),
        "body": body_of(announcement_page),
    }
    return show(request, announcement_page, context, gate=announcement_page.announcement.space_id)
