"""No words in the wrong language whatever the state a pair is in: on its pages, at old addresses, in lists, in search.

Each language of each page has a word of its own. Wherever it is met, that language is declared around it; and what is
served under a language declares that language.
"""

from copy import deepcopy

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from home.models import HomePage
from search import outbox
from spaces.models import SpacePage
from tests import factories
from tests.contract.languages import OTHER, parsed, texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
WORDS = {"fr": "zorbifr", "en": "zorbien"}
TITLES = {"fr": "Les zorbifr", "en": "The zorbien"}
#: Where a page is read under the other language: the name of such a page is the title as it is, and nothing marks it.
NOTICES = ("a-traduire", "untranslated")
LISTS = ("articles", "meetings", "announcements", "spaces", "topics")


@pytest.fixture(scope="module")
def made_pages(made_quality):
    """{language: page} of a page of each kind, all live."""
    made = [
        make(made_quality, **TITLES).made for make in (factories.article, factories.meeting, factories.announcement)
    ]
    return [factories.ordinary(**TITLES), factories.parents(factories.space("zorbi", **TITLES)), *made]


def both(pages, language):
    """Nothing happened."""


def unpublished(pages, language):
    if pages[OTHER[language]].publication == "paired":
        factories.excepted(pages[OTHER[language]])
    pages[language].unpublish()


def never_published(pages, language):
    unpublished(pages, language)
    Page.objects.filter(pk=pages[language].pk).update(first_published_at=None, has_unpublished_changes=True)


def deleted(pages, language):
    if pages[OTHER[language]].publication == "paired":
        factories.excepted(pages[OTHER[language]])
    Page.objects.get(pk=pages[language].pk).delete()


def retitled(pages, language):
    """Its slug is another, so that its address is an old one."""
    pages[language].slug = f"{pages[language].slug}-nouveau"
    pages[language].save_revision().publish()


def moved(pages, language):
    """Below another page of its language."""
    if isinstance(pages[language], SpacePage):
        return
    under = factories.ordinary("Ailleurs", "Elsewhere")[language]
    Page.objects.get(pk=pages[language].pk).move(Page.objects.get(pk=under.pk), pos="last-child")


def without_home(pages, language):
    """The home of the language is a draft."""
    HomePage.objects.filter(locale__language_code=language).update(live=False)


STATES = (both, unpublished, never_published, deleted, retitled, moved, without_home)


def of_page(pages):
    """Every way to two pages of one thing, as they are now."""
    for code in ("fr", "en"):
        with translation.override(code):
            yield from [reverse("untranslated", args=[page.pk, "x"]) for page in pages.values()]
    yield from [page.url for page in pages.values()]


def lists():
    """What may name them, in both languages."""
    for code in ("fr", "en"):
        with translation.override(code):
            yield from [f"/{code}/", *map(reverse, LISTS), f"{reverse('search')}?q=zorbi"]  # how both words begin
            yield from [reverse(name, args=["quality"]) for name in ("space_practices", "space_announcements")]


@pytest.mark.parametrize(
    ("state", "language"),
    [pytest.param(state, code, id=f"{state.__name__}-{code}") for state in STATES for code in WORDS][1:],
)  # as nothing happens to either language in the first, it is asked about once
def test_each_word_stands_in_its_language(state, language, quality, made_pages, as_user, alice):
    every = deepcopy(made_pages)
    asked = {kind: list(of_page(pages)) for kind, pages in enumerate(every)}
    for pages in every:
        state(pages, language)
    outbox.drain()
    client, met = as_user(alice), {}
    for reading in ("fr", "en"):
        client.get(f"/language/{reading}/")
        for kind, pages in enumerate(every):
            lasting = [f"/page/{page.pk}/" for page in pages.values()]
            for address in lasting if reading == "en" else [*lasting, *asked[kind]]:
                met.setdefault(kind, set()).update(words_at(client, address, reading))
    for address in lists():
        words_at(client, address, "en")
    there = {"fr", "en"} if state in (both, retitled, moved) else {OTHER[language]}
    assert all(found >= there for found in met.values()), met


def words_at(client, address, reading):
    """The languages whose word is met at an address, each in its own language only."""
    answer = client.get(address, follow=True)
    assert answer.status_code in {200, 404}, address
    page = parsed(answer.content.decode())
    place = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    under = place.split("/")[1]
    declared = page.html["lang"][:2]
    assert declared == (under if under in WORDS else reading), (address, place)
    said = texts_of(page, with_head=not place.split("/")[2].startswith(NOTICES))
    wrong = [text for code, texts in said.items() for text in texts if WORDS[OTHER[code]] in text]
    assert wrong == [], (address, place)
    return {code for code, texts in said.items() for text in texts if WORDS[code] in text}
