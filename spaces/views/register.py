"""Records: all meetings, decisions and actions one may read, in one table that can be narrowed, and as a sheet."""

from datetime import date

from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms import versions
from cms.bilingual.twins import reading_language
from cms.sheets import table
from spaces import access
from spaces.models import Jurisdiction, sort_key
from spaces.services import record_lists

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


def options(request):
    """What the table may be narrowed by, the same for all who enter the same spaces; in the order of the language."""
    name = f"records:{access.space_key(request.user)}"
    language, offered = reading_language()[0], versions.under(request, name, lambda: record_lists.choices(request.user))
    place = 1 if language == "fr" else 2
    return {
        kind: sorted(((one[0], one[place]) for one in found), key=lambda one: sort_key(one[1]))
        for kind, found in offered.items()
    }


def places(request):
    """{id: name} of all administrations in the language of the page."""
    found = versions.under(request, "jurisdictions", lambda: list(Jurisdiction.objects.all()))
    return {one.pk: one.name for one in found}


def index(request):
    asked, (language, locale_id) = asked_of(request.GET), reading_language()
    found = Paginator(record_lists.rows(request.user, asked), SIZE).get_page(request.GET.get("page"))
    rows, named = record_lists.shown(request.user, found.object_list, language, locale_id), places(request)
    for row in rows:
        row.places_named = [named[pk] for pk in row.about if pk in named]
    context = {
        "section": "meetings", "rows": rows, "found": found, "asked": asked, "filters": filters(request, asked),
        "is_filtered": asked != record_lists.Asked(), "address": request.GET.urlencode(),
        "kinds": dict(record_lists.singular()),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/records/index.html", context)


def filters(request, asked):
    """[(name, label, [(value, words, whether it is chosen)])] of the lists to choose from."""
    offered = options(request)
    lists = (
        ("kind", _("Kind"), record_lists.kinds()),
        ("space", _("Space"), offered["space"]),
        ("topic", _("Topic"), offered["topic"]),
        ("place", _("Jurisdiction"), offered["place"]),
        ("state", _("State of actions"), record_lists.states()),
    )
    return [
        (name, label, [(value, words, value == getattr(asked, name)) for value, words in choices])
        for name, label, choices in lists
    ]


def export(request):
    """The whole table, as it is narrowed."""
    language, locale_id = reading_language()
    lines = record_lists.sheet(request.user, asked_of(request.GET), language, locale_id, places(request))
    return table(_("records"), lines)
