"""From the rows of an index to what a reader is shown: hits with their marks, and facets with their counts."""

import json
from collections import Counter

from django.utils.html import escape

from search.analysis import excerpt, mark
from search.engines.base import Hit


def as_key(request):
    """A request as a dictionary key."""
    values = {**vars(request), "facets": tuple(sorted(request.facets.items()))}
    return tuple(values.items())


def count_facets(cube, chosen):
    """Totals from (kind, order, live, n) cells: each facet counted under the others' selections, not its own."""

    def passes(row, but):
        return all(
            name == but or name not in chosen or not chosen[name] or matches(row, name, chosen[name])
            for name in ("kind", "order", "live")
        )

    def matches(row, name, values):
        if name == "live":
            return any(code in row["live"] for code in values)
        return row["kind" if name == "kind" else "gov"] in values

    counts = {"kind": Counter(), "order": Counter(), "live": Counter()}
    total = 0
    for row in cube:
        if passes(row, None):
            total += row["n"]
        if passes(row, "kind"):
            counts["kind"][row["kind"]] += row["n"]
        if row["gov"] and passes(row, "order"):
            counts["order"][row["gov"]] += row["n"]
        if passes(row, "live"):
            for code in row["live"].split(","):
                counts["live"][code] += row["n"]
    return ({name: dict(counter) for name, counter in counts.items()} if cube else {}), total


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
