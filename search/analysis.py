"""Words as the index knows them: folded, and stemmed in each language. One analysis for every engine."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from cms.bilingual.folding import ELIDED, WRITTEN, fold, stem, words

_CUT = re.compile(r"(?:[\s\u00a0][\w’']{1,2})+…$")  # what is left of a cut elision: «que son problème n…»
LENGTH, BEFORE = 28, 6  # words of an excerpt, and of those before the first that answers
WIDTH = 200  # characters, about as many words
MEETINGS = 80  # words that answer, looked at for the best part
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
#: Words too common to ask for.
STOP = frozenset(
    "a au aux avec ce ces dans de des du elle en est et eux il ils je la le les leur lui ma mais me meme mes moi mon "  # noqa: SIM905
    "ne nos notre nous on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous y "
    "an and are as at be but by for from had has have he her his how i if in into is it its no not of on or our she "
    "so that the their them they this to was we were what when which who will with you your".split()
)

SILENT = STOP | ELIDED  # nothing stands between two words that these alone part

#: letter -> the letters that are it with a mark, in Latin scripts.
ACCENTED: dict[str, str] = {}
for _one in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]):
    if (_plain := fold(_one)[:1]) != _one and _plain.isalpha():
        ACCENTED[_plain] = ACCENTED.get(_plain, "") + _one


def spellings(word):
    """How a folded word may be spelled in a text, accents aside: «oeuvre» and «œuvre»."""
    return tuple(dict.fromkeys((word, word.replace("oe", "œ").replace("ae", "æ"))))


def storable(text):
    """A text without control characters and halves of characters: one pasted page must not stop an index."""
    return _UNSTORABLE.sub(" ", text)


def stems(text, language):
    """Stems of a text, in order, as one string for the index."""
    return " ".join(stem(word, language) for word in words(text) if word not in STOP)


@dataclass(frozen=True)
class Wanted:
    """What is marked in texts of one language: folded words and stems, and rows of stems that stand side by side.

    `scattered` are words of terms that are marked by themselves where nothing else is.
    """

    words: frozenset[str]
    rows: frozenset[tuple[str, ...]] = frozenset()
    scattered: frozenset[str] = frozenset()

    @property
    def every(self):
        """Each word by itself."""
        return self.words.union(self.scattered, *self.rows)

    @property
    def apart(self):
        return Wanted(self.words | self.scattered)


def mark(text, wanted, language):
    """[(piece, is_match)]: the words of a text that answer the query, by folded form or by stem."""
    found = list(WRITTEN.finditer(text))
    pieces, last = [], 0
    for one, answer in zip(found, answers([one.group() for one in found], wanted, language), strict=True):
        if answer:
            pieces += [(text[last : one.start()], False), (one.group(), True)]
            last = one.end()
    return [*pieces, (text[last:], False)]


def answers(written, wanted, language):
    """Of each word of a text as it is written, its folded form when it answers the query; empty when it does not.

    Each is looked at once, however often it is written.
    """
    known = {word: forms(word, language) for word in set(written)}
    met = {
        word: folded if folded in wanted.words or like in wanted.words else "" for word, (folded, like) in known.items()
    }
    told = [met[word] for word in written]
    rows = [row for row in wanted.rows if {like for _word, like in known.values()}.issuperset(row)]
    if rows:
        telling = [(place, known[word]) for place, word in enumerate(written) if known[word][0] not in SILENT]
        likes = [like for _place, (_word, like) in telling]
        for row in rows:
            for at in range(len(likes) - len(row) + 1):
                if likes[at] == row[0] and tuple(likes[at : at + len(row)]) == row:
                    for place, (folded, _like) in telling[at : at + len(row)]:
                        told[place] = folded
    return told


@lru_cache(maxsize=120_000)
def forms(written, language):
    """(a word folded, its stem); words all texts have are looked for as they stand only."""
    word = fold(written).strip()
    return word, word if word in STOP else stem(word, language)


def passage(text, wanted, begun, language):
    """(how many of the words looked for, where it stands and ends) of the best part of a long text; (0, …) for none.

    `begun` is a word that may go on. Only words that begin as one of them are looked at: a file has thousands.
    """
    every = wanted.every
    firsts, met = beginning(frozenset({*every, begun} - {""})), []
    for found in firsts.finditer(text):
        word, like = forms(found.group(), language)
        if word in every or like in every or (begun and word.startswith(begun)):
            met.append((found.start(), like))
            if len(met) == MEETINGS:
                break
    if not met:
        return 0, ""
    counts = [len({word for at, word in met if place <= at < place + WIDTH}) for place, _word in met]
    best = max(range(len(met)), key=lambda number: (counts[number], -number))
    return counts[best], around(text, met[best][0])


def around(text, place):
    """The words about a place in a text."""
    before = [found.start() for found in WRITTEN.finditer(text, max(place - WIDTH, 0), place)]
    first = 0 if place <= WIDTH and len(before) < BEFORE else [*before, place][-BEFORE - 1 :][0]
    words = list(islice(WRITTEN.finditer(text, first), LENGTH + 1))
    is_whole = len(words) <= LENGTH
    piece = text[first:] if is_whole else _CUT.sub("…", text[first : words[LENGTH - 1].end()] + "…")
    return f"…{piece}" if first else piece


@lru_cache(maxsize=500)
def beginning(wanted):
    """What finds the words of a text that begin as any of these, whatever their accents."""
    letters = {spelled[0] for word in wanted for spelled in spellings(word)}
    letters |= {one for letter in letters for one in ACCENTED.get(letter, ())}
    every = re.escape("".join(sorted(letters | {letter.upper()[:1] for letter in letters})))
    return re.compile(rf"[{every}](?<![\w\u0300-\u036f].)[\w\u0300-\u036f]*", re.DOTALL)


def excerpt(text, wanted, language):
    """The part of a text with most of the words that answer, cut between words; empty when none does.

    The best part is among the first MEETINGS.
    """
    told = answers(WRITTEN.findall(text), wanted, language)
    met = [place for place, word in enumerate(told) if word][:MEETINGS]
    if not met:
        return ""
    read = told[: met[-1] + LENGTH + 1] if len(met) == MEETINGS else told
    firsts = [max(place - BEFORE, 0) for place in met]
    first = max(firsts, key=lambda place: (len({*read[place : place + LENGTH]} - {""}), -place))
    last = min(first + LENGTH, len(read)) - 1
    shown = list(islice(WRITTEN.finditer(text), first, last + 1))
    start = shown[0].start() if first else 0
    piece = text[start:] if last == len(told) - 1 else _CUT.sub("…", text[start : shown[-1].end()] + "…")
    return f"…{piece}" if first else piece
