"""The Elasticsearch engine: an index of its own behind an alias, one client a process.

Each index is filled under the alias NAME-next and takes the place of the one under NAME at once, when it is whole. What
is written meanwhile goes to both: into the new one with the time as its version, so that older words, read from the
database before the change and sent after it, are put aside by the server.
"""

import os
import time
import uuid
from contextlib import contextmanager
from datetime import date
from itertools import islice

from django.core.exceptions import ImproperlyConfigured
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers

from search.engines.base import DocumentsRefused, EngineUnavailable
from search.engines.elastic_index import row, schema, stamp
from search.engines.elastic_lookup import Lookup

PATIENCE = 1.2  # seconds for a question
LONG = 30  # seconds for a bulk of documents, and for what changes an index
BULK = 250  # documents a request
FIRST = 1  # the version of what a new index is filled with: older than any time
MISSING, CONFLICT = 404, 409
OURS = {400, 413}  # what is wrong with a document; anything else is wrong with the server


class ElasticsearchEngine:
    """See search/engines/base.py for what each method promises.

    Options: `url`, with the user and password in it or with an `api_key` beside it; `ca`, the file of the authority to
    trust; `index`, the name of the alias.
    """

    def __init__(self, options):
        if not options["url"]:
            raise ImproperlyConfigured("ELASTICSEARCH_URL says where the search server is.")
        self.url, self.name = options["url"], options.get("index") or "carrefour"
        secrets = {"api_key": options.get("api_key"), "ca_certs": options.get("ca")}
        self.secrets = {name: value for name, value in secrets.items() if value}
        self._clients: dict = {}

    @property
    def client(self):
        """This process's client: connections do not live on both sides of a fork."""
        if os.getpid() not in self._clients:
            self._clients = {
                os.getpid(): Elasticsearch(
                    self.url, request_timeout=PATIENCE, max_retries=0, retry_on_timeout=False, **self.secrets
                )
            }
        return self._clients[os.getpid()]

    @property
    def patient(self):
        return self.client.options(request_timeout=LONG)

    # -- indices

    def indices(self):
        """(names of the indices readers ask, names of those being filled)."""
        known = self.client.indices.get_alias(index=f"{self.name}-*", allow_no_indices=True)
        under = {alias: [] for alias in (self.name, self.next)}
        for index, said in known.items():
            for alias in under.keys() & said["aliases"].keys():
                under[alias].append(index)
        return under[self.name], under[self.next]

    @property
    def next(self):
        return f"{self.name}-next"

    def make(self, alias, end):
        """A new empty index under an alias, written under a name of its own: no write can make it anew."""
        index = f"{self.name}-{stamp()}-{end}"
        self.patient.indices.create(index=index, aliases={alias: {}, f"{index}-w": {}}, **schema())
        return index

    def make_first(self):
        """The index of a new site. Of two processes that make it at once, one does."""
        try:
            return [self.make(self.name, "first")]
        except ApiError as error:
            if error.error != "resource_already_exists_exception":
                raise
            return self.indices()[0]

    # -- writing

    def index(self, documents):
        rows = {document.key: row(document) for document in documents}
        with self.telling():
            self.write([{"_id": key, "_source": fields} for key, fields in rows.items()])
        return len(rows)

    def delete(self, keys):
        with self.telling():
            self.write([{"_id": key, "_op_type": "delete"} for key in keys])

    def write(self, actions):
        """To the index readers ask, and to the one being filled."""
        if not actions:
            return
        asked, filled = self.indices()
        version = {"version": time.time_ns() // 1_000_000, "version_type": "external_gte"}
        targets = [(index, {}) for index in asked or self.make_first()] + [(index, version) for index in filled]
        refused, is_gone = {}, False
        for index, more in targets:
            for chunk in by(BULK, actions):
                met, gone = self.bulk(index, [{**action, **more} for action in chunk], refresh=True)
                refused, is_gone = refused | met, is_gone or gone
        if is_gone and set(self.indices()[0]) != set(asked):  # another took its place meanwhile, perhaps before this
            return self.write(actions)
        if refused:
            raise DocumentsRefused(refused, len(actions) - len(refused))
        return None

    def bulk(self, index, actions, *, refresh=False, newer_wins=False):
        """({key: why the server did not take it}, whether the index is gone)."""
        refused, is_gone = {}, False
        sent = [{"_index": f"{index}-w", **action} for action in actions]
        for is_taken, said in helpers.streaming_bulk(
            self.patient,
            sent,
            chunk_size=BULK,
            raise_on_error=False,
            raise_on_exception=True,
            refresh=refresh,
            require_alias=True,
        ):
            if is_taken:
                continue
            told = next(iter(said.values()))
            status, error = told["status"], told.get("error", {})
            if status == MISSING:
                is_gone = is_gone or bool(error)  # without an error, what is to be deleted is not there
            elif status == CONFLICT and newer_wins:
                continue
            elif status in OURS or status == CONFLICT:
                refused[told["_id"]] = f"{error.get('type')}: {error.get('reason')}"
            else:
                raise EngineUnavailable(f"{self.place}: {error.get('type')}: {error.get('reason')}")
        return refused, is_gone

    def rebuild(self, documents):
        """An index left half filled by a rebuild that died is removed; one that is still at it ends with an error."""
        with self.telling():
            for left in self.indices()[1]:
                self.patient.indices.delete(index=left, ignore_unavailable=True)
            index = self.make(self.next, f"{time.strftime('%Y%m%d%H%M%S')}-{uuid.uuid4().hex[:6]}")
            try:
                count, refused = self.fill(index, documents)
                self.put_in_place(index)
            except BaseException:
                self.patient.indices.delete(index=index, ignore_unavailable=True)
                raise
        if refused:
            raise DocumentsRefused(refused, count - len(refused))
        return count

    def fill(self, index, documents):
        """(number of documents, {key: why one was not taken})."""
        count, refused = 0, {}
        for some in by(BULK, documents):
            actions = [
                {"_id": one.key, "version": FIRST, "version_type": "external", "_source": row(one)} for one in some
            ]
            met, is_gone = self.bulk(index, actions, newer_wins=True)
            if is_gone:
                raise EngineUnavailable(f"{self.place}: another rebuild began.")
            count, refused = count + len(some), refused | met
        self.patient.indices.refresh(index=index)
        return count, refused

    def put_in_place(self, index):
        """Readers ask this index from now on; those before it go."""
        old, _filled = self.indices()
        actions = [{"remove_index": {"index": one}} for one in old]
        actions += [{"remove": {"index": index, "alias": self.next}}, {"add": {"index": index, "alias": self.name}}]
        self.patient.indices.update_aliases(actions=actions)

    # -- asking

    def search(self, request):
        with self.telling():
            return Lookup(request, Conversation(self)).answer()

    def keys(self):
        with self.telling():
            rows = helpers.scan(
                self.patient, index=self.name, query={"query": {"match_all": {}}, "_source": False}, size=5_000
            )
            return {row["_id"] for row in rows}

    def health(self):
        """No documents also when they are in an index another version of this code made."""
        with self.telling():
            asked, _filled = self.indices()
            is_ours = asked and all(index.startswith(f"{self.name}-{stamp()}-") for index in asked)
            count = self.client.count(index=self.name)["count"] if is_ours else 0
        return {"engine": "elasticsearch", "documents": count, "checked_on": date.today().isoformat()}

    def mend(self):
        """The server looks after its own."""

    def remove(self):
        with self.telling():
            for index in (*self.indices()[0], *self.indices()[1]):
                self.patient.indices.delete(index=index, ignore_unavailable=True)

    def close(self):
        self._clients = {}  # another thread may be at it: its connections close when nobody asks any more

    # -- errors

    @property
    def place(self):
        """The address without the password."""
        return f"{self.url.rpartition('@')[2]}/{self.name}"

    @contextmanager
    def telling(self):
        """EngineUnavailable for what the server or the way to it refuses."""
        try:
            yield
        except NotFoundError as error:
            raise EngineUnavailable(f"{self.place}: no index yet; run search_reindex ({error.error}).") from error
        except (ApiError, TransportError, helpers.BulkIndexError) as error:
            raise EngineUnavailable(f"{self.place}: {error}") from error


class Conversation:
    """What one question asks of the server, in several requests that share its patience."""

    def __init__(self, engine):
        self.engine, self.end = engine, time.monotonic() + PATIENCE

    @property
    def client(self):
        return self.engine.client.options(request_timeout=max(self.end - time.monotonic(), 0.05))

    def ask(self, body):
        """The server's answer; `from` has another name in Python."""
        more = {"from_" if name == "from" else name: value for name, value in body.items()}
        found = self.client.search(index=self.engine.name, timeout=f"{PATIENCE * 1000:.0f}ms", **more)
        if found["timed_out"]:  # what it has counted until then is not the answer
            raise EngineUnavailable(f"{self.engine.place}: the question takes too long.")
        return found

    def fetch(self, ids, part="shown"):
        """{id: what is shown of it, or its files}, in this order; one deleted a moment ago is left out."""
        found = self.client.mget(index=self.engine.name, ids=ids, source_includes=[part])["docs"] if ids else []
        return {one["_id"]: one["_source"][part] for one in found if one.get("found")}


def by(size, items):
    """The items in lists of at most that many."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
