"""The term base: what a thing is called in French and in English, and what it is better not called.

A concept is one thing; its terms are its names in each language. Topics are codes, because topics are of the community
and this package knows none of it.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Cast, Substr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.bilingual.folding import every_word, words

LANGUAGES = [("fr", _("French")), ("en", _("English"))]
CODE = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Small letters, digits and hyphens only."))


class Standing(models.TextChoices):
    PREFERRED = "preferred", _("Preferred")
    ACCEPTED = "accepted", _("Accepted")
    AVOID = "avoid", _("To avoid")


def folded(text):
    """A term as it compares: «Courriel» and «courriel» are one, «email» and «e-mail» are two."""
    return " ".join(every_word(text))


class ConceptQuerySet(models.QuerySet):
    def in_order(self, language):
        """By their preferred term in a language."""
        first = Term.objects.filter(concept=models.OuterRef("pk"), language=language, standing=Standing.PREFERRED)
        return self.annotate(place=models.Subquery(first.values("folded")[:1])).order_by("place", "pk")

    def beginning(self, letter, language):
        """Those whose preferred term begins with a letter; «0» is any digit."""
        begins = {"folded__regex": r"^\d"} if letter == "0" else {"folded__startswith": letter}
        return self.filter(self._with(language=language, standing=Standing.PREFERRED, **begins))

    def naming(self, text):
        """Those with a term, whatever its language and standing, or a definition that holds these words."""
        said = models.Q(definition_fr__icontains=text) | models.Q(definition_en__icontains=text)
        return self.filter(said | self._with(folded__contains=folded(text))) if folded(text) else self.filter(said)

    def about(self, topic):
        """Those filed under the code of a topic."""
        filed = self.annotate(codes=Cast("topics", models.TextField()))  # lists in JSON differ from base to base
        return filed.filter(codes__contains=f'"{topic}"')

    def with_terms_to_avoid(self):
        return self.filter(self._with(standing=Standing.AVOID))

    def with_terms(self):
        """Their terms too, the preferred ones first, each with the number of times it was dismissed."""
        terms = Term.objects.in_order().annotate(dismissed=models.Count("dismissals"))
        return self.prefetch_related(models.Prefetch("terms", terms))

    def _with(self, **facts):
        return models.Exists(Term.objects.filter(concept=models.OuterRef("pk"), **facts))


class Concept(models.Model):
    """One thing, whatever it is called."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[CODE])
    definition_fr = models.TextField(_("definition in French"), max_length=600, blank=True)
    definition_en = models.TextField(_("definition in English"), max_length=600, blank=True)
    note_fr = models.TextField(_("note in French"), max_length=600, blank=True)
    note_en = models.TextField(_("note in English"), max_length=600, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    objects = ConceptQuerySet.as_manager()
    changes = "terms"

    #: What is said of a concept; its terms say the rest.
    FACTS = ("definition_fr", "definition_en", "note_fr", "note_en", "source", "topics")

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")

    def __str__(self):
        return self.name_in((get_language() or "en")[:2]) or self.code

    def name_in(self, language):
        """Its preferred term in a language."""
        named = [term for term in self.terms.all() if (term.language, term.standing) == (language, Standing.PREFERRED)]
        return named[0].text if named else ""

    def said(self, what, language):
        """Its definition or its note in a language."""
        return getattr(self, f"{what}_{language}")


class TermQuerySet(models.QuerySet):
    def in_order(self):
        """The preferred one first, those to avoid last."""
        rank = models.Case(
            models.When(standing=Standing.PREFERRED, then=0), models.When(standing=Standing.ACCEPTED, then=1), default=2
        )
        return self.order_by("concept_id", rank, "pk")

    def letters(self, language):
        """First letters of the preferred terms of a language."""
        preferred = self.filter(language=language, standing=Standing.PREFERRED)
        return set(preferred.annotate(letter=Substr("folded", 1, 1)).values_list("letter", flat=True).distinct())


class Term(models.Model):
    """A name of a concept in one language, and where it counts.

    `only_after`, `never_after` and `never_before` are words with commas between; # is any number, ^ the beginning. So
    «minutes» is flagged after «les» and not after 12.
    """

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="terms")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    text = models.CharField(_("term"), max_length=120)
    folded = models.CharField(max_length=250, editable=False)
    standing = models.CharField(_("standing"), max_length=9, choices=Standing, default=Standing.ACCEPTED)
    note = models.CharField(_("why, or when"), max_length=300, blank=True)
    only_after = models.CharField(_("only after"), max_length=200, blank=True)
    never_after = models.CharField(_("never after"), max_length=200, blank=True)
    never_before = models.CharField(_("never before"), max_length=200, blank=True)
    objects = TermQuerySet.as_manager()
    changes = "terms"

    CONDITIONS = ("only_after", "never_after", "never_before")

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "language"],
                condition=models.Q(standing=Standing.PREFERRED),
                name="one_preferred_term_a_language",
            ),
            models.UniqueConstraint(fields=["concept", "language", "folded"], name="a_term_stands_once"),
            models.CheckConstraint(condition=~models.Q(folded=""), name="a_term_has_words"),
        ]
        indexes = [models.Index(fields=["language", "folded"], name="term_by_words")]

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        self.folded = folded(self.text)
        super().save(*args, **kwargs)

    def clean(self):
        if self.text and not words(self.text):
            raise ValidationError({"text": _("A term has at least one word.")})


class TermDismissal(models.Model):
    """Somebody saw a term to avoid in one item and left it: nobody is told of it there again, and it is counted."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="dismissals")
    translation_key = models.UUIDField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    found = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "language", "term"], name="a_term_is_dismissed_once")
        ]

    def __str__(self):
        return f"{self.found} ({self.translation_key}, {self.language})"
