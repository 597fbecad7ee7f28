"""Import a file of terms (CSV or TBX) into the term base: adds and changes, never removes. See docs/terms.md."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cms.bilingual import term_import
from cms.bilingual.term_import import Outcome
from spaces.forms.termbase import read
from spaces.services import termbase


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", help="a .csv or .tbx file")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *, file, dry_run, **options):
        try:
            lines = read(file, Path(file).read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        plan = term_import.plan(lines, topics=termbase.topic_codes())
        for row in plan.rows:
            if row.said or row.outcome not in {Outcome.SAME, Outcome.ADD}:
                self.stdout.write(f"{row.line.number}: {row.outcome.label}: {row.line.text}  {' '.join(row.said)}")
        self.stdout.write(", ".join(f"{outcome.counted(count)}: {count}" for outcome, count in plan.counts()))
        if not dry_run:
            count = termbase.bring(plan=plan, file=Path(file).name)
            self.stdout.write(f"Entries added or changed: {count}.")
