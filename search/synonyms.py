"""What the words of a question are called besides: the term base is asked each time, so a new term works at once."""

from dataclasses import dataclass

from cms.bilingual import terms
from cms.bilingual.folding import stem, words
from cms.bilingual.term_base import base
from search.analysis import STOP
from search.engines.base import Synonym

LANGUAGES = {"fr": "en", "en": "fr"}  # language of the words -> that of their names
MOST = 6  # terms of one question


@dataclass(frozen=True)
class Also:
    """Words of a question, and what else they are called: ((name, its language), …), the other language first."""

    said: str
    told: tuple[tuple[str, str], ...]


def of(text):
    """[Also] of the terms in a question, whichever language it is in. One query."""
    known, met = base(), {}
    for language, other in LANGUAGES.items():
        for found in terms.equivalents_in(known, text, language, capitals=False):
            said = tuple(words(found.found))
            own = [name for concept in found.concepts for name in known.good[concept, language]]
            told = [(name, other) for name in found.terms] + [(name, language) for name in own]
            _words, names = met.setdefault(said, (found.found, {}))
            for name, spoken in told:
                if not is_said(name, said, language):
                    names.setdefault(tuple(words(name)), (name, spoken))
    return [Also(said, tuple(names.values())) for said, names in met.values() if names][:MOST]


def is_said(name, said, language):
    """Whether a name is what was typed, perhaps in another form: “wait times” of “wait time”."""
    return [stem(word, language) for word in words(name)] == [stem(word, language) for word in said]


def for_engine(found):
    """The same as an engine takes them."""
    others: dict = {}
    for also in found:
        if said := tuple(dict.fromkeys(telling(also.said))):
            others.setdefault(said, {}).update((telling(name), None) for name, _language in also.told)
    return tuple(
        Synonym(said, tuple(name for name in names if name not in {(), said})) for said, names in others.items()
    )


def telling(name):
    """Its words without those the stems of a text leave out: «base de connaissances» is there «bas connaiss»."""
    return tuple(word for word in words(name) if word not in STOP)
