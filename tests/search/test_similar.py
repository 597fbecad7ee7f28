"""What is most like a page: in either language, itself left out, of what its reader may open."""

import uuid

import pytest
from bs4 import BeautifulSoup

from search import queries
from search.engines.base import EngineUnavailable
from spaces.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(quality, caught_up):
    made = factories.article(
        quality,
        fr="Rappel automatique",
        en="Automatic callback",
        summary_fr="Des appelants rappelés le soir.",
        summary_en="Callers rung in the evening.",
    ).made
    factories.article(quality, fr="Rappeler les appelants le soir")
    factories.article(quality, en="A callback in the evening")
    factories.article(quality, fr="Autre sujet", summary_fr="Le soir, sans rapport.")
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False)
    factories.article(closed, fr="Rappel automatique fermé")
    caught_up()
    return made


def seen(client, page, code="fr"):
    """[(title, address, lang)]"""
    start = {"fr": "/fr/recherche/semblables/", "en": "/en/search/similar/"}[code]
    answer = client.get(f"{start}{page.translation_key}/")
    assert answer.status_code == 200
    links = BeautifulSoup(answer.content, "html.parser").select("li.result h2 a")
    return [(link.get_text(), link.get("lang", "")) for link in links]


def test_an_article_leads_to_what_is_like_it(alice, as_user, article):
    client = as_user(alice)
    page = BeautifulSoup(client.get(article["fr"].url).content, "html.parser")
    link = page.find("a", string="Trouver ce qui est semblable")
    assert client.get(link["href"]).status_code == 200
    assert seen(client, article["fr"]) == [
        ("Rappeler les appelants le soir", ""),
    ]


def test_in_the_other_language_too(alice, as_user, article):
    assert seen(as_user(alice), article["en"], "en") == [
        ("A callback in the evening", ""),
    ]


def test_what_has_its_topics_is_like_it_and_nothing_is_marked(alice, quality, as_user, caught_up):
    page = factories.article(quality, fr="Tenir parole", topics=[factories.topic("hours", fr="Heures de pointe")]).made[
        "fr"
    ]
    factories.article(quality, fr="Prévoir les heures de pointe")
    caught_up()
    assert seen(as_user(alice), page) == [("Prévoir les heures de pointe", "")]
    answer = as_user(alice).get(f"/fr/recherche/semblables/{page.translation_key}/").content.decode()
    assert "<mark>" not in answer


def test_what_one_may_not_open_is_neither_shown_nor_asked_about(alice, as_user, article):
    closed = ArticlePage.objects.get(title="Rappel automatique fermé")
    client = as_user(alice)
    unknown = client.get(f"/fr/recherche/semblables/{uuid.uuid4()}/")
    hidden = client.get(f"/fr/recherche/semblables/{closed.translation_key}/")
    assert (unknown.status_code, hidden.status_code) == (404, 404)
    article["fr"].unpublish()
    ArticlePage.objects.get(pk=article["en"].pk).unpublish()
    assert client.get(f"/fr/recherche/semblables/{article['fr'].translation_key}/").status_code == 404


def test_nothing_like_it_is_said_and_so_is_a_server_that_does_not_answer(alice, as_user, article, monkeypatch):
    other = ArticlePage.objects.get(title="Autre sujet")
    answer = as_user(alice).get(f"/fr/recherche/semblables/{other.translation_key}/")
    assert "Rien de semblable" in answer.content.decode()

    class Gone:
        def search(self, request):
            raise EngineUnavailable("gone")

    monkeypatch.setattr(queries, "engine", Gone)
    answer = as_user(alice).get(f"/fr/recherche/semblables/{other.translation_key}/")
    assert (answer.status_code, "Entre-temps" in answer.content.decode()) == (503, True)


@pytest.mark.parametrize("count", [1, 5, 50])
def test_more_of_them_cost_no_more_queries(alice, quality, as_user, caught_up, django_assert_num_queries, count):
    pages = [factories.article(quality, fr=f"Rappel {number}").made["fr"] for number in range(count + 1)]
    caught_up()
    client, address = as_user(alice), f"/fr/recherche/semblables/{pages[0].translation_key}/"
    for _visit in range(2):
        client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
