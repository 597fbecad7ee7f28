"""One question asked of an Elasticsearch index: once when the index knows its words, again when it does not."""

from collections import Counter
from functools import cached_property

from cms.bilingual.folding import stem
from search.analysis import spellings
from search.engines.answers import as_hit
from search.engines.base import FACETS, Result
from search.engines.elastic_index import BODIES, FILED, LONGEST_BEGINNING, STEMMED, STEMS_FILED, TOLD, WRITTEN
from search.engines.matching import FILES, LANGUAGES, LOOKED_AT, OTHER, TRIED, Matching, best_corrections

WEIGHTS = {"title": 16.0, "summary": 5.5, "body": 1.35, "stems": 2.0, "heads": 8.0}  # heads: stems of the title
BEGUN = 0.25  # of a word that begins as the last one typed, in a body
DEEPEST = 10_000  # hits the server puts in order
VALUES = 1_000  # of a facet
KNOWN = ("spoken", "heard")  # words of pages, and of their files
SAID = "said"  # the name of the question asked of documents without their files
NOTHING: dict = {"match_none": {}}
BEST = [{"_score": "desc"}, {"published_on": {"order": "desc", "missing": "_last"}}, {"key": "asc"}]
NEWEST = [{"published_on": {"order": "desc", "missing": "_last"}}, {"_score": "desc"}, {"key": "asc"}]


class Lookup(Matching):
    """A request and the server it is asked of: `ask(body)` gives its response, `fetch(ids)` what is shown of them."""

    def __init__(self, request, server):
        super().__init__(request)
        self.server, self.ask, self.fetch = server, server.ask, server.fetch

    def answer(self):
        """The Result. Any word is enough when no document has them all; what stands in quotes is always asked."""
        if self.question.is_empty:
            return Result([], 0, {})
        found = self.asked(is_first=True)
        if self.correct(found):
            found = self.asked()
        is_loose = False
        if not met_any(found) and self.may_be_loosened:
            found, is_loose = self.asked(is_loose=True), True
        result = self.result(found)
        if result.total:
            result.loosened, result.corrected = is_loose, self.corrected()
        return result

    # -- clauses

    def every(self, clauses):
        return clauses[0] if len(clauses) == 1 else {"bool": {"must": clauses}}

    def either(self, clauses):
        return clauses[0] if len(clauses) == 1 else {"bool": {"should": clauses, "minimum_should_match": 1}}

    def but(self, clause, refused):
        return {"bool": {"must": [clause], "must_not": refused}} if refused else clause

    def anywhere(self, forms):
        weighed = Counter(forms)  # a word that is its own stem counts as both
        return self.either([self.combined(form, [*WRITTEN, *STEMMED], boost=n) for form, n in weighed.items()])

    def written(self, word):
        """As typed; unfinished when it is the last."""
        whole = self.combined("|".join(spellings(word)), WRITTEN)
        if word != self.question.unfinished:
            return whole
        begun = [said[:LONGEST_BEGINNING] for said in spellings(word)]
        told = self.combined("|".join(begun), TOLD, ".begin")
        bodies = [self.begins(name, said) for name in BODIES for said in begun]
        anywhere = [{"prefix": {"spoken": {"value": said, "boost": 0.01}}} for said in begun]
        return self.either([whole, told, *bodies, *anywhere])

    def begins(self, name, said):
        """Words of a body that begin so, weighed as one; those beyond the first hundred count by `spoken` alone."""
        boost = self.weight(name) * BEGUN
        return {"prefix": {name: {"value": said, "rewrite": "top_terms_blended_freqs_100", "boost": boost}}}

    def like(self, word):
        return self.either([
            self.combined(stem(word, code), [f"stems_{code}", f"heads_{code}"]) for code in LANGUAGES
        ])  # fmt: skip

    def phrase(self, said):
        """Words as they stand, side by side."""
        return self.in_order(" ".join(said), WRITTEN)

    def side_by_side(self, said):
        """The same words by their stems, in either language."""
        return self.either([
            self.in_order(" ".join(stem(word, code) for word in said), [f"stems_{code}", f"heads_{code}"])
            for code in LANGUAGES
        ])  # fmt: skip

    def combined(self, said, fields, end="", boost=1):
        """Words in any of the fields, weighed as if the fields were one text."""
        weighed = [f"{name}{end}^{self.weight(name)}" for name in fields]
        return {"combined_fields": {"query": said, "fields": weighed, "boost": boost}}

    def in_order(self, said, fields):
        weighed = [f"{name}^{self.weight(name)}" for name in fields]
        return {"multi_match": {"type": "phrase", "query": said, "fields": weighed}}

    def weight(self, name):
        part, _, code = name.rpartition("_")  # no weight is below 1, the least the server takes
        return max(WEIGHTS[part] * (1 if code == self.request.language else OTHER), 1.0)

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
            filters.append({"range": {"published_on": {"gte": self.request.since}}})
        return {"bool": {"filter": filters}}

    def counts(self):
        """An aggregation for each facet, under the selections of the others."""
        values = {name: {"values": {"terms": {"field": name, "size": VALUES}}} for name in FACETS}
        values["since"] = {day: {"filter": {"range": {"published_on": {"gte": day}}}} for day in self.request.days}
        return {name: {"filter": self.selections(but=name), "aggs": aggs} for name, aggs in values.items() if aggs}

    def asked(self, *, is_first=False, is_loose=False):
        """The response to the question."""
        first, last = self.window()
        said = {"bool": {"must": [self.whole(is_loose=is_loose)], "_name": SAID}}
        matched = {"dis_max": {"queries": [said, self.by_files(is_loose=is_loose)]}}
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
        if is_first and (known := self.known()):
            body["aggs"] |= self.behind_gate(known)
        return self.ask(body)

    def by_files(self, *, is_loose):
        """The same question of the documents that have files, with what those say."""
        clause = self.filed.whole(is_loose=is_loose)
        return {"bool": {"must": [clause], "filter": [{"term": {"has_files": True}}], "boost": FILES}}

    @cached_property
    def filed(self):
        filed = Filed(self.request, self.server)
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
        ids = self.page(met)
        by_files = {hit["_id"] for hit in met if SAID not in hit.get("matched_queries", ())}
        files = self.fetch([key for key in ids if key in by_files], "files")
        hits = [
            as_hit(row, self.request.language, wanted, files.get(key, ()), begun)
            for key, row in self.fetch(ids).items()
        ]
        return Result(hits, found["hits"]["total"]["value"], facets)

    def counted(self, facet):
        return {one["key"]: one["doc_count"] for one in facet["values"]["buckets"]}

    def page(self, hits):
        """The ids of the page asked for, the best put in order by their titles besides."""
        ranked, (first, last) = [hit["_id"] for hit in hits], self.request.window
        if self.request.by_date or first >= LOOKED_AT:
            return ranked
        return (self.looked_at(hits[:LOOKED_AT]) + ranked[LOOKED_AT:])[first:last]

    def looked_at(self, hits):
        """The ids of some hits, in the order their titles give them too."""
        weighed = []
        for hit in hits:
            titles = {code: "".join(hit["fields"].get(f"called_{code}", "")) for code in LANGUAGES}
            weighed.append((hit["_score"] * (1 + self.nearness(titles)), hit["_id"]))
        return [key for _score, key in sorted(weighed, key=lambda row: row[0], reverse=True)]


class Filed(Lookup):
    """The same question where a file may answer in the place of the page: word by word, or a whole phrase."""

    def anywhere(self, forms):
        return self.either([super().anywhere(forms), *(self.match(form, [*FILED, *STEMS_FILED]) for form in forms)])

    def written(self, word):
        in_files = [self.match("|".join(spellings(word)), FILED)]
        if word == self.question.unfinished:
            in_files += [{"prefix": {name: {"value": said}}} for name in FILED for said in spellings(word)]
        return self.either([super().written(word), *in_files])

    def like(self, word):
        stems = [{"term": {f"stems_filed_{code}": stem(word, code)}} for code in LANGUAGES]
        return self.either([super().like(word), *stems])

    def match(self, said, fields):
        return {"multi_match": {"query": said, "fields": fields}}

    def in_order(self, said, fields):
        filed = FILED if fields == WRITTEN else [f"stems_filed_{fields[0].rpartition('_')[2]}"]
        return self.either([
            super().in_order(said, fields), {"multi_match": {"type": "phrase", "query": said, "fields": filed}}
        ])  # fmt: skip


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
