"""What a file of terms would change, line by line, then the change itself. An import adds and changes, never removes.

An empty cell leaves what is there. Lines of one concept stand or fall together where its preferred terms are concerned.
"""

from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext

from cms.bilingual import term_writing
from cms.bilingual.folding import every_word, words
from cms.bilingual.term_files import language_of, standings
from cms.bilingual.term_models import Concept, Standing, Term, folded


class Outcome(models.TextChoices):
    ADD = "add", gettext_lazy("Added")
    CHANGE = "change", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("Unchanged")
    DUPLICATE = "duplicate", gettext_lazy("Duplicate")
    UNKNOWN = "unknown", gettext_lazy("Unknown")
    REFUSED = "refused", gettext_lazy("Refused")

    def counted(self, number):
        """What became of so many lines."""
        return {
            "add": npgettext("lines", "Added", "Added", number),
            "change": npgettext("lines", "Changed", "Changed", number),
            "same": npgettext("lines", "Unchanged", "Unchanged", number),
            "duplicate": npgettext("lines", "Duplicate", "Duplicates", number),
            "unknown": npgettext("lines", "Unknown", "Unknown", number),
        }.get(self.value, self.label)


@dataclass
class Row:
    """A line of the file, and what becomes of it."""

    line: object
    outcome: Outcome = Outcome.SAME
    said: list = field(default_factory=list)

    def settle(self, outcome, said=""):
        self.outcome = outcome
        if said:
            self.said.append(said)

    @property
    def stands(self):
        return self.outcome in {Outcome.ADD, Outcome.CHANGE, Outcome.SAME}


@dataclass
class Plan:
    """What an import would do."""

    rows: list
    new: list = field(default_factory=list)  # (concept, terms)
    changed: list = field(default_factory=list)

    def counts(self):
        """[(outcome, number)] of those there are."""
        found = [row.outcome for row in self.rows]
        return [(outcome, found.count(outcome)) for outcome in Outcome if outcome in found]


def plan(lines, *, topics=None):
    """The Plan of [Line]. `topics` are the codes the community has; None takes any."""
    rows = [Row(line) for line in lines]
    made, groups, named = Plan(rows), {}, standings()
    for row in rows:
        if believe(row, named):
            groups.setdefault(code_of(row.line.concept), []).append(row)
    known = {concept.code: concept for concept in Concept.objects.with_terms().filter(code__in=groups)}
    twins = pairs()
    for code, mine in groups.items():
        Group(mine, known.get(code) or Concept(code=code, topics=[]), topics).settle(made, twins)
    return made


def believe(row, named):
    """Turn the words of a line into facts; False, with the reason, when one cannot."""
    line = row.line
    language, standing = language_of(line.language), named.get(folded(line.standing))
    if language is None:
        row.settle(
            Outcome.UNKNOWN, _("The language “%(said)s” is neither French nor English.") % {"said": line.language}
        )
    elif standing is None:
        said = _("The standing “%(said)s” is not known: preferred, accepted or to avoid.")
        row.settle(Outcome.UNKNOWN, said % {"said": line.standing})
    elif not code_of(line.concept):
        row.settle(Outcome.REFUSED, _("No concept: give the rows of one concept the same word in this column."))
    elif not words(line.text):
        row.settle(Outcome.REFUSED, _("A term has at least one word."))
    else:
        line.language, line.standing = language, standing
        line.text, line.note = term_writing.tidy(line.text), term_writing.tidy(line.note)
        line.conditions = {name: term_writing.tidy(said) for name, said in line.conditions.items()}
    return row.stands


def code_of(said):
    """What a file calls a concept, as a code: its word is the whole of it, «l» and «d» too."""
    return term_writing.as_code(said) if every_word(said) else ""


def pairs():
    """{(preferred term in French, in English), folded: concept} of the whole base."""
    found: dict = {}
    preferred = Term.objects.filter(standing=Standing.PREFERRED).values_list("concept__code", "language", "folded")
    for code, language, said in preferred:
        found.setdefault(code, {})[language] = said
    return {(named.get("fr"), named.get("en")): code for code, named in found.items()}


class Group:
    """The lines of one concept, beside the concept as it is."""

    def __init__(self, rows, concept, topics):
        self.rows, self.concept, self.topics = rows, concept, topics
        self.is_new = concept.pk is None
        self.terms = [] if self.is_new else list(concept.terms.all())
        self.by_words = {(term.language, term.folded): term for term in self.terms}

    def settle(self, made, twins):
        """Say what becomes of each line, and add what is to be written to the plan."""
        seen = {}
        for row in self.rows:
            key = row.line.language, folded(row.line.text)
            if key in seen:
                said = _("The same term stands at line %(number)s already.") % {"number": seen[key]}
                row.settle(Outcome.DUPLICATE, said)
                continue
            seen[key] = row.line.number
            self.merge(row, key)
        twin = twins.get(tuple(folded(" ".join(self.preferred(language)[:1])) for language in ("fr", "en")))
        if self.is_new and twin:
            self.all_are(Outcome.DUPLICATE, _("The term base has this concept already: %(code)s.") % {"code": twin})
        elif wrong := self.wrong():
            self.all_are(Outcome.REFUSED, wrong)
        elif any(row.outcome in {Outcome.ADD, Outcome.CHANGE} for row in self.rows):
            (made.new if self.is_new else made.changed).append((self.concept, self.terms))

    def merge(self, row, key):
        """Put the line into its term, and into the concept."""
        line = row.line
        facts = {"text": line.text, "standing": line.standing, "note": line.note, **line.conditions}
        if long := too_long(Term, facts):
            row.settle(Outcome.REFUSED, long)
            return
        term = self.by_words.get(key)
        if term is None:
            term = self.by_words[key] = Term(language=line.language, **facts)
            self.terms.append(term)
            row.settle(Outcome.ADD)
        else:
            self.change(row, term, facts)
        self.merge_facts(row)

    def merge_facts(self, row):
        facts = {name: term_writing.tidy(said) for name, said in row.line.facts.items()}
        if long := too_long(Concept, facts):
            row.said.append(long)
            return
        self.change(row, self.concept, facts)
        codes = [code for code in row.line.topics if code not in self.concept.topics]
        unknown = [code for code in codes if self.topics is not None and code not in self.topics]
        if unknown:
            row.said.append(_("Unknown topics are left out: %(codes)s.") % {"codes": ", ".join(unknown)})
        added = [code for code in dict.fromkeys(codes) if code not in unknown]
        self.change(row, self.concept, {"topics": [*self.concept.topics, *added] if added else []})

    def change(self, row, thing, facts):
        """Set what the file says anew; what it leaves empty stays."""
        anew = {name: said for name, said in facts.items() if said and said != getattr(thing, name)}
        for name, said in anew.items():
            setattr(thing, name, said)
        if anew and row.outcome != Outcome.ADD:
            names = ", ".join(str(thing._meta.get_field(name).verbose_name) for name in anew)
            row.settle(Outcome.CHANGE, _("Changes: %(fields)s.") % {"fields": names})

    def preferred(self, language):
        mine = [term for term in self.terms if term.language == language]
        return [term.text for term in mine if term.standing == Standing.PREFERRED]

    def wrong(self):
        """Why the concept would not hold; empty when it would."""
        counts = {language: self.preferred(language) for language in ("fr", "en")}
        if not counts["fr"]:
            return _("The concept has no preferred term in French.")
        if not counts["en"]:
            return _("The concept has no preferred term in English.")
        if len(counts["fr"]) > 1:
            return _("The concept has several preferred terms in French: %(terms)s.") % {
                "terms": ", ".join(counts["fr"])
            }
        if len(counts["en"]) > 1:
            return _("The concept has several preferred terms in English: %(terms)s.") % {
                "terms": ", ".join(counts["en"])
            }
        return ""

    def all_are(self, outcome, said):
        for row in self.rows:
            if row.stands:
                row.settle(outcome, said)


def too_long(model, facts):
    """Which of these words are too long for their field; empty when none is."""
    for name, said in facts.items():
        field_of = model._meta.get_field(name)
        if field_of.max_length and len(said) > field_of.max_length:
            words_of = {"field": field_of.verbose_name, "most": field_of.max_length}
            return _("Too long: %(field)s, %(most)s characters at most.") % words_of
    return ""


@transaction.atomic
def apply(made, *, by=None):
    """Write what a plan says; returns the concepts written."""
    term_writing.write_new(made.new, by=by)
    for concept, terms in made.changed:
        term_writing.write(concept, terms, by=by)
    return [concept for concept, _terms in (*made.new, *made.changed)]
