"""What every search engine promises: filters, counts of facets, dates and pages."""

import pytest

from tests.contract.engines import CLOSED, OPEN, ask, doc, found

ROWS = [
    doc("a", fr="Rappel", en="Callback", kind="article", order="federal", topics=("phone",), published_on="2026-01-10",
        jurisdiction="ca"),
    doc("b", fr="Rappel", kind="article", order="municipal", topics=("phone", "queue"), published_on="2026-02-10",
        jurisdiction="halifax"),
    doc("c", en="Rappel", kind="meeting", order="federal", topics=("queue",), published_on="2026-03-10"),
    doc("d", fr="Rappel", kind="announcement", gate=CLOSED, space=CLOSED, published_on="2026-04-10"),
    doc("e", fr="Rappel", kind="page", gate=None, space=None),
]  # fmt: skip
ALL = {
    "kind": {"article": 2, "meeting": 1, "announcement": 1, "page": 1},
    "order": {"federal": 2, "municipal": 1},
    "live": {"fr": 4, "en": 2},
    "jurisdiction": {"ca": 1, "halifax": 1},
    "topic": {"phone": 2, "queue": 2},
    "space": {"1": 3, "2": 1},
    "since": {},
}


@pytest.fixture
def filled(engine):
    engine.index(ROWS)
    return engine


def asked(engine, **more):
    """(sorted keys, total, facets) for a reader of both spaces."""
    result = ask(engine, "rappel", spaces=[OPEN, CLOSED], **more)
    return sorted(hit.key for hit in result.hits), result.total, result.facets


def test_without_filters_every_facet_counts_everything(filled):
    assert asked(filled) == (["a", "b", "c", "d", "e"], 5, ALL)


def test_a_facet_is_counted_without_its_own_selection(filled):
    keys, total, facets = asked(filled, facets={"kind": ("article",)})
    assert (keys, total) == (["a", "b"], 2)
    assert facets == {
        "kind": ALL["kind"], "order": {"federal": 1, "municipal": 1}, "live": {"fr": 2, "en": 1},
        "jurisdiction": ALL["jurisdiction"], "topic": {"phone": 2, "queue": 1}, "space": {"1": 2}, "since": {},
    }  # fmt: skip


def test_two_selections_narrow_each_others_counts(filled):
    keys, total, facets = asked(filled, facets={"kind": ("article", "meeting"), "order": ("federal",)})
    assert (keys, total) == (["a", "c"], 2)
    assert facets == {
        "kind": {"article": 1, "meeting": 1},
        "order": {"federal": 2, "municipal": 1},
        "live": {"fr": 1, "en": 2},
        "jurisdiction": {"ca": 1},
        "topic": {"phone": 1, "queue": 1},
        "space": {"1": 2},
        "since": {},
    }


@pytest.mark.parametrize(
    ("facet", "values", "keys"),
    [
        ("jurisdiction", ("ca",), ["a"]),
        ("jurisdiction", ("ca", "halifax"), ["a", "b"]),
        ("topic", ("queue",), ["b", "c"]),
        ("space", ("2",), ["d"]),
        ("space", ("1", "2"), ["a", "b", "c", "d"]),
        ("space", ("99",), []),
    ],
)
def test_each_facet_narrows_all_but_its_own_counts(filled, facet, values, keys):
    found_keys, total, facets = asked(filled, facets={facet: values})
    assert (found_keys, total, facets[facet]) == (keys, len(keys), ALL[facet])


def test_days_are_counted_like_a_facet(filled):
    days = ("2026-02-10", "2026-04-10", "2030-01-01")
    assert asked(filled, days=days)[2]["since"] == {"2026-02-10": 3, "2026-04-10": 1}
    _keys, total, facets = asked(filled, days=days, since="2026-04-10", facets={"kind": ("meeting", "announcement")})
    assert (total, facets["since"]) == (1, {"2026-02-10": 2, "2026-04-10": 1})
    assert facets["kind"] == {"announcement": 1}


@pytest.mark.parametrize(
    ("chosen", "keys"),
    [
        ({"kind": ("article", "page")}, ["a", "b", "e"]),
        ({"kind": ("nothing",)}, []),
        ({"kind": ()}, ["a", "b", "c", "d", "e"]),
        ({"order": ("municipal",)}, ["b"]),
        ({"live": ("en",)}, ["a", "c"]),
        ({"live": ("fr",)}, ["a", "b", "d", "e"]),
        ({"live": ("fr", "en")}, ["a", "b", "c", "d", "e"]),
        ({"topic": ("phone",)}, ["a", "b"]),
        ({"topic": ("phone", "queue")}, ["a", "b", "c"]),
        ({"topic": ("phon",)}, []),
        ({"kind": ("article",), "live": ("en",), "order": ("federal",), "topic": ("phone",)}, ["a"]),
    ],
)
def test_the_filters_of_facets_narrow_hits_and_total(filled, chosen, keys):
    assert asked(filled, facets=chosen)[:2] == (keys, len(keys))


@pytest.mark.parametrize(
    ("since", "keys"),
    [("2026-02-10", ["b", "c", "d"]), ("2026-02-11", ["c", "d"]), ("2030-01-01", []), ("", ["a", "b", "c", "d", "e"])],
)
def test_a_date_leaves_what_is_as_recent(filled, since, keys):
    found_keys, total, facets = asked(filled, since=since)
    assert (found_keys, total, sum(facets.get("kind", {}).values())) == (keys, len(keys), len(keys))


def test_by_date_the_newest_comes_first_and_the_undated_last(filled):
    assert found(filled, "rappel", spaces=[OPEN, CLOSED], by_date=True) == ["d", "c", "b", "a", "e"]


def test_by_date_the_better_of_two_of_a_day_comes_first(engine):
    engine.index([
        doc("body", fr=("Titre", "", "le rappel"), published_on="2026-01-10"),
        doc("title", fr=("Rappel", "", "le titre"), published_on="2026-01-10"),
        doc("old", fr=("Rappel", "Rappel", "Rappel"), published_on="2025-01-10"),
    ])  # fmt: skip
    assert found(engine, "rappel", by_date=True) == ["title", "body", "old"]


@pytest.mark.parametrize("by_date", [False, True])
def test_pages_show_every_hit_once_and_all_know_the_total(engine, by_date):
    engine.index(doc(f"k{number:02}", fr="Rappel", published_on=f"2026-01-{number % 7 + 1:02}") for number in range(45))
    results = [ask(engine, "rappel", page=page, by_date=by_date) for page in (1, 2, 3, 4)]
    assert [len(result.hits) for result in results] == [20, 20, 5, 0]
    assert {hit.key for result in results for hit in result.hits} == {f"k{number:02}" for number in range(45)}
    assert [(result.total, result.facets["kind"]) for result in results] == [(45, {"article": 45})] * 4


def test_a_page_far_beyond_the_last_is_empty(filled):
    result = ask(filled, "rappel", spaces=[OPEN, CLOSED], page=1_000_000)
    assert (result.hits, result.total, result.facets) == ([], 5, ALL)


def test_a_smaller_page_can_be_asked_for(filled):
    first = ask(filled, "rappel", spaces=[OPEN, CLOSED], by_date=True, size=2)
    second = ask(filled, "rappel", spaces=[OPEN, CLOSED], by_date=True, size=2, page=2)
    assert [[hit.key for hit in result.hits] for result in (first, second)] == [["d", "c"], ["b", "a"]]
    assert (first.total, second.total) == (5, 5)
