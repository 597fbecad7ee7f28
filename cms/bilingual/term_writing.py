"""Writing the term base: a concept with all its terms at once, so that two may trade places."""

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cms import versions
from cms.bilingual.addresses import slug_words
from cms.bilingual.term_models import Concept, Standing, Term, folded

TERM_FIELDS = ("language", "text", "standing", "note", *Term.CONDITIONS)
CODE_LENGTH = Concept._meta.get_field("code").max_length


def code_for(text):
    """A code made of the words of a term, that no concept has."""
    base = slug_words(text, empty="term")[: CODE_LENGTH - 5].strip("-")
    taken = set(Concept.objects.filter(code__startswith=base).values_list("code", flat=True))
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


@transaction.atomic
def write(concept, terms, *, by=None):
    """Save a concept and exactly these terms: [Term], those already of the concept with their id."""
    concept.updated_by, concept.updated_at = by, timezone.now()
    concept.save()
    kept = [term for term in terms if term.pk]
    concept.terms.exclude(pk__in=[term.pk for term in kept]).delete()
    # out of each other's way, or two terms that trade their words or their standing would meet on the constraints
    aside = Concat(Value("~"), Cast(F("pk"), CharField()))
    concept.terms.update(folded=aside, standing=Standing.ACCEPTED)
    for term in terms:
        term.concept, term.folded = concept, folded(term.text)
    Term.objects.bulk_update(kept, [*TERM_FIELDS, "folded"])
    Term.objects.bulk_create([term for term in terms if not term.pk])
    versions.bump("terms")
    return concept


def remove(concept):
    """Take a concept out of the base, with its terms and what was dismissed of them."""
    with transaction.atomic():
        concept.delete()
