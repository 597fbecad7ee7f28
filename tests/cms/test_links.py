"""A link between pages is kept by id and leads each reader to their own language, if they may read it at all."""

import pytest
from wagtail.rich_text import expand_db_html

from cms.rendered import body_of
from tests import factories

pytestmark = pytest.mark.django_db


def follow(client, page):
    """(status, where it leads) of a lasting link; an address not found is first tried under a language."""
    response = client.get(f"/page/{page.pk}/")
    if response.get("Location", "").endswith(f"/page/{page.pk}/"):
        response = client.get(response["Location"])
    return response.status_code, response.get("Location", "")


def test_a_link_in_a_text_is_a_lasting_address_made_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = expand_db_html(
            '<p>Voir <a linktype="page" id="12">la page</a> et <a linktype="page" id="7">l’autre</a>.</p>'
        )
    assert html == '<p>Voir <a href="/page/12/">la page</a> et <a href="/page/7/">l’autre</a>.</p>'


def test_a_kept_body_that_links_to_a_page_stays_right_when_that_page_moves(alice, as_user, quality):
    target = factories.article(quality, fr="Rappel").made["fr"]
    page = factories.article(quality, fr="Guide").made["fr"]
    page.body = factories.text(f'</p><p>Voir <a linktype="page" id="{target.pk}">ceci</a>')
    page.save_revision().publish()
    page.refresh_from_db()
    assert f'<a href="/page/{target.pk}/">ceci</a>' in body_of(page).html
    other = factories.space("other", fr="Autre", en="Other")
    target.move(factories.parents(other)["fr"], pos="last-child")
    assert follow(as_user(factories.person("Zoé", language="fr")), target) == (302, "/fr/autre/rappel/")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_link_to_either_twin_leads_to_the_language_of_the_reader(as_user, quality, language):
    pages = factories.article(quality, fr="Rappel", en="Callback").made
    client = as_user(factories.person("Zoé", language=language))
    for page in pages.values():
        assert follow(client, page) == (302, pages[language].url)


def test_the_language_last_chosen_counts(alice, as_user, quality):
    pages = factories.article(quality, fr="Rappel", en="Callback").made
    client = as_user(alice)
    client.get("/language/fr/")
    assert follow(client, pages["en"]) == (302, pages["fr"].url)


def test_without_a_twin_the_link_leads_to_the_notice(alice, as_user, quality):
    page = factories.article(quality, fr="Rappel").made["fr"]
    client = as_user(alice)
    status, address = follow(client, page)
    assert (status, address) == (302, f"/en/untranslated/{page.pk}/rappel/")
    html = client.get(address).content.decode()
    assert "This page is not yet available in English." in html
    assert '<h1 lang="fr">Rappel</h1>' in html


def test_a_home_and_an_ordinary_page_have_lasting_links(alice, as_user):
    assert follow(as_user(alice), factories.homes()["fr"]) == (302, "/en/")
    assert follow(as_user(alice), factories.ordinary()["fr"]) == (302, "/en/terms-of-reference/")


@pytest.mark.parametrize(("is_listed", "space_status"), [(True, 302), (False, 404)])
def test_what_one_may_not_read_answers_as_if_it_did_not_exist(alice, bob, as_user, is_listed, space_status):
    space = factories.space(
        "identity", fr="Identité", en="Identity", is_open=False, is_listed=is_listed, members=[alice]
    )
    pages = factories.article(space, fr="Rappel secret", en="Secret callback").made
    for page in pages.values():
        assert follow(as_user(bob), page) == (404, "")
        assert follow(as_user(alice), page) == (302, pages["en"].url)
        assert as_user(bob).get(f"/en/untranslated/{page.pk}/x/").status_code == 404
    assert follow(as_user(bob), factories.parents(space)["fr"])[0] == space_status


def test_a_draft_and_a_page_that_is_not_there_have_none(alice, as_user, quality):
    draft = factories.article(quality, fr="Rappel", live=False).made["fr"]
    assert follow(as_user(alice), draft) == (404, "")
    draft.pk += 1
    assert follow(as_user(alice), draft) == (404, "")
