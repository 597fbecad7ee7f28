"""The embedded engine: one SQLite FTS5 file beside the database, no server.

One bm25 pass ranks; a second counts facets from the same match. Words are folded by the tokenizer; stems are columns of
their own, so that an exact word always weighs more than a like one. WAL lets several processes read while one writes.
"""

import hashlib
import json
import os
import sqlite3
import threading
import weakref
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path

from search.analysis import stems, storable
from search.engines.answers import as_key
from search.engines.base import EngineUnavailable
from search.engines.catalogue import Catalogue
from search.engines.lookup import TABLES, TEXT_COLUMNS, Lookup
from search.engines.matching import LANGUAGES

KEPT_ANSWERS = 200
SCHEMA = f"""
PRAGMA journal_mode=WAL;
CREATE TABLE IF NOT EXISTS documents (
  id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, kind TEXT, gate INTEGER, space INTEGER, gov TEXT, jurisdiction TEXT,
  live TEXT, published_on TEXT, topics TEXT, urls TEXT);
CREATE TABLE IF NOT EXISTS topics (document INTEGER, topic TEXT, PRIMARY KEY (topic, document)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5({", ".join(TEXT_COLUMNS)},
  tokenize="unicode61 remove_diacritics 2", prefix='2 3');
CREATE VIRTUAL TABLE IF NOT EXISTS annexes USING fts5({", ".join(TEXT_COLUMNS)},
  tokenize="unicode61 remove_diacritics 2", prefix='2 3');
CREATE TABLE IF NOT EXISTS files (document INTEGER, number INTEGER, key TEXT, side TEXT, language TEXT, text TEXT,
  PRIMARY KEY (document, number));
"""


#: Which version of this code made the tables (`application_id`); `user_version` says whether all there is is in them.
STAMP = int(hashlib.sha256(SCHEMA.encode()).hexdigest()[:7], 16)
WHOLE = 1
CONTENT = ("documents", "topics", "texts", "annexes", "files")


def telling(method):
    """A method of the engine that raises EngineUnavailable when the file cannot be read or written."""

    @wraps(method)
    def told(self, *arguments):
        try:
            return method(self, *arguments)
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise EngineUnavailable(f"{self.path}: {error}") from error

    return told


class EmbeddedEngine:
    """See search/engines/base.py for what each method promises."""

    def __init__(self, options):
        self.path = Path(options["path"])
        self._local = threading.local()
        ours = weakref.WeakMethod(self.close)  # SQLite forbids a connection on both sides of a fork
        os.register_at_fork(before=lambda: (close := ours()) and close())

    # -- the file

    def _open(self):
        """This thread's connection, made anew when the file was replaced."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        stamp = self.path.stat().st_ino if self.path.exists() else 0
        connection = getattr(self._local, "connection", None)
        if connection is None or stamp != self._local.stamp:
            connection = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
            connection.row_factory = sqlite3.Row
            if told(connection, "application_id") != STAMP:
                begin_anew(connection)
            connection.executescript(SCHEMA)
            connection.executescript("PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;")
            self._local.connection, self._local.stamp = connection, self.path.stat().st_ino
            self._local.version = None  # a connection counts changes from its own start
        return connection

    # -- writing

    @telling
    def index(self, documents):
        return self._write(documents)

    @telling
    def rebuild(self, documents):
        self.mend()
        return self._write(documents, anew=True)

    @telling
    def delete(self, keys):
        self._write((), gone=keys)

    @telling
    def mend(self):
        """Put away a file that is no longer an index, so that one can be built."""
        try:
            sound = self._open().execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        except sqlite3.OperationalError:
            raise  # it is locked, full or forbidden: nothing is wrong with what it holds
        except sqlite3.DatabaseError:
            sound = False
        if not sound:
            self.remove()

    @telling
    def is_whole(self):
        """Say that the index has all there is: what fills it bit by bit does so in the end."""
        self._open().execute(f"PRAGMA user_version = {WHOLE}")

    def remove(self):
        self.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)

    def _write(self, documents, *, anew=False, gone=()):
        connection, count = self._open(), 0
        connection.execute("BEGIN IMMEDIATE")
        try:
            if anew:
                for table in CONTENT:
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608  names above
                connection.execute(f"PRAGMA user_version = {WHOLE}")
            for key in gone:
                self._remove(connection, key)
            for document in documents:
                if not anew:
                    self._remove(connection, document.key)
                self._add(connection, document)
                count += 1
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        return count

    def _remove(self, connection, key):
        row = connection.execute("SELECT id FROM documents WHERE key = ?", (key,)).fetchone()
        if row:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row["id"],))  # noqa: S608  names above
            connection.execute("DELETE FROM files WHERE document = ?", (row["id"],))
            connection.execute("DELETE FROM topics WHERE document = ?", (row["id"],))
            connection.execute("DELETE FROM documents WHERE id = ?", (row["id"],))

    def _add(self, connection, document):
        live_texts = {code: text for code, text in document.texts.items() if text.is_live}
        live = ",".join(code for code in LANGUAGES if code in live_texts)
        urls = json.dumps({code: text.url for code, text in live_texts.items()})
        facts = (document.key, document.kind, document.gate, document.space, document.order, document.jurisdiction)
        added = connection.execute(
            "INSERT INTO documents (key, kind, gate, space, gov, jurisdiction, live, published_on, topics, urls)"
            " VALUES (?,?,?,?,?,?,?,?,?,?)",
            (*facts, live, document.published_on, ",".join(document.topics), urls),
        )
        columns = columns_of(document)
        self._write_texts(connection, "texts", added.lastrowid, columns)
        connection.executemany(
            "INSERT OR IGNORE INTO topics VALUES (?,?)", [(added.lastrowid, topic) for topic in document.topics]
        )
        if files := [(side, file) for side, text in document.texts.items() for file in text.files]:
            self._write_texts(connection, "annexes", added.lastrowid, with_files(columns, files))
            connection.executemany("INSERT INTO files VALUES (?,?,?,?,?,?)", [
                (added.lastrowid, number, file.key, side, file.language, storable(file.words))
                for number, (side, file) in enumerate(files)
            ])  # fmt: skip

    def _write_texts(self, connection, table, rowid, columns):
        marks = ",".join("?" * (len(columns) + 1))
        connection.execute(f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES ({marks})",  # noqa: S608
                           (rowid, *columns.values()))  # fmt: skip

    # -- asking

    @telling
    def search(self, request):
        """The answer, kept by this thread's connection until the index changes: paging back and forth asks once."""
        connection, key = self._open(), as_key(request)
        connection.execute("BEGIN")  # the catalogue, the match and the rows are of one state of the index
        try:
            if told(connection, "user_version") != WHOLE:
                raise EngineUnavailable(f"{self.path}: no index yet; run search_reindex.")
            if key not in self._kept(connection):
                self._local.answers[key] = Lookup(connection, self._local.catalogue, request).answer()
        finally:
            connection.execute("COMMIT")
        found = self._local.answers[key]
        facets = {name: dict(counts) for name, counts in found.facets.items()}
        return replace(found, hits=[replace(hit) for hit in found.hits], facets=facets)  # the asker's own, to fill in

    def _kept(self, connection):
        """The answers kept of this state of the index, and its catalogue."""
        connection.execute("SELECT id FROM documents LIMIT 1").fetchone()  # what is read from now on is of one state
        version = (connection.execute("PRAGMA data_version").fetchone()[0], connection.total_changes)
        if self._local.version != version:
            self._local.version, self._local.answers, self._local.catalogue = version, {}, Catalogue(connection)
        if len(self._local.answers) > KEPT_ANSWERS:
            self._local.answers = {}
        return self._local.answers

    @telling
    def keys(self):
        return {row["key"] for row in self._open().execute("SELECT key FROM documents")}

    @telling
    def health(self):
        """No documents also in an index that was never built whole."""
        connection = self._open()
        count = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        count = count if told(connection, "user_version") == WHOLE else 0
        return {"engine": "embedded", "documents": count, "checked_on": date.today().isoformat()}

    def close(self):
        """Close this thread's connection; the next call opens another."""
        connection = self._local.__dict__.pop("connection", None)
        if connection:
            connection.close()


def told(connection, name):
    """A number in the head of the file."""
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def begin_anew(connection):
    """Without the tables of another version; of two processes that come upon them at once, one takes them away."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if told(connection, "application_id") != STAMP:
            for table in CONTENT:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            connection.execute("PRAGMA user_version = 0")
            connection.execute(f"PRAGMA application_id = {STAMP}")
    finally:
        connection.execute("COMMIT")


def columns_of(document):
    """What a document says, {column: words}."""
    columns = dict.fromkeys(TEXT_COLUMNS, "")
    for code in LANGUAGES:
        if text := document.texts.get(code):
            plain = {part: storable(getattr(text, part)) for part in ("title", "summary", "body", "names")}
            plain |= {"stems": stems(" ".join(plain.values()), code), "heads": stems(plain["title"], code)}
            columns |= {f"{part}_{code}": words for part, words in plain.items()}
    return columns


def with_files(columns, files):
    """The same with what its files say, in the language of each."""
    columns = dict(columns)
    for side, file in files:
        words, language = storable(file.words), file.language or side
        columns[f"body_{side}"] += f"\n{words}"
        columns[f"stems_{language}"] += f" {stems(words, language)}"
    return columns
