"""The facts of every document, kept by the process beside the file: what filters and facets ask of thousands at once.

SQLite finds the documents that have a word in a few milliseconds; to read the row of each, to learn who may see it,
takes ten times longer. Here a set of documents is a mask: one integer with a byte a document, 1 for those in it. Two
sets are met, and one is counted, in microseconds, however many documents there are.
"""

from collections import defaultdict

from search.engines.base import FACETS

FACTS = ("id", "gate", "space", "kind", "gov", "live", "jurisdiction", "published_on")


class Catalogue:
    """What the index says of its documents at one version of it."""

    def __init__(self, connection):
        rows = connection.execute(f"SELECT {', '.join(FACTS)} FROM documents").fetchall()  # noqa: S608  names above
        self.published_on, gates = {}, defaultdict(list)
        under: dict = {name: defaultdict(list) for name in FACETS}
        for key, gate, space, kind, gov, live, jurisdiction, published_on in rows:
            self.published_on[key] = published_on or ""
            gates[gate].append(key)
            under["kind"][kind].append(key)
            if gov:
                under["order"][gov].append(key)
            if jurisdiction:
                under["jurisdiction"][jurisdiction].append(key)
            if space is not None:
                under["space"][str(space)].append(key)
            for code in live.split(","):
                under["live"][code].append(key)
        for key, topic in connection.execute("SELECT document, topic FROM topics"):
            under["topic"][topic].append(key)
        self.newest = sorted(self.published_on, key=self.published_on.__getitem__, reverse=True)
        self.size = max(self.published_on, default=0) + 1
        self.gates = {gate: self.mask(keys) for gate, keys in gates.items()}
        self.under = {name: {value: self.mask(keys) for value, keys in kept.items()} for name, kept in under.items()}
        self.since: dict = {}

    def mask(self, ids):
        flags = bytearray(self.size)
        for key in ids:
            flags[key] = 1
        return int.from_bytes(flags, "little")

    def flags(self, mask):
        """A mask as bytes: flags[id] is 1 for those in it."""
        return mask.to_bytes(self.size, "little")

    def open_to(self, spaces):
        """The documents whose gate this reader passes."""
        mask = self.gates.get(None, 0)
        for space in spaces:
            mask |= self.gates.get(space, 0)
        return mask

    def having(self, name, values):
        """The documents under any of a facet's values."""
        mask = 0
        for value in values:
            mask |= self.under[name].get(value, 0)
        return mask

    def between(self, day, last):
        """The documents of a day or later, up to another when one is given."""
        if (day, last) not in self.since:
            self.since = dict(list(self.since.items())[-20:])
            within = (key for key, on in self.published_on.items() if on >= day and (not last or on <= last))
            self.since[day, last] = self.mask(within)
        return self.since[day, last]


class Count:
    """Documents met by a question, as a mask, under a request's filters: each facet without its own selection."""

    def __init__(self, catalogue, met, request):
        self.catalogue, self.request = catalogue, request
        self.met = met & catalogue.open_to(request.spaces)
        chosen = {name: values for name, values in request.facets.items() if values}
        self.chosen = {name: catalogue.having(name, values) for name, values in chosen.items()}
        if request.since:
            self.chosen["since"] = catalogue.between(request.since, request.until)

    def but(self, name):
        """Those under every selection except that of one facet."""
        mask = self.met
        for other, chosen in self.chosen.items():
            if other != name:
                mask &= chosen
        return mask

    def all(self):
        return self.but(None)

    def facets(self):
        """{facet: {value: count}}; nothing when nothing is met."""
        if not self.met:
            return {}
        counted = {name: self.count(self.catalogue.under[name], self.but(name)) for name in FACETS}
        days = {day: self.catalogue.between(day, self.request.until) for day in self.request.days}
        return counted | {"since": self.count(days, self.but("since"))}

    def count(self, masks, base):
        counts = {value: (mask & base).bit_count() for value, mask in masks.items()}
        return {value: count for value, count in counts.items() if count}
