"""The language of a request, and what a page says about its twin."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from wagtail.models import Page

from cms.bilingual import notices
from cms.bilingual.addresses import code_of, locale_ids, url_of

#: What is read of the twin and of the parent of a page.
READ = (
    "path",
    "title",
    "slug",
    "url_path",
    "locale_id",
    "translation_key",
    "content_type_id",
    "has_unpublished_changes",
    "last_published_at",
)


@dataclass
class LanguageState:
    """What the language bar of a page says.

    `twin_url` is where the other language lives, empty when it does not; `switch_url` is never empty: without a twin
    it shows the same words under the other language's interface, with a clear notice.
    """

    language: str
    original: str = ""  # "" when the page was written in both languages without translation
    twin_url: str = ""
    switch_url: str = ""
    parent_title: str = ""
    parent_url: str = ""
    #: Why this page, or its new version, is read before the other one: reason, its language, due when, whose.
    exemption: dict | None = None
    #: How far this page is behind its original, as readers have both.
    lag: notices.Lag | None = None

    @property
    def is_older(self):
        """Whether the other language has a new version by exception."""
        return bool(self.exemption) and self.exemption["language"] != self.language


def reading_language():
    """("fr" or "en", id of its locale) of the page being made."""
    code = (get_language() or "en")[:2]
    return code, locale_ids()[code]


def other(code):
    return "en" if code == "fr" else "fr"


def other_locale():
    """Id of the other language's locale."""
    return locale_ids()[other(reading_language()[0])]


def notice_address(pk, slug, code):
    """Where a page that has no twin in `code` is shown under that language's interface, with a notice."""
    with translation.override(code):
        return reverse("untranslated", args=[pk, slug])


def address_for(code, spoken, pk, slug, url):
    """Where a reader of `code` opens a page that speaks `spoken`: itself, or under a notice."""
    return url if spoken == code else notice_address(pk, slug, code)


def address_without_twin(page, code):
    """The same, of a page in hand."""
    return notice_address(page.pk, page.slug, code)


def language_state(page):
    """Twin and parent of a page, in one query; the original language was read with the page."""
    state = LanguageState(page.language)
    if not page.pk:  # a preview of a page not yet saved
        return state
    active, _locale = reading_language()
    parent_path = page.path[: -page.steplen]
    wanted = Q(translation_key=page.translation_key) | Q(path=parent_path)
    if page.is_foreign:  # its place is named by the space's page in the reader's language
        wanted |= Q(translation_key__in=Page.objects.filter(path=parent_path).values("translation_key"))
    related = Page.objects.filter(wanted, live=True).annotate(exemption=notices.exemption_of(page))
    related = related.annotate(lag=notices.lag_of(page))
    for found in related.only(*READ):
        said, twin = notices.dated(found.exemption, "due_on"), found.translation_key == page.translation_key and found
        state.exemption = said if notices.is_used(said, page, twin) else state.exemption
        if found.translation_key == page.translation_key:
            if found.pk != page.pk:
                state.twin_url, state.lag = url_of(found), notices.lag_behind(found)
        elif not page.is_foreign or found.path != parent_path:
            state.parent_title, state.parent_url = found.title, url_of(found)
    state.switch_url = page.url if page.is_foreign else state.twin_url or address_without_twin(page, other(active))
    original = getattr(page, "original_locale_id", None)
    state.original = code_of(original) if original else ""
    return state
