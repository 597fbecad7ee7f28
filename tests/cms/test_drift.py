"""What differs between an original and its translation, told from segments alone."""

from dataclasses import dataclass

import pytest

from cms.bilingual.drift import Segment, compare, count_words, digest


@dataclass
class Row:
    path: str
    order: int
    source_text: str
    target_text: str = "dit"

    @property
    def source_hash(self):
        return digest(self.source_text)

    @property
    def target_hash(self):
        return digest(self.target_text)


def page(*paragraphs, path="body"):
    return [Segment(path, text, order) for order, text in enumerate(paragraphs)]


def confirmed(*paragraphs, path="body"):
    return [Row(path, order, text, f"fr {text}") for order, text in enumerate(paragraphs)]


def said(drift):
    return [(c.before.source_text if c.before else None, c.now.text if c.now else None) for c in drift.changes]


@pytest.mark.parametrize(
    ("before", "now", "changes"),
    [
        (["one", "two"], ["one", "two"], []),
        (["one", "two"], ["one", "two again"], [("two", "two again")]),
        (["one", "two"], ["new", "one", "two"], [(None, "new")]),  # moved down is not changed
        (["one", "two", "three"], ["one", "three"], [("two", None)]),
        (["one", "two"], ["two", "one"], []),  # changed places
        (["one", "two"], ["uno", "dos"], [("one", "uno"), ("two", "dos")]),
        (["one"], ["one", "one"], []),  # said twice
        ([], ["one"], [(None, "one")]),
        (["one  two "], ["one two"], []),  # blanks
    ],
)
def test_paragraphs_are_aligned_as_a_reader_would(before, now, changes):
    drift = compare(page(*now), confirmed(*before))
    assert said(drift) == changes
    assert drift.confirmed == len(now) - sum(1 for _before, text in changes if text)


def test_the_same_words_elsewhere_are_another_segment():
    drift = compare(page("one", path="summary"), confirmed("one", path="body"))
    assert said(drift) == [(None, "one"), ("one", None)]


def test_a_translation_changed_alone_is_told_from_what_was_confirmed():
    rows = confirmed("one", "two")
    target = [Segment("body", "fr one"), Segment("body", "mieux dit", 1)]
    drift = compare(page("one", "two"), rows, target)
    assert drift.changes == []
    assert [segment.text for segment in drift.alone] == ["mieux dit"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Deux mots", 2),
        ('Un <a id="a1">lien vers</a> la page', 5),
        ("l’appel d'urgence, aujourd’hui", 3),
        ("24 % &amp; 12 s", 3),
        ("first-contact resolution", 2),
    ],
)
def test_words_are_counted_without_markup(text, words):
    assert count_words(text) == words
