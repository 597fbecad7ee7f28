"""Many who answer at once, each by a connection of their own to a real database: every seat is taken, and only once."""

import os
import subprocess
import sys

import psycopg
import pytest

from tests.cms.test_processes import ROOT

pytestmark = pytest.mark.database
SEATS, PEOPLE = 3, 12
PROGRAM = f"""
import django
django.setup()
from threading import Barrier, Thread
from django.db import connection
from cms.models import User
from spaces.models import Meeting, Reply
from spaces.services import replies
from tests import factories
meeting = factories.meeting(factories.space(), seats={SEATS})
people = [factories.person(f"Person{{number}}") for number in range({PEOPLE})]
wrong = []

def at_once(*acts):
    gate = Barrier(len(acts))
    def act(user, answer):
        try:
            connection.ensure_connection()
            gate.wait()
            replies.answer(meeting=meeting, user=user, answer=answer)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()
    threads = [Thread(target=act, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

def say():
    print(Reply.objects.coming().count(), Reply.objects.waiting().count(), wrong, flush=True)

at_once(*((user, "attends") for user in people))
say()
first, *others = Reply.objects.waiting()
gone = list(Reply.objects.coming())
at_once(*((reply.user, "cannot") for reply in gone))
say()
print(first in Reply.objects.coming())
at_once(*((people[0], answer) for answer in ("attends", "cannot") * 3))
print(Reply.objects.filter(user=people[0]).count(), wrong, Reply.objects.coming().count() <= {SEATS})
"""


@pytest.fixture
def database(tmp_path):
    """The address of a database of its own, on the engine the suite runs on."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{tmp_path}/site.sqlite3"
        return
    name = f"seats_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {os.environ.get('TEST_TEMPLATE') or 'template1'}")
    yield given.replace("/postgres?", f"/{name}?")
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_seats_are_taken_once_when_many_answer_at_once(tmp_path, database):
    env = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": database, "DEBUG": "1", "LOG_LEVEL": "WARNING",
           "DJANGO_SETTINGS_MODULE": "cms.settings"}  # fmt: skip

    def run(*command):
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().splitlines()

    run("manage.py", "migrate", "-v0")
    assert run("-c", PROGRAM) == [
        f"{SEATS} {PEOPLE - SEATS} []",
        f"{SEATS} {PEOPLE - 2 * SEATS} []",
        "True",
        "1 [] True",
    ]
