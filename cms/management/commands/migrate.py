"""Django's `migrate`; a database that is empty starts from the file that holds what they all make."""

from django.core.management.commands import migrate
from django.db import connections

from cms import fresh


class Command(migrate.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--from-nothing", action="store_true", help="apply every migration, even to an empty database"
        )

    def handle(self, *args, from_nothing=False, **options):
        if not from_nothing and options["app_label"] is None:
            fresh.fill(connections[options["database"]])
        super().handle(*args, **options)
