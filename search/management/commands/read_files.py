"""Read the files of documents that were not read yet, so that pages are found by what they say."""

import time

from django.core.management.base import BaseCommand

from search import files, unread


class Command(BaseCommand):
    help = f"{__doc__} Stopped half way, it goes on from there."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="also those that could not be read, or not to their end"
        )

    def handle(self, *, again, **options):
        if again:
            files.forget_failures()
        started = last = time.monotonic()
        count = 0
        while files.read_next():
            count += 1
            if time.monotonic() - last > 1:
                last = time.monotonic()
                self.stdout.write(f"  {count} files read, {sum(1 for _name in files.unread())} left …")
        files.forget_gone()
        failed = unread.failed().count()
        self.stdout.write(
            f"Read {count} files in {time.monotonic() - started:.1f} s; {failed} of all are not read whole."
        )
