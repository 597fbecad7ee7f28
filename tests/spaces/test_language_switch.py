"""From a page to the same thing in the other language: its twin, or a notice that keeps the words as they are."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from cms.bilingual.pairs import tie
from home.models import StandardPage
from spaces.models import Announcement, AnnouncementPage, Article, ArticlePage, Meeting, MeetingPage
from tests import factories

OTHER = factories.OTHER
NOTICES = {
    "fr": ("Cette page n’est pas encore offerte en français.", "You are reading the French original."),
    "en": ("This page is not yet available in English.", "You are reading the English original."),
}


def switched(client, address):
    """The address one ends at after following the switch of a page, and what it shows."""
    html = client.get(address).content.decode()
    (href,) = re.findall(r'<a class="tool" href="([^"]+)" lang="', html)
    response = client.get(unescape(href), follow=True)
    return response.redirect_chain[-1][0], response.content.decode()


def only_in(language, kind, space):
    """A page of this kind, live in one language."""
    words, parents = {language: {"title": "Seul", "summary": "Un mot."}}, factories.parents(space)
    if kind == "ordinary":
        return factories.pair(StandardPage, factories.homes(), words)[language]
    if kind == "article":
        return factories.pair(ArticlePage, parents, words, article=Article.objects.create(space=space))[language]
    if kind == "announcement":
        fact = Announcement.objects.create(space=space)
        return factories.pair(AnnouncementPage, parents, words, announcement=fact)[language]
    starts = timezone.now() + timedelta(days=3)
    fact = Meeting.objects.create(space=space, starts_at=starts, ends_at=starts + timedelta(hours=1))
    return factories.pair(MeetingPage, parents, words, meeting=fact)[language]


def add_twin(page, title):
    """Publish the twin that was missing."""
    facts = {} if isinstance(page, StandardPage) else {page.fact_name: page.fact}
    other = OTHER[page.language]
    under = factories.homes() if isinstance(page, StandardPage) else factories.parents(page.fact.space)
    twin = type(page)(
        title=title, summary="A word.", live=False, locale=under[other].locale, translation_key=page.translation_key,
        **facts,
    )  # fmt: skip
    type(under[other]).objects.get(pk=under[other].pk).add_child(instance=twin)
    twin.save_revision().publish()
    return twin


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_space_leads_to_its_twin(language, quality, as_user, alice):
    made = {
        "article": factories.article(quality, fr="Un", en="One").made,
        "meeting": factories.meeting(quality).made,
        "announcement": factories.announcement(quality).made,
        "space": factories.parents(quality),
        "ordinary": factories.ordinary(),
    }
    client = as_user(alice)
    led = {kind: switched(client, pages[language].url)[0] for kind, pages in made.items()}
    assert led == {kind: pages[OTHER[language]].url for kind, pages in made.items()}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_tab_of_a_space_leads_to_the_same_tab(language, quality, as_user, alice):
    client = as_user(alice)
    for name in ("space_practices", "space_meetings", "space_announcements", "space_members"):
        with translation.override(language):
            here = reverse(name, args=["quality"])
        with translation.override(OTHER[language]):
            there = reverse(name, args=["quality"])
        assert switched(client, here)[0] == there


@pytest.mark.parametrize("kind", ["article", "meeting", "announcement", "ordinary"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_a_twin_one_reads_the_page_under_the_other_language_with_a_notice(
    language, kind, quality, as_user, alice
):
    page, other, client = only_in(language, kind, quality), OTHER[language], as_user(alice)
    with translation.override(other):
        notice = reverse("untranslated", args=[page.pk, page.slug])
    address, html = switched(client, page.url)
    assert address == notice
    assert f'<html lang="{other}-CA"' in html
    assert NOTICES[other][0] in html
    (heading,) = re.findall(r"<h1[^>]*>", html)
    assert f' lang="{language}"' in heading
    assert switched(client, notice)[0] == page.url


def test_the_foreign_words_of_a_notice_are_marked_and_the_words_of_the_site_are_not(quality, as_user, alice):
    page = factories.article(
        quality, fr="Rappel", summary_fr="En bref.", body="Dit en français.", problem="L’attente.", tools="Un carnet.",
    ).made["fr"]  # fmt: skip
    html = as_user(alice).get(f"/en/untranslated/{page.pk}/rappel/").content.decode()
    assert '<h1 lang="fr">Rappel</h1>' in html
    (prose,) = re.findall(r'<article class="prose" lang="fr">(.*?)</article>', html, re.S)
    assert prose.strip() == "<p>Dit en français.</p>"
    assert '<p class="mt2" lang="fr">L’attente.</p>' in html
    assert '<dd lang="fr">Un carnet.</dd>' in html
    assert "<h2>The problem</h2>" in html
    assert "You are reading the French original." in html


@pytest.mark.parametrize("kind", ["article", "meeting", "announcement"])
@pytest.mark.parametrize(
    ("language", "mark", "space"),
    [
        ("fr", "Not available in English: ", '<a href="/en/quality/">Quality</a>'),
        ("en", "Non offert en français\u00a0: ", '<a href="/fr/qualite/">Qualité</a>'),
    ],
)
def test_a_notice_is_called_and_placed_in_the_language_of_its_reader(
    language, mark, space, kind, quality, as_user, alice
):
    page, other = only_in(language, kind, quality), OTHER[language]
    with translation.override(other):
        html = as_user(alice).get(reverse("untranslated", args=[page.pk, page.slug])).content.decode()
    assert f"<title>{mark}{page.title} – " in html
    assert f"<li>{space}</li>" in html


@pytest.mark.parametrize(
    ("original", "notice", "bar"),
    [
        (
            "en",
            ["This page is not available in English at the moment.", "You are reading its French translation."],
            "Traduction d’un original anglais qui n’est pas publié pour le moment.",
        ),
        (
            "fr",
            ["Cette page n’est pas offerte en français pour le moment.", "Vous lisez sa traduction en anglais."],
            "Translated from a French original that is not published at the moment.",
        ),
    ],
)
def test_a_translation_whose_original_is_withdrawn_says_so(original, notice, bar, quality, as_user, alice):
    pages = factories.article(quality, fr="Rappel", en="Callback").made
    tie(pages[original], pages[OTHER[original]])
    pages[original].unpublish()
    page, client = pages[OTHER[original]], as_user(alice)
    html = client.get(page.url).content.decode()
    assert bar in html
    with translation.override(original):
        html = client.get(reverse("untranslated", args=[page.pk, page.slug])).content.decode()
    assert [words for words in notice if words not in html] == []


@pytest.mark.parametrize("kind", ["article", "meeting", "announcement", "ordinary"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_once_the_twin_is_published_the_address_of_the_notice_leads_to_it(language, kind, quality, as_user, alice):
    page, client = only_in(language, kind, quality), as_user(alice)
    with translation.override(OTHER[language]):
        notice = reverse("untranslated", args=[page.pk, page.slug])
    assert client.get(notice).status_code == 200
    twin = add_twin(page, "Other words")
    response = client.get(notice)
    assert (response.status_code, response["Location"]) == (302, twin.url)
    assert switched(client, page.url)[0] == twin.url


def test_an_address_under_the_wrong_language_leads_to_the_page_where_it_lives(quality, as_user, alice):
    page = factories.article(quality, fr="Rappel").made["fr"]
    space = factories.parents(quality)
    response = as_user(alice).get(f"/en/{space['fr'].slug}/{page.slug}/")
    assert (response.status_code, response["Location"]) == (301, page.url)


def test_a_lasting_link_leads_to_the_language_of_the_reader(quality, as_user, alice, denis):
    both = factories.article(quality, fr="Un", en="One").made
    french = factories.article(quality, fr="Seul").made["fr"]
    for page in both.values():
        assert as_user(alice).get(f"/page/{page.pk}/")["Location"] == both["en"].url
        assert as_user(denis).get(f"/page/{page.pk}/")["Location"] == both["fr"].url
    assert as_user(alice).get(f"/page/{french.pk}/")["Location"] == f"/en/untranslated/{french.pk}/seul/"
    assert as_user(denis).get(f"/page/{french.pk}/")["Location"] == french.url


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_space_with_its_page_in_one_language_is_shown_with_a_notice_from_every_list(
    language, quality, as_user, alice
):
    other = OTHER[language]
    pages = factories.parents(quality)
    pages[other].unpublish()
    with translation.override(other):
        notice = reverse("untranslated", args=[pages[language].pk, pages[language].slug])
        lists = [reverse("spaces"), reverse("space_practices", args=["quality"])]
    client = as_user(alice)
    for address in lists:
        assert f'href="{notice}"' in client.get(address).content.decode()
    assert switched(client, pages[language].url)[0] == notice
    html = client.get(notice).content.decode()
    assert NOTICES[other][0] in html
    assert f"<h1>{quality.name_in(other)}</h1>" in html
