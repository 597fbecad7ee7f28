"""The engines the contract suite runs on (search/engines names them), and short ways to fill and ask one."""

from dataclasses import replace

from django.conf import settings

from search import engines
from search.engines import ENGINES
from search.engines.base import Attached, Document, SearchRequest, Text
from tests import server

OPEN, CLOSED = 1, 2  # two spaces: the reader of these tests may enter the first


def options_of(name, folder):
    """Those of an index of its own; a server it needs is started."""
    if name == "elasticsearch":
        settings.SEARCH["url"] = server.started().url
    return ENGINES[name][1](folder)


def made(name, folder):
    return engines.made(name, options_of(name, folder))


def doc(key, fr=None, en=None, files=(), names=None, **facts):
    """A document; each language is a title, or (title, summary, body). `files` are (side, words, language[, title]).

    `names` are those of its topics, {side: words}.
    """
    said = {"fr": fr, "en": en}
    texts = {
        code: Text(*((words,) if isinstance(words, str) else words), url=f"/{code}/{key}/")
        for code, words in said.items()
        if words
    }
    for side, named in (names or {}).items():
        texts[side] = replace(texts.get(side) or Text(title="", is_live=False), names=named)
    for number, (side, *told) in enumerate(files):
        text = texts.get(side) or Text(title="", is_live=False)
        texts[side] = replace(text, files=(*text.files, Attached(f"{key}-{number}", *told)))
    return Document(key=key, texts=texts, **{"kind": "article", "gate": OPEN, "space": OPEN, **facts})


def ask(engine, text, language="fr", *, spaces=(OPEN,), **more):
    return engine.search(SearchRequest(text=text, language=language, spaces=frozenset(spaces), **more))


def found(engine, text, language="fr", **more):
    """Keys of the hits, best first."""
    return [hit.key for hit in ask(engine, text, language, **more).hits]
