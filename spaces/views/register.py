"""Records: all meetings, decisions and actions one may read, in one table that can be narrowed, and as a sheet."""

from datetime import date

from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms import versions
from cms.bilingual.twins import reading_language
from cms.sheets import table
from spaces import access
from spaces.models import sort_key
from spaces.services import record_lists
from spaces.views.actions import form_of

SIZE = 50
LONGEST = 100


def asked_of(query):
    """What the table is narrowed by, from an address; what cannot be is left out."""
    names = ("kind", "space", "topic", "place", "state", "q")
    text = {name: query.get(name, "").replace("\x00", "")[:LONGEST].strip() for name in names}
    states = dict(record_lists.states())
    return record_lists.Asked(
        kind=text["kind"] if text["kind"] in dict(record_lists.kinds()) else "", space=text["space"],
        topic=text["topic"], place=text["place"], state=text["state"] if text["state"] in states else "",
        since=day_of(query.get("since")), until=day_of(query.get("until")), words=text["q"],
        mine=query.get("mine") == "1",
    )  # fmt: skip


def day_of(typed):
    """A day as a field of a browser writes it, within the calendar; None of anything else."""
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2199 else None


def offered(request):
    """{kind: [(code, name)]} to narrow the table by, in the order of the language; kept until content changes."""
    name = f"records:{access.space_key(request.user)}"
    found = versions.under(request, name, lambda: record_lists.choices(request.user))
    place = 1 if reading_language()[0] == "fr" else 2
    named = {kind: [(one[0], one[place]) for one in rows] for kind, rows in found.items()}
    return {kind: sorted(rows, key=lambda one: sort_key(one[1])) for kind, rows in named.items()}


def index(request):
    asked, (language, locale_id) = asked_of(request.GET), reading_language()
    found = Paginator(record_lists.rows(request.user, asked), SIZE).get_page(request.GET.get("page"))
    rows, choices = record_lists.shown(request.user, found.object_list, language, locale_id), offered(request)
    named = dict(choices["place"])
    for row in rows:
        row.places_named = [named[code] for code in row.about if code in named]
    context = {
        "section": "meetings", "rows": rows, "found": found, "asked": asked, "filters": filters(choices, asked),
        "is_filtered": asked != record_lists.Asked(), "address": request.GET.urlencode(),
        "kinds": dict(record_lists.singular()), **form_of(request),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/records/index.html", context)


def filters(choices, asked):
    """[(name, label, [(value, words, whether it is chosen)])] of the lists to choose from."""
    lists = (
        ("kind", _("Kind"), record_lists.kinds()),
        ("space", _("Space"), choices["space"]),
        ("topic", _("Topic"), choices["topic"]),
        ("place", _("Jurisdiction"), choices["place"]),
        ("state", _("State of actions"), record_lists.states()),
    )
    return [
        (name, label, [(value, words, value == getattr(asked, name)) for value, words in offers])
        for name, label, offers in lists
    ]


def export(request):
    """The whole table, as it is narrowed."""
    language, locale_id = reading_language()
    lines = record_lists.sheet(
        request.user, asked_of(request.GET), language, locale_id, dict(offered(request)["place"])
    )
    return table(_("records"), lines)
