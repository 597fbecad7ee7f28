"""Build the search index anew, or check it against the database."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from search import documents, files, outbox
from search.engines import engine
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="list concepts missing from the index, and strays in it"
        )
        parser.add_argument(
            "--fix", action="store_true", help="put right what --check lists; stopped half way, the worker goes on"
        )
        parser.add_argument("--if-empty", action="store_true", help="do nothing when the index already has documents")

    def handle(self, *, check, fix, if_empty, **options):
        try:
            if fix:
                self._fix()
            elif check:
                self._check()
            else:
                self._rebuild(if_empty)
        except EngineUnavailable as error:
            raise CommandError(f"The search engine does not answer: {error}") from error

    def _rebuild(self, if_empty):
        if if_empty and self._has_documents():
            self.stdout.write("The search index is there.")
            return
        self._read()
        started = time.monotonic()
        count, refused = outbox.build(self._shown(documents.build()))
        for key, why in refused.items():
            self.stdout.write(f"Refused, and still queued: {key}: {why}")
        self.stdout.write(f"Indexed {count} items in {time.monotonic() - started:.1f} s.")

    def _read(self):
        """The files nobody has read yet; stopped half way, it goes on from there."""
        if next(files.unread(), None):
            call_command("read_files", stdout=self.stdout)

    def _has_documents(self):
        try:
            return bool(engine().health()["documents"])
        except EngineUnavailable:
            return False  # building it anew either mends it or says why not

    def _shown(self, found):
        last = time.monotonic()
        for number, document in enumerate(found, 1):
            if time.monotonic() - last > 1:
                last = time.monotonic()
                self.stdout.write(f"  {number} items read …")
            yield document

    def _check(self):
        if any(self._different()):
            raise CommandError("The index and the database differ; run search_reindex --fix.")

    def _different(self):
        """(keys missing from the index, strays in it), after a list of the first of each."""
        live = {document.key for document in documents.build()}
        indexed = engine().keys()
        missing, strays = live - indexed, indexed - live
        for label, keys in (("missing from the index", missing), ("stray in the index", strays)):
            self.stdout.write(f"{len(keys)} {label}")
            for key in sorted(keys)[:20]:
                self.stdout.write(f"  {key}")
        return missing, strays

    def _fix(self):
        (missing, strays), last = self._different(), time.monotonic()
        engine().delete(strays)
        outbox.queue(missing)
        done, left = outbox.drain()
        while done and left:
            if time.monotonic() - last > 1:
                last = time.monotonic()
                self.stdout.write(f"  {left} left …")
            done, left = outbox.drain()
        if left:
            raise CommandError(f"{left} concepts were not taken; the worker tries them again. Their rows say why.")
        self.stdout.write(f"{len(missing) + len(strays)} put right.")
