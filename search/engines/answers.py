"""From the rows of an index to what a reader is shown: hits with their marks."""

import json

from django.utils.html import escape

from search.analysis import excerpt, mark
from search.engines.base import Hit


def as_key(request):
    """A request as a dictionary key."""
    values = {**vars(request), "facets": tuple(sorted(request.facets.items()))}
    return tuple(values.items())


def as_hit(row, language, wanted):
    """A row of the index as the reader sees it: in their language when it is live, else in the other."""
    live = tuple(row["live"].split(","))
    shown = language if language in live else live[0]
    summary = mark(row[f"summary_{shown}"], wanted, shown)
    if not any(is_match for _piece, is_match in summary):
        part = excerpt(row[f"body_{shown}"], wanted, shown)
        summary = mark(part, wanted, shown) if part else summary
    return Hit(
        key=row["key"],
        kind=row["kind"],
        language=shown,
        languages=live,
        title_html=as_html(mark(row[f"title_{shown}"], wanted, shown)),
        excerpt_html=as_html(summary),
        order=row["gov"],
        jurisdiction=row["jurisdiction"],
        published_on=row["published_on"],
        url=json.loads(row["urls"]).get(shown, ""),
    )


def as_html(pieces):
    return "".join(f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in pieces)
