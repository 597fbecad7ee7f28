"""Keep as SQL, for new databases to start from, what this database holds: one that only migrations made."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cms import fresh
from cms.models import User


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if User.objects.exists():
            raise CommandError("This database holds people: only what migrations make of nothing is kept.")
        try:
            lines = list(fresh.script(connection))
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        file = fresh.file_for(connection)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.stdout.write(f"{file.name}: {len(lines)} lines.")
