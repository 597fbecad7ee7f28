"""Addresses of pages: words of their own language, free, never one of the site's own."""

import re

import pytest
from django.urls import get_resolver
from django.utils import translation
from wagtail.models import Page

from cms.bilingual import addresses
from home.models import StandardPage
from spaces.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Réduire les transferts", "reduire-les-transferts"),
        ("L’appel d'abord", "l-appel-d-abord"),
        ("Œuvres et cœur", "oeuvres-et-coeur"),
        ("« Bonjour, hello » : le premier mot", "bonjour-hello-le-premier-mot"),
        ("What’s next? 34% fewer transfers", "what-s-next-34-fewer-transfers"),
        ("2024–2026", "20242026"),
        ("???", "page"),
    ],
)
def test_an_address_is_made_of_the_words_of_the_title(title, slug):
    assert addresses.slug_words(title) == slug


def test_a_long_title_is_cut_between_two_words():
    slug = addresses.slug_words("rappel " * 20)
    assert slug == "-".join(["rappel"] * 11)
    assert addresses.slug_words("a" * 200) == "a" * 80


def test_a_taken_address_gets_the_next_number():
    home = factories.homes()["fr"]
    assert addresses.slug_from("Mandat", parent=home) == "mandat"
    for expected in ("mandat-2", "mandat-3"):
        home.add_child(instance=StandardPage(title="Mandat", slug=addresses.slug_from("Mandat", parent=home)))
        assert addresses.slug_from("Mandat", parent=home) == expected
    last = home.get_children().get(slug="mandat-2")
    assert addresses.slug_from("Mandat", parent=home, page=last) == "mandat-2", "its own address is free to it"


@pytest.mark.parametrize("title", ["Réunions", "Search", "Pratiques", "Accounts"])
def test_a_page_of_the_first_level_never_takes_an_address_of_the_site(title, quality):
    home, space = factories.homes()["fr"], factories.parents(quality)["fr"]
    assert addresses.slug_from(title, parent=home) == f"{addresses.slug_words(title)}-2"
    assert addresses.slug_from(title, parent=space) == addresses.slug_words(title)


def test_every_word_the_site_answers_to_is_reserved():
    """The first step of every pattern under /fr/ and /en/, in both languages."""
    words = set()
    for language in ("fr", "en"):
        with translation.override(language):
            prefixed = next(p for p in get_resolver().url_patterns if hasattr(p.pattern, "prefix_default_language"))
            words |= {str(pattern.pattern).partition("/")[0] for pattern in leaves(prefixed)}
    assert {word for word in words if re.fullmatch("[a-z-]+", word)} <= addresses.RESERVED


def leaves(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from leaves(pattern)
        else:
            yield pattern


def test_the_twin_made_by_translation_gets_an_address_in_its_own_language(quality):
    french = factories.article(quality, fr="Réduire les transferts").made["fr"]
    twin = french.copy_for_translation(factories.homes()["en"].locale)
    assert twin.slug == "reduire-les-transferts"
    twin.title = "Fewer transfers"
    twin.save()
    assert (twin.slug, twin.url) == ("fewer-transfers", "/en/quality/fewer-transfers/")


def test_a_published_page_keeps_its_address_when_its_title_changes(quality):
    page = factories.article(quality, fr="Réduire les transferts", en="Fewer transfers").made["en"]
    page.title = "Far fewer transfers"
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.slug == "fewer-transfers"


def test_a_draft_keeps_its_address_until_its_title_changes(quality):
    page = factories.article(quality, fr="Rappel", en="Callback", live=False).made["en"]
    page.summary = "Said otherwise."
    page.save()
    assert page.slug == "callback"
    page.title = "Call us back"
    page.save()
    assert ArticlePage.objects.get(pk=page.pk).slug == "call-us-back"


def test_an_address_is_known_without_a_query(quality, django_assert_num_queries):
    page = factories.article(quality, fr="Rappel", en="Callback").made["fr"]
    found = ArticlePage.objects.get(pk=page.pk)
    addresses.code_of(found.locale_id)
    with django_assert_num_queries(0):
        assert found.url == "/fr/qualite/rappel/"


def test_both_languages_are_known_whatever_was_asked_first():
    assert set(addresses.locale_ids()) == {"fr", "en"}
    ids = addresses.locale_ids()
    assert (addresses.code_of(ids["fr"]), addresses.code_of(ids["en"])) == ("fr", "en")
    assert (addresses.home_path(ids["fr"]), addresses.home_path(ids["en"])) == ("/accueil/", "/home/")


def test_the_language_a_page_was_first_written_in_is_known_once_it_is_translated(quality):
    from cms.bilingual.pairs import tie

    pages = factories.article(quality, fr="Rappel", en="Callback").made
    written = dict(
        ArticlePage.objects.annotate(original=addresses.original_locale()).values_list(
            "locale__language_code", "original"
        )
    )
    assert written == {"fr": None, "en": None}
    tie(pages["en"], pages["fr"])
    written = ArticlePage.objects.annotate(original=addresses.original_locale()).values_list("original", flat=True)
    assert set(written) == {addresses.locale_ids()["en"]}


def test_a_twin_is_the_live_page_of_the_other_language(quality):
    pages = factories.article(quality, fr="Rappel", en="Callback").made
    assert addresses.twin_of(pages["fr"]) == Page.objects.get(pk=pages["en"].pk)
    pages["en"].unpublish()
    assert addresses.twin_of(pages["fr"]) is None
