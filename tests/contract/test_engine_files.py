"""What files say, on every engine: found, after what pages say themselves, with the part that answers."""

import pytest

from tests.contract.engines import CLOSED, OPEN, ask, doc, found

OTHERS = [doc(f"other-{number}", fr=f"Autre sujet {number}", en=f"Another subject {number}") for number in range(6)]
LONG = "Une grille de suivi pour les équipes. " * 1500


def seen(engine, text, language="fr", **more):
    """[(key, file, its language, excerpt)] of the hits."""
    hits = ask(engine, text, language, **more).hits
    return [(hit.key, hit.file_key, hit.file_language, hit.excerpt_html) for hit in hits]


@pytest.mark.parametrize(
    ("asked", "marked"),
    [
        ("filigranes", "Le <mark>filigrane</mark> est à l’encre."),
        ("FILIGRANE", "Le <mark>filigrane</mark> est à l’encre."),
        ("filigr", "Le <mark>filigrane</mark> est à l’encre."),
        ("filigrane encre", "Le <mark>filigrane</mark> est à l’<mark>encre</mark>."),
        ('"filigrane est"', "Le <mark>filigrane</mark> <mark>est</mark> à l’encre."),
        ("filigrnae", "Le <mark>filigrane</mark> est à l’encre."),
        ("guide filigrane", "Le <mark>filigrane</mark> est à l’encre."),
        ("l’encre", "Le filigrane est à l’<mark>encre</mark>."),
    ],
)
def test_a_page_is_found_by_what_its_file_says(engine, asked, marked):
    engine.index(
        [doc("right", fr=("Guide", "Résumé", "Texte"), files=[("fr", "Le filigrane est à l’encre.", "")]), *OTHERS]
    )
    assert seen(engine, asked) == [("right", "right-0", "fr", marked)]
    assert ask(engine, asked).total == 1


def test_what_a_page_says_itself_comes_before_what_files_say(engine):
    engine.index([
        doc("file", fr="Guide", files=[("fr", "rappel rappel rappel", "")]),
        doc("body", fr=("Une pratique", "Résumé", f"{LONG} rappel")),
        *OTHERS,
    ])  # fmt: skip
    assert found(engine, "rappel") == ["body", "file"]
    assert found(engine, "rappel", by_date=True) == found(engine, "rappel")


def test_a_page_that_answers_itself_shows_its_own_words(engine):
    engine.index([doc("both", fr=("Guide", "Résumé", "Le rappel est là."), files=[("fr", "Un rappel.", "")]), *OTHERS])
    assert seen(engine, "rappel") == [("both", "", "", "Le <mark>rappel</mark> est là.")]


def test_a_long_annex_takes_nothing_from_the_title_of_its_page(engine):
    engine.index([
        doc("annexed", fr=("Le rappel offert", "Résumé", "Texte"), files=[("fr", LONG, "")]),
        doc("body", fr=("Une pratique", "Résumé", "Un rappel, puis un rappel.")),
        *OTHERS,
    ])  # fmt: skip
    assert found(engine, "rappel") == ["annexed", "body"]


def test_the_words_of_a_question_may_be_parted_between_a_page_and_its_file(engine):
    engine.index([
        doc("both", fr=("Guide", "Des appels", ""), files=[("fr", "Un filigrane.", "")]),
        doc("one", fr="Guide des appels"),
        *OTHERS,
    ])  # fmt: skip
    result = ask(engine, "appels filigrane")
    assert ([hit.key for hit in result.hits], result.loosened) == (["both"], False)


def test_the_part_of_a_long_file_that_has_most_of_the_words_is_shown(engine):
    said = f"Le filigrane. {LONG} Un filigrane à l’encre bleue, dit le guide. {LONG}"
    engine.index([doc("right", fr="Guide", files=[("fr", said, "")]), *OTHERS])
    (_key, _file, _language, html), = seen(engine, "encre filigrane")  # fmt: skip
    assert "Un <mark>filigrane</mark> à l’<mark>encre</mark> bleue, dit le guide." in html
    assert html.startswith("…")
    assert html.endswith("…")


def test_each_file_is_read_in_its_own_language(engine):
    files = [("fr", "Les appelants attendent.", "fr"), ("en", "Callers were waiting.", "en")]
    engine.index([doc("pair", fr="Guide", en="Handbook", files=files), *OTHERS])
    assert seen(engine, "appelante") == [("pair", "pair-0", "fr", "Les <mark>appelants</mark> attendent.")]
    assert seen(engine, "wait", "fr") == [("pair", "pair-1", "en", "Callers were <mark>waiting</mark>.")]


def test_a_file_of_a_language_the_page_is_not_in_leads_to_the_page(engine):
    engine.index([doc("alone", fr="Guide", files=[("en", "Callers were waiting.", "en")]), *OTHERS])
    hit = ask(engine, "waiting", "en").hits[0]
    assert (hit.language, hit.languages, hit.url, hit.file_language) == ("fr", ("fr",), "/fr/alone/", "en")


def test_the_excerpt_in_the_readers_language_is_shown_of_two(engine):
    files = [("en", "The wiki.", "en"), ("fr", "Le wiki.", "fr")]
    engine.index([doc("pair", fr="Guide", en="Handbook", files=files), *OTHERS])
    assert [seen(engine, "wiki", language)[0][2:] for language in ("fr", "en")] == [
        ("fr", "Le <mark>wiki</mark>."), ("en", "The <mark>wiki</mark>."),
    ]  # fmt: skip


def test_files_behind_a_gate_count_for_nobody_outside(engine):
    engine.index([doc("closed", fr="Guide", gate=CLOSED, files=[("fr", "Le filigrane.", "")]), *OTHERS])
    for asked in ("filigrane", "filigrnae", "filigr", '"le filigrane"', "filigrane introuvable"):
        result = ask(engine, asked, spaces=[OPEN])
        assert (result.hits, result.total, result.facets, result.corrected) == ([], 0, {}, {})
    assert found(engine, "filigrnae", spaces=[OPEN, CLOSED]) == ["closed"]


def test_facets_count_what_is_found_by_files(engine):
    engine.index([
        doc("one", fr="Guide", kind="meeting", files=[("fr", "Le filigrane.", "")]), doc("two", fr="Filigrane"), *OTHERS
    ])  # fmt: skip
    assert ask(engine, "filigrane").facets["kind"] == {"meeting": 1, "article": 1}
    assert found(engine, "filigrane", facets={"kind": ("meeting",)}) == ["one"]


def test_a_word_of_a_file_is_known_and_not_corrected(engine):
    engine.index([doc("one", fr="Guide", files=[("fr", "Le filigrane.", "")]), doc("two", fr="Filigrame"), *OTHERS])
    result = ask(engine, "filigrane")
    assert ([hit.key for hit in result.hits], result.corrected) == (["one"], {})


def test_a_file_that_is_replaced_or_gone_is_no_longer_found(engine):
    engine.index([doc("one", fr="Guide", files=[("fr", "Le filigrane.", "")]), *OTHERS])
    engine.index([doc("one", fr="Guide", files=[("fr", "Le papier.", "")])])
    assert (found(engine, "filigrane"), found(engine, "papier")) == ([], ["one"])
    engine.index([doc("one", fr="Guide")])
    assert (found(engine, "papier"), found(engine, "guide")) == ([], ["one"])
    engine.index([doc("one", fr="Guide", files=[("fr", "Le papier.", "")])])
    engine.delete(["one"])
    assert (found(engine, "papier"), found(engine, "guide")) == ([], [])


def test_a_rebuild_keeps_what_files_say_and_nothing_else(engine):
    engine.index([doc("old", fr="Guide", files=[("fr", "Le filigrane.", "")])])
    engine.rebuild([doc("new", fr="Guide", files=[("fr", "Le papier.", "")])])
    assert (found(engine, "filigrane"), found(engine, "papier")) == ([], ["new"])


def test_what_a_file_says_is_escaped_but_for_marks(engine):
    engine.index([doc("one", fr="Guide", files=[("fr", "<script>filigrane</script> & \x00co\ud800", "")]), *OTHERS])
    assert seen(engine, "filigrane")[0][3] == "&lt;script&gt;<mark>filigrane</mark>&lt;/script&gt; &amp;  co "


def test_any_word_is_enough_in_files_too_when_no_page_has_them_all(engine):
    engine.index([
        doc("file", fr="Guide", files=[("fr", "Le filigrane bleu.", "")]), doc("page", fr=("Le papier", "", "")), *OTHERS
    ])  # fmt: skip
    result = ask(engine, "filigrane papier")
    assert ([hit.key for hit in result.hits], result.total, result.loosened) == (["page", "file"], 2, True)
    assert [hit.file_key for hit in result.hits] == ["", "file-0"]


@pytest.mark.parametrize("asked", ["gabarit", "gabarits", "GABARI", "gabrait", '"gabarit de suivi"', "guide gabarit"])
def test_a_page_is_found_by_the_title_of_its_file(engine, asked):
    engine.index([doc("one", fr="Guide", files=[("fr", "Le papier bleu.", "fr", "Gabarit de suivi")]), *OTHERS])
    assert seen(engine, asked) == [("one", "one-0", "fr", "Le papier bleu.")]


def test_the_words_of_a_question_may_be_parted_between_a_file_and_its_title(engine):
    files = [("fr", "Le papier bleu.", "fr", "Gabarit"), ("fr", "Le papier.", "fr", "Autre")]
    engine.index([doc("one", fr="Guide", files=files), *OTHERS])
    assert seen(engine, "gabarit bleu") == [("one", "one-0", "fr", "Le papier <mark>bleu</mark>.")]


def test_a_file_without_words_is_found_by_its_title_and_the_page_is_shown(engine):
    engine.index([doc("one", fr=("Guide", "Résumé.", ""), files=[("fr", "", "en", "Template")]), *OTHERS])
    (hit,) = ask(engine, "template", "en").hits
    assert (hit.file_key, hit.excerpt_html, hit.excerpt_language) == ("one-0", "Résumé.", "fr")


def test_the_title_of_a_file_behind_a_gate_is_known_to_nobody_outside(engine):
    closed = doc("closed", fr="Guide", gate=CLOSED, files=[("fr", "Le papier.", "fr", "Filigrane")])
    engine.index([closed, *OTHERS])
    for asked in ("filigrane", "filigrnae", "filigr"):
        result = ask(engine, asked, spaces=[OPEN])
        assert (result.hits, result.total, result.facets, result.corrected) == ([], 0, {}, {})
    assert found(engine, "filigrane", spaces=[OPEN, CLOSED]) == ["closed"]


# -- files that are documents of their own


def own(key, **said):
    return doc(key, kind="document", **said)


@pytest.mark.parametrize(
    ("asked", "marked"),
    [
        ("gabarit", "Le papier est bleu."),
        ("papiers", "Le <mark>papier</mark> est bleu."),
        ("papeir", "Le <mark>papier</mark> est bleu."),
        ('"papier est"', "Le <mark>papier</mark> <mark>est</mark> bleu."),
        ("gabarit papier", "Le <mark>papier</mark> est bleu."),
    ],
)
def test_a_file_is_found_by_its_title_or_its_words_and_shows_the_passage(engine, asked, marked):
    engine.index([own("file:1", fr="Gabarit", files=[("fr", "Le papier est bleu.", "fr", "Gabarit")]), *OTHERS])
    assert seen(engine, asked) == [("file:1", "file:1-0", "fr", marked)]
    assert ask(engine, asked).facets["kind"] == {"document": 1}


def test_the_title_of_a_file_counts_as_that_of_a_page_and_its_words_come_after(engine):
    engine.index([
        own("file:1", fr="Rappel", files=[("fr", "Le papier.", "fr", "Rappel")]),
        own("file:2", fr="Gabarit", files=[("fr", "Un rappel.", "fr", "Gabarit")]),
        doc("page", fr=("Une pratique", "Résumé", f"{LONG} rappel")),
        *OTHERS,
    ])  # fmt: skip
    assert found(engine, "rappel") == ["file:1", "page", "file:2"]


def test_both_copies_of_a_file_are_one_hit_in_the_readers_language(engine):
    files = [("fr", "Le wiki.", "fr", "Gabarit"), ("en", "The wiki.", "en", "Template")]
    engine.index([own("file:1", fr="Gabarit", en="Template", files=files), *OTHERS])
    for language, title, excerpt in (
        ("fr", "Gabarit", "Le <mark>wiki</mark>."), ("en", "Template", "The <mark>wiki</mark>.")
    ):  # fmt: skip
        (hit,) = ask(engine, "wiki", language).hits
        assert (hit.language, hit.title_html, hit.excerpt_html) == (language, title, excerpt)
    (hit,) = ask(engine, "template", "fr").hits
    assert (hit.language, hit.excerpt_html, hit.excerpt_language) == ("fr", "The wiki.", "en")


def test_a_file_behind_a_gate_counts_for_nobody_outside(engine):
    closed = own("file:1", fr="Gabarit", gate=CLOSED, files=[("fr", "Le filigrane.", "fr", "Gabarit")])
    engine.index([closed, *OTHERS])
    for asked in ("gabarit", "gabrait", "gabar", "filigrane", "filigrnae", "filigrane introuvable"):
        result = ask(engine, asked, spaces=[OPEN])
        assert (result.hits, result.total, result.facets, result.corrected) == ([], 0, {}, {})
    assert found(engine, "gabrait", spaces=[OPEN, CLOSED]) == ["file:1"]


def test_a_file_gone_or_found_by_a_page_from_now_on_is_no_document_any_more(engine):
    told = [("fr", "Le filigrane.", "fr", "Gabarit")]
    engine.index([own("file:1", fr="Gabarit", files=told), doc("page", fr="Guide"), *OTHERS])
    engine.index([doc("page", fr="Guide", files=told)])
    engine.delete(["file:1"])
    assert found(engine, "filigrane") == ["page"]
    assert engine.keys() >= {"page"}
    assert "file:1" not in engine.keys()  # noqa: SIM118  of an engine, not of a dictionary
