"""The words of spaces and topics in addresses: each language has its own, views hear the code (docs/decisions/0019)."""

from time import monotonic

from django.urls.converters import SlugConverter, get_converters
from django.utils.translation import get_language

from cms.bilingual.twins import other
from spaces.models import Addressed, Space, Topic

KEPT_FOR = 300  # seconds; a word changes hands only when its space is deleted for good and another one takes it


class OldWord(str):
    """A code read from a word that is not that of the language of the page."""

    __slots__ = ()


class Words(SlugConverter):
    """The words of one model, kept by the process and read anew when one is asked for that it does not know."""

    model: type[Addressed]

    def __init__(self):
        self.forget()

    def forget(self):
        self.known, self.until = {"fr": {}, "en": {}, "words": {}}, 0.0

    def read(self):
        """One small query."""
        words = dict(self.model._default_manager.order_by().values_list("code", "code_fr"))
        self.known = {"fr": {word: code for code, word in words.items()}, "en": dict(zip(words, words, strict=True)),
                      "words": words}  # fmt: skip
        self.until = monotonic() + KEPT_FOR

    def find(self, kind, asked):
        """The code of a word of French or English, or the French word of a code («words»); None when there is none."""
        if monotonic() > self.until or asked not in self.known[kind]:
            self.read()
        return self.known[kind].get(asked)

    def to_python(self, value):
        """The code of a word; a word nobody knows stays what it is, and its view finds nothing."""
        code = self.find(language(), value)
        if code is None and (code := self.known[other(language())].get(value)):
            return OldWord(code)
        return code or value

    def to_url(self, value):
        return self.find("words", value) or value if language() == "fr" else value


class SpaceWords(Words):
    model = Space


class TopicWords(Words):
    model = Topic


def language():
    return (get_language() or "en")[:2]


def forget():
    """For tests, whose rows are taken back."""
    for converter in get_converters().values():
        if isinstance(converter, Words):
            converter.forget()
