"""Load bilingual pairs (JSON lines, plain or gzipped) as published, linked articles of a space."""

import gzip
import time
import zlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from spaces.models import Space
from spaces.services import imports


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--space", required=True, help="code of the space the articles go to")

    def handle(self, *, file, space, **options):
        target = Space.objects.filter(code=space).first()
        if target is None:
            codes = ", ".join(Space.objects.values_list("code", flat=True)) or "none yet"
            raise CommandError(f"There is no space “{space}”. The spaces are: {codes}.")
        if not file.is_file():
            raise CommandError(f"There is no file at {file}.")
        started = time.monotonic()
        opener = gzip.open if file.suffix == ".gz" else open
        try:
            with opener(file, "rt", encoding="utf-8", errors="replace") as lines:
                report = imports.load(lines, space=target, progress=self.show)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise CommandError(f"{file.name} ends or breaks inside its compression: {error}") from error
        seconds = max(time.monotonic() - started, 0.001)
        self.tell(report)
        self.stdout.write(
            f"{report.added} pages added in {seconds:.1f} s ({report.added / seconds:.0f} pages/s), "
            f"{report.skipped} already there, {len(report.refused)} refused."
        )

    def tell(self, report):
        """What was left out, each thing once; then what was refused, line by line."""
        lines = {}
        for number, reason in report.noted:
            lines.setdefault(reason, []).append(number)
        for reason, numbers in lines.items():
            more = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
            self.stderr.write(f"line {numbers[0]}{more}: {reason}; the article is there without it")
        for number, reason in report.refused:
            self.stderr.write(f"line {number}: {reason}; skipped")

    def show(self, report):
        self.stdout.write(f"  {report.added} pages …")
