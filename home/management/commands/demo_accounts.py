"""Print the demo accounts, one a persona."""

from django.core.management.base import BaseCommand

from cms.models import User
from home.demo import people


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        there = set(User.objects.values_list("email", flat=True))
        rows = [person for person in people.personas("en") if person["email"] in there]
        if not rows:
            return
        self.stdout.write(f"  Demo accounts, all with the password {people.PASSWORD}:")
        for person in rows:
            self.stdout.write(f"    {person['email']:<32} {person['role']}")
        self.stdout.write("")
