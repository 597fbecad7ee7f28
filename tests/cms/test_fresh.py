"""A new SQLite database from the file is the one the migrations make, and the file is never laid over anything."""

import os
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from cms import fresh
from cms.models import User
from tests import factories

ONLY_HERE = re.compile(r"'[0-9a-f]{32}'|strftime\([^)]*\)|'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*'")  # keys and moments


def migrated(path, *options):
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{path}", "DJANGO_SETTINGS_MODULE": "cms.settings"}
    command = [sys.executable, "manage.py", "migrate", "-v0", *options]
    subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=environment, timeout=300)
    return sqlite3.connect(path)


def lines(database):
    """What a database holds, without what differs each time."""
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    held = {
        f"{kind} {name}: {sql}" for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master")
    }
    for table in tables:
        if table in ("django_migrations", "sqlite_sequence") or "_fts" in table:
            continue
        for row in database.execute(f'SELECT * FROM "{table}"'):
            held.add(f"{table}: {ONLY_HERE.sub('', repr(row))}")
    return held | {f"{app} {name}" for app, name in database.execute("SELECT app, name FROM django_migrations")}


def test_the_file_was_made_by_the_migrations_there_are():
    """Fails when one that the file holds has changed since: `make fresh`."""
    database = sqlite3.connect(":memory:")
    database.executescript(fresh.FILE.read_text(encoding="utf-8"))
    held = set(database.execute("SELECT app, name FROM django_migrations"))
    assert fresh.FILE.read_text(encoding="utf-8").splitlines()[0] == fresh.made_of(held)
    assert len(held) > 100
    assert fresh.made_of(held) != fresh.made_of({*sorted(held)[1:]})


@pytest.mark.release
def test_the_file_and_what_was_migrated_since_make_what_all_migrations_make(tmp_path):
    """Fails when a migration changed what the file holds by other means than being applied on top: `make fresh`."""
    quick, slow = migrated(tmp_path / "quick.sqlite3"), migrated(tmp_path / "slow.sqlite3", "--from-nothing")
    assert lines(quick) == lines(slow)
    (moment,) = quick.execute("SELECT first_published_at FROM wagtailcore_page WHERE depth = 2").fetchone()
    age = datetime.now(UTC) - datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert timedelta(0) <= age < timedelta(minutes=10)  # its own moment, not that of the file


@pytest.mark.django_db
def test_the_file_is_not_laid_over_a_database_that_holds_anything():
    person = factories.person("Alice")
    assert not fresh.fill(connection)
    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_a_database_with_people_is_not_kept_as_the_file():
    kept = fresh.FILE.read_text()
    factories.person("Alice")
    with pytest.raises(
        CommandError, match="holds people" if connection.vendor == "sqlite" else "made from a SQLite database"
    ):
        call_command("write_fresh")
    assert fresh.FILE.read_text() == kept
