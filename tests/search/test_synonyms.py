"""The term base as the dictionary of search: a name in one language finds what is said in the other, at once."""

import pytest

from search import synonyms
from search.engines.base import Synonym
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(db):
    return factories.concept("wait-time", fr=("temps d’attente", "délai d’attente"), en=("wait time",))


def test_a_term_is_called_by_its_names_in_the_other_language(waiting):
    (also,) = synonyms.of("le temps d’attente au téléphone")
    assert (also.said, also.told) == ("temps d’attente", (("wait time", "en"), ("délai d’attente", "fr")))
    (back,) = synonyms.of("Wait Times in winter")
    assert (back.said, back.told) == ("Wait Times", (("temps d’attente", "fr"), ("délai d’attente", "fr")))
    assert synonyms.of("autre chose") == []


def test_a_word_that_is_the_same_in_both_languages_is_not_its_own_other_name():
    factories.concept("callback", fr=("rappel",), avoid_fr=("callback",), en=("callback", "automatic callback"))
    assert [also.told for also in synonyms.of("callback")] == [(("automatic callback", "en"), ("rappel", "fr"))]


def test_a_word_of_both_languages_keeps_the_other_names_of_its_term():
    factories.concept("text", fr=("SMS", "texto"), en=("SMS", "text message"))
    assert [also.told for also in synonyms.of("sms")] == [(("text message", "en"), ("texto", "fr"))]


def test_an_acronym_is_known_in_small_letters_too():
    factories.concept("ivr", fr=("RVI",), en=("IVR",))
    assert [also.told for also in synonyms.of("rvi")] == [(("IVR", "en"),)]


def test_the_engine_takes_the_words_folded_and_without_those_all_texts_have(waiting):
    names = (("en", ("wait", "time")), ("fr", ("delai", "attente")))
    assert synonyms.for_engine(synonyms.of("Temps d’attente")) == (Synonym(("temps", "attente"), names),)


def test_a_term_is_found_by_what_else_it_is_called_in_its_own_language(alice, quality, caught_up, results):
    factories.concept(
        "contact-centre", fr=("centre de contact", "centre d’appels"), en=("contact centre", "call centre")
    )
    factories.article(quality, fr="Un centre d’appels de nuit")
    factories.article(quality, fr="Le contact au centre")
    caught_up()
    seen = results(alice, "?q=centre de contact")
    assert sorted(seen.titles) == ["Le contact au centre", "Un centre d’appels de nuit"]
    told = [(one.get_text(), one.get("lang")) for one in seen.page.select("p.meta > span > span")]
    assert told == [("contact centre", "en"), ("call centre", "en"), ("centre d’appels", None)]


def test_words_of_one_term_are_looked_for_one_by_one_when_nothing_has_it(alice, quality, caught_up, results):
    factories.concept("active-offer", fr=("offre active",), en=("active offer",))
    factories.article(quality, fr="Une offre à tous")
    caught_up()
    assert results(alice, "?q=offre active").titles == ["Une offre à tous"]


def test_a_name_with_words_all_texts_have_is_found_in_a_text(alice, quality, caught_up, results):
    factories.concept("knowledge-base", fr=("base de connaissances",), en=("knowledge base",))
    factories.concept("work-from-home", fr=("télétravail",), en=("work from home",))
    factories.article(quality, fr="La base de connaissances")
    factories.article(quality, en="Agents who work from home")
    caught_up()
    assert results(alice, "?q=knowledge base", "en").titles == ["La base de connaissances"]
    assert results(alice, "?q=télétravail").titles == ["Agents who work from home"]


def test_a_new_term_works_without_indexing_and_is_said(alice, quality, caught_up, results):
    factories.article(quality, en="Shorter wait times")
    factories.article(quality, fr="Le temps d’attente")
    caught_up()
    assert results(alice, "?q=temps d’attente").titles == ["Le temps d’attente"]
    factories.concept("wait-time", fr=("temps d’attente",), en=("wait time",))
    seen = results(alice, "?q=temps d’attente")
    assert sorted(seen.titles) == ["Le temps d’attente", "Shorter wait times"]
    assert "Recherche aussi" in seen.page.get_text()
    assert seen.page.select_one('p.meta span span[lang="en"]').get_text() == "wait time"
    english = results(alice, "?q=wait time", "en")
    assert ("Also searching" in english.page.get_text(), len(english.titles)) == (True, 2)


def test_a_correction_is_said_in_the_language_of_the_page(alice, quality, caught_up, results):
    factories.article(quality, fr="Rappel automatique", en="Callback")
    caught_up()
    french = results(alice, "?q=rapel")
    assert "Rien ne contient «\u00a0rapel\u00a0»; voici les résultats pour\u00a0: rappel." in french.page.get_text()
    english = results(alice, "?q=calback", "en")
    assert "Nothing has “calback”; here is what has: callback." in english.page.get_text()
    assert "contient" not in results(alice, "?q=rappel").page.get_text()


@pytest.mark.parametrize("asked", ['"temps d’attente"', "rappel -temps d’attente", "rappel -“temps d’attente”"])
def test_what_is_quoted_or_refused_is_called_nothing_else(waiting, asked):
    assert synonyms.of(asked) == []


def test_a_typed_acronym_of_one_language_is_looked_for_in_that():
    factories.concept("ai", fr=("IA",), en=("AI",))
    factories.concept("text", fr=("SMS",), en=("SMS", "text message"))
    asked = synonyms.for_engine(synonyms.of("AI et SMS"))
    assert {one.words: one.language for one in asked} == {("ai",): "en", ("sms",): ""}


@pytest.mark.parametrize(
    ("asked", "said"), [("j’ai oublié", []), ("J'ai oublié", []), ("ai tools", ["ai"]), ("l’AI", ["AI"])]
)
def test_what_is_left_of_an_elision_is_no_acronym(asked, said):
    factories.concept("ai", fr=("IA",), en=("AI",))
    assert [also.said for also in synonyms.of(asked)] == said


def test_a_corrected_word_keeps_its_accents(alice, quality, caught_up, results):
    factories.article(quality, fr="L’accessibilité")
    caught_up()
    words = results(alice, "?q=accesibilité").page.get_text()
    assert "Rien ne contient «\u00a0accesibilité\u00a0»; voici les résultats pour\u00a0: accessibilité." in words
