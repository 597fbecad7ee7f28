"""Serving pages: find by whole path in one query, ask access.py, answer 404 for what may not be seen.

Wagtail's own serve walks the tree one step a query and then asks page privacy, which this site does not use.
"""

from django.core.cache import caches
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect
from wagtail.models import Page

from cms import kept
from cms.bilingual.addresses import home_path, original_locale, url_of
from cms.bilingual.drift import digest
from cms.bilingual.twins import address_without_twin, other_locale, reading_language
from spaces import access
from spaces.models import AnnouncementPage, ArticlePage, MeetingPage, SpacePage
from spaces.views import announcements, articles, meetings, spaces

#: The page types inside a space in the order they are tried: nearly all reading is of articles.
INSIDE = {ArticlePage: articles.page, MeetingPage: meetings.page, AnnouncementPage: announcements.page}


def serve(request, path):
    """The live page at this address in this language, if the reader may see it."""
    if ready := kept.find(request):
        if not access.may_pass(request.user, ready.gate):
            raise Http404
        return kept.answer(request, ready)
    _language, locale_id = reading_language()
    page, view = find(path, locale_id)
    if page is None:
        return elsewhere(request, path)
    if not access.can_see(request.user, page):
        raise Http404
    request.is_preview = False
    return view(request, page)


def find(path, locale_id):
    """(page, its view), or (None, None). One query for an article; others are found on a later try."""
    steps = path.split("/")[:-1]
    if not steps:
        home = Page.objects.filter(depth=2, locale_id=locale_id, live=True).first()
        return (home.specific_deferred, ordinary) if home else (None, None)
    here = {"slug": steps[-1], "url_path": home_path(locale_id) + path, "live": True}
    for model, view in in_turn(here["url_path"]) if len(steps) == 2 else [(SpacePage, spaces.page)]:
        relations = ["space"] if model is SpacePage else [f"{model.fact_name}__space", *model.fact_relations]
        pages = model.objects.filter(**here).select_related(*relations)
        if found := pages.annotate(original_locale_id=original_locale()).first():
            if model is not ArticlePage:
                caches["rendered"].set(f"type:{digest(found.url_path)}", model.__name__, 86400)
            return found, view
    found = Page.objects.filter(**here).first()
    return (found.specific, ordinary) if found else (None, None)


def in_turn(url_path):
    """[(type, view)], what was there the last time first: a page made anew for its readers is found at once."""
    last = caches["rendered"].get(f"type:{digest(url_path)}", ArticlePage.__name__)
    return sorted(INSIDE.items(), key=lambda one: one[0].__name__ != last)


def ordinary(request, page):
    """Homes and ordinary pages are served by their own type."""
    return page.serve(request)


def elsewhere(request, path):
    """Nothing here in this language: if the address belongs to a page of the other one, lead to it; else 404."""
    steps = path.split("/")[:-1]
    here = {"slug": steps[-1] if steps else "", "url_path": home_path(other_locale()) + path, "live": True}
    page = Page.objects.filter(**here).first()
    if page is None or not access.can_see(request.user, page.specific):
        raise Http404
    return HttpResponsePermanentRedirect(url_of(page))


def untranslated(request, pk, slug):
    """A page that lives in the other language only, under this reader's interface; its twin once there is one."""
    found = get_object_or_404(Page.objects.filter(live=True).annotate(original_locale_id=original_locale()), pk=pk)
    page = found.specific
    page.original_locale_id = found.original_locale_id
    if not access.can_see(request.user, page):
        raise Http404
    _language, locale_id = reading_language()
    twin = Page.objects.filter(translation_key=page.translation_key, locale_id=locale_id, live=True).first()
    if twin:
        return redirect(url_of(twin))
    request.is_preview = False
    return getattr(type(page), "view", ordinary)(request, page)


def lasting(request, pk):
    """/page/12/: to the page in the reader's language when it is live there, else to its notice; 404 if closed to them.

    The address one is led to holds words of the title, so the right to read it is asked here too.
    """
    page = get_object_or_404(Page.objects.only("translation_key"), pk=pk)
    twins = Page.objects.filter(translation_key=page.translation_key, live=True).specific()
    live = {twin.language: twin for twin in twins if access.can_see(request.user, twin)}
    if not live:
        raise Http404
    language = request.user.site_language
    found = live.get(language) or next(iter(live.values()))
    return redirect(found.url if language in live else address_without_twin(found, language))
