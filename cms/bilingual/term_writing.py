"""Writing the term base: a concept with all its terms at once, so that two may trade places."""

import re

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cms import codes, versions
from cms.bilingual.addresses import slug_words
from cms.bilingual.term_models import Concept, Standing, Term, folded

SAID = ("text", "note", *Term.CONDITIONS)
TERM_FIELDS = ("language", "text", "standing", "note", *Term.CONDITIONS)
WORDS = ("definition_fr", "definition_en", "note_fr", "note_en", "source")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CODE_LENGTH = Concept._meta.get_field("code").max_length


def as_code(text):
    """The words of a text as a code."""
    return slug_words(text, empty="term").replace("_", "-")[: CODE_LENGTH - 5].strip("-")


def code_for(text):
    """A code made of the words of a term, that no concept has."""
    return codes.free(Concept, as_code(text))


def tidy(text):
    """One paragraph, without the characters no file of terms may hold."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def settle(concept, terms, by):
    """Words as they are kept, and the form they compare by."""
    concept.updated_by, concept.updated_at = by, timezone.now()
    for name in WORDS:
        setattr(concept, name, tidy(getattr(concept, name)))
    for term in terms:
        term.concept = concept
        for name in SAID:
            setattr(term, name, tidy(getattr(term, name)))
        term.folded = folded(term.text)


@transaction.atomic
def write(concept, terms, *, by=None):
    """Save a concept and exactly these terms: [Term], those already of the concept with their id."""
    settle(concept, terms, by)
    concept.save()
    kept = [term for term in terms if term.pk]
    concept.terms.exclude(pk__in=[term.pk for term in kept]).delete()
    # out of each other's way, or two terms that trade their words or their standing would meet on the constraints
    aside = Concat(Value("~"), Cast(F("pk"), CharField()))
    concept.terms.update(folded=aside, standing=Standing.ACCEPTED)
    Term.objects.bulk_update(kept, [*TERM_FIELDS, "folded"])
    Term.objects.bulk_create([term for term in terms if not term.pk])
    versions.bump("terms")
    return concept


@transaction.atomic
def write_new(entries, *, by=None):
    """Save many concepts that are new: [(concept, terms)]. Three statements."""
    for concept, terms in entries:
        settle(concept, terms, by)
    Concept.objects.bulk_create(concept for concept, _terms in entries)
    for concept, terms in entries:
        for term in terms:
            term.concept = concept  # now that it has its id
    Term.objects.bulk_create(term for _concept, terms in entries for term in terms)
    versions.bump("terms")


def remove(concept):
    """Take a concept out of the base, with its terms and what was dismissed of them."""
    with transaction.atomic():
        concept.delete()
