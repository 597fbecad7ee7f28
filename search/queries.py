"""Questions members ask of search, with what they may see and nothing else."""

import re
from dataclasses import dataclass, field, replace

from django.core.cache import caches
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from wagtail.models import Page

from cms.bilingual.addresses import code_of, url_of
from cms.bilingual.twins import address_for
from cms.models import File
from search import synonyms
from search.attachments import own_id
from search.engines import engine
from search.engines.base import Result, SearchRequest
from search.engines.matching import LANGUAGES
from search.nearly import nearly
from spaces import access
from spaces.models import Topic

LAST_PAGE = 500  # beyond, nobody reads; a bound on what a crafted address can ask
MAX_TEXT = 400
ALIKE = 10  # concepts that are most like one


@dataclass
class Found:
    """A page of results as the reader gets it."""

    result: Result
    page: int
    pages: int
    also: list = field(default_factory=list)  # what is looked for besides
    nearly: list = field(default_factory=list)  # hits with some of the words, when few have them all


def find(text, *, user, version, known=(), page=1, fills=False, terms=None, **asked):
    """Concepts this reader may open, best first, each in the language they will get.

    `version` is that of content, `terms` that of the term base when it is known.

    `asked` is the rest of a SearchRequest: language, facets, since, until, days, by_date, size. `known` are ids of the
    spaces this reader knows of. Both they and the spaces one may enter are asked of the database today: what the index
    still says of a space that closes, hides or goes counts for nothing from then on. `fills`: with few answers, what
    has some of the words is looked for besides.
    """
    also = synonyms.of(text[:MAX_TEXT], terms)
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
    more = nearly(engine(), request, result) if fills else []
    pages = openable(user, [hit.key for hit in result.hits + more if own_id(hit.key) is None], version)
    files = files_of(user, result.hits + more)
    result.hits, more = living(result.hits, pages, files), living(more, pages, files)
    return Found(result, request.page, last, also, more)


def like(key, *, user, language, version, known):
    """{title, spoken, address, hits} of what is most like a concept, the nearest first and itself left out.

    Its title and its topics are asked for as a question of which any word is enough: a summary has too many words that
    say nothing of what it is about. Raises LookupError when this reader may not open it.
    """
    _gate, pages = openable(user, [key], version)[key]
    spoken = language if language in pages else min(pages)
    pk, slug, url = pages[spoken]
    title = Page.objects.values_list("title", flat=True).get(pk=pk)
    about = " ".join([title, *(topic.name_in(spoken) for topic in topics_of(key))])
    found = find(
        re.sub(r"[\"«»“”-]", " ", about), user=user, version=version, known=known, language=language, is_loose=True,
        size=ALIKE + 1,
    ).result  # fmt: skip
    hits = [unmarked(hit) for hit in found.hits if hit.key != key][:ALIKE]
    address = address_for(language, spoken, pk, slug, url)
    return {"title": title, "spoken": spoken, "hits": hits, "is_spare": found.is_spare, "address": address}


def topics_of(key):
    """Those of what the pages with this key are about; a meeting and an ordinary page have none. One query."""
    of_a_space = Q(spaces__pages__translation_key=key)
    inside = Q(articles__pages__translation_key=key) | Q(announcements__pages__translation_key=key)
    return Topic.objects.filter(inside | of_a_space).distinct().order_by("pk")


def unmarked(hit):
    """A hit nobody asked for word by word."""
    plain = {name: re.sub("</?mark>", "", getattr(hit, name)) for name in ("title_html", "excerpt_html")}
    return replace(hit, **plain)


def living(hits, pages, files):
    """Hits as the database has them: the index may lag, and words of a page no longer live are not shown.

    Nor are those of a file that is no more, or that this reader may not open.
    """
    copies = {f"{file.pk}:{copy.file.name}": copy for file in files.values() for copy in file.copies}
    hits = [hit for hit in hits if hit.file_key in copies or not hit.file_key]
    for hit in hits:
        hit.copy = copies.get(hit.file_key)
    return [hit for hit in hits if (is_live(hit, pages) if own_id(hit.key) is None else is_there(hit, files))]


def is_live(hit, pages):
    """Fill in a hit with its page; whether that is live in the language the hit is shown in."""
    gate, live = pages.get(hit.key, (None, {}))
    if hit.language not in live:
        return False
    hit.page_id, hit.slug, hit.url = live[hit.language]
    hit.languages, hit.space = tuple(sorted(live)), gate
    return True


def is_there(hit, files):
    """Fill in a hit that is a file of its own; whether that has a copy in the language the hit is shown in."""
    file = files.get(own_id(hit.key))
    if file is None or hit.language not in (file.languages or LANGUAGES):
        return False
    hit.url, hit.languages = file.copy_for(hit.language).url, tuple(file.languages)
    hit.copies, hit.space = file.copies, file.inside
    return True


def files_of(user, hits):
    """{id: file} of those that are hits or that their excerpts are from, and that this reader may open.

    One query; none without.
    """
    keys = {int(hit.file_key.partition(":")[0]) for hit in hits if hit.file_key}
    keys |= {pk for pk in (own_id(hit.key) for hit in hits) if pk}
    files = access.open_to(user, File.objects.filter(pk__in=keys)).annotate(inside=F("gate")) if keys else ()
    return {file.pk: file for file in files}


def openable(user, keys, version):
    """{translation key: (gate, {language: (page id, slug, URL)})} of the live pages this user may open.

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
        key: known[names[key]] for key in keys if known.get(names[key]) and access.may_pass(user, known[names[key]][0])
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
