"""The facets of a page of results: what is shown of each, and the days they count from."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.http import QueryDict
from django.utils import timezone

from search.filters import Filters, months_before
from tests import factories


def test_a_facet_with_many_values_folds_those_found_least(alice, results, caught_up):
    for number in range(12):
        space = factories.space(f"s{number}", fr=f"Espace {number:02}", en=f"Space {number:02}")
        for _ in range(2 if number == 11 else 1):
            factories.article(space, fr="Rappel")
    caught_up()
    seen = results(alice, "?q=rappel&space=s10")
    facet = seen.page.find("input", attrs={"name": "space"}).find_parent("fieldset")
    folded = facet.select_one("details.fold")
    shown = [box["value"] for box in facet.select("input") if box not in folded.select("input")]
    assert (shown[:2], len(shown), len(folded.select("input"))) == (["s10", "s11"], 8, 4)
    assert folded.summary.get_text() == "4 autres"


def test_spaces_one_does_not_enter_are_named_to_who_may_know_of_them_the_others_are_one_chip(
    alice, bob, identity, quality, results
):
    factories.space("hidden", fr="Cachette", en="Hideout", is_open=False, is_listed=False, joining="invitation")
    query = "?q=rappel&space=identity&space=hidden&space=nowhere&space=quality"
    assert results(bob, query).chips == {
        "Qualité": "?q=rappel&space=identity&space=hidden&space=nowhere",
        "Identité": "?q=rappel&space=hidden&space=nowhere&space=quality",
        "Espace inconnu": "?q=rappel&space=identity&space=quality",
    }
    assert list(results(alice, query, "en").chips) == ["Identity", "Quality", "Unknown space"]


def test_of_a_date_said_twice_one_counts_and_its_chip_takes_both_away(alice, quality, results):
    seen = results(alice, "?q=rappel&since=3&kind=article&since=12")
    assert seen.chips == {"Pratiques": "?q=rappel&since=3&since=12", "Douze derniers mois": "?q=rappel&kind=article"}


@pytest.mark.parametrize(
    ("language", "words", "action"),
    [("fr", "Aucun résultat avec ces filtres", "Effacer tous les filtres"),
     ("en", "Nothing found with these filters", "Clear all filters")],
)  # fmt: skip
def test_nothing_found_under_filters_leads_to_the_question_without_them(
    alice, quality, results, caught_up, language, words, action
):
    factories.article(quality, fr="Rappel à l’heure", en="Rappel on time")
    caught_up()
    seen = results(alice, "?q=rappel&kind=meeting&since=3", language)
    empty = seen.page.select_one(".empty")
    assert (seen.titles, empty.h2.get_text(), empty.a.get_text()) == ([], words, action)
    assert not empty.find_parent("details"), "a phone folds the filters"
    assert len(results(alice, empty.a["href"], language).titles) == 1


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2026-11-29", 3, "2026-08-29"), ("2026-05-31", 3, "2026-02-28"), ("2028-03-31", 1, "2028-02-29"),
     ("2026-01-15", 3, "2025-10-15"), ("2026-12-31", 12, "2025-12-31"), ("2028-02-29", 12, "2027-02-28")],
)  # fmt: skip
def test_months_before_a_day_stay_within_their_month(day, months, before):
    assert months_before(date.fromisoformat(day), months).isoformat() == before


def test_the_last_months_end_on_the_day_of_the_site_whatever_clock_one_is_on(alice):
    """Past midnight in Toronto, it is still the day before in Vancouver: what is published meanwhile is there."""
    request = SimpleNamespace(GET=QueryDict("since=3"), user=alice, _content_version=(1, 1))
    with time_machine.travel(datetime(2026, 11, 30, 6, tzinfo=UTC)), timezone.override("America/Vancouver"):
        asked = Filters(request, "en").asked()
    assert (asked["since"], asked["until"]) == ("2026-08-30", "2026-11-30")
