"""Which words of a page are in the wrong language: its texts by declared language, and the interface's wordings."""

import re

import polib
from bs4 import BeautifulSoup, Comment, Doctype, Tag
from django.conf import settings

from tests.contract.sources import CATALOG, HELD

SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-words", "data-copy")  # attributes a person meets
NAMES = settings.COMMUNITY_DEFAULTS
SILENT = {"script", "style", "template"}
WORD = re.compile(r"[^\W\d_]+")
#: Small words that give a language away, for what stands in no catalog.
GIVEAWAYS = {
    "en": "the and of with this that your you for from are not january february april june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday",
    "fr": "le la les des du une vous votre vos pour est dans avec sur pas aux janvier février avril juin juillet "
    "août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche",
}
#: What a choice of language calls each language, wherever it stands.
OWN_NAMES = {"français", "english"}
OTHER = {"fr": "en", "en": "fr"}


def even(words):
    """Words as they compare: no-break spaces are spaces, capitals do not count."""
    return " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split()).casefold()


def parsed(html):
    return BeautifulSoup(html, "html.parser")


def texts_of(page, *, with_head=True):
    """{"fr": [texts], "en": [texts]} of all a reader sees or hears, by the language declared around them."""
    found = {"fr": [], "en": []}
    listen(page, None, found, is_silent=False, with_head=with_head)
    return found


def listen(around, language, found, *, is_silent, with_head):
    """Note what stands inside a tag whose language is known."""
    for node in around.children:
        if isinstance(node, Tag):
            said = node.get("lang", language)[:2]
            found[said] += [even(node[name]) for name in SPOKEN if node.get(name)]
            if with_head and node.name == "meta" and node.get("name") == "description":
                found[said].append(even(node["content"]))
            listen(node, said, found, is_silent=is_silent or node.name in SILENT, with_head=with_head)
        elif node.strip() and not is_unheard(node, is_silent, with_head):
            found[language].append(even(node))


def is_unheard(node, is_silent, with_head):
    return is_silent or isinstance(node, Comment | Doctype) or (node.parent.name == "title" and not with_head)


class Wordings:
    """What the interface says in each language, as patterns to look for where they should not be."""

    def __init__(self):
        pairs = []
        for entry in polib.pofile(str(CATALOG)):
            if entry.msgid_plural:
                spoken = [entry.msgstr_plural[number] for number in (0, 1)]
                pairs += zip([entry.msgid, entry.msgid_plural], spoken, strict=True)
            else:
                pairs.append((entry.msgid, entry.msgstr))
        said = {"en": {even(en) for en, _fr in pairs}, "fr": {even(fr) for _en, fr in pairs}}
        names = {code: even(f"{NAMES[f'name_{code}']} {NAMES[f'council_{code}']}") for code in said}
        vocabulary = {
            code: {word for words in (*said[code], names[code]) for word in WORD.findall(words)} for code in said
        }
        self.alone, self.inside = {}, {}
        for code, other in OTHER.items():
            mine = {words for words in said[code] - said[other] if WORD.findall(HELD.sub(" ", words))}
            self.alone[code] = {words for words in mine if not set(WORD.findall(words)) <= vocabulary[other]}
            told = [words for words in mine if tells(words, vocabulary[other])]
            self.inside[code] = {}
            for words in told:
                self.inside[code].setdefault(key_of(words), []).append(
                    (max(HELD.split(words), key=len), pattern(words))
                )

    def of_the_wrong_language(self, texts):
        """Sorted wordings among {"fr": [texts], "en": [texts]} that belong to the other language."""
        found = set()
        for code, wrong in OTHER.items():
            heard = [words for words in texts[code] if words not in OWN_NAMES]
            page = "\n".join(heard)
            found |= set(heard) & self.alone[wrong]
            said, inside = set(WORD.findall(page)), self.inside[wrong]  # thousands, of which few may be there
            looks = [look for word in {"", *said} & inside.keys() for part, look in inside[word] if part in page]
            found |= {hit.group() for look in looks if (hit := look.search(page))}
            found |= said & set(GIVEAWAYS[wrong].split())
        return sorted(found)


def tells(words, vocabulary):
    """Whether a wording gives its language away inside a longer text: two words, or a long one the other has not."""
    known = WORD.findall(HELD.sub(" ", words))
    return len(known) > 1 or (len(known) == 1 and len(known[0]) > 5 and known[0] not in vocabulary)


def key_of(words):
    """The longest word that stands wherever the wording does; "" where there is none, as beside what is filled in."""
    held = HELD.sub("\0", words)
    whole = [
        word.group() for word in WORD.finditer(held) if "\0" not in held[max(0, word.start() - 1) : word.end() + 1]
    ]
    return max(whole, key=len, default="")


def pattern(words):
    """The wording as a whole phrase, whatever stands in its placeholders."""
    parts, last = [], 0
    for held in HELD.finditer(words):
        parts += [re.escape(words[last : held.start()]), r"[^\n]{0,80}?"]
        last = held.end()
    return re.compile(rf"(?<!\w){''.join([*parts, re.escape(words[last:])])}(?!\w)")
