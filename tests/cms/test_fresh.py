"""A new database from its file is the one the migrations make, and the file is never laid over anything."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ConnectionHandler, connection
from environ import Env

from cms import fresh, fresh_postgresql
from cms.models import User
from tests import factories

ONLY_HERE = re.compile(r"'[0-9a-f]{32}'|strftime\([^)]*\)|'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*'")  # keys and moments
#: Keys; the next number of a row; and what PostgreSQL adds to a condition that it reads again as it wrote it.
SAME = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=_id_seq', )\d+|::(character varying|text)(\[\])?|[()]"
)
FIRST = "SELECT first_published_at FROM wagtailcore_page WHERE depth = 2"
ABSENT = 3  # what tools/postgres exits with where it cannot be had
FILES = {kind: fresh.HERE / f"fresh_{kind}.sql" for kind in fresh.KINDS}
HELD = re.compile(r"INSERT INTO (?:public\.|\")django_migrations\"? VALUES \(\d+, ?'([^']+)', ?'([^']+)'")


def migrated(url, *options):
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "cms.settings"}
    command = [sys.executable, "manage.py", "migrate", "-v0", *options]
    subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=environment, timeout=300)


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


@pytest.mark.parametrize("kind", FILES)
def test_the_file_was_made_by_the_migrations_there_are(kind):
    """Fails when one that the file holds has changed since: `make fresh`."""
    said = FILES[kind].read_text(encoding="utf-8")
    held = set(HELD.findall(said))
    assert said.splitlines()[0] == fresh.made_of(held)
    assert len(held) > 100
    assert fresh.made_of(held) != fresh.made_of({*sorted(held)[1:]})


@pytest.mark.release
def test_the_file_and_what_was_migrated_since_make_what_all_migrations_make(tmp_path):
    """Fails when a migration changed what the file holds by other means than being applied on top: `make fresh`."""
    for name, options in (("quick", ()), ("slow", ("--from-nothing",))):
        migrated(f"sqlite:///{tmp_path}/{name}.sqlite3", *options)
    quick, slow = (sqlite3.connect(tmp_path / f"{name}.sqlite3") for name in ("quick", "slow"))
    assert lines(quick) == lines(slow)
    (moment,) = quick.execute(FIRST).fetchone()
    assert is_now(datetime.fromisoformat(moment).replace(tzinfo=UTC))


@pytest.mark.release
def test_so_does_the_file_of_postgresql():
    said = []
    for options in ((), ("--from-nothing",)):
        with empty_database() as url:
            migrated(url, *options)
            with psycopg.connect(url) as there:
                said.append({SAME.sub("", line) for line in fresh_postgresql.statements(there.info)})
                (moment,) = there.execute(FIRST).fetchone()
            assert is_now(moment)
    quick, slow = said
    assert (quick - slow, slow - quick) == (set(), set())


@pytest.mark.release
@pytest.mark.django_db
def test_a_schema_the_file_does_not_name_is_left_to_the_migrations():
    with empty_database() as url:
        address = Env.db_url_config(f"{url}&options=-csearch_path=elsewhere")
        with closing(ConnectionHandler({"default": address})["default"]) as there:
            there.cursor().execute("CREATE SCHEMA elsewhere")
            assert (fresh.fill(there), there.introspection.table_names()) == (False, [])


def is_now(moment):
    """Its own moment, not that of the file."""
    return timedelta(0) <= datetime.now(UTC) - moment < timedelta(minutes=10)


@contextmanager
def empty_database():
    """The address of a PostgreSQL database of its own."""
    started = subprocess.run(["tools/postgres", "start"], cwd=settings.BASE_DIR, capture_output=True, text=True)
    if started.returncode == ABSENT:
        pytest.skip(started.stderr.strip())
    url = started.stdout.strip()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE apart")
        try:
            yield url.replace("/postgres?", "/apart?")
        finally:
            server.execute("DROP DATABASE apart WITH (FORCE)")


@pytest.mark.django_db
def test_the_file_is_not_laid_over_a_database_that_holds_anything():
    person = factories.person("Alice")
    assert not fresh.fill(connection)
    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_a_database_with_people_is_not_kept_as_the_file():
    kept = fresh.file_for(connection).read_text()
    factories.person("Alice")
    with pytest.raises(CommandError, match="holds people"):
        call_command("write_fresh")
    assert fresh.file_for(connection).read_text() == kept
