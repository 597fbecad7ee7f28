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
_ACCENTS = re.compile("[\u0300-\u036f]+")
_RARE = re.compile("[\u0483-\u1fff\u20d0-\u20ff\u2cef-\U0010ffff]")  # letters that may have marks of another kind
WRITTEN = re.compile(r"\w[\w\u0300-\u036f]*")  # a word before it is folded: letters, some with marks of their own
_FEMININE = re.compile("ees?$")
#: What is left of l', d', qu' … once the apostrophe is a space.
ELIDED = frozenset("l d j m t s n c qu jusqu lorsqu puisqu".split())  # noqa: SIM905  read as a sentence


def fold(text):
    """Lower case, no accents, no ligatures, apostrophes as spaces: «L’élève» -> «l eleve». All scripts stay."""
    spaced = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).lower()
    if spaced.isascii():
        return spaced
    plain = _ACCENTS.sub("", spaced)
    return "".join(c for c in plain if not unicodedata.combining(c)) if _RARE.search(plain) else plain


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
