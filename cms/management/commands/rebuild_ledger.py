"""Work out anew how every page and its translation stand to each other."""

import time

from django.core.management.base import BaseCommand

from cms.bilingual import intake
from cms.bilingual.models import Pair


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="only when nothing is in the ledger yet")
        parser.add_argument("--missing", action="store_true", help="only what is not in the ledger yet")

    def handle(self, *, if_empty, missing, **options):
        if if_empty and Pair.objects.exists():
            return
        self.started = self.said = time.monotonic()
        count = intake.fill(progress=self.progress) if missing else intake.rebuild(progress=self.progress)
        if missing and not count:
            return
        pairs = "1 pair" if count == 1 else f"{count} pairs"
        self.stdout.write(f"{pairs} of pages looked at in {time.monotonic() - self.started:.1f} s.")

    def progress(self, done, total):
        if time.monotonic() - self.said > 2:
            self.said = time.monotonic()
            self.stdout.write(f"  {done} of {total} …")
