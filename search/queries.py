"""Questions members ask of search, with what they may see and nothing else."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from cms.bilingual.addresses import code_of, url_of
from search.engines import engine
from search.engines.base import PAGE_SIZE, Result, SearchRequest
from spaces import access
from spaces.models import Space

LAST_PAGE = 500  # beyond, nobody reads; a bound on what a crafted address can ask
MAX_TEXT = 400


@dataclass
class Found:
    """A page of results as the reader gets it."""

    result: Result
    page: int
    pages: int


def find(text, *, user, language, facets=None, space=None, since="", by_date=False, page=1):
    """Concepts this reader may open, best first, each in the language they will get."""
    spaces = access.space_ids(user)
    request = SearchRequest(
        text=text[:MAX_TEXT],
        language=language,
        spaces=spaces,
        facets=facets or {},
        space=space,
        since=since,
        by_date=by_date,
        page=max(1, min(page, LAST_PAGE)),
    )
    result = engine().search(request)
    pages = openable(user, [hit.key for hit in result.hits])
    result.hits = [hit for hit in result.hits if hit.key in pages]  # the index may lag; the database decides
    for hit in result.hits:
        live = pages[hit.key]
        hit.language = language if language in live else hit.language if hit.language in live else min(live)
        hit.page_id, hit.slug, hit.url = live[hit.language]
    return Found(result, request.page, min(-(-result.total // PAGE_SIZE), LAST_PAGE))


def openable(user, keys):
    """{translation key: {language: (page id, slug, URL)}} of the live pages this user may open. One query."""
    if not keys:
        return {}
    ids = access.space_ids(user)
    listed = access.open_to(user, Space.objects.all())
    gates = (
        Q(articlepage__article__space_id__in=ids)
        | Q(meetingpage__meeting__space_id__in=ids)
        | Q(announcementpage__announcement__space_id__in=ids)
        | Q(spacepage__space__in=listed)
        | Q(articlepage=None, meetingpage=None, announcementpage=None, spacepage=None)
    )
    found: dict = {}
    pages = Page.objects.filter(gates, translation_key__in=keys, live=True)
    for page in pages.only("slug", "url_path", "locale_id", "translation_key"):
        found.setdefault(str(page.translation_key), {})[code_of(page.locale_id)] = (page.pk, page.slug, url_of(page))
    return found
