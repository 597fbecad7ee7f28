"""The results page: its filters, its addresses and its languages."""

import json

import pytest
from django.core.cache import caches

from spaces.services import imports
from tests import factories


@pytest.fixture
def community(quality, made_community, caught_up):
    caught_up()


@pytest.fixture(scope="module")
def made_community(made_quality):
    """Five things that answer «rappel», in both languages or in one."""
    quality = made_quality
    network = factories.space("network", fr="Réseau", en="Network")
    factories.article(quality, fr="Rappel à Halifax", en="Callback in Halifax", jurisdiction="halifax", days_ago=2)
    factories.article(quality, fr="Rappel en Nouvelle-Écosse", days_ago=1)
    factories.article(network, en="Rappel means callback", jurisdiction="ca")
    factories.meeting(network, fr="Réunion sur le rappel", en="Meeting on callback")
    factories.announcement(quality, fr="Annonce du rappel", en="News of callback")


ALL = [
    "Annonce du rappel",
    "Rappel en Nouvelle-Écosse",
    "Rappel means callback",
    "Rappel à Halifax",
    "Réunion sur le rappel",
]


def test_every_hit_is_shown_once_with_its_count_and_its_facets(alice, community, results):
    seen = results(alice, "?q=rappel")
    assert (sorted(seen.titles), seen.count) == (ALL, "5 résultats")
    assert seen.facets == {
        "live": {"fr": ("Offert en français", 4, False), "en": ("Offert en anglais", 4, False)},
        "kind": {
            "article": ("Pratiques", 3, False),
            "meeting": ("Réunions", 1, False),
            "announcement": ("Annonces", 1, False),
        },
        "order": {"federal": ("Fédéral", 1, False), "provincial": ("Provincial", 1, False),
                  "municipal": ("Municipal", 1, False)},
        "jurisdiction": {"ca": ("Fédéral", 1, False), "ns": ("Nouvelle-Écosse", 1, False),
                         "halifax": ("Ville d’Halifax", 1, False)},
        "space": {"quality": ("Qualité", 3, False), "network": ("Réseau", 2, False)},
        "since": {"3": ("Trois derniers mois", 4, False), "12": ("Douze derniers mois", 4, False)},
    }  # fmt: skip
    assert seen.chips == {}


def test_a_hit_opens_in_the_readers_language_or_under_a_notice(alice, community, results, as_user):
    hits = dict(results(alice, "?q=rappel").hits)
    assert hits["Rappel à Halifax"] == "/fr/qualite/rappel-a-halifax/"
    foreign = hits["Rappel means callback"]
    assert foreign.startswith("/fr/")
    notice = "Cette page n’est pas encore offerte en français."
    assert notice in as_user(alice).get(foreign).content.decode()


def test_words_of_the_other_language_say_so(alice, community, results):
    rows = {row.a.get_text(): row for row in results(alice, "?q=rappel").page.select("li.result")}
    foreign = rows["Rappel means callback"]
    assert (foreign.a["lang"], foreign.select_one("p.ex")["lang"], foreign.select_one(".chip").get_text()) == (
        "en", "en", "En anglais",
    )  # fmt: skip
    own = rows["Rappel en Nouvelle-Écosse"]
    assert (own.a.has_attr("lang"), own.select_one("p.ex").has_attr("lang"), own.select_one(".chip")) == (
        False,
        False,
        None,
    )
    rows = {row.a.get_text(): row for row in results(alice, "?q=rappel", "en").page.select("li.result")}
    foreign = rows["Rappel en Nouvelle-Écosse"]
    assert (foreign.a["lang"], foreign.select_one(".chip").get_text()) == ("fr", "In French")


def test_the_same_question_is_answered_in_english_for_who_reads_english(alice, community, results):
    seen = results(alice, "?q=rappel", "en")
    assert seen.page.html["lang"] == "en-CA"
    assert sorted(seen.titles) == [
        "Callback in Halifax",
        "Meeting on callback",
        "News of callback",
        "Rappel en Nouvelle-Écosse",
        "Rappel means callback",
    ]
    assert (seen.count, seen.facets["kind"]["article"]) == ("5 results", ("Practices", 3, False))
    assert list(seen.facets["live"]) == ["en", "fr"]


def test_the_switch_keeps_the_question_and_its_filters(alice, community, results):
    seen = results(alice, "?q=rappel&kind=article")
    switch = seen.page.select_one("a.tool[lang=en]")["href"]
    assert switch == "/language/en/?next=%2Fen%2Fsearch%2F%3Fq%3Drappel%26kind%3Darticle"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("&kind=meeting", ["Réunion sur le rappel"]),
        ("&kind=meeting&kind=announcement", ["Annonce du rappel", "Réunion sur le rappel"]),
        ("&order=municipal", ["Rappel à Halifax"]),
        ("&live=en&kind=article", ["Rappel means callback", "Rappel à Halifax"]),
        ("&space=network", ["Rappel means callback", "Réunion sur le rappel"]),
        ("&space=network&kind=article&order=federal", ["Rappel means callback"]),
        ("&space=network&space=quality&jurisdiction=ca", ["Rappel means callback"]),
        ("&jurisdiction=ca&jurisdiction=halifax", ["Rappel means callback", "Rappel à Halifax"]),
        ("&since=3&kind=article&live=fr", ["Rappel en Nouvelle-Écosse", "Rappel à Halifax"]),
    ],
)
def test_filters_narrow_hits_and_count(alice, community, results, query, titles):
    seen = results(alice, f"?q=rappel{query}")
    assert sorted(seen.titles) == titles
    assert seen.count == ("1 résultat" if len(titles) == 1 else f"{len(titles)} résultats")


def test_a_facet_keeps_its_other_values_when_one_is_chosen(alice, community, results):
    seen = results(alice, "?q=rappel&kind=meeting")
    assert {value: (count, chosen) for value, (_label, count, chosen) in seen.facets["kind"].items()} == {
        "article": (3, False), "meeting": (1, True), "announcement": (1, False),
    }  # fmt: skip
    assert "order" not in seen.facets


def test_each_filter_is_a_chip_whose_link_takes_it_away(alice, community, results):
    seen = results(alice, "?q=rappel&kind=article&kind=meeting&order=federal&space=network&sort=date&page=1")
    assert seen.chips == {
        "Pratiques": "?q=rappel&kind=meeting&order=federal&space=network&sort=date",
        "Réunions": "?q=rappel&kind=article&order=federal&space=network&sort=date",
        "Fédéral": "?q=rappel&kind=article&kind=meeting&space=network&sort=date",
        "Réseau": "?q=rappel&kind=article&kind=meeting&order=federal&sort=date",
    }
    assert results(alice, seen.chips["Réseau"]).chips.keys() == {"Pratiques", "Réunions", "Fédéral"}


UNKNOWN = [
    "&kind=nothing", "&kind=", "&order=x&live=de", "&live=fr%00", "&space=", "&sort=x", "&since=x",
    "&page=-1", "&page=0", "&page=1e9", "&page=1000000000", "&page=abc", "&page=", "&page=²", "&page=1.5", "&page=400",
    "&q2=x", "&topic=x", "&kind[]=article", "&kind=%F0%9F%92%A1", "&%00=%00",
]  # fmt: skip


def test_unknown_values_are_ignored(alice, community, results):
    for query in UNKNOWN:
        seen = results(alice, f"?q=rappel{query}")
        assert (sorted(seen.titles), seen.count, seen.chips) == (ALL, "5 résultats", {}), query


@pytest.mark.parametrize(
    ("space", "name"), [("nowhere", "Espace inconnu"), ("quality%27--", "Espace inconnu"), ("identity", "Identité")]
)
def test_a_space_that_is_unknown_or_closed_finds_nothing_and_is_a_chip_to_take_away(
    space, name, bob, identity, community, results
):
    seen = results(bob, f"?q=rappel&space={space}")
    assert (seen.titles, seen.count, seen.chips) == ([], "0 résultat", {name: "?q=rappel"})


def test_a_value_said_twice_counts_once_and_the_last_of_two_questions_is_asked(alice, community, results):
    seen = results(alice, "?q=clavardage&q=rappel&kind=meeting&kind=meeting&kind=x&page=7&page=1")
    assert (seen.titles, list(seen.chips)) == (["Réunion sur le rappel"], ["Réunions"])


def test_by_date_the_newest_comes_first_and_the_choice_is_kept(alice, community, results):
    seen = results(alice, "?q=rappel&sort=date&kind=article")
    assert seen.titles == ["Rappel means callback", "Rappel en Nouvelle-Écosse", "Rappel à Halifax"]
    assert [link.get_text() for link in seen.page.select("[aria-current=true].strong")] == ["date"]
    assert seen.page.select_one("form.card input[name=sort]")["value"] == "date"


@pytest.mark.parametrize(
    ("language", "query"), [("fr", ""), ("fr", "?q="), ("fr", "?q=%20%00%09"), ("en", "?q="), ("en", "?kind=article")]
)
def test_without_a_question_nothing_is_searched(alice, community, results, language, query):
    seen = results(alice, query, language)
    words = {"fr": "Que cherchez-vous?", "en": "What are you looking for?"}[language]
    assert seen.page.select_one(".empty").find(["h2", "h3", "p"]).get_text() == words
    assert (seen.titles, seen.page.select("[role=status] strong")) == ([], [])


@pytest.mark.parametrize(
    ("language", "words", "count"), [("fr", "Aucun résultat", "0 résultat"), ("en", "Nothing found", "0 results")]
)
def test_nothing_found_says_what_to_do(alice, community, results, language, words, count):
    seen = results(alice, "?q=introuvable", language)
    assert (seen.titles, seen.count) == ([], count)
    assert words in seen.page.select_one(".empty").get_text()
    assert seen.page.select_one(".empty a")["href"] == {"fr": "/fr/themes/", "en": "/en/topics/"}[language]


def test_nothing_found_is_neither_sorted_nor_filtered_until_a_filter_is_there_to_undo(alice, community, results):
    def parts(query):
        page = results(alice, query).page
        return [bool(page.select_one(part)) for part in (".sorts", ".filters", "a.chip")]

    assert parts("?q=rappel") == [True, True, False]
    assert parts("?q=introuvable") == [False, False, False]
    assert parts("?q=introuvable&kind=article") == [False, True, True]


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", ["Filtrer", "Filtrer (1 filtre actif)", "Filtrer (2 filtres actifs)"]),
     ("en", ["Filter", "Filter (1 active)", "Filter (2 active)"])],
)  # fmt: skip
def test_the_filters_of_a_phone_say_how_many_are_active(alice, community, results, language, said):
    queries = ("?q=rappel", "?q=rappel&kind=article", "?q=rappel&kind=article&order=federal")
    assert [
        results(alice, query, language).page.select_one(".filters > summary").get_text() for query in queries
    ] == said


def test_the_page_is_named_by_a_noun_and_its_button_by_a_verb(alice, results):
    for language, names in {"fr": ("Recherche", "Rechercher"), "en": ("Search", "Search")}.items():
        page = results(alice, "", language).page
        assert (page.h1.get_text(), page.select_one(".bigfind .btn").get_text()) == names


def test_a_hit_says_when_it_can_be_read_in_both_languages(alice, community, results):
    for language, words in {"fr": "Français et anglais", "en": "French and English"}.items():
        rows = results(alice, "?q=rappel&kind=article", language).page.select("li.result")
        in_both = {row.a.get_text() for row in rows if words in row.select_one(".meta").get_text()}
        assert in_both == {{"fr": "Rappel à Halifax", "en": "Callback in Halifax"}[language]}


def test_a_loosened_question_is_announced(alice, community, results):
    notice = "Aucun résultat ne contient tous ces mots; voici ceux qui en contiennent quelques-uns."
    assert notice in results(alice, "?q=rappel+introuvable").page.get_text()
    assert notice not in results(alice, "?q=rappel").page.get_text()


def test_what_is_typed_comes_back_escaped(alice, community, results):
    seen = results(alice, "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E+rappel")
    assert seen.page.select_one("input#q")["value"] == '"><script>alert(1)</script> rappel'
    assert not [script for script in seen.page.find_all("script") if "src" not in script.attrs]


def test_a_title_with_markup_is_shown_as_it_was_written(alice, quality, results, caught_up):
    factories.article(quality, fr="<script>alert(1)</script> escalade & « suite »")
    caught_up()
    seen = results(alice, "?q=escalade")
    assert seen.titles == ["<script>alert(1)</script> escalade & «\u00a0suite\u00a0»"]
    assert seen.page.select_one("li.result mark").get_text() == "escalade"


def test_a_very_long_question_is_cut_and_answered(alice, community, results):
    seen = results(alice, "?q=rappel+" + "x" * 3000)
    assert len(seen.page.select_one("input#q")["value"]) == 400
    assert sorted(seen.titles) == ALL


def load(space, count):
    """Many articles at once."""
    lines = [
        json.dumps({"id": f"r{number}", "fr": {"title": f"Rappel {number}", "body_html": "<p>Texte</p>"}})
        for number in range(count)
    ]
    imports.load(lines, space=space)


def test_pages_follow_each_other_and_keep_the_question(alice, results, caught_up):
    load(factories.space("full", fr="Plein", en="Full"), 45)
    caught_up()
    first, second, third = (results(alice, f"?q=rappel&space=full&kind=article&page={page}") for page in (1, 2, 3))
    assert [len(seen.titles) for seen in (first, second, third)] == [20, 20, 5]
    assert len({*first.titles, *second.titles, *third.titles}) == 45
    assert first.page.select_one("a[rel=next]")["href"] == "?q=rappel&space=full&kind=article&page=2"
    assert second.page.select_one("a[rel=prev]")["href"] == "?q=rappel&space=full&kind=article&page=1"
    assert (first.page.select("a[rel=prev]"), third.page.select("a[rel=next]")) == ([], [])


@pytest.mark.parametrize("count", [1, 5, 50])
def test_more_hits_cost_no_more_queries(alice, quality, as_user, caught_up, django_assert_num_queries, count):
    load(quality, count)
    caught_up()
    client = as_user(alice)
    client.get("/fr/recherche/?q=rappel")
    caches["rendered"].clear()
    with django_assert_num_queries(12):  # one of them asks whether this very search is saved
        client.get("/fr/recherche/?q=rappel")
    with django_assert_num_queries(5):
        client.get("/fr/recherche/?q=rappel")
