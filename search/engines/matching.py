"""What a document must have to answer a question, said once for every engine: a subclass puts it in its own language.

Nothing a reader may not see answers, not even whether a word exists: a word only closed spaces know is unknown.
"""

import re

from cms.bilingual.folding import stem
from search import questions
from search.analysis import STOP, spellings
from search.ranking import nearness

LANGUAGES = ("fr", "en")
SHORTEST = 4  # letters of a word that may be corrected: shorter ones are all near one another
CORRECTIONS, TRIED = 3, 12
OTHER = 0.75  # words of the language one does not read the site in count, a little less
FILES = 0.001  # of the rank of what answers by its files alone: it comes after the rest
LOOKED_AT = 60  # the best by their words, put in order by their titles
_DOUBLE = re.compile(r"(.)\1")


class Matching:
    """A request and its clauses. A subclass says `every`, `either`, `but`, and what a word is to its index."""

    def __init__(self, request):
        self.request = request
        self.question = questions.read(request.text)
        self.spelled = {word: (word,) for word in self.question.words}
        self.is_loose = request.is_loose  # any word is enough

    # -- words

    def may_be_slips(self):
        """The words that are corrected when nobody wrote them."""
        return [word for word in self.question.words if len(word) >= SHORTEST and word.isascii() and word.isalpha()]

    def corrected(self):
        """{word nobody wrote: those looked for instead}."""
        return {word: others for word, others in self.spelled.items() if word not in others}

    def wanted(self):
        """Words and stems that are marked."""
        said = [other for others in self.spelled.values() for other in others]
        said += [word for phrase in self.question.phrases for word in phrase]
        others = {word for synonym in self.request.synonyms for other in synonym.others for word in other}
        said += others - STOP  # «a» of «return a call» is not looked for by itself
        return {*said, *(stem(word, code) for word in said for code in LANGUAGES)}

    def nearness(self, titles):
        """How near the titles of a document, {language: title}, are to what was asked."""
        return nearness(self.question, self.spelled, titles, self.request.language)

    # -- clauses

    def units(self):
        """What is asked, a clause each: words, or those of a term together with what else it is called."""
        left, units = list(self.question.words), []
        for synonym in self.request.synonyms:
            if all(word in left for word in synonym.words):
                left = [word for word in left if word not in synonym.words]
                said = self.every([self.spelled_clause(word) for word in synonym.words])
                units.append(self.either([said, *(self.side_by_side(other) for other in synonym.others)]))
        return [*units, *(self.spelled_clause(word) for word in left)]

    def claims(self):
        """[(words of the question, a clause any of which is enough)]: each word, and what else a term is called."""
        said = [((word,), self.spelled_clause(word)) for word in self.question.words]
        return said + [
            (synonym.words, self.either([self.side_by_side(other) for other in synonym.others]))
            for synonym in self.request.synonyms
            if synonym.others
        ]

    @property
    def may_be_loosened(self):
        return len(self.question.words) > 1 and not self.is_loose

    def whole(self):
        """The clause of it all. Any claim is enough when it is loose; what stands in quotes is always asked."""
        units = [clause for _words, clause in self.claims()] if self.is_loose else self.units()
        asked = [(self.either if self.is_loose else self.every)(units)] if units else []
        asked += [self.phrase(said) for said in self.question.phrases]
        return self.but(self.every(asked), [self.clause(word) for word in self.question.without])

    def spelled_clause(self, word):
        return self.either([self.clause(other) for other in self.spelled.get(word, (word,))])

    def clause(self, word):
        """One word: as typed, or by its stem in either language. Only a beginning is kept from meeting stems."""
        if word == self.question.unfinished:
            return self.either([self.written(word), self.like(word)])
        return self.anywhere([*spellings(word), *(stem(word, code) for code in LANGUAGES)])


def best_corrections(typed, met):
    """Of words one slip away, the most frequent first, those looked for."""
    return [word for word in met if is_usual_slip(typed, word)][:CORRECTIONS] or met[:CORRECTIONS]


def is_usual_slip(typed, word):
    """Whether they differ by a double letter or by neighbours the wrong way round: slips taken for nothing else."""
    return sorted(typed) == sorted(word) or _DOUBLE.sub(r"\1", typed) == _DOUBLE.sub(r"\1", word)
