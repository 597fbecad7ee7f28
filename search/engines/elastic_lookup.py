"""One question asked of an Elasticsearch index: once when the index knows its words, again when it does not."""

from functools import cached_property

from search.analysis import spellings
from search.engines.answers import as_hit
from search.engines.base import FACETS, FILE, Result
from search.engines.elastic_clauses import Clauses, Filed
from search.engines.matching import FILES, LANGUAGES, LOOKED_AT, TRIED, best_corrections
from search.ranking import coverage

DEEPEST = 10_000  # hits the server puts in order
VALUES = 1_000  # of a facet
KNOWN = ("spoken", "heard")  # words of pages, and of their files
SAID = "said"  # the name of the question asked of documents without their files
NOTHING: dict = {"match_none": {}}
BEST = [{"_score": "desc"}, {"published_on": {"order": "desc", "missing": "_last"}}, {"key": "asc"}]
NEWEST = [{"published_on": {"order": "desc", "missing": "_last"}}, {"_score": "desc"}, {"key": "asc"}]


class Lookup(Clauses):
    """A request and the server it is asked of: `ask(body)` gives its response, `fetch(ids)` what is shown of them."""

    def __init__(self, request, server):
        super().__init__(request)
        self.ask, self.fetch = server.ask, server.fetch

    def answer(self):
        """The Result. Any word is enough when no document has them all; what stands in quotes is always asked."""
        if self.question.is_empty:
            return Result([], 0, {})
        found = self.asked(is_first=True)
        if self.correct(found):
            found = self.asked()
        if not met_any(found) and self.may_be_loosened:
            self.is_loose = True
            found = self.asked()
        result = self.result(found)
        if result.total:
            result.loosened, result.corrected = self.is_loose and not self.request.is_loose, self.corrected()
        return result

    def claims(self):
        """Each says in a hit that it was met."""
        named = enumerate(super().claims())
        return [(words, {"bool": {"must": [clause], "_name": str(number)}}) for number, (words, clause) in named]

    # -- words nobody wrote

    def correct(self, found):
        """Put the nearest words the reader may know of in the place of those they do not; whether there are any."""
        unknown = [word for word in self.may_be_slips() if not is_met(found, word)]
        if not unknown:
            return False
        told = self.ask({
            "size": 0,
            "suggest": {
                f"{field} {word}": {"text": word, "term": SLIPS | {"field": field}}
                for word in unknown
                for field in KNOWN
            },
            "aggs": self.behind_gate({word: self.filed.like(word) for word in unknown}),
        })  # fmt: skip
        near = {word: nearest(told["suggest"], word) for word in unknown}
        candidates = sorted({other for others in near.values() for other in others})
        if not candidates:
            return False
        known = {word: self.either([{"term": {field: word}} for field in KNOWN]) for word in candidates}
        met = self.ask({"size": 0, "aggs": self.behind_gate(known)})
        for word, others in near.items():
            if best := best_corrections(word, [other for other in others if is_met(met, other)]):
                self.spelled[word] = tuple([word, *best] if is_met(told, word) else best)
        return any(others != (word,) for word, others in self.spelled.items())

    def known(self):
        """{word: clause} of the words that may be slips: met as they are typed, or as the last one goes on."""
        clauses = {}
        for word in self.may_be_slips():
            how = "prefix" if word == self.question.unfinished else "term"
            clauses[word] = self.either([{how: {field: one}} for one in spellings(word) for field in KNOWN])
        return clauses

    def behind_gate(self, clauses):
        """Aggregations that count, of all texts this reader may see, those each clause meets."""
        counted = {name: {"filter": clause} for name, clause in clauses.items()}
        return {"known": {"global": {}, "aggs": {"open": {"filter": self.gate(), "aggs": counted}}}}

    # -- the answer

    def gate(self):
        """What this reader may see."""
        passed = [{"terms": {"gate": sorted(self.request.spaces)}}] if self.request.spaces else []
        return self.either([{"bool": {"must_not": {"exists": {"field": "gate"}}}}, *passed])

    def selections(self, but=""):
        """The filters of what is chosen, except one facet's."""
        chosen = [(name, values) for name, values in self.request.facets.items() if values and name != but]
        filters: list = [{"terms": {name: list(values)}} for name, values in chosen]
        if self.request.since and but != "since":
            filters.append(self.between(self.request.since))
        return {"bool": {"filter": filters}}

    def between(self, day):
        until = {"lte": self.request.until} if self.request.until else {}
        return {"range": {"published_on": {"gte": day, **until}}}

    def counts(self):
        """An aggregation for each facet, under the selections of the others."""
        values = {name: {"values": {"terms": {"field": name, "size": VALUES}}} for name in FACETS}
        values["since"] = {day: {"filter": self.between(day)} for day in self.request.days}
        return {name: {"filter": self.selections(but=name), "aggs": aggs} for name, aggs in values.items() if aggs}

    def asked(self, *, is_first=False):
        """The response to the question."""
        first, last = self.window()
        said = {"bool": {"must": [self.whole()], "_name": SAID}}
        matched = {"dis_max": {"queries": [said, self.with_files()]}}
        body = {
            "query": {"bool": {"must": [matched], "filter": [self.gate()]}},
            "post_filter": self.selections(),
            "aggs": {**self.counts(), "met": {"filter": {"match_all": {}}}},
            "from": first,
            "size": last - first,
            "sort": NEWEST if self.request.by_date else BEST,
            "docvalue_fields": [f"called_{code}" for code in LANGUAGES],
            "_source": False,
            "track_total_hits": True,
        }
        if self.is_loose:
            claims = {str(number): clause for number, (_words, clause) in enumerate(self.claims())}
            body["aggs"]["claims"] = {"filters": {"filters": claims}}
        if is_first and (known := self.known()):
            body["aggs"] |= self.behind_gate(known)
        return self.ask(body)

    def with_files(self):
        """The same question of the documents that have files, with what those say."""
        self.filed.is_loose = self.is_loose
        return {"bool": {"must": [self.filed.whole()], "filter": [{"term": {"has_files": True}}], "boost": FILES}}

    @cached_property
    def filed(self):
        filed = Filed(self.request)
        filed.spelled = self.spelled  # the same, with what is corrected later
        return filed

    def window(self):
        """The hits asked for, from one to the other: more than the page where titles put them in order."""
        first, last = self.request.window
        if self.request.by_date or first >= LOOKED_AT:
            return (first, last) if last <= DEEPEST else (0, 0)
        return 0, max(last, LOOKED_AT)

    def result(self, found):
        if not met_any(found):
            return Result([], 0, {})
        facets = {name: self.counted(found["aggregations"][name]) for name in FACETS}
        since = found["aggregations"].get("since", {})
        facets["since"] = {day: n for day in self.request.days if (n := since[day]["doc_count"])}
        met, wanted, begun = found["hits"]["hits"], self.wanted(), self.question.unfinished
        ids = self.page(found)
        by_files = {hit["_id"] for hit in met if SAID not in hit.get("matched_queries", ())}
        rows = self.fetch(ids)
        files = self.fetch([key for key, row in rows.items() if key in by_files or row["kind"] == FILE], "files")
        hits = [as_hit(row, self.request.language, wanted, files.get(key, ()), begun) for key, row in rows.items()]
        return Result(hits, found["hits"]["total"]["value"], facets)

    def counted(self, facet):
        return {one["key"]: one["doc_count"] for one in facet["values"]["buckets"]}

    def page(self, found):
        """The ids of the page asked for, the best put in order by their titles besides."""
        hits, (first, last) = found["hits"]["hits"], self.request.window
        ranked = [hit["_id"] for hit in hits]
        if self.request.by_date or first >= LOOKED_AT:
            return ranked
        covered = self.covered(hits[:LOOKED_AT], found["aggregations"]) if self.is_loose else {}
        return (self.looked_at(hits[:LOOKED_AT], covered) + ranked[LOOKED_AT:])[first:last]

    def looked_at(self, hits, covered):
        """The ids of some hits, in the order their titles give them too, and how much of the question they have."""
        weighed = []
        for hit in hits:
            titles = {code: "".join(hit["fields"].get(f"called_{code}", "")) for code in LANGUAGES}
            weighed.append((hit["_score"] * (1 + self.nearness(titles)) * covered.get(hit["_id"], 1), hit["_id"]))
        return [key for _score, key in sorted(weighed, key=lambda row: row[0], reverse=True)]

    def covered(self, hits, counted):
        """{id: what it weighs to have so much of a question of which any word is enough}."""
        claims = []
        for number, (words, _clause) in enumerate(self.claims()):
            met = {hit["_id"] for hit in hits if str(number) in hit.get("matched_queries", ())}
            claims.append((words, counted["claims"]["buckets"][str(number)]["doc_count"], met))
        return coverage([hit["_id"] for hit in hits], claims, counted["met"]["doc_count"])


def nearest(suggested, word):
    """The words one slip away, of pages and of files, the most frequent first."""
    found: dict = {}
    for field in KNOWN:
        for option in suggested[f"{field} {word}"][0]["options"]:
            found[option["text"]] = max(option["freq"], found.get(option["text"], 0))
    return sorted(found, key=found.__getitem__, reverse=True)[:TRIED]


def is_met(found, word):
    """Whether a text this reader may see answers to a clause of `behind_gate`."""
    return bool(found["aggregations"]["known"]["open"][word]["doc_count"])


def met_any(found):
    """Whether anything answers under the filters, the facets' own selections aside."""
    return bool(found["aggregations"]["met"]["doc_count"])


SLIPS = {
    "suggest_mode": "always", "max_edits": 1, "prefix_length": 0, "min_word_length": 4,
    "string_distance": "damerau_levenshtein", "sort": "frequency", "size": TRIED, "shard_size": 100,
    "max_inspections": 20, "max_term_freq": 1_000_000_000, "accuracy": 0.1,
}  # fmt: skip
