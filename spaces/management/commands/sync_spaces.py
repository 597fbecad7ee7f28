"""Put right what spaces and duties need: pages, groups, rights, files, workflows; and who stands in the groups."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from spaces.models import Space
from spaces.services import offices, provision, spaces


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="say what is wrong, change nothing, fail if anything")

    def handle(self, *, check, **options):
        wrong, moved = [], 0
        with transaction.atomic():
            wrong += offices.provision()
            for space in Space.objects.filter(removed_at=None).select_related("collection"):
                wrong += spaces.put_back_pages(space) + provision.provision(space)
            moved = provision.settle_all()
            if check:
                transaction.set_rollback(True)
        for line in wrong:
            self.stdout.write(line)
        if moved:
            self.stdout.write(f"groups of {moved} people")
        if check and (wrong or moved):
            raise CommandError("Run manage.py sync_spaces to put this right.")
        self.stdout.write("Nothing to put right." if not wrong and not moved else "Put right.")
