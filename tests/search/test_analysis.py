"""Words as the index knows them, and the part of a text that is shown of it."""

import pytest

from search.analysis import LENGTH, Wanted, excerpt, mark

FILL = " ".join(f"mot{number}" for number in range(LENGTH))


def shown(text, *wanted, language="fr"):
    return excerpt(text, Wanted(frozenset(wanted)), language)


def test_a_text_without_the_words_has_no_part_to_show():
    assert shown(FILL, "rappel") == ""


def test_a_short_text_is_shown_whole():
    assert shown("« Le rappel » est offert.", "rappel") == "« Le rappel » est offert."


def test_a_long_one_is_cut_between_words_on_both_sides():
    part = shown(f"{FILL} Le rappel automatique. {FILL}", "rappel")
    assert part.startswith("…mot")
    assert part.endswith("…")
    assert ("rappel automatique" in part, len(part.split())) == (True, LENGTH)


def test_the_part_is_the_one_with_most_of_the_words():
    part = shown(f"rappel {FILL} {FILL} rappel des clients {FILL}", "rappel", "clients")
    assert "rappel des clients" in part


def test_the_same_word_again_weighs_nothing():
    part = shown(f"rappel rappel rappel {FILL} {FILL} rappel des clients", "rappel", "clients")
    assert "rappel des clients" in part


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("problème n’arrive", "problème…"),
        ("répétition la nuit", "répétition…"),
        ("rappel automatique demain", "automatique…"),
    ],
)
def test_it_does_not_end_inside_an_elision_nor_on_a_small_word(end, cut):
    """The last word that has room is the «n» of «n’arrive», the «la» of «la nuit»."""
    words = end.replace("’", "’ ").split()
    before = " ".join(f"mot{number}" for number in range(LENGTH - len(words)))
    text = f"quoi {before} {end} {FILL}"
    assert shown(text, "quoi").endswith(cut)


def test_marks_are_those_of_the_words_and_of_their_stems():
    marked = mark("Les appelants rappellent", Wanted(frozenset({"appel"})), "fr")
    assert [piece for piece, is_match in marked if is_match] == ["appelants"]
