"""From the rows of an index to what a reader is shown: hits with their marks."""

import json

from django.utils.html import escape

from cms.bilingual.folding import WRITTEN
from search.analysis import around, excerpt, forms, mark, passage
from search.engines.base import Hit


def as_key(request):
    """A request as a dictionary key."""
    values = {**vars(request), "facets": tuple(sorted(request.facets.items()))}
    return tuple(values.items())


def as_hit(row, language, wanted, files=(), begun=""):
    """A row of the index as the reader sees it: in their language when it is live, else in the other.

    `files` are those of a document whose own words do not answer: the excerpt is from the one that does best.
    """
    live = tuple(row["live"].split(","))
    shown = language if language in live else live[0]
    summary = mark(row[f"summary_{shown}"], wanted, shown)
    if not any(is_match for _piece, is_match in summary):
        part = excerpt(row[f"body_{shown}"], wanted, shown)
        summary = mark(part, wanted, shown) if part else summary
    told = of_file(files, shown, wanted, begun)
    return Hit(
        key=row["key"],
        kind=row["kind"],
        language=shown,
        languages=live,
        title_html=as_html(mark(row[f"title_{shown}"], wanted, shown)),
        excerpt_html=(told["html"] if told else "") or as_html(summary),
        file_key=told["key"] if told else "",
        file_language=told["language"] if told else "",
        order=row["gov"],
        jurisdiction=row["jurisdiction"],
        published_on=row["published_on"],
        url=json.loads(row["urls"]).get(shown, ""),
    )


def of_file(files, shown, wanted, begun):
    """The excerpt of the file that answers best, one in the language that is shown before the other; None for none.

    Of one that answers by its title alone, it is the beginning; empty, and in no language, when it has no words.
    """
    best, most = None, (0, False, 0)
    for file in files:
        language = file["language"] or file["side"]
        title, _end, text = file["text"].partition("\n")
        count, part = passage(text, wanted, begun, language)
        titled = passage(title, wanted, begun, language)[0]
        if (count, language == shown, titled) > most and (count or titled):
            part = part or around(text, 0)
            pieces = mark(part, wanted | beginnings(part, begun, language), language)
            best = {"key": file["key"], "language": language if part else "", "html": as_html(pieces)}
            most = count, language == shown, titled
    return best


def beginnings(part, begun, language):
    """The words of a text that an unfinished one may become."""
    said = {forms(found.group(), language)[0] for found in WRITTEN.finditer(part)} if begun else ()
    return {word for word in said if word.startswith(begun)}


def as_html(pieces):
    return "".join(f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in pieces)
