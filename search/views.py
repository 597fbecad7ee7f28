"""The search page: a GET form whose address can be shared."""

import logging
from datetime import date

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms import versions
from cms.bilingual.twins import reading_language
from search import queries
from search.engines.base import EngineUnavailable
from spaces import access
from spaces.models import Jurisdiction, Order, Space, in_order

log = logging.getLogger(__name__)
NOWHERE = 0  # the id of no space


def results(request):
    """What answers `q`, under the filters of the address. Other unknown filters and pages are ignored.

    An engine that does not answer is said in words, with status 503 and what was typed still in the form.
    """
    language, _locale = reading_language()
    text = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[: queries.MAX_TEXT]
    context = {"section": "search", "text": text}
    try:
        if text:
            context |= answer(request, text, language)
    except EngineUnavailable:
        log.exception("the search engine does not answer")
        return TemplateResponse(request, "search/results.html", context | {"is_down": True}, status=503)
    return TemplateResponse(request, "search/results.html", context)


def answer(request, text, language):
    every = versions.under(request, "spaces", lambda: list(Space.objects.all()))
    spaces = in_order(space for space in every if access.can_enter(request.user, space))
    code = request.GET.get("space", "")
    space = next((space for space in spaces if space.code == code), None)
    chosen = {
        name: tuple(value for value in dict.fromkeys(request.GET.getlist(name)) if value in labels)
        for name, labels in labels_of(language).items()
    }
    by_date = request.GET.get("sort") == "date"
    place = space.pk if space else NOWHERE if code else None
    found = queries.find(
        text, user=request.user, language=language, facets=chosen, space=place, by_date=by_date,
        known={space.pk for space in every if access.can_know(request.user, space)},
        page=page_number(request), version=versions.current(request)[0],
    )  # fmt: skip
    dress(request, found.result.hits, language)
    active = active_filters(request, chosen, space, language)
    return {
        "found": found,
        "facets": facets_of(found.result, chosen, language),
        "active": active,
        "narrows": bool(active or found.result.total),  # nothing found and nothing to undo: no filters
        "spaces": spaces,
        "space_code": space.code if space else "",
        "by_date": by_date,
        "date_query": without(request, "sort", "page") + "&sort=date",
        "relevance_query": without(request, "sort", "page"),
    }


def labels_of(language):
    """Facet -> value -> label, in the order they are listed."""
    in_french, in_english = _("Available in French"), _("Available in English")
    live = {"fr": in_french, "en": in_english} if language == "fr" else {"en": in_english, "fr": in_french}
    return {"live": live, "kind": kind_labels(), "order": dict(Order.choices)}


def kind_labels():
    return {
        "article": _("Practices"),
        "meeting": _("Meetings"),
        "announcement": _("Announcements"),
        "space": _("Spaces"),
        "page": _("Pages"),
    }


def facets_of(result, chosen, language):
    """The facets as the form shows them: each value with its count, those with none left out unless chosen."""
    titles = {"live": _("Language"), "kind": _("Type"), "order": _("Order of government")}
    shown = []
    for name, labels in labels_of(language).items():
        counts = result.facets.get(name, {})
        options = [
            {"value": value, "label": label, "count": counts.get(value, 0), "chosen": value in chosen[name]}
            for value, label in labels.items()
            if counts.get(value) or value in chosen[name]
        ]
        if options:
            shown.append({"name": name, "label": titles[name], "options": options, "is_open": True})
    return shown


def active_filters(request, chosen, space, language):
    """Chips: what narrows the list, each with the address that removes it.

    A space the reader may not enter and one that does not exist answer alike: with nothing.
    """
    labels = labels_of(language)
    chips = []
    for name, values in chosen.items():
        for value in values:
            query = request.GET.copy()
            query.setlist(name, [other for other in query.getlist(name) if other != value])
            query.pop("page", None)
            chips.append({"label": labels[name][value], "without": query.urlencode()})
    if request.GET.get("space"):
        label = space.name if space else _("Unknown space")
        chips.append({"label": label, "without": without(request, "space", "page")})
    return chips


def without(request, *names):
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def page_number(request):
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def dress(request, hits, language):
    """What the template says of each hit: label of its kind, name of its administration, date, address."""
    places = versions.under(request, "places", lambda: {row.code: row for row in Jurisdiction.objects.all()})
    singular = {
        "article": _("Practice"), "meeting": _("Meeting"), "announcement": _("Announcement"),
        "space": _("Space"), "page": _("Page"),
    }  # fmt: skip
    for hit in hits:
        hit.kind_label = singular.get(hit.kind, "")
        hit.place = places[hit.jurisdiction].name if hit.jurisdiction in places else ""
        hit.published = date.fromisoformat(hit.published_on) if hit.published_on else None
        hit.address = hit.url if hit.language == language else reverse("untranslated", args=[hit.page_id, hit.slug])
