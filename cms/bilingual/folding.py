"""Words as they compare, in either language: folded, without elided articles, by their stems.

One folding for all: search indexes by it, the term base recognizes its terms by it.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

STEMMERS = {"fr": snowballstemmer.stemmer("french"), "en": snowballstemmer.stemmer("english")}
_APOSTROPHES = str.maketrans({"’": " ", "'": " ", "‘": " ", "`": " ", "œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})
_WORD = re.compile(r"\w+")
WRITTEN = re.compile(r"(?:\w[\u0300-\u036f]*)+")  # a word before it is folded: letters, some with marks of their own
_FEMININE = re.compile("ees?$")
#: What is left of l', d', qu' … once the apostrophe is a space.
ELIDED = frozenset("l d j m t s n c qu jusqu lorsqu puisqu".split())  # noqa: SIM905  read as a sentence


def fold(text):
    """Lower case, no accents, no ligatures, apostrophes as spaces: «L’élève» -> «l eleve». All scripts stay."""
    spaced = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).lower()
    return spaced if spaced.isascii() else "".join(c for c in spaced if not unicodedata.combining(c))


def every_word(text):
    """Folded words of a text, in order."""
    return _WORD.findall(fold(text))


def words(text):
    """The same without elided articles."""
    return [word for word in every_word(text) if word not in ELIDED]


@lru_cache(maxsize=60_000)
def stem(word, language):
    """Stem of one folded word, itself folded (French stems are taken without accents, on both sides).

    Without its accent «mesurée» no longer ends like a participle, and would not meet «mesuré» nor «mesurer».
    """
    if language == "fr":
        word = _FEMININE.sub("e", word)
    return STEMMERS[language].stemWord(word)
