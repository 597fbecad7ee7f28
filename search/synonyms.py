"""What the words of a question are called besides: the term base is asked each time, so a new term works at once."""

from dataclasses import dataclass

from cms.bilingual import terms
from cms.bilingual.folding import words
from cms.bilingual.term_base import base
from search.analysis import STOP
from search.engines.base import Synonym

LANGUAGES = {"fr": "en", "en": "fr"}  # language of the words -> that of their names
MOST = 6  # terms of one question


@dataclass(frozen=True)
class Also:
    """Words of a question and their names: in `language`, which is the other one, and besides in their own."""

    said: str
    names: tuple[str, ...]
    language: str
    same: tuple[str, ...] = ()  # what else they are called in their own language

    @property
    def told(self):
        """[(name, its language)]."""
        own = LANGUAGES[self.language]
        return [*((name, self.language) for name in self.names), *((name, own) for name in self.same)]


def of(text):
    """[Also] of the terms in a question, whichever language it is in. One query."""
    known, met = base(), []
    for language, other in LANGUAGES.items():
        for found in terms.equivalents_in(known, text, language, capitals=False):
            said = words(found.found)
            names = tuple(name for name in found.terms if words(name) != said)
            same = [name for concept in found.concepts for name in known.good[concept, language]]
            met.append(Also(found.found, names, other, tuple(name for name in same if words(name) != said)))
    return [also for also in met if also.names or also.same][:MOST]


def for_engine(found):
    """The same as an engine takes them, the names of one term together."""
    others: dict = {}
    for also in found:
        if said := tuple(dict.fromkeys(telling(also.said))):
            others.setdefault(said, {}).update((telling(name), None) for name in (*also.names, *also.same))
    return tuple(
        Synonym(said, tuple(name for name in names if name not in {(), said})) for said, names in others.items()
    )


def telling(name):
    """Its words without those the stems of a text leave out: «base de connaissances» is there «bas connaiss»."""
    return tuple(word for word in words(name) if word not in STOP)
