"""Words as the index knows them: folded, and stemmed in each language. One analysis for every engine."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

STEMMERS = {"fr": snowballstemmer.stemmer("french"), "en": snowballstemmer.stemmer("english")}
_APOSTROPHES = str.maketrans({"’": " ", "'": " ", "‘": " ", "`": " ", "œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})
_WORD = re.compile(r"\w+")
_WRITTEN = re.compile(r"(?:\w[\u0300-\u036f]*)+")  # a word before it is folded: letters, some with marks of their own
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_FEMININE = re.compile("ees?$")
#: What is left of l', d', qu' … once the apostrophe is a space; and words too common to ask for.
ELIDED = frozenset("l d j m t s n c qu jusqu lorsqu puisqu".split())  # noqa: SIM905  read as a sentence
STOP = frozenset(
    "a au aux avec ce ces dans de des du elle en est et eux il ils je la le les leur lui ma mais me meme mes moi mon "  # noqa: SIM905
    "ne nos notre nous on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous y "
    "an and are as at be but by for from had has have he her his how i if in into is it its no not of on or our she "
    "so that the their them they this to was we were what when which who will with you your".split()
)


def fold(text):
    """Lower case, no accents, no ligatures, apostrophes as spaces: «L’élève» -> «l eleve». All scripts stay."""
    spaced = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).lower()
    return spaced if spaced.isascii() else "".join(c for c in spaced if not unicodedata.combining(c))


def spellings(word):
    """How a folded word may be spelled in a text, accents aside: «oeuvre» and «œuvre»."""
    return tuple(dict.fromkeys((word, word.replace("oe", "œ").replace("ae", "æ"))))


def storable(text):
    """A text without control characters and halves of characters: one pasted page must not stop an index."""
    return _UNSTORABLE.sub(" ", text)


def words(text):
    """Folded words of a text, in order, without elided articles."""
    return [word for word in _WORD.findall(fold(text)) if word not in ELIDED]


@lru_cache(maxsize=60_000)
def stem(word, language):
    """Stem of one folded word, itself folded (French stems are taken without accents, on both sides).

    Without its accent «mesurée» no longer ends like a participle, and would not meet «mesuré» nor «mesurer».
    """
    if language == "fr":
        word = _FEMININE.sub("e", word)
    return STEMMERS[language].stemWord(word)


def stems(text, language):
    """Stems of a text, in order, as one string for the index."""
    return " ".join(stem(word, language) for word in words(text) if word not in STOP)


def mark(text, wanted, language):
    """[(piece, is_match)]: the words of a text that answer the query, by folded form or by stem."""
    pieces, last = [], 0
    for found in _WRITTEN.finditer(text):
        word = fold(found.group()).strip()
        if word in wanted or (word not in STOP and stem(word, language) in wanted):
            pieces += [(text[last : found.start()], False), (found.group(), True)]
            last = found.end()
    return [*pieces, (text[last:], False)]
