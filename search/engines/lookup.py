"""One question asked of the embedded index: which words it knows, one bm25 pass, the titles looked at, the page.

Nothing a reader may not see answers, not even whether a word exists: a word only closed spaces know is unknown.
"""

import string

from cms.bilingual.folding import stem
from search import questions
from search.analysis import spellings
from search.engines.answers import CLOSE, OPEN, as_hit, count_facets
from search.engines.base import Result
from search.ranking import nearness

LANGUAGES = ("fr", "en")
TEXT_COLUMNS = [f"{part}_{code}" for code in LANGUAGES for part in ("title", "summary", "body", "stems", "heads")]
WEIGHTS = {"title": 12.0, "summary": 4.0, "body": 1.0, "stems": 1.5, "heads": 6.0}  # heads: stems of the title
OTHER = 0.75  # words of the other language count, a little less
WRITTEN = " ".join(name for name in TEXT_COLUMNS if not name.startswith(("stems", "heads")))
LOOKED_AT = 60  # the best by their words, put in order by their titles
QUOTE = '"'
SHORTEST = 4  # letters of a word that may be corrected: shorter ones are all near one another
CORRECTIONS, TRIED = 3, 12


class Lookup:
    """A request on a connection."""

    def __init__(self, connection, request):
        self.connection, self.request = connection, request
        self.question = questions.read(request.text)
        self.spelled = {}

    def answer(self):
        """The Result. Any word is enough when no document has them all; what stands in quotes is always asked."""
        if self.question.is_empty:
            return Result([], 0, {})
        self.spelled = {word: self.spellings(word) for word in self.question.words}
        units = self.units()
        result = self.ask(self.match(" AND ", units))
        if result.total == 0 and len(units) > 1 and not result.facets:
            result = self.ask(self.match(" OR ", units))
            result.loosened = bool(result.total)
        if result.total:
            result.corrected = {word: others for word, others in self.spelled.items() if word not in others}
        return result

    # -- words

    def spellings(self, word):
        """The word as the index may have it: itself, or the nearest it knows when it does not know it so written."""
        if len(word) < SHORTEST or not word.isascii() or not word.isalpha() or self.is_met(self.written(word)):
            return (word,)
        near = self.near(word)
        return tuple([word, *near] if near and self.is_met(self.like(word)) else near) or (word,)

    def is_met(self, match):
        """Whether a document this reader may see answers."""
        gates, values = self.gates()
        return bool(self.connection.execute(
            f"SELECT 1 FROM texts JOIN documents d ON d.id = texts.rowid WHERE texts MATCH ? AND {gates} LIMIT 1",  # noqa: S608
            (match, *values),
        ).fetchone())  # fmt: skip

    def near(self, word):
        """The words of the index one slip of the keyboard away, the most frequent first."""
        self.connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, texts, col)")
        slips, found = sorted(one_slip_from(word)), {}
        met = self.connection.execute(
            f"SELECT term, col, doc FROM temp.words WHERE term IN ({marks(slips)})",  # noqa: S608
            slips,
        )
        for term, column, count in met:
            if not column.startswith(("stems", "heads")):
                found[term] = found.get(term, 0) + count
        best = sorted(found, key=lambda term: (-found[term], term))[:TRIED]
        return [term for term in best if self.is_met(f'{{{WRITTEN}}} : "{term}"')][:CORRECTIONS]

    # -- the match

    def units(self):
        """What is asked, a clause each: words, or those of a term together with what else it is called."""
        left, units = list(self.question.words), []
        for synonym in self.request.synonyms:
            if all(word in left for word in synonym.words):
                left = [word for word in left if word not in synonym.words]
                said = " AND ".join(self.spelled_clause(word) for word in synonym.words)
                others = [self.side_by_side(other) for other in synonym.others]
                units.append(f"(({said}) OR {' OR '.join(others)})" if others else f"({said})")
        return [*units, *(self.spelled_clause(word) for word in left)]

    def match(self, operator, units):
        asked = [f"({operator.join(units)})"] if units else []
        asked += [self.phrase(said) for said in self.question.phrases]
        refused = " OR ".join(self.clause(word) for word in self.question.without)
        return " AND ".join(asked) + (f" NOT ({refused})" if refused else "")

    def spelled_clause(self, word):
        return "(" + " OR ".join(self.clause(other) for other in self.spelled.get(word, (word,))) + ")"

    def clause(self, word):
        """One word: as typed, or by its stem in either language."""
        return f"({self.written(word)} OR {self.like(word)})"

    def written(self, word):
        """As typed; unfinished when it is the last."""
        end = "*" if word == self.question.unfinished else ""
        return f"{{{WRITTEN}}} : ({' OR '.join(f'{QUOTE}{spelling}{QUOTE}{end}' for spelling in spellings(word))})"

    def like(self, word):
        return " OR ".join(f'{{stems_{code} heads_{code}}} : "{stem(word, code)}"' for code in LANGUAGES)

    def phrase(self, said):
        """Words as they stand, side by side."""
        written = " OR ".join(f'"{spelling}"' for spelling in spellings(" ".join(said)))
        return f"({{{WRITTEN}}} : ({written}))"

    def side_by_side(self, said):
        """The same words by their stems, in either language."""
        stems = {code: " ".join(stem(word, code) for word in said) for code in LANGUAGES}
        return "(" + " OR ".join(f'{{stems_{code}}} : "{stems[code]}"' for code in LANGUAGES) + ")"

    # -- the answer

    def ask(self, match):
        request, (where, values) = self.request, self.filters()
        cube = self.connection.execute(
            "SELECT d.kind, d.gov, d.live, count(*) AS n FROM texts JOIN documents d ON d.id = texts.rowid"  # noqa: S608
            f" WHERE texts MATCH ? AND {where} GROUP BY 1, 2, 3",  # clauses are ours, values are bound
            (match, *values),
        ).fetchall()
        facets, total = count_facets(cube, request.facets)
        if not total:
            return Result([], 0, facets)
        rows = self.shown(self.best(match, where, values), match)
        return Result([as_hit(row, request.language, self.wanted()) for row in rows], total, facets)

    def best(self, match, where, values):
        """[id] of the page asked for. The first pages are put in order by their titles, the others by words alone."""
        request = self.request
        narrowed, more = self.narrowed()
        first, last = (request.page - 1) * request.size, request.page * request.size
        is_looked_at = not request.by_date and first < LOOKED_AT
        order = "d.published_on DESC, rank, d.id" if request.by_date else "rank, d.published_on DESC, d.id"
        found = self.connection.execute(
            f"SELECT d.id, bm25(texts, {self.weights()}) AS rank FROM texts JOIN documents d ON d.id = texts.rowid"  # noqa: S608
            f" WHERE texts MATCH ? AND {where}{narrowed} ORDER BY {order} LIMIT ? OFFSET ?",
            (match, *values, *more, *((max(LOOKED_AT, last), 0) if is_looked_at else (request.size, first))),
        ).fetchall()
        if not is_looked_at:
            return [row["id"] for row in found]
        return self.looked_at(found[:LOOKED_AT])[first:last] + [
            row["id"] for row in found[max(LOOKED_AT, first) : last]
        ]

    def looked_at(self, found):
        """[id] of these by their rank and their titles."""
        ids, language = [row["id"] for row in found], self.request.language
        titles = self.connection.execute(
            f"SELECT rowid, title_fr, title_en FROM texts WHERE rowid IN ({marks(ids)})",  # noqa: S608
            ids,
        )
        near = {
            row["rowid"]: nearness(
                self.question, self.spelled, {code: row[f"title_{code}"] for code in LANGUAGES}, language
            )
            for row in titles
        }
        return [row["id"] for row in sorted(found, key=lambda row: row["rank"] * (1 + near[row["id"]]))]

    def shown(self, ids, match):
        """Rows of the index with what is shown of them, in the order of these ids."""
        rows = self.connection.execute(
            "SELECT d.*, title_fr, title_en, summary_fr, summary_en,"  # noqa: S608
            f" snippet(texts, 2, '{OPEN}', '{CLOSE}', '…', 28) AS body_fr,"
            f" snippet(texts, 7, '{OPEN}', '{CLOSE}', '…', 28) AS body_en"
            " FROM texts JOIN documents d ON d.id = texts.rowid"
            f" WHERE texts MATCH ? AND texts.rowid IN ({marks(ids)})",
            (match, *ids),
        ).fetchall()
        return sorted(rows, key=lambda row: ids.index(row["id"]))

    def wanted(self):
        """Words and stems that are marked."""
        said = [other for others in self.spelled.values() for other in others]
        said += [word for phrase in self.question.phrases for word in phrase]
        said += [word for synonym in self.request.synonyms for other in synonym.others for word in other]
        return {*said, *(stem(word, code) for word in said for code in LANGUAGES)}

    def weights(self):
        return ",".join(
            str(WEIGHTS[name.rpartition("_")[0]] * (1 if name.endswith(self.request.language) else OTHER))
            for name in TEXT_COLUMNS
        )

    # -- filters

    def gates(self):
        """What the reader may see."""
        spaces = sorted(self.request.spaces)
        return f"(d.gate IS NULL OR d.gate IN ({marks(spaces) or 'NULL'}))", spaces

    def filters(self):
        """The same, and filters that facets do not count without."""
        gates, values = self.gates()
        clauses, values = [gates], [*values]
        if self.request.space is not None:
            clauses.append("d.space = ?")
            values.append(self.request.space)
        if self.request.since:
            clauses.append("d.published_on >= ?")
            values.append(self.request.since)
        for topic in self.request.facets.get("topic", ()):
            clauses.append("d.id IN (SELECT document FROM topics WHERE topic = ?)")
            values.append(topic)
        return " AND ".join(clauses), values

    def narrowed(self):
        """The facets' own selections."""
        clauses, values = "", []
        for name, column in (("kind", "d.kind"), ("order", "d.gov")):
            if chosen := self.request.facets.get(name):
                clauses += f" AND {column} IN ({marks(chosen)})"
                values += chosen
        if chosen := self.request.facets.get("live"):
            likes = [f"%{code}%" for code in chosen]
            clauses += " AND (" + " OR ".join(["d.live LIKE ?"] * len(likes)) + ")"
            values += likes
        return clauses, values


def marks(values):
    """A place for each value in a statement."""
    return ",".join("?" * len(values))


def one_slip_from(word):
    """Every word one letter more, less or other than this one, or with two neighbours the wrong way round."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    letters = string.ascii_lowercase
    slips = {before + after[1:] for before, after in cuts if after}
    slips |= {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    slips |= {before + letter + after[1:] for before, after in cuts if after for letter in letters}
    slips |= {before + letter + after for before, after in cuts for letter in letters}
    return slips - {word}
