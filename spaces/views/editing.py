"""The ways from what one reads to where it is written, for those who write there."""

from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin import messages

from cms.bilingual.gate_words import queued
from cms.kept import filler
from spaces import access_pairs
from spaces.models import MeetingPage
from spaces.services import hours


@filler("edit")
def edit(request, argument):
    """«Edit this page», for the editors and leads of its space; `argument` is «id of the page:id of the space»."""
    return way_to_write(request, argument, "spaces/spaces/edit.html")


@filler("answer")
def answer(request, argument):
    """«Write the answer», for the same people, on the page of a question in its first language."""
    return way_to_write(request, argument, "spaces/articles/answer.html")


@filler("translate")
def translate(request, argument):
    """«Open in the translators’ desk», where a page says that its other language is missing or late; `argument` is
    what both pages are known by."""
    user = request.user
    if not access_pairs.may_translate_somewhere(user) or not access_pairs.may_write(user, argument):
        return ""
    return render_to_string("spaces/translations/way.html", {"address": reverse("translation", args=[argument])})


def way_to_write(request, argument, template):
    page, _, space = argument.partition(":")
    if not access_pairs.writes(request.user, int(space)):
        return ""
    return render_to_string(template, {"address": reverse("wagtailadmin_pages:edit", args=[page])})


def desk_address(user, space, page):
    """Where what stands under this page of a space is written; "" for those who write nothing there."""
    if page is None or space.archived_at or not access_pairs.writes(user, space.pk):
        return ""
    return reverse("wagtailadmin_explore", args=[page])


def hours_kept(request, page):
    """On the editors’ desk, when it is published and on opening its form: its draft gave hours that came too late."""
    if isinstance(page, MeetingPage) and (said := hours.held_back(page)) and str(said) not in queued(request):
        messages.warning(request, said)


def hours_were_kept(request, page):
    if request.method == "GET":
        hours_kept(request, page)
