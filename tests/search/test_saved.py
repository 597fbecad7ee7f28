"""Searches one saves: kept once with their filters, seen by nobody else, asked again from one's list."""

from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from search import saved
from search.models import SavedSearch
from spaces.models import Reader
from spaces.services import digest_times
from tests import factories

pytestmark = pytest.mark.django_db
SAVED = {"fr": "/fr/recherche/enregistrees/", "en": "/en/search/saved/"}


@pytest.fixture
def community(quality, caught_up):
    factories.article(quality, fr="Rappel à l’heure", en="Callback on time", jurisdiction="on")
    factories.article(quality, fr="Rappel pour tous", en="Callback for all")
    caught_up()


def said(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [one.get_text(" ", strip=True).replace("\u00a0", " ") for one in page.select("[role=status], [role=alert]")]


def rows(client, language="fr"):
    """[(text, address, labels, whether its news is told)] of one's list."""
    page = BeautifulSoup(client.get(SAVED[language]).content, "html.parser")
    return [
        (
            row.a.get_text(),
            row.a["href"],
            [label.get_text() for meta in row.select(".meta")[:-1] for label in meta.select("span")],
            row.select_one("button")["aria-pressed"] == "true",
        )
        for row in page.select("main li:has(form)")
    ]


def test_the_search_of_a_page_is_saved_with_its_filters_and_asked_again(alice, as_user, community, results):
    query = "?q=rappel&jurisdiction=on&sort=date&kind=article&page=1&nonsense=1&kind=nothing"
    form = results(alice, query).page.select_one("form.keep")
    client = as_user(alice)
    answer = client.post(form["action"], {"alerts": "yes"}, follow=True)
    assert any("ses nouveautés arrivent" in words for words in said(answer))
    ((text, address, labels, told),) = rows(client)
    assert (text, address, told) == ("rappel", "/fr/recherche/?q=rappel&kind=article&jurisdiction=on&sort=date", True)
    assert labels[:2] == ["Pratiques", "Ontario"]
    assert results(alice, address.partition("/fr/recherche/")[2]).titles == ["Rappel à l’heure"]
    assert rows(client, "en")[0][1].startswith("/en/search/?q=rappel")
    assert Reader.objects.filter(user=alice).exists()


def test_the_same_search_is_kept_once_in_whatever_order_it_is_asked(alice, as_user, community):
    client = as_user(alice)
    for query in ("?q=rappel&live=fr&kind=article", "?kind=article&q=+rappel+&live=fr&page=3"):
        client.post(SAVED["fr"] + query)
    assert len(rows(client)) == 1
    assert any(
        "est déjà" in words for words in said(client.post(SAVED["fr"] + "?q=rappel&live=fr&kind=article", follow=True))
    )


def test_each_sees_and_changes_their_own(alice, bob, as_user, community):
    as_user(alice).post(SAVED["fr"] + "?q=rappel", {"alerts": "yes"})
    row = SavedSearch.objects.get()
    assert rows(as_user(bob)) == []
    assert as_user(bob).post(f"{SAVED['fr']}{row.pk}/", {"do": "remove"}).status_code == 404
    assert [row[0] for row in rows(as_user(alice))] == ["rappel"]


def test_its_news_is_turned_off_and_on_and_it_is_removed(alice, as_user, community):
    client = as_user(alice)
    client.post(SAVED["fr"] + "?q=rappel")
    address = f"{SAVED['fr']}{SavedSearch.objects.get().pk}/"
    assert [row[3] for row in rows(client)] == [False]
    client.post(address, {"do": "alert"})
    assert [row[3] for row in rows(client)] == [True]
    since = SavedSearch.objects.get().alerts_since
    client.post(address, {"do": "alert"})
    assert SavedSearch.objects.get().alerts_since == since
    client.post(address, {"do": "quiet"})
    assert [row[3] for row in rows(client)] == [False]
    assert any(
        "n’est plus dans vos recherches" in words for words in said(client.post(address, {"do": "remove"}, follow=True))
    )
    assert rows(client) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_address_of_a_button_leads_to_the_list_who_comes_without_pressing_it(alice, as_user, community, language):
    client = as_user(alice)
    client.post(SAVED["fr"] + "?q=rappel")
    row = SavedSearch.objects.get()
    for pk in (row.pk, row.pk + 1):
        answer = client.get(f"{SAVED[language]}{pk}/", {"do": "remove"})
        assert (answer.status_code, answer.url) == (302, SAVED[language])
    assert SavedSearch.objects.count() == 1


def test_saved_again_its_news_goes_on_coming(alice, as_user, community):
    client = as_user(alice)
    client.post(SAVED["fr"] + "?q=rappel", {"alerts": "yes"})
    since = SavedSearch.objects.get().alerts_since
    answer = client.post(SAVED["fr"] + "?q=rappel", follow=True)
    assert any("ses nouveautés arrivent dans" in words for words in said(answer))
    assert SavedSearch.objects.get().alerts_since == since is not None


def kept(results, user, query, language="fr"):
    """(what the page of results says of this very search, its form), ("", None) when it is not saved."""
    form = results(user, query, language).page.select_one("form:has([name=back])")
    return (" ".join(span.get_text() for span in form.select("span")), form) if form else ("", None)


def test_the_results_say_that_this_very_search_is_saved_and_whether_its_news_comes(
    alice, bob, as_user, community, results
):
    client, query = as_user(alice), "?q=rappel&kind=article&live=fr"
    client.post(SAVED["fr"] + query)
    words, form = kept(results, alice, "?live=fr&q=rappel&kind=article&page=1")
    assert words == "Dans vos recherches Ses nouveautés n’arrivent pas dans votre résumé"
    answer = client.post(form["action"], {"back": "results", "do": form.button["value"]})
    assert answer.url == "/fr/recherche/?q=rappel&live=fr&kind=article"
    words, form = kept(results, alice, query)
    assert (words, form.button["value"]) == (
        "Dans vos recherches Ses nouveautés arrivent dans votre résumé", "quiet",
    )  # fmt: skip
    assert kept(results, alice, query, "en")[0] == "In your searches News in your digest"
    for user, other in ((alice, "?q=rappel"), (alice, query + "&sort=date"), (alice, query + "&space=x"), (bob, query)):
        assert kept(results, user, other) == ("", None), other


def test_a_question_without_an_answer_yet_is_saved_too(alice, as_user, community, results):
    for query in ("?q=introuvable", "?q=introuvable&kind=article"):
        form = results(alice, query).page.select_one("form.keep")
        as_user(alice).post(form["action"], {"alerts": "yes"})
        assert kept(results, alice, query)[1].button["value"] == "quiet"
    assert not results(alice, "?q=introuvable&space=nowhere").page.select("form.keep button"), "nobody can keep that"


def test_there_is_room_for_so_many_and_the_one_too_many_is_refused_in_words(alice, as_user, community):
    SavedSearch.objects.bulk_create(SavedSearch(user=alice, text=f"q{n}") for n in range(saved.MOST))
    client = as_user(alice)
    answer = client.post(SAVED["fr"] + "?q=rappel", follow=True)
    assert any("retirez-en d’abord une" in words for words in said(answer))
    assert "rappel" in answer.content.decode(), "the results are still there"
    assert SavedSearch.objects.filter(user=alice).count() == saved.MOST


@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=%20%20"])
def test_nothing_asked_is_nothing_saved(alice, as_user, community, query):
    assert as_user(alice).post(SAVED["fr"] + query).url == "/fr/recherche/"
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("text", ["x" * 500, "é\"'<b>&", "‮\u200f🙂", "a\nb"])
def test_whatever_is_asked_is_kept_as_it_was_asked(alice, as_user, community, text):
    client = as_user(alice)
    client.post(f"{SAVED['fr']}?q={quote(text)}")
    ((kept, address, _labels, _told),) = rows(client)
    assert kept == " ".join(text.split())[:400]
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 5, 50])
def test_more_searches_cost_no_more_queries(alice, as_user, community, django_assert_num_queries, count):
    SavedSearch.objects.bulk_create(SavedSearch(user=alice, text=f"q{n}", query="kind=article") for n in range(count))
    client = as_user(alice)
    for _visit in range(2):
        client.get(SAVED["fr"])
    with django_assert_num_queries(6):
        client.get(SAVED["fr"])


def test_who_has_no_digest_is_told_where_one_is_chosen(alice, as_user):
    digest_times.stop(alice)
    response = as_user(alice).post("/en/search/saved/?q=rappel", {"alerts": "yes"}, follow=True)
    assert "You have none for now: choose one under “What I follow”." in response.content.decode()


@pytest.mark.parametrize(
    ("delivery", "words"),
    [("instant", "comes by mail at once"), ("daily", "in your daily digest"), ("none", "never comes by mail"),
     ("", "in your weekly digest")],
)  # fmt: skip
def test_how_soon_its_news_comes_is_chosen_in_the_list(delivery, words, alice, as_user):
    row, _is_new = saved.save(user=alice, text="callback", query="", alerts=True)
    address, client = f"/en/search/saved/{row.pk}/", as_user(alice)
    response = client.post(address, {"do": "delivery", "delivery": delivery}, follow=True)
    row.refresh_from_db()
    assert (row.delivery, words in response.content.decode()) == (delivery, True)
    client.post(address, {"do": "delivery", "delivery": "hourly"})
    row.refresh_from_db()
    assert row.delivery == delivery
    assert f'<option value="{delivery}" selected>' in client.get("/en/search/saved/").content.decode()
