"""Links between pages: kept by id, shown as a lasting address that leads to the reader's own language."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from cms.bilingual.addresses import code_of, url_of


class LastingPageLink(LinkHandler):
    """<a linktype="page" id="12"> becomes <a href="/page/12/">: no query to show, nothing to go stale."""

    identifier = "page"

    @staticmethod
    def get_model():
        return Page

    @classmethod
    def expand_db_attributes(cls, attrs):
        return f'<a href="{escape(reverse("lasting", args=[int(attrs["id"])]))}">'

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        return [cls.expand_db_attributes(attrs) for attrs in attrs_list]

    @classmethod
    def extract_references(cls, attrs):
        yield cls.get_model(), attrs["id"], "", ""


def lasting(request, pk):
    """To the page in the reader's language when it is live there; the page itself decides who may read it."""
    page = get_object_or_404(Page.objects.only("translation_key"), pk=pk)
    twins = Page.objects.filter(translation_key=page.translation_key, live=True)
    live = {code_of(twin.locale_id): twin for twin in twins}
    if not live:
        raise Http404
    language = request.user.language
    if language in live:
        return redirect(url_of(live[language]))
    with translation.override(language):
        found = next(iter(live.values()))
        return redirect(reverse("untranslated", args=[found.pk, found.slug]))
