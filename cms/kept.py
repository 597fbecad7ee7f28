"""Pages kept by each process, whole but for holes: what is one person's is filled in at every request.

A kept page is rendered without the request, so that nothing personal can get into it; its key holds the content
version, so that it is never shown past a change; and it carries the gate its reader must be able to pass.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import caches
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from cms import versions

_TOKEN = secrets.token_hex(8)  # nobody's text can name a hole
_HOLE = re.compile(rf"<!--{_TOKEN} (\w+) ([^>]*?)-->")
LONGEST_QUERY = 120
fillers: dict[str, Callable] = {}


@dataclass(frozen=True)
class Kept:
    """Rendered HTML with holes. `gate` is the space one must be able to enter, None for all members."""

    html: str
    gate: int | None = None
    until: datetime | None = None


def filler(name):
    """Register what fills a hole: a function (request, argument) -> safe HTML."""

    def register(function):
        fillers[name] = function
        return function

    return register


def hole(name, argument=""):
    """The mark of a hole in a kept page."""
    return f"<!--{_TOKEN} {name} {argument}-->"


def fill(html, request):
    return _HOLE.sub(lambda found: str(fillers[found.group(1)](request, found.group(2))), html)


def key_of(request, *parts):
    """A key under the content version, the address with its query, the clock, and whatever else the page depends on."""
    address = (request.path_info, request.META.get("QUERY_STRING", ""), timezone.get_current_timezone_name())
    said = repr((*versions.current(request), *address, *parts)).encode("utf-8", "backslashreplace")
    return f"kept:{hashlib.blake2b(said, digest_size=20).hexdigest()}"


def find(request, *parts):
    """The page kept for this address, None when there is none, it has run out, or the query is too long to keep."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return None
    kept = caches["rendered"].get(key_of(request, *parts))
    return kept if kept and (kept.until is None or timezone.now() < kept.until) else None


def keep(request, template, context, *parts, gate=None, until=None):
    """Render a page with holes and keep it. Returns the Kept, whether or not the query allowed keeping it."""
    made = Kept(render_to_string(template, {**frame(request), **context, "keeping": True}), gate, until)
    if len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
        caches["rendered"].set(key_of(request, *parts), made, 86400)
    return made


#: Adds to the context what surrounds every page, without anything of the person; set by the package that knows it.
frame: Callable = dict


def answer(request, kept):
    """The response of a kept page."""
    return HttpResponse(fill(kept.html, request))
