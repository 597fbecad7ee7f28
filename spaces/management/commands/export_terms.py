"""Write the whole term base to a file, CSV or TBX by its ending, or to the standard output as CSV."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from spaces.forms.termbase import READERS


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="a .csv or .tbx file; the standard output when there is none")
        parser.add_argument("--language", choices=["fr", "en"], default="en", help="language of the columns’ names")

    def handle(self, *, file, language, **options):
        kind = Path(file).suffix[1:].lower() if file else "csv"
        if kind not in READERS:
            raise CommandError(f"{file}: the file ends in .csv or .tbx.")
        with translation.override(language):
            text = READERS[kind].write(language)
        if file is None:
            self.stdout.write(text, ending="")
            return
        try:
            Path(file).write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
