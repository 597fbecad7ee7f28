"""Measure an engine on texts from a file: a throw-away index, and the questions of another file asked of it.

The texts pass through the analysis and the queries of the site; only the database is not asked. The format is one JSON
object a line: {"id", "en": {"title", "body_html", "summary"}, "fr": {the same}, "topics": [...]} for texts, and {"qid",
"query", "site_lang"} for questions.
"""

import gzip
import json
import time
from dataclasses import dataclass
from pathlib import Path

from search.documents import plain
from search.engines.base import Document, SearchRequest, Text
from search.nearly import nearly

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Answer:
    """The concepts found for one question, best first, and how long that took."""

    qid: str
    results: list[str]
    ms: float


def records(path):
    """The JSON objects of a file, a line each; a name that ends in .gz is unpacked."""
    opened = gzip.open if Path(path).suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def document(record):
    """One text of the file as the index takes it: open to all."""
    texts = {
        code: Text(
            title=record[code].get("title", ""),
            summary=plain(record[code].get("summary", "") or ""),
            body=plain(record[code].get("body_html", "") or ""),
        )
        for code in LANGUAGES
        if record.get(code)
    }
    return Document(key=str(record["id"]), kind="article", texts=texts, topics=tuple(record.get("topics") or ()))


def ask(engine, question):
    """The Answer of an engine to one question, in the language its reader reads the site in."""
    request = SearchRequest(text=question["query"], language=question["site_lang"], spaces=frozenset())
    started = time.perf_counter()
    result = engine.search(request)
    hits = result.hits + nearly(engine, request, result)
    return Answer(question["qid"], [hit.key for hit in hits], (time.perf_counter() - started) * 1000)
