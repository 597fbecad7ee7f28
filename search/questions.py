"""What is asked: the words looked for, without what people put around them when they ask a person.

Between quotes, words are looked for as they stand, side by side; a word, or words in quotes, after a minus are not
wanted. What a hyphen ties stands side by side as well.
"""

import re
from dataclasses import dataclass

from cms.bilingual.folding import ELIDED, every_word
from cms.bilingual.folding import words as words_of
from search.analysis import STOP

MAX_WORDS, MAX_WORD = 24, 60
#: Words that put a sentence together and say nothing of what it is about: left out of a question, not of the index.
FILLERS = frozenset(
    "aussi car cela celle celles celui ceux chez combien comme comment depuis doit doivent donc dont encore entre "  # noqa: SIM905
    "faire fait faut font gens laquelle lequel lors lorsqu lorsque parce peut peuvent peux pourquoi puis quand quel "
    "quelle quelles quels quoi si soit sont suis tres trop vont "
    "been being can could did do does doing don goes must really shall should such than then there these those us very "
    "where whether which whom whose why would".split()
)
_QUOTED = re.compile(r'(?P<minus>(?<!\S)[-\u2212])?(?:"(?P<plain>[^"]*)"|«(?P<french>[^»]*)»|“(?P<english>[^”]*)”)')
_UNWANTED = re.compile(r"(?<!\S)[-\u2212](\w[^\s\"«»“”]*)")
_TIED = re.compile(r"(?<![\w’'])\w[\w’']*+(?:[-\u2010\u2011]\w[\w’']*+)++")
#: How a question begins, before what it is about; folded, apostrophes as spaces. As in «où puis-je trouver …».
_OPENINGS = {
    "en": [
        r"(?:what|which) (?:is|are) the (?:best |right )?(?:procedure|process|steps?|ways?|rules?) (?:for|to|of|on)",
        r"what (?:to|should (?:i|we|one)|do (?:i|we)|can (?:i|we|one)) do (?:if|when|with|about|for)",
        r"where (?:can|could|do|should|would|may) (?:i|we|you|one) (?:find|see|get|read|look for)",
        r"where (?:to|do i) (?:find|see|get|look for)",
        r"how (?:do|can|could|should|would|does|did|may) (?:i|we|you|one|they)",
        r"how to|who (?:can|could|should|do)(?: i| we)?|why (?:do|does|did)(?: we| i)?",
        r"(?:i |we )?(?:need|want|would like)(?: some)? (?:help|information|info|advice) (?:with|on|about|for)",
        r"(?:some )?(?:help|information|info|advice) (?:with|on|about)",
        r"(?:i am |we are |i m |we re )?looking for|(?:is|are) there (?:an?|any|some)",
        r"(?:please )?(?:tell|show) (?:me|us)(?: more)?(?: about)?|can (?:i|we|you|one)",
    ],
    "fr": [
        r"c est quoi|a quoi ser(?:t|vent)|qu (?:est ce|entend on par)(?: qu)?",
        r"(?:qui |ou |quand |comment |pourquoi |qu )?est ce qu[ei]?(?: l on| on| je| nous)?(?: peut| peux| pouvons)?",
        r"comment (?:faire|puis je|peut on|pouvons nous|doit on|dois je|on fait|fait on|s y prendre)(?: pour)?",
        r"ou (?:puis je|peut on|pouvons nous|dois je|je peux|on peut)(?: trouver| voir| lire| obtenir)?",
        r"ou (?:trouver|trouve t on|se trouvent?|voir|lire|obtenir)",
        r"quelles? (?:est|sont) (?:la|les|l) (?:bonnes? |meilleures? )?(?:procedure|demarche|methode|facon"
        r"|marche a suivre|etapes?|regles?)s?(?: a suivre)? (?:pour|de|d|du|des)",
        r"(?:j ai |nous avons |on a )?besoin d(?: une)? (?:aide|informations?|conseils?|renseignements?)"
        r" (?:avec|pour|sur|concernant|a propos de)",
        r"que (?:faire|dois je faire|doit on faire|peut on faire) (?:si|quand|lorsque|avec|pour|en cas de)",
        r"(?:je|nous|on) (?:cherchons|cherche|veut|veux|voulons|voudrais|voudrions|aimerais)(?: savoir| trouver)?",
        r"y a t il|(?:peut on|puis je)(?: avoir)?|(?:dites|montrez) (?:moi|nous)",
    ],
}
_OPENING = re.compile("(?:" + "|".join(pattern for said in _OPENINGS.values() for pattern in said) + r")\b ?")


@dataclass(frozen=True)
class Question:
    """Folded words: `words` are asked of a document, `phrases` as they stand; `whole` is all that was typed.

    `tied` are words of `words` that stand side by side; a document that has one of `without` is no answer.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    tied: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    unfinished: str = ""  # the last word, which may go on
    whole: tuple[str, ...] = ()

    @property
    def is_empty(self):
        return not self.words and not self.phrases

    @property
    def title(self):
        """What a title would have of it."""
        return tuple(word for word in self.whole if word not in ELIDED)


def read(text):
    """The Question of what somebody typed."""
    phrases, unwanted = [], []

    def quoted(found):
        said = tuple(
            word[:MAX_WORD] for word in every_word(found["plain"] or found["french"] or found["english"] or "")
        )
        (unwanted if found["minus"] else phrases).extend([said[:MAX_WORDS]] if said else [])
        return " "

    def refused(found):
        said = tuple(word[:MAX_WORD] for word in words_of(found.group(1)))
        unwanted.extend([said[:MAX_WORDS]] if said else [])
        return " "

    whole = tuple(every_word(text))
    rest = _QUOTED.sub(quoted, text)
    rest, wanted = _UNWANTED.sub(refused, rest), rest
    words = looked_for(rest)
    if telling := [said for said in phrases if not STOP.issuperset(said)]:
        phrases = telling
    elif words:  # signs around a word all texts have
        phrases = []
    if not words and not phrases:  # nothing but what is not wanted: a sign in front of a word
        words, unwanted = looked_for(wanted), []
    return Question(
        words=words,
        phrases=tuple(dict.fromkeys(phrases))[:MAX_WORDS],
        tied=tied(rest, words),
        without=tuple(dict.fromkeys(unwanted))[:MAX_WORDS],
        unfinished=unfinished(words, whole),
        whole=whole[:MAX_WORDS],
    )


def open_part(text):
    """What of a question is looked for in its other forms and names too: not what is quoted, nor what is refused."""
    return _UNWANTED.sub(" ", _QUOTED.sub(" ", text))


def tied(text, words):
    """The words of a question that hyphens tie: «bien-être» is not «être» and, elsewhere, «bien»."""
    found = (tuple(words_of(said)) for said in _TIED.findall(text))
    return tuple(dict.fromkeys(said for said in found if len(said) > 1 and set(said) <= set(words)))


def unfinished(words, whole):
    """The last word typed, when it may go on: long enough to be a beginning, and not whole in itself as «the» is."""
    last = words[-1] if words else ""
    return last if len(last) > 2 and last not in STOP and whole[-1][:MAX_WORD] == last else ""


def looked_for(text):
    """The words to look for, once each where they were last said; those all texts have only when there is no other."""
    folded = " ".join(every_word(text))
    opening = _OPENING.match(folded)
    for said in (folded[opening.end() :] if opening else folded, folded):
        typed = [word[:MAX_WORD] for word in said.split() if word not in ELIDED]
        typed = list(dict.fromkeys(reversed(typed)))[::-1][:MAX_WORDS]
        if asked := [word for word in typed if word not in STOP]:
            return tuple(word for word in asked if word not in FILLERS or word == asked[-1])
    return tuple(typed)
