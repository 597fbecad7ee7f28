"""What search asks of an engine. Every engine passes tests/contract/test_engine*.py."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.urls import reverse

PAGE_SIZE = 20
FILE = "document"  # the kind of a document that is a file: its excerpt is always of what that says
#: Facets of a Result, each value with its count without the facet's own selection; `since` besides.
FACETS = ("kind", "order", "live", "jurisdiction", "topic", "space")


@dataclass(frozen=True)
class Attached:
    """What a file says that a page leads to; `key` tells whoever shows it which one, `language` is that of its words.

    It counts little: a document is found by it when its own words do not answer.
    """

    key: str
    text: str
    language: str = ""
    title: str = ""

    @property
    def words(self):
        """All that is looked for in it; the first line is the title, which whoever shows the file has besides."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True)
class Text:
    """A concept's words in one language; not live, they are found and lead to the language that is."""

    title: str
    summary: str = ""
    body: str = ""
    url: str = ""
    is_live: bool = True
    names: str = ""  # of its administration and topics: found, not shown
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class Document:
    """One concept in every language it has words in.

    `gate` is the id of the space one must be able to enter, None for all; below zero, of the space one must know of.
    """

    key: str
    kind: str
    texts: dict[str, Text]
    gate: int | None = None
    space: int | None = None
    order: str = ""
    jurisdiction: str = ""
    topics: tuple[str, ...] = ()
    published_on: str = ""  # ISO date


@dataclass(frozen=True)
class Synonym:
    """Words of a question, and what else says the same: (language, a row of folded words) each.

    `language` is that of the words when they are to be looked for in its texts alone: «AI» is no French «ai».
    """

    words: tuple[str, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]
    language: str = ""


@dataclass(frozen=True)
class SearchRequest:
    """A question. `spaces` are the gates the reader passes; nothing behind another counts, even in a total.

    `facets` are the values chosen of each of FACETS, any of which is enough; `live` is fr or en, `space` an id.
    """

    text: str
    language: str
    spaces: frozenset[int]
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    since: str = ""  # ISO date: nothing older
    until: str = ""  # ISO date: with either of the two others, nothing newer
    days: tuple[str, ...] = ()  # ISO dates: how many are as recent is counted of each
    synonyms: tuple[Synonym, ...] = ()
    by_date: bool = False
    is_loose: bool = False  # any of the words is enough
    page: int = 1
    size: int = PAGE_SIZE

    @property
    def window(self):
        """(first, last) of the hits on the page, counted from 0, the last not included."""
        return (self.page - 1) * self.size, self.page * self.size


@dataclass
class Hit:
    """A concept found, in the language the reader will get. The HTML is escaped but for <mark>."""

    key: str
    kind: str
    language: str
    languages: tuple[str, ...]
    title_html: str
    excerpt_html: str
    order: str = ""
    jurisdiction: str = ""
    published_on: str = ""
    url: str = ""
    page_id: int = 0  # filled in from the database, with the slug, once the right to open it is checked
    slug: str = ""
    file_key: str = ""  # of the file the excerpt is from, when only a file answers
    file_language: str = ""
    copy: object = None  # that file, filled in as well
    copies: tuple = ()  # those of a hit that is a file, filled in as well
    space: int | None = None  # where it stands, that its reader may enter; filled in as well

    @property
    def excerpt_language(self):
        return self.file_language or self.language

    def address_in(self, language):
        """Where this reader opens it: the page in their language, or the notice that shows the other one; a file."""
        is_as_read = self.language == language or not self.page_id
        return self.url if is_as_read else reverse("untranslated", args=[self.page_id, self.slug])


@dataclass
class Result:
    hits: list[Hit]
    total: int
    facets: dict[str, dict[str, int]]  # facet -> value -> count; `since` is one, its values the days asked about
    loosened: bool = False  # no document had every word, so any word was enough
    corrected: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # words nobody wrote -> those looked for instead
    is_spare: bool = False  # the engine of the site did not answer, the one kept beside it did


class EngineUnavailable(Exception):
    """The engine cannot answer or take documents now; the message says why, for those who run the site."""


class DocumentsRefused(Exception):
    """The engine took the others and not these: {key: why}."""

    def __init__(self, reasons, taken=0):
        super().__init__("; ".join(f"{key}: {why}" for key, why in list(reasons.items())[:3]))
        self.reasons, self.taken = reasons, taken


class SearchEngine(Protocol):
    """An index of documents and the questions it answers.

    Each method may raise EngineUnavailable; those that take documents, DocumentsRefused once the others are in.
    """

    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents; returns how many."""

    def delete(self, keys: Iterable[str]) -> None:
        """Remove concepts; unknown keys are ignored."""

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Replace everything at once: readers see the old index until the new one is whole."""

    def search(self, request: SearchRequest) -> Result:
        """Answer one question."""

    def keys(self) -> set[str]:
        """Every concept in the index, for the stray check."""

    def health(self) -> dict[str, object]:
        """{"documents": n, …}; raises when the engine cannot answer."""

    def mend(self) -> None:
        """Put away what is no index any more, so that one can be built; nothing to do for one on a server."""

    def remove(self) -> None:
        """Remove the index and what belongs to it."""

    def close(self) -> None:
        """Let go of what the engine holds open; the next call opens it again."""
