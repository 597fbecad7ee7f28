"""Enqueue what the schedule says is due; run it each minute, or with --loop as part of `serve`."""

import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from cms.schedule import enqueue_due


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on for ever, every 20 seconds")

    def handle(self, *, loop, **options):
        while True:
            names = enqueue_due()
            if names and options["verbosity"] > 1:
                self.stdout.write("enqueued " + ", ".join(names))
            if not loop:
                return
            close_old_connections()
            time.sleep(20)
