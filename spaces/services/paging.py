"""Keyset paging: the last page costs what the first does, and nothing shifts while one reads."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class KeysetPage:
    """A slice of a list, newest first, with the query strings that lead to its neighbours."""

    rows: list
    total: int
    newer: str = ""
    older: str = ""
    last: str = ""


def cursor_of(row, by="published_at"):
    return f"{(getattr(row, by) - EPOCH) // timedelta(microseconds=1)}_{row.pk}"


def parse(cursor):
    """(instant, id) of a cursor, None when it is not one: a crafted address gets the first page."""
    stamp, _, pk = (cursor or "").partition("_")
    try:
        return EPOCH + timedelta(microseconds=int(stamp)), int(pk)
    except (ValueError, OverflowError):
        return None


def keyset(queryset, query, *, size=SIZE, total=None, by="published_at"):
    """One page of rows by (instant, id), newest first; `by` names the instant. `query` is request.GET.

    One query, and one to count.
    """
    total = queryset.count() if total is None else total
    kept = query.copy()
    for name in ("after", "before", "last", "page"):
        kept.pop(name, None)
    after, before = parse(query.get("after")), parse(query.get("before"))
    backwards = "last" in query or (before is not None and after is None)
    found = queryset
    if after:
        found = queryset.filter(Q(**{f"{by}__lt": after[0]}) | Q(**{by: after[0], "pk__lt": after[1]}))
    elif before:
        found = queryset.filter(Q(**{f"{by}__gt": before[0]}) | Q(**{by: before[0], "pk__gt": before[1]}))
    order = (by, "pk") if backwards else (f"-{by}", "-pk")
    wanted = (total % size or size) if "last" in query else size
    rows = list(found.order_by(*order)[: wanted + 1])
    if total and not rows:  # what stood at this place is gone: begin anew
        return keyset(queryset, kept, size=size, total=total, by=by)
    more, rows = len(rows) > wanted, rows[:wanted]
    if backwards:
        rows.reverse()
    page = KeysetPage(rows, total)
    if rows and (after is not None or (backwards and more)):
        page.newer = link(kept, before=cursor_of(rows[0], by))
    if rows and (before is not None if backwards else more):
        page.older = link(kept, after=cursor_of(rows[-1], by))
        page.last = link(kept, last="1")
    return page


def link(kept, **more):
    query = kept.copy()
    query.update(more)
    return query.urlencode()
