"""What the words of a question are called besides: the term base is asked each time, so a new term works at once."""

import re
from dataclasses import dataclass

from cms.bilingual import terms
from cms.bilingual.folding import stem, words
from cms.bilingual.term_base import base
from search.analysis import STOP
from search.engines.base import Synonym
from search.questions import open_part

LANGUAGES = {"fr": "en", "en": "fr"}  # language of the words -> that of their names
MOST = 6  # terms of one question


SHORT = 3  # letters of an acronym that may be an ordinary word of the other language


@dataclass(frozen=True)
class Also:
    """Words of a question, and what else they are called: ((name, its language), …), the other language first."""

    said: str
    told: tuple[tuple[str, str], ...]
    language: str = ""  # of the words, when they are a term of one language only
    is_good: bool = False  # and not one to avoid


def of(text, version=None):
    """[Also] of the terms in a question, whichever language it is in. One query; none with the version of the base.

    What stands in quotes is meant as it stands, and what is refused is not looked for at all.
    """
    known, text, met = base(version), open_part(text), {}
    for language, other in LANGUAGES.items():
        for found in terms.equivalents_in(known, text, language, capitals=False):
            said = tuple(words(found.found))
            if is_acronym(said) and found.found.islower() and elides_into(text, found.found):
                continue  # «j’ai» is no AI
            own = [name for concept in found.concepts for name in known.good[concept, language]]
            told = [(name, other) for name in found.terms] + [(name, language) for name in own]
            _words, names, spoken_in = met.setdefault(said, (found.found, {}, {}))
            spoken_in[language] = any(is_said(name, said, language) for name in own)
            for name, spoken in told:
                if not is_said(name, said, language):
                    names.setdefault((tuple(words(name)), spoken), (name, spoken))
    return [
        Also(written, tuple(names.values()), *single(spoken_in)) for written, names, spoken_in in met.values() if names
    ][:MOST]


def single(spoken_in):
    """(the one language of some words, whether they are a good term of it), of {language: whether it is good}."""
    good = [language for language, is_good in spoken_in.items() if is_good]
    if len(good) == 1:
        return good[0], True
    return ("".join(spoken_in), False) if len(spoken_in) == 1 else ("", False)


def is_said(name, said, language):
    """Whether a name is what was typed, perhaps in another form: “wait times” of “wait time”."""
    return [stem(word, language) for word in words(name)] == [stem(word, language) for word in said]


def for_engine(found):
    """The same as an engine takes them."""
    others: dict = {}
    for also in found:
        if said := tuple(dict.fromkeys(telling(also.said))):
            names, spoken_in = others.setdefault(said, ({}, set()))
            names.update(((language, telling(name)), None) for name, language in also.told)
            spoken_in.add(also.language if also.is_good else "")
    return tuple(
        Synonym(
            said,
            tuple((language, name) for language, name in names if name not in {(), said}),
            "".join(spoken_in) if is_acronym(said) and len(spoken_in) == 1 else "",
        )
        for said, (names, spoken_in) in others.items()
    )


def is_acronym(said):
    return len(said) == 1 and len(said[0]) <= SHORT


def elides_into(text, word):
    return re.search(rf"\w[’'‘]{re.escape(word)}\b", text) is not None


def telling(name):
    """Its words without those the stems of a text leave out: «base de connaissances» is there «bas connaiss»."""
    return tuple(word for word in words(name) if word not in STOP)
