"""Ordinary pages, and the links to them at the foot of every page."""

import json
import re
from html import unescape

import pytest
from django.conf import settings
from wagtail.models import Revision

from cms.bilingual.pairs import tie
from cms.models import CommunitySettings
from home.models import StandardPage
from tests import factories

pytestmark = pytest.mark.django_db


def foot(client, address):
    """Links at the foot of a page, in their order."""
    html = client.get(address).content.decode()
    (footer,) = re.findall(r'<footer class="foot">.*?</footer>', html, re.S)
    first, *pages = re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', footer)
    assert first in {("/fr/termes/", "Base terminologique"), ("/en/terms/", "Term base")}
    return pages


@pytest.mark.parametrize("address", ["", "preferences/", "nulle-part/", "mandat/", "terms-of-reference/"])
def test_the_foot_of_every_page_lists_the_ordinary_pages_of_its_language(alice, as_user, address):
    factories.ordinary(show_in_menus=True)
    factories.ordinary("Rappels : le guide", "Callbacks: the guide", show_in_menus=True)
    french = [("/fr/mandat/", "Mandat"), ("/fr/rappels-le-guide/", "Rappels\u00a0: le guide")]
    english = [("/en/terms-of-reference/", "Terms of reference"), ("/en/callbacks-the-guide/", "Callbacks: the guide")]
    client = as_user(alice)
    if address != "terms-of-reference/":
        assert foot(client, f"/fr/{address}") == french
    if address != "mandat/":
        assert foot(client, f"/en/{address}") == english


def test_only_live_pages_marked_for_it_are_at_the_foot(alice, as_user):
    factories.ordinary("Brouillon", "Draft", live=False, show_in_menus=True)
    factories.ordinary("Discrète", "Quiet")
    assert foot(as_user(alice), "/fr/") == []


def test_the_foot_follows_each_change_at_once(alice, as_user):
    client = as_user(alice)
    assert foot(client, "/fr/") == []
    pages = factories.ordinary(show_in_menus=True)
    page = pages["fr"]
    assert foot(client, "/fr/") == [("/fr/mandat/", "Mandat")]
    page.title = "Notre mandat"
    factories.publish(pages)
    assert foot(client, "/fr/") == [("/fr/mandat/", "Notre mandat")]
    page.unpublish()
    assert foot(client, "/fr/") == []


@pytest.mark.parametrize("is_tied", [True, False])
def test_what_stands_at_the_foot_stands_there_in_both_languages(alice, as_user, is_tied):
    """wagtail-localize carries it over with the next translation only."""
    pages, client = factories.ordinary(), as_user(alice)
    if is_tied:
        tie(pages["fr"], pages["en"])
    feet = {code: [(page.url, page.title)] for code, page in pages.items()}
    draft = StandardPage.objects.get(pk=pages["en"].pk).save_revision()
    for is_there in (True, False):
        page = StandardPage.objects.get(pk=pages["fr"].pk)
        page.show_in_menus = is_there
        page.save_revision().publish()
        wanted = feet if is_there else {"fr": [], "en": []}
        assert {code: foot(client, f"/{code}/") for code in feet} == wanted
        Revision.objects.get(pk=draft.pk).publish()
        assert {code: foot(client, f"/{code}/") for code in feet} == wanted


def test_a_visitor_gets_no_link(client):
    factories.ordinary(show_in_menus=True)
    html = client.get("/en/accounts/login/").content.decode()
    assert "Terms of reference" not in html


def test_the_names_of_the_community_change_at_once_in_both_languages(alice, as_user):
    client = as_user(alice)
    client.get("/fr/")
    names = CommunitySettings.load()
    names.name_fr, names.name_en = "L’essai", "The trial"
    names.council_fr, names.council_en = "Conseil d’essai", "Trial council"
    names.save()
    for language, name, council in (("fr", "L’essai", "Conseil d’essai"), ("en", "The trial", "Trial council")):
        html = client.get(f"/{language}/").content.decode()
        assert f"– {name}</title>" in html
        assert council in html


def test_a_page_and_its_twin_say_so(alice, as_user):
    pages = factories.ordinary()
    html = as_user(alice).get(pages["fr"].url).content.decode()
    assert "<title>Mandat – " in html
    assert "<h1>Mandat</h1>" in html
    assert "Dans les deux langues" in html
    assert '<link rel="alternate" hreflang="fr-CA" href="/fr/mandat/">' in html
    assert '<link rel="alternate" hreflang="en-CA" href="/en/terms-of-reference/">' in html
    assert '<a href="/en/terms-of-reference/" lang="en" hreflang="en-CA">Read in English</a>' in html


def test_a_page_in_one_language_is_shown_under_the_other_with_a_notice(alice, as_user):
    pages = factories.ordinary()
    factories.excepted(pages["fr"])
    pages["en"].unpublish()
    client = as_user(alice)
    assert "En français seulement" in client.get("/fr/mandat/").content.decode()
    html = client.get(f"/en/untranslated/{pages['fr'].pk}/mandat/").content.decode()
    assert "This page is not yet available in English." in html
    assert '<article class="prose" lang="fr">' in html


def test_headings_are_listed_beside_the_text(alice, as_user):
    pages = factories.ordinary()
    page = pages["fr"]
    page.body = json.dumps([{"type": "heading", "value": "L’objet"}, {"type": "text", "value": "<p>Un mot : oui</p>"}])
    factories.publish(pages)
    html = as_user(alice).get("/fr/mandat/").content.decode()
    assert '<h2 id="l-objet">L’objet</h2>' in html
    assert '<a href="#l-objet">L’objet</a>' in html
    assert "<p>Un mot\u00a0: oui</p>" in html


def test_a_title_with_a_first_of_the_month_has_no_tag_in_the_window_title(alice, as_user):
    factories.ordinary("Dès le 1er mai : l’essai", "From May 1")
    html = as_user(alice).get("/fr/des-le-1er-mai-l-essai/").content.decode()
    assert "<title>Dès le 1er\u00a0mai\u00a0: l’essai – " in html
    assert "<h1>Dès le 1<sup>er</sup>\u00a0mai\u00a0: l’essai</h1>" in html


def test_a_kept_page_is_not_shown_past_a_change(alice, bob, as_user):
    pages, client = factories.ordinary(), as_user(alice)
    page = pages["fr"]
    assert "<p>Mandat</p>" in client.get("/fr/mandat/").content.decode()
    page.body = factories.text("Revu.")
    factories.publish(pages)
    for reader in (client, as_user(bob)):
        assert "<p>Revu.</p>" in reader.get("/fr/mandat/").content.decode()
    page.unpublish()
    assert client.get("/fr/mandat/", follow=True).status_code == 404


def test_a_draft_is_previewed_by_editors_and_changes_nothing_for_readers(chantal, alice, as_user):
    page = StandardPage.objects.get(pk=factories.ordinary()["fr"].pk)
    page.body = factories.text("Ébauche.")
    page.save_revision()
    preview = as_user(chantal).get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
    assert "<p>Ébauche.</p>" in preview
    assert "<h1>Mandat</h1>" in preview
    assert "Ébauche" not in as_user(alice).get("/fr/mandat/").content.decode()


def test_a_printed_page_gives_its_own_address_kept_or_not(alice, as_user, quality):
    client = as_user(alice)
    for address in ("/en/practices/", "/en/practices/?kind=lesson", "/fr/themes/", "/en/practices/?q=%3Cb%3E&a=1"):
        for _time in range(2):
            html = client.get(address).content.decode()
            (said,) = re.findall(r'<p class="paper meta" data-address="([^"]*)">', html)
            assert unescape(said) == settings.BASE_URL + address
