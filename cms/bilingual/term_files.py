"""Files of terms, whatever their format: what a line says.

A file is a list of lines, one a term; what it says of a concept stands on one of its lines (docs/terms.md).
"""

from dataclasses import dataclass, field

from django.utils import translation

from cms.bilingual.term_models import LANGUAGES, Concept, Standing, Term, folded

#: Kinds of things the language of a term is called in files.
LANGUAGE_NAMES = {"fr": ("fr", "francais", "french"), "en": ("en", "anglais", "english")}
CONDITIONS = Term.CONDITIONS


@dataclass
class Line:
    """A term as a file has it: words of the file, not yet believed."""

    number: int
    concept: str
    language: str
    text: str
    standing: str = ""
    note: str = ""
    conditions: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)  # what is said of the concept
    topics: list = field(default_factory=list)


def language_of(said):
    """«fr» or «en» from a code or a name; None when it is neither."""
    word = folded(said).partition(" ")[0]
    return next((code for code, names in LANGUAGE_NAMES.items() if word in names), None)


def standings():
    """{folded name: standing}, in both languages and as a code."""
    named = {standing.value: standing for standing in Standing}
    for code, _name in LANGUAGES:
        with translation.override(code):
            named |= {folded(str(standing.label)): standing for standing in Standing}
    return named


def every_concept():
    """The term base in the order it is exported: by code, French first, the preferred term first."""
    for concept in Concept.objects.with_terms().order_by("code"):
        yield concept, sorted(concept.terms.all(), key=lambda term: term.language != "fr")
