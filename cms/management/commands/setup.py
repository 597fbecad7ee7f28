"""Bring database, terms, demo and search index to where the site can run. Run again, it does what is missing."""

import gc
import time
from io import StringIO
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from cms import fresh
from cms.bilingual import term_seed


def site_at_base_url():
    """Wagtail's row of the site says where pages are: what it makes links of is the address people use."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(is_default_site=True).update(hostname=address.hostname, port=port)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, **options):
        gc.set_threshold(50_000, 20, 100)  # what migrations make stays: looking for garbage finds none
        call_command("catalogs", stdout=self.stdout)
        self.migrate()
        if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
            call_command("createcachetable", verbosity=0)
        call_command("check", databases=["default"], stdout=StringIO())  # speaks only when something is wrong
        if not settings.WHITENOISE_USE_FINDERS:  # anew at each upgrade: old style sheets must not outlive their pages
            self.stdout.write("Gathering static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
        site_at_base_url()
        if added := term_seed.seed():  # only into an empty base: what was edited stays so
            self.stdout.write(f"The term base starts with {added} concepts.")
        if settings.DEMO:
            call_command("seed_demo", if_empty=True, stdout=self.stdout)
        call_command("rebuild_ledger", missing=True, stdout=self.stdout)
        try:
            call_command("search_reindex", if_empty=True, stdout=self.stdout)
        except CommandError as error:  # the site goes up without it; the schedule builds the index when it can
            self.stderr.write(str(error))

    def migrate(self):
        """`migrate`, with a line of progress every two seconds: a first run takes many."""
        fresh.fill(connection)
        executor = MigrationExecutor(connection, self.progress)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        self.total, self.done, self.said = len(plan), 0, time.monotonic()
        if not plan:
            return
        self.stdout.write(f"Preparing the database: {self.total} steps …")
        executor.loader.check_consistent_history(connection)
        emit_pre_migrate_signal(0, False, connection.alias, apps=apps, plan=plan)
        state = executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)
        emit_post_migrate_signal(0, False, connection.alias, apps=state.apps, plan=plan, stdout=self.stdout)

    def progress(self, action, migration=None, fake=False):
        if action == "apply_success":
            self.done += 1
        if time.monotonic() - self.said > 2:
            self.said = time.monotonic()
            self.stdout.write(f"  {self.done} of {self.total} …")
