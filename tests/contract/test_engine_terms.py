"""What every search engine promises of terms: whole before their words apart, in their language, by any of their names."""

import pytest

from search.engines.base import Synonym
from tests.contract.engines import ask, doc, found

OTHERS = [doc(f"other-{number}", fr=f"Autre chose {number}") for number in range(3)]
WAIT = Synonym(("temps", "attente"), (("en", ("wait", "time")), ("fr", ("delai", "attente"))))


def marked(html):
    return [part.partition("</mark>")[0] for part in html.split("<mark>")[1:]]


@pytest.mark.parametrize("quotes", ['"{}"', "« {} »", "“{}”"])
def test_words_in_quotes_after_a_minus_are_not_wanted(engine, quotes):
    engine.index([
        doc("together", fr="Le rappel automatique"), doc("apart", fr="Un rappel, et l’envoi automatique"), *OTHERS,
    ])  # fmt: skip
    assert found(engine, f"rappel -{quotes.format('rappel automatique')}") == ["apart"]


def test_what_a_hyphen_ties_is_refused_as_a_whole(engine):
    engine.index([doc("tied", fr="Le rappel en libre-service"), doc("apart", fr="Le rappel, un service"), *OTHERS])
    assert found(engine, "rappel -libre-service") == ["apart"]


@pytest.mark.parametrize("asked", ["bien-être", "bien-être des agents", "bien-êtr"])
def test_what_a_hyphen_ties_stands_side_by_side(engine, asked):
    engine.index([
        doc("tied", fr="Le bien-être des agents"), doc("apart", fr="Les agents ont bien failli y être"), *OTHERS,
    ])  # fmt: skip
    assert found(engine, asked) == ["tied"]
    (hit,) = ask(engine, asked).hits
    assert marked(hit.title_html)[:1] == ([] if asked.endswith("r") else ["bien"])  # a word that goes on is not marked


@pytest.mark.parametrize("written", ["callback", "call back", "call-back"])
def test_what_a_hyphen_ties_may_be_written_as_one_or_apart(engine, written):
    engine.index([doc("right", en=f"The {written} desk"), *OTHERS])
    assert found(engine, "call-back desk", "en") == ["right"]


def test_what_a_hyphen_ties_is_not_looked_for_piece_by_piece(engine):
    engine.index([doc("apart", fr="Il faut bien être là"), doc("piece", fr="Être là"), *OTHERS[1:]])
    result = ask(engine, "mieux-être")
    assert (result.total, result.loosened) == (0, False)


def test_a_term_that_stands_whole_comes_before_its_words_here_and_there(engine):
    engine.index([
        doc("apart", fr=("Le temps", "Le temps, le temps", "Le temps passé. Une attente, puis le beau temps.")),
        doc("whole", fr=("Autre chose", "", "Le temps d’attente y est dit une fois, entre bien d’autres mots.")),
        doc("named", fr=("Encore autre chose", "", "Le délai d’attente y est dit une fois, entre d’autres mots.")),
        *OTHERS,
    ])  # fmt: skip
    assert found(engine, "temps d’attente", synonyms=(WAIT,))[-1] == "apart"
    assert set(found(engine, "temps d’attente", synonyms=(WAIT,))) == {"apart", "whole", "named"}


def test_a_term_is_marked_where_it_stands_whole(engine):
    engine.index([doc("one", fr=("Le temps qu’il fait", "Le délai d’attente, à temps", "")), *OTHERS])
    (hit,) = ask(engine, "temps d’attente", synonyms=(WAIT,)).hits
    assert (marked(hit.title_html), marked(hit.excerpt_html)) == ([], ["délai", "attente"])


def test_the_words_of_a_term_are_marked_apart_where_it_stands_nowhere(engine):
    engine.index([doc("one", fr=("Le temps qu’il fait", "Une attente", "")), *OTHERS])
    (hit,) = ask(engine, "temps d’attente", synonyms=(WAIT,)).hits
    assert (marked(hit.title_html), marked(hit.excerpt_html)) == (["temps"], ["attente"])


def test_a_title_that_has_a_term_by_any_of_its_names_comes_before(engine):
    said = "Le temps d’attente est long. Le temps d’attente dure."
    engine.index(
        [doc("body", fr=("Autre chose", said, said)), doc("title", fr=("Le délai d’attente", "", "")), *OTHERS]
    )
    assert found(engine, "temps d’attente", synonyms=(WAIT,)) == ["title", "body"]


def test_a_name_is_looked_for_in_the_texts_of_its_language(engine):
    engine.index([doc("right", en="AI at the desk"), doc("verb", fr="J’ai un rappel"), *OTHERS])
    named = Synonym(("ia",), (("en", ("ai",)),), "fr")
    assert found(engine, "IA", synonyms=(named,)) == ["right"]
    assert marked(ask(engine, "IA", synonyms=(named,)).hits[0].title_html) == ["AI"]


def test_an_acronym_of_one_language_is_looked_for_in_its_texts(engine):
    engine.index([doc("right", en="AI at the desk", fr="L’IA au comptoir"), doc("verb", fr="J’ai un rappel"), *OTHERS])
    named = Synonym(("ai",), (("fr", ("ia",)),), "en")
    assert found(engine, "AI", "en", synonyms=(named,)) == ["right"]


def test_a_name_whose_stem_is_another_word_is_looked_for_as_it_is_written(engine):
    engine.index([doc("right", en="Wellness at work"), doc("stem", en="It works well"), *OTHERS])
    named = Synonym(("mieux", "etre"), (("en", ("wellness",)),))
    assert found(engine, "mieux-être", synonyms=(named,)) == ["right"]


@pytest.mark.parametrize("asked", ["Halifax", "normes de service", "service standard"])
def test_what_a_page_is_about_and_from_is_found_and_not_shown(engine, asked):
    engine.index([
        doc("right", fr=("Des rappels", "", "À midi"), names={
            "fr": "Ville d’Halifax. Normes de service.", "en": "City of Halifax. Service standards.",
        }),
        *OTHERS,
    ])  # fmt: skip
    (hit,) = ask(engine, asked).hits
    assert (hit.key, hit.languages, marked(hit.title_html + hit.excerpt_html)) == ("right", ("fr",), [])


def test_the_last_months_end_before_what_is_to_come(engine):
    engine.index([
        doc("past", fr="Rappel", published_on="2026-10-01"), doc("today", fr="Rappel", published_on="2026-11-02"),
        doc("ahead", fr="Rappel", published_on="2026-12-01"), doc("old", fr="Rappel", published_on="2020-12-01"),
    ])  # fmt: skip
    asked = {"days": ("2026-09-01",), "until": "2026-11-02"}
    result = ask(engine, "rappel", **asked)
    assert (result.total, result.facets["since"]) == (4, {"2026-09-01": 2})
    assert set(found(engine, "rappel", since="2026-09-01", **asked)) == {"past", "today"}
