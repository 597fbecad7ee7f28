"""A question in the words of an Elasticsearch index: what a document must have, without its files and with them."""

from collections import Counter

from cms.bilingual.folding import stem
from search.analysis import spellings
from search.engines.elastic_index import BODIES, FILED, LONGEST_BEGINNING, STEMMED, STEMS_FILED, TOLD, WRITTEN
from search.engines.matching import LANGUAGES, OTHER, SCATTERED, Matching

WEIGHTS = {
    "title": 16.0,
    "summary": 5.5,
    "body": 1.35,
    "names": 2.5,
    "stems": 2.0,
    "heads": 8.0,
}  # heads: stems of the title
BEGUN = 0.25  # of a word that begins as the last one typed, in a body


class Clauses(Matching):
    """The clauses of a request, as the server reads them."""

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

    def scattered(self, clause):
        """It weighs next to nothing."""
        return {"constant_score": {"filter": clause, "boost": SCATTERED}}

    def phrase(self, said):
        """Words as they stand, side by side."""
        return self.in_order(" ".join(said), WRITTEN)

    def begun_phrase(self, said):
        """The same; the last goes on."""
        return self.in_order(" ".join(said), WRITTEN, "phrase_prefix")

    def side_by_side(self, said, code):
        """The same words by their stems, in texts of a language."""
        return self.in_order(" ".join(stem(word, code) for word in said), [f"stems_{code}", f"heads_{code}"])

    def combined(self, said, fields, end="", boost=1):
        """Words in any of the fields, weighed as if the fields were one text."""
        weighed = [f"{name}{end}^{self.weight(name)}" for name in fields]
        return {"combined_fields": {"query": said, "fields": weighed, "boost": boost}}

    def in_order(self, said, fields, how="phrase"):
        weighed = [f"{name}^{self.weight(name)}" for name in fields]
        return {"multi_match": {"type": how, "query": said, "fields": weighed}}

    def weight(self, name):
        part, _, code = name.rpartition("_")  # no weight is below 1, the least the server takes
        return max(WEIGHTS[part] * (1 if code == self.request.language else OTHER), 1.0)


class Filed(Clauses):
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

    def in_order(self, said, fields, how="phrase"):
        filed = FILED if fields == WRITTEN else [f"stems_filed_{fields[0].rpartition('_')[2]}"]
        return self.either([
            super().in_order(said, fields, how), {"multi_match": {"type": how, "query": said, "fields": filed}}
        ])  # fmt: skip
