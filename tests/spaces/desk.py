"""The editors' desk as a test uses it: the admin's own views, filled in field by field."""

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from spaces.models import AnnouncementPage, ArticlePage, MeetingPage

WORDS = {"title": "Rappel en clair", "summary": "Moins d’attente."}
FIELDS = {
    ArticlePage: {**WORDS, "kind": "practice", "body": streamfield([])},
    AnnouncementPage: {**WORDS, "body": streamfield([])},
    MeetingPage: {
        **WORDS,
        "kind": "subgroup",
        "level": "all",
        "starts_at": "2026-12-10 13:00",
        "ends_at": "2026-12-10 15:00",
        "time_zone": "America/Toronto",
        "languages": "both",
        "agenda": streamfield([]),
        "body": streamfield([]),
    },
}
PUBLISH = {"action-publish": "action-publish"}


def filled(model, **fields):
    """The form of a page type as a browser posts it."""
    return nested_form_data({**FIELDS.get(model, {**WORDS, "body": streamfield([])}), **fields})


def add_url(model, parent):
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def create(client, model, parent, **fields):
    """Post the form of a new page; returns (response, the page, None when it was refused)."""
    before = set(Page.objects.values_list("pk", flat=True))
    response = client.post(add_url(model, parent), filled(model, **fields))
    return response, model.objects.exclude(pk__in=before).first()


def edit(client, page, **fields):
    """Post the form of a page anew; returns the response and the page as the database now has it."""
    response = client.post(edit_url(page), filled(type(page), **fields))
    return response, type(page).objects.get(pk=page.pk)


def errors(response):
    """{field: [messages]} of a form that was refused, with ordinary spaces."""
    said = response.context["form"].errors.items()
    return {name: [str(message).replace("\u00a0", " ") for message in messages] for name, messages in said}


def words_of(html):
    """The texts of a page, in their order, without its scripts."""
    page = BeautifulSoup(html, "html.parser")
    for tag in page(["script", "style"]):
        tag.decompose()
    return [" ".join(text.split()) for text in page.stripped_strings]
