"""From the rows of an index to what a reader is shown: hits with their marks."""

import json

from django.utils.html import escape

from cms.bilingual.folding import WRITTEN
from search.analysis import Wanted, around, excerpt, forms, mark, passage
from search.engines.base import Hit


def as_key(request):
    """A request as a dictionary key."""
    values = {**vars(request), "facets": tuple(sorted(request.facets.items()))}
    return tuple(values.items())


def as_hit(row, language, wanted, files=(), begun=""):
    """A row of the index as the reader sees it: in their language when it is live, else in the other.

    `wanted` is what is marked in texts of each language, {language: Wanted}.
    `files` are those of a document whose own words do not answer: the excerpt is from the one that does best.
    """
    live = tuple(row["live"].split(","))
    shown = language if language in live else live[0]
    title, summary = marked(row, shown, wanted[shown])
    if wanted[shown].scattered and not has_mark(title) and not has_mark(summary):
        title, summary = marked(row, shown, wanted[shown].apart)
    told = of_file(files, shown, wanted, begun)
    return Hit(
        key=row["key"],
        kind=row["kind"],
        language=shown,
        languages=live,
        title_html=as_html(title),
        excerpt_html=(told["html"] if told else "") or as_html(summary),
        file_key=told["key"] if told else "",
        file_language=told["language"] if told else "",
        order=row["gov"],
        jurisdiction=row["jurisdiction"],
        published_on=row["published_on"],
        url=json.loads(row["urls"]).get(shown, ""),
    )


def marked(row, shown, wanted):
    """(title, the part of the text that answers), in pieces: the summary, or some of the body when that does not."""
    title, summary = mark(row[f"title_{shown}"], wanted, shown), mark(row[f"summary_{shown}"], wanted, shown)
    if not has_mark(summary) and (part := excerpt(row[f"body_{shown}"], wanted, shown)):
        summary = mark(part, wanted, shown)
    return title, summary


def has_mark(pieces):
    return any(is_match for _piece, is_match in pieces)


def of_file(files, shown, wanted, begun):
    """The excerpt of the file that answers best, one in the language that is shown before the other; None for none.

    Of one that answers by its title alone, it is the beginning; empty, and in no language, when it has no words.
    """
    best, most = None, (0, False, 0)
    for file in files:
        language = file["language"] or file["side"]
        title, _end, text = file["text"].partition("\n")
        count, part = passage(text, wanted[language], begun, language)
        titled = passage(title, wanted[language], begun, language)[0]
        if (count, language == shown, titled) > most and (count or titled):
            part = part or around(text, 0)
            pieces = mark(part, Wanted(wanted[language].every | beginnings(part, begun, language)), language)
            best = {"key": file["key"], "language": language if part else "", "html": as_html(pieces)}
            most = count, language == shown, titled
    return best


def beginnings(part, begun, language):
    """The words of a text that an unfinished one may become."""
    said = {forms(found.group(), language)[0] for found in WRITTEN.finditer(part)} if begun else ()
    return {word for word in said if word.startswith(begun)}


def as_html(pieces):
    return "".join(f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in pieces)
