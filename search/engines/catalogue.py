"""The facts of every document, kept by the process beside the file: what filters and facets ask of thousands at once.

SQLite finds the documents that have a word in a few milliseconds; to read the row of each, to learn who may see it,
takes ten times longer.
"""

from collections import Counter

FACTS = ("id", "gate", "space", "kind", "gov", "live", "published_on")
FACETS = ("kind", "order", "live")


class Catalogue:
    """What the index says of its documents at one version of it."""

    def __init__(self, connection):
        rows = connection.execute(f"SELECT {', '.join(FACTS)} FROM documents").fetchall()  # noqa: S608  names above
        self.gate, self.space, self.published_on, self.cell = {}, {}, {}, {}
        for key, gate, space, kind, gov, live, published_on in rows:
            self.gate[key], self.space[key], self.published_on[key] = gate, space, published_on or ""
            self.cell[key] = kind, gov, live
        self.connection = connection
        self.topics: dict = {}

    def of_topic(self, topic):
        """The ids of the documents under a topic."""
        if topic not in self.topics:
            rows = self.connection.execute("SELECT document FROM topics WHERE topic = ?", (topic,))
            self.topics[topic] = {row[0] for row in rows}
        return self.topics[topic]

    def open_to(self, ids, spaces):
        """Those of some ids whose gate this reader passes."""
        passed, gate = {None, *spaces}, self.gate
        return [key for key in ids if gate[key] in passed]

    def within(self, ids, request):
        """The same under the filters that facets do not count without: space, date, topics."""
        found = self.open_to(ids, request.spaces)
        if request.space is not None:
            found = [key for key in found if self.space[key] == request.space]
        if request.since:
            found = [key for key in found if self.published_on[key] >= request.since]
        for topic in request.facets.get("topic", ()):
            found = [key for key in found if key in self.of_topic(topic)]
        return found

    def cells(self, ids):
        """[{kind, gov, live, n}]: how many of these there are of each sort."""
        counted = Counter(map(self.cell.__getitem__, ids))
        return [{"kind": kind, "gov": gov, "live": live, "n": n} for (kind, gov, live), n in counted.items()]

    def narrowed(self, ids, facets):
        """Those under the facets' own selections."""
        chosen = [facets.get(name) or () for name in FACETS]
        if not any(chosen):
            return ids
        kinds, orders, languages = chosen
        return [key for key in ids if suits(self.cell[key], kinds, orders, languages)]


def suits(cell, kinds, orders, languages):
    kind, gov, live = cell
    return (
        (not kinds or kind in kinds)
        and (not orders or gov in orders)
        and (not languages or any(code in live for code in languages))
    )
