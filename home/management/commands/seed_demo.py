"""Fill an empty database with the demo community; run again, it adds only what is missing."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cms.bilingual import ledger
from home.demo import calls, deliveries, documents, lives, pages, people, replies, speakers
from spaces.models import Space


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is any space, or anybody's account"
        )

    def handle(self, *, if_empty, **options):
        if if_empty and (Space.objects.exists() or not people.is_demo_or_empty()):
            self.stdout.write("The database has content; the demo is left alone.")
            return
        if not people.is_demo_or_empty():
            raise CommandError("This database holds real people or spaces; the demo is not added to it.")
        started = time.monotonic()
        with translation.override("en"), ledger.at_the_end():
            self.seed()
        self.stdout.write(f"The demo community is there ({time.monotonic() - started:.1f} s).")
        call_command("search_reindex", stdout=self.stdout)

    def seed(self):
        self.stdout.write("Demo community: people, topics, spaces …")
        members, topics = people.make_people(), people.make_topics()
        deliveries.open_digests(members)
        spaces = people.make_spaces(members, topics)
        people.make_subscriptions(members, topics)
        writer = pages.Writer()
        self.stdout.write("Demo community: pages …")
        pages.write_ordinary(writer)
        parents = pages.write_spaces(writer, spaces)
        pages.write_meetings(writer, spaces, parents, topics)
        pages.write_announcements(writer, spaces, parents, members)
        pages.write_articles(writer, spaces, parents, members, topics, report=self.count)
        people.make_follows(members, topics, spaces)
        documents.write_documents(spaces)
        deliveries.write_deliveries()
        replies.write_replies()
        calls.write_calls()
        speakers.write_speakers(topics)
        lives.write_lives(spaces, members)

    def count(self, number):
        if number % 10 == 0:
            self.stdout.write(f"  {number} articles …")
