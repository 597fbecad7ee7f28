"""Questions members ask of search, with what they may see and nothing else."""

from dataclasses import dataclass, field, replace

from django.core.cache import caches
from django.db.models import Case, When
from django.db.models.functions import Coalesce
from wagtail.models import Page

from cms.bilingual.addresses import code_of, url_of
from cms.models import File
from search import synonyms
from search.engines import engine
from search.engines.base import Result, SearchRequest
from spaces import access

LAST_PAGE = 500  # beyond, nobody reads; a bound on what a crafted address can ask
MAX_TEXT = 400


@dataclass
class Found:
    """A page of results as the reader gets it."""

    result: Result
    page: int
    pages: int
    also: list = field(default_factory=list)  # what is looked for besides


def find(text, *, user, version, known=(), page=1, **asked):
    """Concepts this reader may open, best first, each in the language they will get; `version` is that of content.

    `asked` is the rest of a SearchRequest: language, facets, since, days, by_date, size. `known` are ids of the spaces
    this reader knows of. Both they and the spaces one may enter are asked of the database today: what the index still
    says of a space that closes, hides or goes counts for nothing from then on.
    """
    also = synonyms.of(text[:MAX_TEXT])
    request = SearchRequest(
        text=text[:MAX_TEXT],
        spaces=access.space_ids(user) | {-pk for pk in known},
        synonyms=synonyms.for_engine(also),
        page=max(1, min(page, LAST_PAGE)),
        **asked,
    )
    result = engine().search(request)
    last = min(-(-result.total // request.size), LAST_PAGE)
    if request.page > last > 0:  # an old address: the list got shorter
        request = replace(request, page=last)
        result = engine().search(request)
    pages = openable(user, [hit.key for hit in result.hits], version)
    # The index may lag; the database decides. Words of a page no longer live are not shown, even if its twin is.
    result.hits = [hit for hit in result.hits if hit.language in pages.get(hit.key, {})]
    for hit in result.hits:
        hit.page_id, hit.slug, hit.url = pages[hit.key][hit.language]
        hit.languages = tuple(sorted(pages[hit.key]))
    result.hits = with_files(user, result.hits)
    return Found(result, request.page, last, also)


def with_files(user, hits):
    """The hits, each with the file its excerpt is from; without those whose file is no more, or not for this reader.

    One query, and none when pages answer by themselves.
    """
    keys = {hit.file_key.partition(":")[0] for hit in hits if hit.file_key}
    files = access.open_to(user, File.objects.filter(pk__in=keys)) if keys else ()
    copies = {f"{file.pk}:{copy.file.name}": copy for file in files for copy in file.copies}
    for hit in hits:
        hit.copy = copies.get(hit.file_key)
    return [hit for hit in hits if hit.copy or not hit.file_key]


def openable(user, keys, version):
    """{translation key: {language: (page id, slug, URL)}} of the live pages this user may open.

    What a concept's live pages are, and the gate before them, is kept under the content version; whether this reader
    passes the gate is asked each time. At most two queries.
    """
    names = {key: f"open:{version}:{key}" for key in keys}
    known = caches["rendered"].get_many(names.values())
    missing = [key for key in keys if names[key] not in known]
    if missing:
        fresh = gates_of(missing)
        caches["rendered"].set_many({names[key]: fresh.get(key) for key in missing}, 86400)
        known |= {names[key]: fresh.get(key) for key in missing}
    return {
        key: known[names[key]][1]
        for key in keys
        if known.get(names[key]) and access.may_pass(user, known[names[key]][0])
    }


def gates_of(keys):
    """{translation key: (gate, {language: (page id, slug, URL)})} of the live pages of these concepts."""
    found: dict = {}
    pages = Page.objects.filter(translation_key__in=keys, live=True).annotate(
        inside=Coalesce(
            "articlepage__article__space_id",
            "meetingpage__meeting__space_id",
            "announcementpage__announcement__space_id",
        ),
        removed=Case(When(spacepage__space__removed_at__isnull=False, then="spacepage__space_id")),
        hidden=Case(
            When(spacepage__space__is_open=False, spacepage__space__is_listed=False, then="spacepage__space_id")
        ),
    )
    for page in pages.only("slug", "url_path", "locale_id", "translation_key"):
        gate = page.inside or page.hidden or page.removed
        _gate, live = found.setdefault(str(page.translation_key), (gate, {}))
        live[code_of(page.locale_id)] = (page.pk, page.slug, url_of(page))
    return found
