"""What is asked of search: counted once, without a name, for some days, for those who look after the community."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import timezone

from search import insights
from search.models import Asked
from search.tasks import prune_insights
from tests import factories

pytestmark = pytest.mark.django_db
INSIGHTS = {"fr": "/fr/recherche/apercu/", "en": "/en/search/insights/"}
ASKED = "/fr/recherche/demandees/"


@pytest.fixture(scope="module")
def made_community(made_quality):
    factories.article(made_quality, fr="Rappel à l’heure", en="Callback on time")
    factories.article(made_quality, fr="Rappel pour tous", en="Callback for all")


@pytest.fixture
def community(quality, made_community, caught_up):
    caught_up()


@pytest.fixture
def ask(alice, results):
    """ask("?q=rappel") -> what the browser sends of this page of results, None when it says nothing."""

    def token(query, language="fr", user=alice):
        said = results(user, query, language).page.select_one("[data-asked]")
        return said and said["data-asked"]

    return token


def rows(client, query="", language="fr"):
    page = BeautifulSoup(client.get(INSIGHTS[language] + query).content, "html.parser")
    return [[cell.get_text().strip() for cell in row.select("th a, td")[:4]] for row in page.select("tbody tr")]


def test_a_question_counts_once_and_its_answers_each_time_one_is_opened(alice, as_user, community, ask):
    client, token = as_user(alice), ask("?q=Rappel")
    for data in ({"token": token}, {"token": token}, {"token": token, "rank": "2"}, {"token": token, "rank": "1"}):
        assert client.post(ASKED, data).status_code == 204
    row = Asked.objects.get()
    assert (row.text, row.folded, row.language, row.total, row.opened, row.rank) == ("Rappel", "rappel", "fr", 2, 2, 2)
    assert "alice" not in str(list(Asked.objects.values())).lower()


@pytest.mark.database
def test_an_answer_opened_counts_even_when_the_question_was_not_heard(alice, as_user, community, ask):
    as_user(alice).post(ASKED, {"token": ask("?q=rappel"), "rank": "1"})
    assert [(row.opened, row.rank) for row in Asked.objects.all()] == [(1, 1)]


@pytest.mark.parametrize("query", ["", "?q=rappel&kind=article", "?q=rappel&sort=date", "?q=%20"])
def test_the_same_question_narrowed_or_nothing_asked_says_nothing(community, ask, query):
    assert ask(query) is None


@pytest.mark.parametrize("data", [{}, {"token": ""}, {"token": "x"}, {"token": "a:b:c", "rank": "1"}])
def test_what_the_site_did_not_sign_is_refused(alice, as_user, community, data):
    assert as_user(alice).post(ASKED, data).status_code == 400
    assert not Asked.objects.exists()


def test_who_opens_the_address_the_browser_writes_to_is_led_to_search(alice, as_user):
    assert as_user(alice).get(ASKED).url == "/fr/recherche/"


@pytest.mark.parametrize("rank", ["", "-1", "x", "9" * 30, "٣"])
def test_a_rank_that_is_none_counts_the_question_alone_or_as_the_number_it_is(alice, as_user, community, ask, rank):
    assert as_user(alice).post(ASKED, {"token": ask("?q=rappel"), "rank": rank}).status_code == 204
    assert Asked.objects.get().rank in {None, 3}


@pytest.mark.database
def test_a_token_that_is_too_old_counts_no_more(alice, as_user, community, ask, time_machine):
    token = ask("?q=rappel")
    time_machine.move_to(timezone.now() + timedelta(hours=insights.HOURS + 1))
    assert as_user(alice).post(ASKED, {"token": token}).status_code in {302, 400}
    assert not Asked.objects.exists()


def asked(text, n=1, *, language="fr", total=3, opened=0, days=0):
    at = timezone.now() - timedelta(days=days, minutes=5)
    for number in range(n):
        Asked.objects.create(
            token=f"{text}{number}{days}{language}", asked_at=at, language=language, text=text,
            folded=" ".join(insights.words(text)), total=total, opened=opened, rank=2 if opened else None,
        )  # fmt: skip


@pytest.mark.database
def test_the_questions_of_a_language_the_most_asked_first(support, as_user):
    asked("Télétravail", 2)
    asked("teletravail", 1, opened=1)
    asked("rappel", 2, total=0)
    asked("callback", 4, language="en")
    asked("ancien", 9, days=45)
    client = as_user(support)
    assert [row[1:] for row in rows(client)] == [["3", "3", "1"], ["2", "0", "0"]]
    assert [row[0].lower() for row in rows(client)][1] == "rappel"
    assert [row[0] for row in rows(client, "?show=nothing")] == ["rappel"]
    assert [row[0] for row in rows(client, "?language=en")] == ["callback"]
    assert next(row[0] for row in rows(client, "?days=90")) == "ancien"
    assert rows(client, "?days=abc&language=de&show=x&page=-1") == rows(client)
    page = BeautifulSoup(client.get(INSIGHTS["fr"]).content, "html.parser")
    figures = [dd.get_text(" ", strip=True).replace("\u00a0", " ") for dd in page.select("dl.figures dd")]
    assert figures == ["9", "22 % 2 questions", "11 % 1 question", "2"]
    assert "Ces chiffres portent sur les questions posées dans les deux langues" in page.get_text()


@pytest.mark.database
def test_the_list_is_exported_whole_in_the_language_of_the_page(support, as_user):
    asked("=rappel", 2, total=0)
    answer = as_user(support).get("/fr/recherche/apercu/exporter/?show=nothing")
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert table[0][:3] == ["Question", "Nombre de fois", "Résultats (moyenne)"]
    assert table[1][:4] == ["'=rappel", "2", "0", "0"]


@pytest.mark.parametrize("address", [INSIGHTS["fr"], "/fr/recherche/apercu/exporter/", "/fr/recherche/mises-en-avant/"])
def test_to_others_there_is_no_such_page(alice, as_user, results, community, address):
    assert as_user(alice).get(address).status_code == 404
    assert INSIGHTS["fr"] not in str(results(alice, "?q=rappel").page)


@pytest.mark.database
def test_what_is_old_is_removed(support):
    asked("vieux", days=settings.SEARCH_INSIGHTS_DAYS + 1)
    asked("récent", days=settings.SEARCH_INSIGHTS_DAYS - 1)
    assert settings.SCHEDULE["search.tasks.prune_insights"] == 1440
    assert prune_insights.call() == 1
    assert [row.text for row in Asked.objects.all()] == ["récent"]


@pytest.mark.parametrize("count", [1, 5, 50])
def test_more_questions_cost_no_more_queries(support, as_user, django_assert_num_queries, count):
    for number in range(count):
        asked(f"q{number}")
    client = as_user(support)
    for _visit in range(2):
        client.get(INSIGHTS["fr"])
    with django_assert_num_queries(8):
        client.get(INSIGHTS["fr"])
