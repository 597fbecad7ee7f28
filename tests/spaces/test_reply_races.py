"""Many at once, each by a connection of their own to a real database: a seat is taken once, and nobody votes too often."""

import os
import subprocess
import sys

import psycopg
import pytest

from spaces.services.proposals import VOTES
from tests.cms.test_processes import ROOT

pytestmark = pytest.mark.database
SEATS, PEOPLE = 3, 12
PROGRAM = f"""
import django
django.setup()
from threading import Barrier, Thread
from django.db import connection
from cms.models import User
from spaces.models import Meeting, Reply, Vote
from spaces.services import proposals, replies
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
            if isinstance(answer, str):
                replies.answer(meeting=meeting, user=user, answer=answer)
            else:
                proposals.vote(proposal=answer, user=user)
        except proposals.Refused:
            pass
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
topics = [proposals.propose(space=meeting.space, by=people[0], language="fr", title=f"T{{n}}") for n in range(5)]
at_once(*((people[0], topic) for topic in topics), (people[0], topics[0]))
print(Vote.objects.count(), wrong)
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
        server.execute(f"CREATE DATABASE {name}")
    yield given.replace("/postgres?", f"/{name}?")
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_seats_are_taken_once_when_many_answer_at_once_and_votes_are_no_more_than_one_has(tmp_path, database):
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
        f"{VOTES} []",
    ]
