"""Terms in a text: where the term base recognizes one, what it advises, how the other language says it.

The longest term wins. Addresses, file names and tags are no words; what is emphasized or linked is.
"""

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from cms.bilingual.folding import ELIDED, WRITTEN, fold
from cms.bilingual.term_base import Word, base, key_of
from cms.bilingual.term_models import Standing

BREAK, THROUGH = "\x01", "\x02"  # what stands for an address or a block tag, and for an inline tag: same length
_INLINE = "a|abbr|b|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|u"
_HIDDEN = re.compile(
    rf"(?P<through></?(?:{_INLINE})(?:\s[^<>]*)?>|&(?:nbsp|#160|#xa0);)"
    r"|(?P<apostrophe>&(?:#39|#x27|apos|rsquo|#8217|#x2019);)"
    r"|</?[a-z][^<>]*>|&(?:\#?\w+);"
    r"|(?:https?://|www\.)[^\s<>«»]+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?<![\w/])/(?:[\w.-]+/)+[\w.-]*"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:ca|com|org|net|csv|docx?|html?|md|pdf|pptx?|txt|xlsx?)\b",
    re.IGNORECASE,
)
_LINE, _TAG = re.compile(r"<br\s*/?>", re.IGNORECASE), re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_SPACES = r"[\s\x02'’‘`‐‑/-]*"
#: What may stand between two words of one term: spaces, hyphens, an elided article, the «’s» of English.
_JOINT = re.compile(rf"(?:['’‘`]s)?{_SPACES}(?:(?:{'|'.join(sorted(ELIDED))}){_SPACES})?", re.IGNORECASE)
#: And between a term and the words that decide whether it counts.
_BESIDE = re.compile(r"[\s\x02'’‘`‐‑«“\"(-]*")
_fold = lru_cache(maxsize=60_000)(fold)


@dataclass(frozen=True, slots=True)
class Found:
    """A term met in a text; several entries when several concepts are called so."""

    start: int
    end: int
    text: str
    entries: tuple


@dataclass(frozen=True, slots=True)
class Advice:
    """A term to avoid, where it stands, and what to write in its place."""

    start: int
    end: int
    found: str
    suggestions: tuple
    why: str
    term: int
    concept: int


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A term, where it stands, and its names in the other language, the preferred ones first."""

    start: int
    end: int
    found: str
    terms: tuple
    concepts: tuple


def masked(text):
    """The text with what is no word hidden, each character where it was."""
    return _HIDDEN.sub(mask, text) if "<" in text or "&" in text or "." in text or "/" in text else text


def mask(found):
    if found["apostrophe"]:
        return "’" + THROUGH * (len(found[0]) - 1)
    return (THROUGH if found["through"] else BREAK) * len(found[0])


def plain(text):
    """A text as it is read: no tag, no entity."""
    return html.unescape(_TAG.sub("", _LINE.sub("\n", text))) if "<" in text or "&" in text else text


def read(text):
    return [
        Word(word.start(), word.end(), word.group(), _fold(word.group()).strip()) for word in WRITTEN.finditer(text)
    ]


def find(text, language, *, capitals=True):
    """Terms of a language in a text, in order, none within another.

    `capitals` is False for what is typed in a hurry, a search for instance: «rvi» is then RVI.
    """
    return find_in(base(), text, language, capitals)


def find_in(terms, text, language, capitals=True):
    shown = masked(text)
    every = read(shown)
    solid = [number for number, word in enumerate(every) if word.folded not in ELIDED]
    keys = [key_of(every[number].folded, language) for number in solid]
    found, place = [], 0
    while place < len(solid):
        size = 1
        for wanted, entries in terms.starts.get((language, keys[place]), ()):
            if tuple(keys[place : place + len(wanted)]) != wanted:
                continue
            places = solid[place : place + len(wanted)]
            met = agreed(entries, shown, every, places, capitals)
            if met:
                start, end, size = every[places[0]].start, every[places[-1]].end, len(wanted)
                found.append(Found(start, end, plain(text[start:end]), met))
                break
        place += size
    return found


def agreed(entries, shown, every, places, capitals):
    """Those of the entries that these words are, in their forms, joined as one term and where it counts."""
    run = [every[number] for number in places]
    if not all(_JOINT.fullmatch(shown, one.end, other.start) for one, other in pairwise(run)):
        return ()
    named = [entry for entry in entries if entry.names(run, capitals)]
    if any(entry.only_after or entry.never_after or entry.never_before for entry in named):
        before, after = beside(shown, every, places[0], -1), beside(shown, every, places[-1], 1)
        named = [entry for entry in named if entry.counts(before, after)]
    best = {}  # one a concept: the very words when they are there
    for entry in sorted(named, key=lambda entry: not entry.is_exactly(run)):
        best.setdefault(entry.concept, entry)
    return tuple(best.values())


def beside(shown, every, place, step, most=3):
    """Up to three words before or after one, from the nearest; None where the text or the sentence ends."""
    near = []
    while len(near) < most:
        other = place + step
        if not 0 <= other < len(every):
            return [*near, None]
        first, second = sorted((place, other))
        if not _BESIDE.fullmatch(shown, every[first].end, every[second].start):
            return [*near, None]
        near.append(every[other])
        place = other
    return near


def advise(text, language):
    """Terms to avoid in a text, each with what to write in its place and why."""
    return advise_in(base(), text, language)


def advise_in(terms, text, language):
    """The same of a base in hand: several texts ask once whether it changed."""
    return [
        Advice(
            found.start, found.end, found.text, tuple(terms.good[entry.concept, language]), entry.note, entry.pk,
            entry.concept,
        )
        for found in find_in(terms, text, language)
        for entry in found.entries
        if entry.standing == Standing.AVOID
    ]  # fmt: skip


def equivalents(text, language, *, capitals=True):
    """Terms of a text with their names in the other language: search's dictionary, and the translator's.

    A term to avoid is understood; none is ever given.
    """
    return equivalents_in(base(), text, language, capitals)


def equivalents_in(terms, text, language, capitals=True):
    """The same of a base in hand."""
    other, met = "en" if language == "fr" else "fr", []
    for found in find_in(terms, text, language, capitals):
        concepts = tuple(dict.fromkeys(entry.concept for entry in found.entries))
        said = tuple(dict.fromkeys(name for concept in concepts for name in terms.good[concept, other]))
        if said:
            met.append(Equivalent(found.start, found.end, found.text, said, concepts))
    return met
