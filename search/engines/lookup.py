"""One question asked of the embedded index: which words it knows, one bm25 pass, the titles looked at, the page."""

import string
from operator import itemgetter

from cms.bilingual.folding import stem
from search.analysis import spellings
from search.engines.answers import as_hit
from search.engines.base import FILE, Result
from search.engines.catalogue import Count
from search.engines.matching import FILES, LANGUAGES, LOOKED_AT, OTHER, SCATTERED, TRIED, Matching, best_corrections
from search.ranking import coverage

TEXT_COLUMNS = [
    f"{part}_{code}" for code in LANGUAGES for part in ("title", "summary", "body", "names", "stems", "heads")
]
WEIGHTS = {
    "title": 12.0,
    "summary": 4.0,
    "body": 1.0,
    "names": 2.0,
    "stems": 1.5,
    "heads": 6.0,
}  # heads: stems of the title
WRITTEN = " ".join(name for name in TEXT_COLUMNS if not name.startswith(("stems", "heads")))
TOLD = " ".join(name for name in TEXT_COLUMNS if not name.startswith(("body", "names", "stems")))
TITLES = " ".join(name for name in TEXT_COLUMNS if name.startswith(("title", "heads")))
#: What documents say; the same again with their files, of those that have some. A row has the number of its document.
#: Kept apart: a long annex must not weigh on how much a word of the title counts.
TABLES = ("texts", "annexes")
MANY = 10_000  # documents, beyond which bodies are not compared
SHOWN = [name for name in WRITTEN.split() if not name.startswith("names")]
QUOTE = '"'


class Lookup(Matching):
    """A request on a connection, with the catalogue of its index."""

    def __init__(self, connection, catalogue, request):
        super().__init__(request)
        self.connection, self.catalogue = connection, catalogue
        self.open = catalogue.flags(catalogue.open_to(request.spaces))
        has_files = connection.execute("SELECT 1 FROM files LIMIT 1").fetchone()
        self.tables = TABLES if has_files else TABLES[:1]
        self.by_files = b""  # flags of the documents that answer by their files alone

    def answer(self):
        """The Result. Any word is enough when no document has them all; what stands in quotes is always asked."""
        if self.question.is_empty:
            return Result([], 0, {})
        for word in self.may_be_slips():
            self.spelled[word] = self.spellings(word)
        result = self.ask(self.whole())
        if result.total == 0 and self.may_be_loosened and not result.facets:
            self.is_loose = True
            result = self.ask(self.whole())
            result.loosened = bool(result.total)
        if result.total:
            result.corrected = self.corrected()
        return result

    # -- words

    def spellings(self, word):
        """The word as the index may have it: itself, or the nearest it knows when it does not know it so written."""
        if self.is_met(self.written(word)):
            return (word,)
        near = self.near(word)
        return tuple([word, *near] if near and self.is_met(self.like(word)) else near) or (word,)

    def is_met(self, match):
        """Whether a document this reader may see answers."""
        every = "SELECT rowid FROM {0} WHERE {0} MATCH ?"
        return any(
            self.open[row[0]] for table in self.tables for row in self.connection.execute(every.format(table), (match,))
        )

    def near(self, word):
        """The words of the index one slip of the keyboard away, the most frequent first."""
        slips, found = sorted(one_slip_from(word)), {}
        for table in self.tables:  # what has files counts by them, and is in both
            found |= {term: max(n, found.get(term, 0)) for term, n in self.counted(table, slips).items()}
        best = sorted(found, key=lambda term: (-found[term], term))[:TRIED]
        return best_corrections(word, [term for term in best if self.is_met(f'{{{WRITTEN}}} : "{term}"')])

    def counted(self, table, terms):
        """{term: how often documents write it} of those a table knows."""
        self.connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_of_{table} USING fts5vocab(main, {table}, col)"
        )
        known = f"SELECT term, col, doc FROM temp.words_of_{table} WHERE term IN ({marks(terms)})"  # noqa: S608
        found: dict = {}
        for term, column, count in self.connection.execute(known, terms):
            if not column.startswith(("stems", "heads")):
                found[term] = found.get(term, 0) + count
        return found

    # -- clauses, as FTS5 reads them

    def every(self, clauses):
        return "(" + " AND ".join(clauses) + ")"

    def either(self, clauses):
        return "(" + " OR ".join(clauses) + ")"

    def but(self, clause, refused):
        return f"{clause} NOT {self.either(refused)}" if refused else clause

    def anywhere(self, forms):
        return "(" + " OR ".join(f'"{one}"' for one in forms) + ")"

    def written(self, word):
        """As typed; unfinished when it is the last."""
        end = "*" if word == self.question.unfinished else ""
        return f"({{{WRITTEN}}} : ({' OR '.join(f'{QUOTE}{spelling}{QUOTE}{end}' for spelling in spellings(word))}))"

    def like(self, word):
        found = " OR ".join(f'{{stems_{code} heads_{code}}} : "{stem(word, code)}"' for code in LANGUAGES)
        return f"({found})"

    def phrase(self, said, end=""):
        """Words as they stand, side by side."""
        written = " OR ".join(f'"{spelling}"{end}' for spelling in spellings(" ".join(said)))
        return f"({{{WRITTEN}}} : ({written}))"

    def begun_phrase(self, said):
        """The same; the last goes on."""
        return self.phrase(said, "*")

    def side_by_side(self, said, code):
        """The same words by their stems, in texts of a language."""
        return f'({{stems_{code} heads_{code}}} : "{" ".join(stem(word, code) for word in said)}")'

    # -- the answer

    def ask(self, match):
        """The Result of a match. The catalogue says what of it this reader may see; the rows of one page are read."""
        met = self.met(match, "texts")
        by_files = self.met(match, "annexes") & ~met if len(self.tables) > 1 else 0
        count = Count(self.catalogue, met | by_files, self.request)
        found, facets = count.all(), count.facets()
        if not found:
            return Result([], 0, facets)
        self.by_files = self.catalogue.flags(by_files)
        ids, wanted, begun = self.page(match, found), self.wanted(), self.question.unfinished
        rows = {key: self.shown(key) for key in ids}
        hits = [as_hit(row, self.request.language, wanted, self.files(key, row), begun) for key, row in rows.items()]
        return Result(hits, found.bit_count(), facets)

    def met(self, match, table):
        """The documents that answer, as a mask."""
        every = f"SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH ?"  # noqa: S608  one row, not thousands
        met = self.connection.execute(every, (match,)).fetchone()[0]
        return self.catalogue.mask(map(int, met.split(",")) if met else ())

    def page(self, match, found):
        """The ids of the page asked for, of those in a mask. The best are put in order by their titles besides."""
        first, last = self.request.window
        by_files = found & int.from_bytes(self.by_files, "little")
        ranked = self.firm_first(match, found & ~by_files)
        if by_files:
            rest = self.in_order(match, self.catalogue.flags(by_files), "annexes")
            ranked += [(key, rank * FILES) for key, rank in rest]
        if self.request.by_date:
            ranked.sort(key=lambda row: self.catalogue.published_on[row[0]], reverse=True)
        elif first < LOOKED_AT:
            ranked = self.looked_at(ranked[:LOOKED_AT]) + ranked[LOOKED_AT:]
        return [key for key, _rank in ranked[first:last]]

    def firm_first(self, match, found):
        """[(id, rank)] of those in a mask: before what has the words of a term here and there, what has the term."""
        if self.is_loose or not self.terms():
            return self.ranked(match, found)
        self.is_firm = True
        firmly, self.is_firm = self.whole(), False
        firm = found & self.met(firmly, "texts")
        rest = self.ranked(match, found & ~firm) if found & ~firm else []
        return (self.ranked(firmly, firm) if firm else []) + [(key, rank * SCATTERED) for key, rank in rest]

    def scattered(self, clause):
        return clause

    def ranked(self, match, found):
        """[(id, rank)] of those in a mask, the best first.

        What is in thousands of texts is no answer in any of them: there, titles and summaries alone are compared, then
        titles alone, and what has the words in thousands of those too comes by date, as the rest does.
        """
        flags = self.catalogue.flags(found)
        if found.bit_count() <= MANY:
            return self.in_order(match, flags)
        best = []
        for columns in (TOLD, TITLES):
            told = f"{{{columns}}} : ({match})"
            if self.connection.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (told,)).fetchone()[0] <= MANY:
                best = self.in_order(told, flags)
                break
        left = bytearray(flags)
        for key, _rank in best:
            left[key] = 0
        return best + [(key, 0.0) for key in self.catalogue.newest if left[key]]

    def in_order(self, match, found, table="texts"):
        """[(id, rank)] of a match, of those whose flag is set."""
        rows = self.connection.execute(
            f"SELECT rowid, bm25({table}, {self.weights()}) AS rank FROM {table} WHERE {table} MATCH ?"  # noqa: S608
            " ORDER BY rank",
            (match,),
        )
        met = sorted((rank, key) for key, rank in rows if found[key])
        met.sort(key=lambda row: self.catalogue.published_on[row[1]], reverse=True)  # the newest of equal ones first
        return [(key, rank) for rank, key in sorted(met, key=itemgetter(0))]

    def looked_at(self, ranked):
        """The same [(id, rank)], in the order their titles give them too."""
        ids = [key for key, _rank in ranked]
        titles = self.connection.execute(
            f"SELECT rowid, title_fr, title_en FROM texts WHERE rowid IN ({marks(ids)})",  # noqa: S608
            ids,
        )
        near = {row["rowid"]: self.nearness({code: row[f"title_{code}"] for code in LANGUAGES}) for row in titles}
        covered = self.covered(ids) if self.is_loose else {}
        return sorted(
            ranked, key=lambda row: (self.by_files[row[0]], row[1] * (1 + near[row[0]]) * covered.get(row[0], 1))
        )

    def covered(self, ids):
        """{id: what it weighs to have so much of a question of which any word is enough}."""
        met = []
        for words, clause in self.claims():
            rows = self.connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (clause,))
            met.append((words, {row[0] for row in rows if self.open[row[0]]}))
        return coverage(ids, [(words, len(rows), rows) for words, rows in met], sum(self.open))

    def shown(self, key):
        """The row of a document with its words."""
        return self.connection.execute(
            f"SELECT d.*, {', '.join(SHOWN)} FROM texts JOIN documents d ON d.id = texts.rowid WHERE texts.rowid = ?",  # noqa: S608
            (key,),
        ).fetchone()

    def files(self, key, row):
        """The files of a document that answers by them alone, or that is one."""
        if not self.by_files[key] and row["kind"] != FILE:
            return []
        return self.connection.execute("SELECT * FROM files WHERE document = ? ORDER BY number", (key,)).fetchall()

    def weights(self):
        return ",".join(
            str(WEIGHTS[name.rpartition("_")[0]] * (1 if name.endswith(self.request.language) else OTHER))
            for name in TEXT_COLUMNS
        )


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
