"""What narrows a list of results: the facets of the page, their values in an address, their labels and counts."""

from calendar import monthrange
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms import versions
from spaces import access
from spaces.models import Jurisdiction, Order, Space, Topic, in_order, today

NOWHERE = "0"  # the id of no space
SHOWN = 8  # values of a facet, before the others are folded
FOLDED = {"order", "topic", "space", "since"}  # facets that are closed until something in them is chosen
MONTHS = (3, 12)


@dataclass
class Facet:
    """One facet: what it is called, the label of each value, the values chosen."""

    name: str
    title: str
    labels: dict
    chosen: tuple = ()
    options: list = field(default_factory=list)
    more: list = field(default_factory=list)

    @property
    def is_radio(self):
        return self.name == "since"

    @property
    def is_open(self):
        return self.name not in FOLDED or bool(self.chosen)

    def fill(self, counts):
        """Its values with their counts, those with none left out unless they are chosen; the most frequent first."""
        found = [
            {"value": value, "label": label, "count": counts.get(value, 0), "chosen": value in self.chosen}
            for value, label in self.labels.items()
            if counts.get(value) or value in self.chosen
        ]
        if len(found) > SHOWN:
            found.sort(key=lambda option: (not option["chosen"], -option["count"]))
        self.options, self.more = found[:SHOWN], found[SHOWN:]


class Filters:
    """The facets of a request. Values nobody knows are ignored, but for a space: what is in none is asked for."""

    def __init__(self, request, language):
        self.request = request
        self.every = every_space(request)
        spaces = in_order(space for space in self.every if access.can_enter(request.user, space))
        self.spaces = {space.code: str(space.pk) for space in spaces}
        self.today = today().isoformat()  # on the site's clock, as the index dates what is published
        self.days = {str(months): months_before(today(), months).isoformat() for months in MONTHS}
        self.facets = [
            self.facet("live", _("Language"), live_labels(language)),
            self.facet("kind", _("Type"), kind_labels()),
            self.facet("jurisdiction", _("Administration"), labels_of(places(request).values())),
            self.facet("order", _("Order of government"), dict(Order.choices)),
            self.facet("topic", _("Topic"), labels_of(topics(request))),
            self.facet("space", _("Space"), {space.code: space.name for space in spaces}),
            self.facet("since", _("Date"), since_labels()),
        ]

    def facet(self, name, title, labels):
        values = dict.fromkeys(self.request.GET.getlist(name))
        chosen = tuple(value for value in values if value in labels)
        return Facet(name, title, labels, chosen[-1:] if name == "since" else chosen)

    @property
    def unknown_spaces(self):
        """Codes of spaces this reader may not enter, or that do not exist: they answer alike, with nothing."""
        codes = dict.fromkeys(self.request.GET.getlist("space"))
        return [code for code in codes if code and code not in self.spaces]

    def asked(self):
        """What an engine is asked: {facets, since, until, days}. The last months end today, before what is to come."""
        chosen = {facet.name: facet.chosen for facet in self.facets}
        since = "".join(chosen.pop("since"))
        places = tuple(self.spaces[code] for code in chosen["space"])
        chosen["space"] = places + ((NOWHERE,) if self.unknown_spaces else ())
        days = {"since": self.days.get(since, ""), "until": self.today, "days": tuple(self.days.values())}
        return {"facets": chosen, **days}

    def counted(self, result):
        """The facets that have something to choose, with the counts of a result."""
        codes = {pk: code for code, pk in self.spaces.items()}
        months = {day: name for name, day in self.days.items()}
        names = {"space": codes, "since": months}
        for facet in self.facets:
            counts = result.facets.get(facet.name, {})
            named = names.get(facet.name)
            facet.fill({named.get(value): n for value, n in counts.items()} if named else counts)
        return [facet for facet in self.facets if facet.options]

    def chips(self):
        """What narrows the list, each with the address that removes it."""
        chips = [
            {"label": facet.labels[value], "without": self.without_value(facet.name, value)}
            for facet in self.facets
            for value in facet.chosen
        ]
        return chips + self.closed_chips()

    def closed_chips(self):
        """Spaces one knows of without entering them by their names; one chip for all that one does not know of."""
        names = {space.code: space.name for space in known_spaces(self.request).values()}
        named = [code for code in self.unknown_spaces if code in names]
        unknown = [code for code in self.unknown_spaces if code not in names]
        chips = [{"label": names[code], "without": self.without_value("space", code)} for code in named]
        if unknown:
            chips.append({"label": _("Unknown space"), "without": self.without_value("space", *unknown)})
        return chips

    def without_value(self, name, *values):
        """The address without these values; of those of a date one counts, and the others go with it."""
        query = self.request.GET.copy()
        kept = [] if name == "since" else [other for other in query.getlist(name) if other not in values]
        query.setlist(name, kept)
        query.pop("page", None)
        return query.urlencode()

    def without(self, *names):
        query = self.request.GET.copy()
        for name in names:
            query.pop(name, None)
        return query.urlencode()


def months_before(day, months):
    """The same day some months before, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def labels_of(rows):
    return {row.code: row.name for row in in_order(rows)}


def known_spaces(request):
    """{id: space} of those this reader knows of today."""
    return {space.pk: space for space in every_space(request) if access.can_know(request.user, space)}


def every_space(request):
    """All rows; what the reader may know of or enter is asked of access each time."""
    return versions.under(request, "spaces", lambda: list(Space.objects.all()))


def places(request):
    """{code: administration}."""
    return versions.under(request, "places", lambda: {row.code: row for row in Jurisdiction.objects.all()})


def topics(request):
    return versions.under(request, "topics", lambda: list(Topic.objects.all()))


def live_labels(language):
    in_french, in_english = _("Available in French"), _("Available in English")
    return {"fr": in_french, "en": in_english} if language == "fr" else {"en": in_english, "fr": in_french}


def kind_labels():
    return {
        "article": _("Practices"),
        "meeting": _("Meetings"),
        "announcement": _("Announcements"),
        "space": _("Spaces"),
        "page": _("Pages"),
        "document": _("Documents"),
    }


def since_labels():
    return {"3": _("Last three months"), "12": _("Last twelve months")}
