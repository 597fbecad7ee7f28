"""What a document must have to answer a question, said once for every engine: a subclass puts it in its own language.

Nothing a reader may not see answers, not even whether a word exists: a word only closed spaces know is unknown.
"""

import re

from cms.bilingual.folding import stem
from search import questions
from search.analysis import STOP, Wanted, spellings
from search.ranking import nearness

LANGUAGES = ("fr", "en")
SHORTEST = 4  # letters of a word that may be corrected: shorter ones are all near one another
CORRECTIONS, TRIED = 3, 12
OTHER = 0.75  # words of the language one does not read the site in count, a little less
FILES = 0.001  # of the rank of what answers by its files alone: it comes after the rest
LOOKED_AT = 60  # the best by their words, put in order by their titles
SCATTERED = 0.01  # of the rank of what has the words of a term here and there: it comes after what has the term
_DOUBLE = re.compile(r"(.)\1")


class Matching:
    """A request and its clauses. A subclass says `every`, `either`, `but`, and what a word is to its index."""

    def __init__(self, request):
        self.request = request
        self.question = questions.read(request.text)
        self.spelled = {word: (word,) for word in self.question.words}
        self.is_loose = request.is_loose  # any word is enough
        self.is_firm = False  # terms of several words stand whole

    # -- words

    def may_be_slips(self):
        """The words that are corrected when nobody wrote them."""
        return [word for word in self.question.words if len(word) >= SHORTEST and word.isascii() and word.isalpha()]

    def corrected(self):
        """{word nobody wrote: those looked for instead}."""
        return {word: others for word, others in self.spelled.items() if word not in others}

    def wanted(self):
        """What is marked in texts of each language, {language: Wanted}."""
        return {code: self.wanted_in(code) for code in LANGUAGES}

    def wanted_in(self, code):
        rows, words = set(), {word for phrase in self.question.phrases for word in phrase}
        together = [] if self.is_loose else [*self.tied(), *(one.words for one in self.terms())]
        apart = {word for row in together for word in row}
        foreign = {word for one in self.request.synonyms if one.language not in {"", code} for word in one.words}
        for others in self.spelled.values():
            words |= set(others) - foreign - apart
        words |= {stem(word, code) for word in words}
        named = [name for one in self.request.synonyms for language, name in one.others if language == code]
        for row in [*together, *named]:
            if telling := [word for word in row if word not in STOP]:  # not «a» of «return a call»
                rows.add(tuple(stem(word, code) for word in telling))
        loose = apart - {word for said in self.tied() for word in said}
        scattered = {other for word in loose for other in self.spelled.get(word, (word,))}
        return Wanted(
            frozenset(words), frozenset(rows), frozenset(scattered | {stem(word, code) for word in scattered})
        )

    def nearness(self, titles):
        """How near the titles of a document, {language: title}, are to what was asked."""
        return nearness(self.question, self.spelled, titles, self.request.language, self.request.synonyms)

    # -- clauses

    def terms(self):
        """The terms of several words of a question."""
        return [one for one in self.request.synonyms if len(one.words) > 1]

    def tied(self):
        """The words hyphens tie, when each is written as the index knows it."""
        return [said for said in self.question.tied if all(self.spelled[word] == (word,) for word in said)]

    def units(self):
        """What is asked, a clause each: words, those a hyphen ties, or those of a term with what else it is called."""
        left, units = list(self.question.words), []
        for synonym in self.request.synonyms:
            if all(word in left for word in synonym.words):
                left = [word for word in left if word not in synonym.words]
                units.append(self.either([*self.typed(synonym), *self.names(synonym)]))
        for said in self.tied():
            if all(word in left for word in said):
                left = [word for word in left if word not in said]
                units.append(self.together(said))
        return [*units, *(self.spelled_clause(word) for word in left)]

    def together(self, said):
        """Words side by side, the last of which may go on, or written as one."""
        rows = [self.side_by_side(said, code) for code in LANGUAGES]
        written = self.begun_phrase(said) if said[-1] == self.question.unfinished else self.phrase(said)
        return self.either([written, *rows, self.phrase(["".join(said)])])

    def typed(self, synonym):
        """The clauses of a term as it is typed, any of which is enough.

        An acronym is looked for in the texts of its language; what hyphens tie, as it stands; any other term of several
        words as it stands, and at last by its words wherever they are.
        """
        if synonym.language:
            return [self.side_by_side(synonym.words, synonym.language)]
        if whole := [self.together(said) for said in self.tied() if set(said) == set(synonym.words)]:
            return whole
        every = self.every([self.spelled_clause(word) for word in synonym.words])
        if len(synonym.words) == 1:
            return [every]
        return [*self.whole_term(synonym), *([] if self.is_firm else [self.scattered(every)])]

    def whole_term(self, synonym):
        return [self.side_by_side(synonym.words, code) for code in LANGUAGES]

    def names(self, synonym):
        return [self.name(words, language) for language, words in synonym.others]

    def name(self, words, language):
        """What else something is called; as it is written where its stem is another word: «wellness» is not «well»."""
        if len(words) == 1 and 2 * len(stem(words[0], language)) <= len(words[0]):
            return self.phrase(words)
        return self.side_by_side(words, language)

    def claims(self):
        """[(words of the question, a clause any of which is enough)]: each word, and what stands for several."""
        said = [((word,), self.spelled_clause(word)) for word in self.question.words]
        said += [(one, self.together(one)) for one in self.tied()]
        for synonym in self.request.synonyms:
            if clauses := [*(self.whole_term(synonym) if len(synonym.words) > 1 else []), *self.names(synonym)]:
                said.append((synonym.words, self.either(clauses)))
        return said

    @property
    def may_be_loosened(self):
        """Whether any of several words is enough; one word is not, nor is what a hyphen ties."""
        return (
            len(self.question.words) > 1 and not self.is_loose and set(self.question.words) not in map(set, self.tied())
        )

    def whole(self):
        """The clause of it all. Any claim is enough when it is loose; what stands in quotes is always asked."""
        units = [clause for _words, clause in self.claims()] if self.is_loose else self.units()
        asked = [(self.either if self.is_loose else self.every)(units)] if units else []
        asked += [self.phrase(said) for said in self.question.phrases]
        return self.but(self.every(asked), [self.refused(said) for said in self.question.without])

    def refused(self, said):
        return self.clause(said[0]) if len(said) == 1 else self.phrase(said)

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
