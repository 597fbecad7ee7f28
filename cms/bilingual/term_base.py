"""The term base as each process keeps it: every term by the stems of its words, compiled anew when one changed.

A word of a text is first looked up by its stem, then confirmed as a form of the term's own: «comptes» is one of
«compte», «format» none of «formation».
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from cms.bilingual.folding import ELIDED, WRITTEN, every_word, fold, stem
from cms.bilingual.term_models import Standing, Term
from cms.models.versions import ContentVersion

#: What «#» stands for in a condition, besides figures.
NUMBERS = {
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante "
    "cinquante soixante cent quelques plusieurs",
    "en": "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred "
    "few several",
}
_NUMBERS = {code: frozenset(said.split()) for code, said in NUMBERS.items()}
#: Pairs of endings of one word: what differs between two of its forms.
ENDINGS = {
    "fr": ["|s|x|e|es|le|les|ne|nes|te|tes", "l|le|ls|les|ux", "f|fs|ve|ves", "eur|eurs|rice|rices|euse|euses",
           "r|rs|se|ses"],
    "en": ["|s|es", "y|ies"],
}  # fmt: skip
_PARTICIPLE = re.compile("[éÉ][eE]?[sS]?$")
_INFINITIVE = re.compile("[ei]r$", re.IGNORECASE)
_ENDINGS = {code: [frozenset(group.split("|")) for group in groups] for code, groups in ENDINGS.items()}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, where it stands."""

    start: int
    end: int
    written: str
    folded: str


@dataclass(frozen=True, slots=True)
class Own:
    """A word of a term: folded, and what folding loses."""

    folded: str
    is_acronym: bool
    has_participle: bool

    def is_another(self, word, language):
        """Whether a word of a text that folds alike is another one: «ti» is not TI, «demandée» is not «demande»."""
        if self.is_acronym:
            return not is_acronym(word.written)
        return language == "fr" and not self.has_participle and is_participle(word.written)


@dataclass(frozen=True, slots=True)
class Entry:
    """A term, ready to be recognized."""

    pk: int
    concept: int
    language: str
    text: str
    standing: str
    note: str
    only_after: tuple
    never_after: tuple
    never_before: tuple
    words: tuple  # its own

    def names(self, found, capitals):
        """Whether these words of a text are this term in one of its forms.

        `capitals` is False where nothing is made of capitals and accents: in what is typed in a hurry.
        """
        return all(
            is_form(word.folded, own.folded, self.language) and not (capitals and own.is_another(word, self.language))
            for own, word in zip(self.words, found, strict=True)
        )

    def is_exactly(self, found):
        return all(word.folded == own.folded for own, word in zip(self.words, found, strict=True))

    def counts(self, before, after):
        """Whether it counts between these words: `before` from the nearest, `after` in order; None is an end."""
        if self.only_after and not stands(self.only_after, before, self.language):
            return False
        return not stands(self.never_after, before, self.language) and not stands(
            self.never_before, after, self.language
        )


@dataclass(frozen=True)
class TermBase:
    """What texts are compared with."""

    version: int
    starts: dict  # (language, key of a first word) -> [(keys of all the words, entries)], the longest first
    good: dict  # (concept, language) -> terms one may write, the preferred one first


@lru_cache(maxsize=60_000)
def key_of(word, language):
    """What all forms of a word share. The stemmer keeps the s of «agendas», «textos» and «rendus»."""
    if language == "fr" and len(word) > 3 and word[-2] in "aiou" and word[-1] == "s":
        word = word[:-1]
    return stem(word, language)


@lru_cache(maxsize=60_000)
def is_form(word, own, language):
    """Whether two folded words of one stem are forms of one word. Infinitives take any ending."""
    if word == own:
        return True
    if language == "fr" and own.endswith(("er", "ir")) and len(own) > 4:
        return True
    shared = 0
    while shared < min(len(word), len(own)) and word[shared] == own[shared]:
        shared += 1
    return any({word[shared:], own[shared:]} <= group for group in _ENDINGS[language])


def is_acronym(written):
    """«RVI», «FAQs»: capitals, but for the mark of the plural."""
    core = written.removesuffix("s")
    return len(core) > 1 and core.isupper()


def is_participle(written):
    """«demandé», «employées»: in é, the marks of gender and number aside. A noun in «e» has no such form, a verb does:
    an infinitive is met by them all."""
    return bool(_PARTICIPLE.search(unicodedata.normalize("NFC", written)))


def has_participle(written):
    return is_participle(written) or bool(_INFINITIVE.search(written))


def condition(said):
    """«les, l’, #» -> ((les,), (l,), (#,)): the words of each item, folded."""
    items = (item.strip() for item in said.split(","))
    return tuple((item,) if item in {"#", "^"} else tuple(every_word(item)) for item in items if item)


def stands(items, beside, language):
    """Whether one of these items is what stands beside a term."""
    return any(len(beside) >= len(item) and all(map(matches, item, beside, [language] * len(item))) for item in items)


def matches(wanted, word, language):
    if word is None or wanted == "^":
        return word is None and wanted == "^"
    if wanted == "#":
        return word.folded[:1].isdigit() or word.folded in _NUMBERS[language]
    return word.folded == wanted


# -- the base of this process

_kept: dict[str, TermBase] = {}
FIELDS = ("concept_id", "language", "text", "standing", "note", *Term.CONDITIONS)


def base(version=None):
    """The term base as the database has it, compiled anew when it changed. One query when it did not.

    None when its version is known from the request.
    """
    if version is None:
        version = ContentVersion.objects.filter(pk=1).values_list("terms", flat=True).first() or 0
    if "base" not in _kept or _kept["base"].version != version:
        _kept["base"] = compiled(version)
    return _kept["base"]


def forget():
    """For tests, whose database is made anew."""
    _kept.clear()


def compiled(version):
    runs, good, starts = defaultdict(list), defaultdict(list), defaultdict(list)
    for entry in map(as_entry, Term.objects.in_order().values("pk", *FIELDS)):
        if entry.words:  # an article alone names nothing
            runs[entry.language, tuple(key_of(own.folded, entry.language) for own in entry.words)].append(entry)
        if entry.standing != Standing.AVOID:
            good[entry.concept, entry.language].append(entry.text)
    for (language, keys), entries in sorted(runs.items(), key=lambda run: -len(run[0][1])):
        starts[language, keys[0]].append((keys, entries))
    return TermBase(version, starts, good)


def as_entry(row):
    written = [word.group() for word in WRITTEN.finditer(row["text"])]
    own = [Own(fold(word).strip(), is_acronym(word), has_participle(word)) for word in written]
    return Entry(
        pk=row["pk"],
        concept=row["concept_id"],
        language=row["language"],
        text=row["text"],
        standing=row["standing"],
        note=row["note"],
        only_after=backwards(row["only_after"]),
        never_after=backwards(row["never_after"]),
        never_before=condition(row["never_before"]),
        words=tuple(word for word in own if word.folded not in ELIDED),
    )


def backwards(said):
    """A condition on what comes before, from the nearest word."""
    return tuple(item[::-1] for item in condition(said))
