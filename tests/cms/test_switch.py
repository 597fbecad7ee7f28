"""The link to the other language: the same thing, or the nearest that exists, and the choice is remembered."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import factories


def switch(client, address):
    """(language, where it leads) of the switch shown at an address."""
    html = client.get(address).content.decode()
    (href,) = re.findall(r'<a class="tool" href="([^"]+)" lang="(?:fr|en)"', html)
    link = urlsplit(unescape(href))
    return link.path, parse_qs(link.query)["next"][0]


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("/fr/", "/en/"),
        ("/fr/pratiques/?kind=lesson&order=municipal", "/en/practices/?kind=lesson&order=municipal"),
        ("/fr/reunions/", "/en/meetings/"),
        ("/fr/recherche/?q=d%C3%A9lai+d%27attente", "/en/search/?q=d%C3%A9lai+d%27attente"),
        ("/fr/preferences/", "/en/preferences/"),
    ],
)
def test_a_view_leads_to_itself_in_the_other_language_with_its_query(alice, as_user, french, english):
    client = as_user(alice)
    assert switch(client, french) == ("/language/en/", english)
    assert switch(client, english) == ("/language/fr/", french)


def test_a_view_with_an_argument_keeps_it(alice, as_user, quality):
    assert switch(as_user(alice), "/fr/espaces/quality/pratiques/") == (
        "/language/en/",
        "/en/spaces/quality/practices/",
    )


def test_a_page_leads_to_its_twin(alice, as_user, quality):
    pages = factories.article(quality, fr="Rappel le matin", en="Morning callback").made
    assert switch(as_user(alice), "/fr/qualite/rappel-le-matin/") == ("/language/en/", pages["en"].url)
    assert pages["en"].url == "/en/quality/morning-callback/"
    assert switch(as_user(alice), pages["en"].url) == ("/language/fr/", "/fr/qualite/rappel-le-matin/")


def test_a_space_and_an_ordinary_page_lead_to_their_twins(alice, as_user, quality):
    factories.ordinary()
    assert switch(as_user(alice), "/fr/qualite/") == ("/language/en/", "/en/quality/")
    assert switch(as_user(alice), "/fr/mandat/") == ("/language/en/", "/en/terms-of-reference/")


def test_a_page_without_a_twin_leads_to_its_notice_and_back(alice, as_user, quality):
    page = factories.article(quality, fr="Rappel le matin").made["fr"]
    client = as_user(alice)
    language, notice = switch(client, page.url)
    assert (language, notice) == ("/language/en/", f"/en/untranslated/{page.pk}/rappel-le-matin/")
    assert "This page is not yet available in English." in client.get(notice).content.decode()
    assert switch(client, notice) == ("/language/fr/", page.url)


def test_a_draft_twin_is_not_where_the_switch_leads(alice, as_user, quality):
    page = factories.article(quality, fr="Rappel le matin", en="Morning callback").made["fr"]
    page.get_translations().get().unpublish()
    assert switch(as_user(alice), page.url) == ("/language/en/", f"/en/untranslated/{page.pk}/rappel-le-matin/")


@pytest.mark.parametrize("address", ["/fr/nulle-part/", "/fr/nulle/part/", "/nulle.part"])
def test_a_page_not_found_leads_to_the_other_home(chantal, as_user, address):
    client = as_user(chantal)
    assert client.get(address).status_code == 404
    assert switch(client, address) == ("/language/en/", "/en/")


def test_following_the_switch_shows_the_same_thing_and_is_remembered_but_mail_keeps_its_language(alice, as_user):
    client = as_user(alice)
    response = client.get("/language/fr/", {"next": "/fr/pratiques/?kind=lesson"})
    assert (response.status_code, response["Location"]) == (302, "/fr/pratiques/?kind=lesson")
    assert response.cookies["carrefour_language"].value == "fr"
    alice.refresh_from_db()
    assert (alice.reading_language, alice.language) == ("fr", "en")
    assert client.get("/")["Location"] == "/fr/"


def test_the_language_of_the_preferences_is_that_of_the_site_and_of_mail(alice, as_user):
    client = as_user(alice)
    client.get("/language/fr/")
    client.post("/fr/preferences/", {"language": "en", "time_zone": "America/Halifax", "theme": ""})
    alice.refresh_from_db()
    assert (alice.reading_language, alice.language, alice.time_zone) == ("", "en", "America/Halifax")
    assert client.get("/")["Location"] == "/en/"


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com/", "javascript:alert(1)", ""])
def test_the_switch_never_leads_off_the_site(client, db, target):
    assert client.get("/language/fr/", {"next": target})["Location"] == "/fr/"


def test_a_language_the_site_does_not_speak_is_not_found(alice, as_user):
    client = as_user(alice)
    assert client.get("/language/de/", follow=True).status_code == 404
    alice.refresh_from_db()
    assert alice.reading_language == ""


@pytest.mark.parametrize("asked", ["9001", "front", "https://example.com/", "//example.com/"])
def test_a_way_back_that_is_no_address_of_ours_is_not_taken(asked, alice, as_user):
    assert as_user(alice).get("/language/fr/", {"next": asked})["Location"] == "/fr/"
