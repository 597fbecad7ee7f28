"""Read reports of mail that came back: one message on standard input, or a file of one, a mbox or a Maildir."""

import sys
from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from cms import bounce_reports, bounces


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", help="a file of one message, a mbox or a Maildir; else standard input")

    def handle(self, *, path, **options):
        try:
            messages = bounce_reports.messages_in(path) if path else [sys.stdin.buffer.read()]
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        outcomes = Counter()
        for raw in messages:
            name = bounces.one_line(str(bounce_reports.parsed(raw)["Message-ID"] or "a message"))
            for reading in bounce_reports.read(raw):
                outcomes[reading.outcome] += 1
                self.stdout.write(f"{name}: {reading}")
        if path:
            counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())) or "nothing in it"
            self.stdout.write(f"{len(messages)} read: {counted}.")
