"""The search page: a GET form whose address can be shared."""

import html
import logging
import re
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms import versions
from cms.bilingual.folding import WRITTEN, fold, words
from cms.bilingual.twins import reading_language
from cms.templatetags.frame import switch_from
from search import insights, promoted, queries, saved, unread
from search.engines.base import EngineUnavailable
from search.filters import Filters, every_space, known_spaces, places, topics
from search.quoting import within_quotes
from search.suggestions import nearest, question_address, suggest
from spaces import access

PAGE = 50
log = logging.getLogger(__name__)


def results(request):
    """What answers `q`, under the filters of the address. Other unknown filters and pages are ignored.

    An engine that does not answer is said in words, with status 503 and what was typed still in the form.
    """
    language, _locale = reading_language()
    text = typed(request)
    context = {
        "section": "search", "text": text, "said": within_quotes(text), "looks_after": access.oversees(request.user),
        "switch": switch_from(request, without="page"),  # what is on a page is not the same in the other language
    }  # fmt: skip
    try:
        if text:
            context |= answer(request, text, language)
    except EngineUnavailable:
        log.exception("the search engine does not answer")
        return TemplateResponse(request, "search/results.html", context | {"is_down": True}, status=503)
    return TemplateResponse(request, "search/results.html", context)


def suggestions(request):
    """A list to show under the field while one types; without it, the form asks as ever."""
    language, _locale = reading_language()
    try:
        groups = suggest(typed(request), request=request, language=language)
    except EngineUnavailable:
        groups = []
    count = sum(len(items) for _title, items in groups)
    return TemplateResponse(request, "search/suggestions.html", {"groups": groups, "count": count})


def similar(request, key):
    """What is most like a page its reader may open, in either language; to others there is no such page."""
    language, _locale = reading_language()
    context = {}
    try:
        context |= queries.like(
            str(key), user=request.user, language=language, known=known_spaces(request),
            version=versions.current(request)[0],
        )  # fmt: skip
        dress(request, context["hits"], language)
    except LookupError:
        raise Http404 from None
    except EngineUnavailable:
        log.exception("the search engine does not answer")
        return TemplateResponse(request, "search/similar.html", context | {"is_down": True}, status=503)
    return TemplateResponse(request, "search/similar.html", context)


def files_not_read(request):
    """The files search knows nothing of, or not to their end, for those who can do something about it."""
    found = unread.files(request.user)
    if found is None:
        raise Http404
    found = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "search/unread.html", {"found": found, "rows": unread.rows(found.object_list)})


def typed(request):
    """The text of the address, on one line and no longer than a question may be."""
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[: queries.MAX_TEXT]


def answer(request, text, language):
    filters = Filters(request, language)
    by_date = request.GET.get("sort") == "date"
    found = queries.find(
        text, user=request.user, language=language, by_date=by_date, page=page_number(request), fills=True,
        known=known_spaces(request),
        version=versions.current(request)[0], terms=versions.of_terms(request), **filters.asked(),
    )  # fmt: skip
    dress(request, found.result.hits + found.nearly, language)
    active = filters.chips()
    lost = {} if found.result.total or active else {
        "near": nearest(every_name(text, found.also), request), "ask": question_address(request.user, language),
    }  # fmt: skip
    is_new = not active and not by_date and found.page == 1  # else it is the same question, narrowed or leafed through
    return lost | {
        "found": found,
        "called": called(text, request),
        "corrected": as_written(found.result, text),
        "also": [(one, one.language or language) for one in found.also],
        **keeping(request, text, filters, by_date),
        "clear": f"?{urlencode({'q': text})}",
        "promoted": promoted.of(text, request=request, language=language) if is_new else [],
        "asked": insights.token_of(text, language, found.result.total) if is_new else "",
        "facets": filters.counted(found.result),
        "active": active,
        "place": place_of(filters, request),
        "narrows": bool(active or found.result.total),  # nothing found and nothing to undo: no filters
        "by_date": by_date,
        "date_query": filters.without("sort", "page") + "&sort=date",
        "relevance_query": filters.without("sort", "page"),
    }


def place_of(filters, request):
    """The administration the answers are all of, when they are of one alone: it can be followed from there."""
    chosen = next(facet.chosen for facet in filters.facets if facet.name == "jurisdiction")
    return next((row for row in places(request).values() if len(chosen) == 1 and row.code == chosen[0]), None)


def keeping(request, text, filters, by_date):
    """Whether this very search may be saved, with filters its reader may use, and the row when it is."""
    if filters.unknown_spaces:
        return {"may_keep": False}
    query = saved.address_of(filters, by_date=by_date)
    return {"may_keep": True, "kept": saved.kept(user=request.user, text=text, query=query)}


def every_name(text, also):
    """The words of a question, and those of what its terms are called besides."""
    return [*words(text), *(word for one in also for name, _language in one.told for word in words(name))]


def as_written(result, text):
    """[(word nobody wrote, those looked for instead)]: as it was typed, and as the answers have them."""
    typed = {fold(word).strip(): word for word in WRITTEN.findall(text)}
    shown = " ".join(hit.title_html + hit.excerpt_html for hit in result.hits)
    met = {fold(word).strip(): word.lower() for word in map(html.unescape, re.findall("<mark>(.*?)</mark>", shown))}
    return [
        (typed.get(word, word), [met.get(other, other) for other in others])
        for word, others in result.corrected.items()
    ]


def called(text, request):
    """The topic whose name somebody typed, in either language; None when there is none."""
    typed = words(text)
    return next((one for one in topics(request) if typed in (words(one.name_fr), words(one.name_en))), None)


def page_number(request):
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def dress(request, hits, language):
    """What the template says of each hit: label of its kind, administration, space, date, address."""
    known, spaces = places(request), {space.pk: space for space in every_space(request)}
    singular = {
        "article": _("Practice"), "meeting": _("Meeting"), "announcement": _("Announcement"),
        "space": _("Space"), "page": _("Page"), "document": _("Document"),
    }  # fmt: skip
    for hit in hits:
        hit.kind_label = singular.get(hit.kind, "")
        hit.place = known[hit.jurisdiction].name if hit.jurisdiction in known else ""
        hit.inside = spaces.get(hit.space) if hit.kind != "space" else None
        hit.published = date.fromisoformat(hit.published_on) if hit.published_on else None
        hit.address = hit.address_in(language)
