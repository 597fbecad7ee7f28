"""What every search engine promises: which concepts answer a question, and in what order."""

import pytest

from tests.contract.engines import CLOSED, OPEN, ask, doc, found

NO_MORE: dict = {"jurisdiction": {}, "topic": {}, "since": {}}
OTHERS = [doc(f"other-{number}", fr=f"Autre sujet {number}", en=f"Another subject {number}") for number in range(6)]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("rappel", "Rappel automatique"),
        ("RAPPEL", "Rappel automatique"),
        ("cafe", "Un café pour les agents"),
        ("café", "Un cafe pour les agents"),
        ("ÉLÈVE", "eleve en stage"),
        ("cafe\u0301", "Un café pour les agents"),
        ("oeuvre", "Mise en œuvre"),
        ("œuvre", "Mise en oeuvre"),
        ("œuvre", "Mise en Œuvre"),
        ("oeuv", "Mise en œuvre"),
        ("aequo", "Deux lauréats ex æquo"),
        ("æquo", "Deux lauréats ex aequo"),
        ("l’appelant", "Ce que disent les appelants"),
        ("l'appelant", "Ce que disent les appelants"),
        ("appelant", "La voix de l’appelant"),
        ("appelant", "La voix de l'appelant"),
        ("d’attente", "Le temps d'attente"),
        ("d'attente", "Le temps d’attente"),
        ("appels transférés", "Transférer un appel"),
        ("mesurer", "Les attentes mesurées"),
        ("libre-service", "Le libre service"),
        ("libre service", "Le libre-service"),
        ("automat", "Rappel automatique"),
        ("rappel auto", "Rappel automatique"),
        ("le rappel", "Rappel automatique"),
    ],
)
def test_a_question_in_french_finds_the_concept(engine, asked, title):
    engine.index([doc("right", fr=title), *OTHERS])
    assert found(engine, asked) == ["right"]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("callback", "Callback at peak hours"),
        ("callbacks", "Callback at peak hours"),
        ("caller's", "The caller’s voice"),
        ("caller’s", "The caller's voice"),
        ("measuring", "What we measured"),
        ("resume", "Résumé of the year"),
        ("self-service", "Self service"),
        ("callb", "Callback at peak hours"),
        ("the callback", "Callback at peak hours"),
    ],
)
def test_a_question_in_english_finds_the_concept(engine, asked, title):
    engine.index([doc("right", en=title), *OTHERS])
    assert found(engine, asked, "en") == ["right"]


def test_summary_and_body_are_searched_like_the_title(engine):
    engine.index(
        [doc("summary", fr=("Un", "la courtoisie", "")), doc("body", fr=("Deux", "", "la courtoisie")), *OTHERS]
    )
    assert sorted(found(engine, "courtoisie")) == ["body", "summary"]


def test_only_the_last_word_may_be_unfinished(engine):
    engine.index([doc("right", fr="Rappel automatique"), *OTHERS])
    assert (found(engine, "rappel autom"), found(engine, "autom rappel")) == (["right"], ["right"])
    assert (ask(engine, "rappel autom").loosened, ask(engine, "autom rappel").loosened) == (False, True)


def test_all_words_are_required_while_a_document_has_them(engine):
    engine.index([doc("both", fr="Rappel des clients"), doc("one", fr="Rappel"), doc("none", fr="Clavardage")])
    result = ask(engine, "rappel clients")
    assert ([hit.key for hit in result.hits], result.total, result.loosened) == (["both"], 1, False)


def test_words_may_be_spread_over_the_parts_of_a_document(engine):
    engine.index([doc("both", fr=("Rappel", "", "pour les clients")), *OTHERS])
    assert found(engine, "rappel clients") == ["both"]


def test_any_word_is_enough_when_no_document_has_them_all(engine):
    engine.index([doc("one", fr="Rappel"), doc("two", fr="Clients"), doc("none", fr="Clavardage")])
    result = ask(engine, "rappel clients")
    assert (sorted(hit.key for hit in result.hits), result.total, result.loosened) == (["one", "two"], 2, True)


def test_a_filter_that_leaves_nothing_does_not_loosen_the_question(engine):
    engine.index([doc("both", fr="Rappel des clients"), doc("one", fr="Rappel", kind="meeting")])
    result = ask(engine, "rappel clients", facets={"kind": ("meeting",)})
    assert (result.hits, result.total, result.loosened) == ([], 0, False)


def test_one_unknown_word_finds_nothing_and_loosens_nothing(engine):
    engine.index(OTHERS)
    result = ask(engine, "introuvable")
    assert (result.hits, result.total, result.facets, result.loosened) == ([], 0, {}, False)


def test_the_title_outweighs_the_body(engine):
    engine.index([
        doc("body", fr=("Une pratique", "", "le rappel est offert")),
        doc("title", fr=("Le rappel est offert", "", "une pratique")),
        *OTHERS,
    ])  # fmt: skip
    assert found(engine, "rappel") == ["title", "body"]


def test_the_summary_outweighs_the_body(engine):
    engine.index([
        doc("body", fr=("Une pratique", "ici", "le rappel est offert")),
        doc("summary", fr=("Une pratique", "le rappel est offert", "ici")),
        *OTHERS,
    ])  # fmt: skip
    assert found(engine, "rappel") == ["summary", "body"]


@pytest.mark.parametrize(("language", "exact", "like"), [("fr", "appelants", "appelante"), ("en", "calling", "called")])
def test_the_exact_word_outweighs_one_of_its_stem(engine, language, exact, like):
    engine.index([doc("like", **{language: like}), doc("exact", **{language: exact}), *OTHERS])
    assert found(engine, exact, language) == ["exact", "like"]


def test_words_of_the_readers_language_outweigh_those_of_the_other(engine):
    engine.index([doc("anglais", en="Service communications"), doc("français", fr="Service communications"), *OTHERS])
    assert found(engine, "communications", "fr") == ["français", "anglais"]
    assert found(engine, "communications", "en") == ["anglais", "français"]


def test_equal_answers_come_newest_first(engine):
    days = ["2026-03-01", "2026-11-20", "2025-01-05"]
    engine.index([doc(day, fr="Rappel", published_on=day) for day in days])
    assert found(engine, "rappel") == sorted(days, reverse=True)


def test_a_text_of_the_other_language_is_found_and_opened_in_the_readers(engine):
    engine.index([doc("pair", fr=("Le rappel", "Résumé", ""), en=("Callback", "Summary", "")), *OTHERS])
    hit = ask(engine, "callback", "fr").hits[0]
    assert (hit.key, hit.language, hit.title_html, hit.excerpt_html, hit.url, hit.languages) == (
        "pair", "fr", "Le rappel", "Résumé", "/fr/pair/", ("fr", "en"),
    )  # fmt: skip


def test_a_concept_live_in_the_other_language_only_is_labelled_with_it(engine):
    engine.index([doc("alone", en=("Callback", "Summary", "")), *OTHERS])
    hit = ask(engine, "callback", "fr").hits[0]
    assert (hit.language, hit.title_html, hit.excerpt_html, hit.url, hit.languages) == (
        "en", "<mark>Callback</mark>", "Summary", "/en/alone/", ("en",),
    )  # fmt: skip


def test_a_stem_of_either_language_answers(engine):
    engine.index([doc("alone", en="Measuring what matters"), *OTHERS])
    assert found(engine, "measured", "fr") == ["alone"]


def test_a_hit_carries_the_facts_of_its_document(engine):
    engine.index(
        [doc("one", fr="Rappel", kind="meeting", order="federal", jurisdiction="ca", published_on="2026-11-20")]
    )
    hit = ask(engine, "rappel").hits[0]
    assert (hit.kind, hit.order, hit.jurisdiction, hit.published_on) == ("meeting", "federal", "ca", "2026-11-20")


def test_titles_and_excerpts_are_escaped_but_for_marks(engine):
    engine.index([doc("x", fr=("<script>rappel</script> & co", "<b>rappel</b> & co", "")), *OTHERS])
    hit = ask(engine, "rappel").hits[0]
    assert hit.title_html == "&lt;script&gt;<mark>rappel</mark>&lt;/script&gt; &amp; co"
    assert hit.excerpt_html == "&lt;b&gt;<mark>rappel</mark>&lt;/b&gt; &amp; co"


def test_an_excerpt_of_the_body_is_escaped_but_for_marks(engine):
    engine.index([doc("x", fr=("Titre", "Rien ici", "<img src=x> l’élève & le rappel offert")), *OTHERS])
    assert ask(engine, "rappel").hits[0].excerpt_html == "&lt;img src=x&gt; l’élève &amp; le <mark>rappel</mark> offert"


def test_marks_show_stems_accents_and_ligatures_as_they_were_written(engine):
    engine.index([doc("x", fr="Mise en œuvre de l’écoute des appelants"), *OTHERS])
    assert ask(engine, "oeuvre ecoute appelante").hits[0].title_html == (
        "Mise en <mark>œuvre</mark> de l’<mark>écoute</mark> des <mark>appelants</mark>"
    )


def test_what_is_behind_a_gate_counts_for_nobody_outside(engine):
    engine.index([
        doc("open", fr="Identité ouverte", order="federal"),
        doc("closed", fr="Identité fermée", en="Identity", kind="meeting", order="municipal", gate=CLOSED),
        doc("for-all", fr="Identité de tous", kind="page", gate=None),
    ])  # fmt: skip
    outside = ask(engine, "identité", spaces=[OPEN])
    assert (sorted(hit.key for hit in outside.hits), outside.total) == (["for-all", "open"], 2)
    assert outside.facets == {
        "kind": {"article": 1, "page": 1}, "order": {"federal": 1}, "live": {"fr": 2}, "space": {"1": 2}, **NO_MORE,
    }  # fmt: skip
    inside = ask(engine, "identité", spaces=[OPEN, CLOSED])
    assert (sorted(hit.key for hit in inside.hits), inside.total) == (["closed", "for-all", "open"], 3)
    assert inside.facets == {
        "kind": {"article": 1, "meeting": 1, "page": 1},
        "order": {"federal": 1, "municipal": 1},
        "live": {"fr": 3, "en": 1},
        "space": {"1": 3},
        **NO_MORE,
    }


def test_a_reader_of_no_space_finds_only_what_has_no_gate(engine):
    engine.index([doc("closed", fr="Identité", gate=CLOSED), doc("for-all", fr="Identité", gate=None)])
    assert found(engine, "identité", spaces=[]) == ["for-all"]


def test_naming_a_closed_space_or_loosening_the_question_opens_no_gate(engine):
    engine.index([doc("closed", fr="Identité secrète", gate=CLOSED, space=CLOSED)])
    for asked in ("identité", "identité introuvable"):
        result = ask(engine, asked, spaces=[OPEN], facets={"space": (str(CLOSED),)})
        assert (result.hits, result.total, result.facets, result.loosened) == ([], 0, {}, False)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("ᐃᓄᒃᑎᑐᑦ", "Service en ᐃᓄᒃᑎᑐᑦ au téléphone"),
        ("Iñupiaq", "Répondre en Inupiaq"),
        ("łingit", "Accueil en Łingit"),
        ("ʔəl̓əl̓ən", "Le nom ʔəl̓əl̓ən sur la ligne"),
        ("Straße", "Une Straße à Berlin"),
    ],
)
def test_names_in_other_letters_are_found_too(engine, asked, title):
    engine.index([doc("right", fr=title), *OTHERS])
    assert found(engine, asked) == ["right"]
    assert "<mark>" in ask(engine, asked).hits[0].title_html


def test_a_word_in_syllabics_is_found_while_it_is_typed(engine):
    engine.index([doc("right", fr="Service en ᐃᓄᒃᑎᑐᑦ au téléphone"), *OTHERS])
    assert found(engine, "ᐃᓄᒃᑎ") == ["right"]
