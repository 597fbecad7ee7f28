"""Keep as cms/fresh.sql, which new databases start from, what this database holds: one that only migrations made."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cms import fresh
from cms.models import User


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if connection.vendor != "sqlite":
            raise CommandError("The file is made from a SQLite database; `make fresh` makes one.")
        if User.objects.exists():
            raise CommandError("This database holds people: only what migrations make of nothing is kept.")
        lines = list(fresh.script(connection))
        fresh.FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.stdout.write(f"{fresh.FILE.name}: {len(lines)} statements.")
