"""Choosing whom a meeting calls, on plain pages: a page of ticks is kept with whatever button was pressed."""

from django.core.paginator import Paginator
from django.utils.http import urlencode

from spaces.services import interests
from spaces.services.plans import Choice

PAGE = 100
NAME = 100  # letters of what is looked for


def numbers(said):
    """The ids among words."""
    return {int(one) for one in said if one.isdecimal() and len(one) < 19}


def typed(request, found, space):
    """(the Choice after the form, what the button says). Whoever is added may read the space."""
    post = request.POST
    shown = numbers(post.get("shown", "").split(","))
    ids = (found.ids - shown) | (numbers(post.getlist("who")) & shown)
    act, _, value = post.get("act", "").partition("-")
    if act == "add":
        more = numbers([value])
        ids |= more
        known = {one.user.pk for one in found.everybody}
        found = Choice(found.candidates, [*found.added, *interests.added(space, more - known)])
    return found.with_only(ids), act


def stay(request, here):
    """Where a button that does not leave the page leads."""
    post = request.POST
    act, _, value = post.get("act", "").partition("-")
    name = post.get("name", "").strip()[:NAME]
    if act == "find" or (name and act == "count"):
        return f"{here}?{urlencode({'name': name})}#add" if name else f"{here}#add"
    page = value if act == "page" else post.get("page", "")
    return f"{here}?page={page}" if page.isdecimal() and page != "1" else here


def shown(request, found, space):
    """What a page of the choice shows; who is looked for by name besides."""
    pages = Paginator(found.candidates, PAGE)
    page = pages.get_page(request.GET.get("page"))
    name = request.GET.get("name", "").replace("\x00", "").strip()[:NAME]
    rows = [*(found.added if page.number == 1 else []), *page.object_list]
    return {
        "found": found,
        "page": page,
        "rows": rows,
        "added": {one.user.pk for one in found.added},
        "shown": ",".join(str(one.user.pk) for one in rows),
        "name": name,
        "matches": interests.named(space, name) if name else [],
        "section": "meetings",
    }
