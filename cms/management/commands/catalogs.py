"""Compile the message catalogs, without the gettext programs; --check reports what a catalog misses."""

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="fail on a missing or fuzzy message")

    def handle(self, *, check, **options):
        for folder in settings.LOCALE_PATHS:
            for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
                self.one(path, check)

    def one(self, path, check):
        catalog = polib.pofile(str(path))
        if check:
            wanting = [entry for entry in catalog if not entry.obsolete and (entry.fuzzy or not entry.translated())]
            for entry in wanting:
                self.stderr.write(f"{path.parent.parent.name}: {'fuzzy' if entry.fuzzy else 'missing'}: {entry.msgid}")
            if wanting:
                raise CommandError(f"Messages of {path.name} not translated: {len(wanting)}.")
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            catalog.save_as_mofile(str(compiled))
