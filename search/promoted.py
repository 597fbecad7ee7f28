"""Answers that stand before all others for certain questions, chosen by those who look after the community."""

from dataclasses import dataclass

from wagtail.models import Page

from cms import versions
from cms.bilingual.addresses import code_of
from cms.bilingual.folding import stem, words
from cms.bilingual.twins import address_for
from search import queries
from search.models import PromotedAnswer
from spaces import access
from spaces.models import today


@dataclass(frozen=True)
class Promoted:
    """One such page, in the language its reader gets; `address` shows it to a reader of the other one too."""

    title: str
    summary: str
    language: str
    address: str


def stems(text, language):
    return tuple(stem(word, language) for word in words(text))


def every(request):
    """[(questions as stems of their language, until, gate, {language: page as it is told})], kept by this process."""
    return versions.under(request, "promoted", read)


def read():
    rows = list(PromotedAnswer.objects.select_related("page"))
    keys = [str(row.page.translation_key) for row in rows]
    live = queries.gates_of(keys)
    pages = Page.objects.filter(translation_key__in=keys, live=True).specific()
    said = {page.pk: (page.title, getattr(page, "summary", "")) for page in pages}
    told = {
        key: (gate, {code: (*said[place[0]], *place) for code, place in places.items()})
        for key, (gate, places) in live.items()
    }
    return [(asked_of(row), row.until, *told[key]) for row, key in zip(rows, keys, strict=True) if key in told]


def rows(user):
    """The answers put first whose pages are within this person's reach, for those who look after them."""
    found = PromotedAnswer.objects.select_related("page")
    near = access.within_reach(user, Page.objects.filter(pk__in=found.values("page"))).values("pk")
    mine = list(found.filter(page__in=near))
    for row in mine:
        row.page.spoken = code_of(row.page.locale_id)
    return mine


def asked_of(row):
    """{(language, stems of a question)} a row answers."""
    lines = [("fr", line) for line in row.asked_fr.splitlines()] + [("en", line) for line in row.asked_en.splitlines()]
    return {(language, found) for language, line in lines if (found := stems(line, language))}


def of(text, *, request, language):
    """[Promoted] of a question in either language, of pages this reader may open."""
    asked = {(code, stems(text, code)) for code in ("fr", "en")}
    return [
        shown(pages, language)
        for questions, until, gate, pages in every(request)
        if asked & questions and (until is None or until >= today()) and access.may_pass(request.user, gate)
    ]


def shown(pages, language):
    spoken = language if language in pages else min(pages)
    title, summary, pk, slug, url = pages[spoken]
    return Promoted(title, summary, spoken, address_for(language, spoken, pk, slug, url))
