"""What every search engine promises of the words one types: slips, quotes, what is not wanted, other names, titles."""

import pytest

from search.engines.base import Synonym
from tests.contract.engines import CLOSED, OPEN, ask, doc, found

OTHERS = [doc(f"other-{number}", fr=f"Autre sujet {number}", en=f"Another subject {number}") for number in range(6)]


@pytest.mark.parametrize("typed", ["rapel", "rappeel", "rsppel", "rapple", "appel’rapel", "RAPEL", "rappl"])
def test_a_slip_of_the_keyboard_finds_the_word(engine, typed):
    engine.index([doc("right", fr="Rappel automatique"), *OTHERS])
    assert found(engine, typed) == ["right"]


def test_a_correction_is_said_and_marked(engine):
    engine.index([doc("right", fr="Rappel automatique"), *OTHERS])
    result = ask(engine, "rapel automatique")
    assert (result.corrected, result.total, result.loosened) == ({"rapel": ("rappel",)}, 1, False)
    assert result.hits[0].title_html == "<mark>Rappel</mark> <mark>automatique</mark>"
    assert ask(engine, "rappel").corrected == {}


def test_a_doubled_letter_or_a_wrong_order_is_taken_for_nothing_else(engine):
    engine.index([doc("right", fr="Une attente"), doc("like", fr="Une agente, une agente"), *OTHERS])
    assert ask(engine, "atente").corrected == {"atente": ("attente",)}
    assert found(engine, "attnete") == ["right"]


def test_a_word_that_is_there_is_not_corrected(engine):
    engine.index([doc("coût", fr="Le cout du service"), doc("court", fr="Un texte court"), *OTHERS])
    assert found(engine, "cout") == ["coût"]


@pytest.mark.parametrize("typed", ["abc", "2027", "ᐃᓄᒃᑎᑐᑕ", "xyzzyxyz"])
def test_short_words_numbers_and_other_letters_are_left_as_they_are(engine, typed):
    engine.index([doc("one", fr="abd 2026 ᐃᓄᒃᑎᑐᑦ"), *OTHERS])
    result = ask(engine, typed)
    assert (result.total, result.corrected) == (0, {})


def test_no_correction_tells_what_stands_behind_a_gate(engine):
    engine.index([doc("closed", fr="Fusionnement secret", gate=CLOSED, space=CLOSED), *OTHERS])
    result = ask(engine, "fusionnemant", spaces=[OPEN])
    assert (result.hits, result.total, result.corrected) == ([], 0, {})
    assert found(engine, "fusionnemant", spaces=[OPEN, CLOSED]) == ["closed"]


def test_a_word_only_the_closed_know_is_corrected_as_one_nobody_wrote(engine):
    engine.index([doc("closed", fr="rappzel", gate=CLOSED, space=CLOSED), doc("open", fr="Rappel"), *OTHERS])
    assert ask(engine, "rappzel", spaces=[OPEN]).corrected == {"rappzel": ("rappel",)}
    assert found(engine, "rappzel", spaces=[OPEN]) == ["open"]


@pytest.mark.parametrize("quotes", ['"{}"', "«{}»", "« {} »", "“{}”"])
def test_words_in_quotes_stand_side_by_side(engine, quotes):
    engine.index([
        doc("side", fr=("Le temps d’attente moyen", "", "")),
        doc("apart", fr=("L’attente, le temps venu", "", "")),
        doc("stem", fr=("Les temps d’attentes", "", "")),
        *OTHERS,
    ])  # fmt: skip
    assert found(engine, quotes.format("temps d’attente")) == ["side"]
    assert sorted(found(engine, "temps d’attente")) == ["apart", "side", "stem"]


def test_quotes_are_never_loosened(engine):
    engine.index([doc("one", fr="Rappel des clients"), doc("two", fr="Clients"), *OTHERS])
    result = ask(engine, '"rappel vocal" clients')
    assert (result.total, result.loosened) == (0, False)


def test_a_quote_that_is_not_closed_is_a_sign(engine):
    engine.index([doc("one", fr="Rappel des clients"), *OTHERS])
    assert found(engine, '"rappel clients') == ["one"]


def test_a_word_after_a_minus_is_not_wanted(engine):
    engine.index(
        [doc("with", fr="Rappel vocal"), doc("stem", fr="Rappels vocaux"), doc("without", fr="Rappel"), *OTHERS]
    )
    assert found(engine, "rappel -vocal") == ["without"]
    assert ask(engine, "rappel -vocal").facets["kind"] == {"article": 1}
    assert sorted(found(engine, "rappel - vocal")) == ["stem", "with"], "a dash parts words"
    assert sorted(found(engine, "rappel-vocal")) == ["stem", "with"]


def test_what_is_not_wanted_opens_no_gate(engine):
    engine.index([doc("closed", fr="Rappel secret", gate=CLOSED, space=CLOSED), doc("open", fr="Rappel"), *OTHERS])
    assert found(engine, "rappel -vocal", spaces=[OPEN]) == ["open"]


def test_a_common_word_of_another_name_is_not_marked(engine):
    engine.index([doc("one", fr=("Rappel", "De 9 à 3 minutes", "")), *OTHERS])
    result = ask(engine, "rappel", synonyms=(Synonym(("rappel",), (("en", ("return", "a", "call")),)),))
    assert result.hits[0].excerpt_html == "De 9 à 3 minutes"


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("fr", "Où puis-je trouver le rappel ?"),
        ("fr", "comment faire pour un rappel"),
        ("fr", "Qu’est-ce que le rappel?"),
        ("fr", "c’est quoi un rappel"),
        ("fr", "quelle est la marche à suivre pour le rappel"),
        ("fr", "besoin d’aide avec le rappel"),
        ("fr", "que faire en cas de rappel"),
        ("en", "What is the procedure for callback?"),
        ("en", "Where can I find callback"),
        ("en", "how do I callback"),
        ("en", "need help with callback"),
        ("en", "What to do if callback"),
    ],
)
def test_a_question_asked_as_of_a_person_is_about_what_it_is_about(engine, language, asked):
    engine.index([
        doc("right", fr="Rappel automatique", en="Callback at peak hours"),
        doc("words", fr="Comment faire une procédure, où trouver de l’aide, quelle marche à suivre, quoi faire en cas de",
            en="How to find help, what procedure to do if you need"),
        *OTHERS,
    ])  # fmt: skip
    assert found(engine, asked, language) == ["right"]


def test_words_that_open_questions_are_found_when_they_are_all_there_is(engine):
    engine.index([doc("right", fr="Comment faire"), *OTHERS])
    assert found(engine, "comment faire") == ["right"]


@pytest.mark.parametrize(("language", "typed", "longer"), [("en", "the", "there"), ("fr", "les", "lesquels")])
def test_a_word_all_texts_have_is_no_beginning(engine, language, typed, longer):
    engine.index([doc("word", **{language: typed.capitalize()}), doc("longer", **{language: longer.capitalize()})])
    assert found(engine, typed, language) == ["word"]


def test_the_title_that_is_the_question_comes_first(engine):
    engine.index([
        doc("longer", fr=("Rappel des clients le soir", "rappel clients", "rappel clients rappel clients")),
        doc("whole", fr=("Le rappel des clients", "", "")),
        doc("body", fr=("Autre chose", "rappel clients", "rappel des clients, rappel des clients")),
        *OTHERS,
    ])  # fmt: skip
    assert found(engine, "rappel des clients")[0] == "whole"


def test_another_name_finds_what_the_typed_one_does_not(engine):
    engine.index([doc("named", en="Wait times at noon"), doc("word", fr="Le temps d’attente"), doc("far", en="Wait until other times"), *OTHERS])  # fmt: skip
    asked = "temps d’attente"
    assert found(engine, asked) == ["word"]
    other = Synonym(("temps", "attente"), (("en", ("wait", "time")),))
    assert sorted(found(engine, asked, synonyms=(other,))) == ["named", "word"]


def test_another_name_stands_for_its_words_only(engine):
    engine.index([doc("right", en="Wait times of seniors"), doc("less", en="Wait times"), *OTHERS])
    other = Synonym(("temps", "attente"), (("en", ("wait", "time")),))
    assert found(engine, "temps d’attente seniors", synonyms=(other,)) == ["right"]


def test_another_name_opens_no_gate(engine):
    engine.index([doc("closed", en="Wait times", gate=CLOSED, space=CLOSED), *OTHERS])
    other = Synonym(("temps", "attente"), (("en", ("wait", "time")),))
    result = ask(engine, "temps d’attente", synonyms=(other,), spaces=[OPEN])
    assert (result.hits, result.total, result.facets) == ([], 0, {})


def test_any_word_is_enough_when_one_asks_for_that(engine):
    engine.index([doc("both", fr="Rappel automatique"), doc("one", fr="Rappel"), doc("none", fr="Attente")])
    assert found(engine, "rappel automatique") == ["both"]
    result = ask(engine, "rappel automatique", is_loose=True)
    assert ([hit.key for hit in result.hits], result.total, result.loosened) == (["both", "one"], 2, False)


def test_of_those_with_some_words_the_one_with_most_of_the_question_comes_first(engine):
    """A title full of the word that all texts have is no better answer than a body with the two that are rare."""
    engine.index([
        *(doc(f"common-{n}", fr=(f"Appels, appels et appels {n}", "Des appels.", "Des appels.")) for n in range(8)),
        doc("right", fr=("Une saison", "", "Enlever la neige " + "avec soin " * 60)),
    ])  # fmt: skip
    result = ask(engine, "appels enlever neige demain")
    assert (result.loosened, result.hits[0].key, result.total) == (True, "right", 9)


def test_what_a_term_is_called_answers_for_all_its_words(engine):
    engine.index([
        doc("half", fr=("Une heure", "", "Le temps, le temps et encore le temps. " * 5)),
        doc("whole", en=("Waiting", "", "A long wait time, as ever, and a wait time it is. " * 2)),
        *OTHERS,
    ])  # fmt: skip
    term = Synonym(("temps", "attente"), (("en", ("wait", "time")),))
    result = ask(engine, "temps attente introuvable", synonyms=(term,))
    assert [hit.key for hit in result.hits] == ["whole", "half"]


@pytest.mark.parametrize(
    ("typed", "language"),
    [("combien de temps doivent attendre les appelants", "fr"), ("how long should callers be waiting", "en")],
)
def test_words_that_only_make_a_sentence_are_not_asked_for(engine, typed, language):
    engine.index([
        doc("right", fr="Le temps à attendre, pour les appelants", en="Callers and long waiting"),
        doc("sentence", fr="Combien doivent", en="How should being"),
    ])  # fmt: skip
    assert found(engine, typed, language=language) == ["right"]
    assert found(engine, "combien doivent", language=language) == ["sentence"]
