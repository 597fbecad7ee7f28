"""Processes that send and are killed, or send at once: nobody is left out, and at most one mail goes twice, as it is logged."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter

import pytest

from tests.cms.test_processes import ROOT, until
from tests.sink import Sink

PEOPLE = 40
SETUP = f"""
import django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from spaces.models import Article, Reader
from spaces.models.subscriptions import WEEK
from spaces.services import digests, subscriptions
from tests import factories
call_command("migrate", verbosity=0)
space, topic = factories.space(), factories.topic()
for number in range({PEOPLE}):
    subscriptions.follow(user=factories.person(f"Person{{number}}"), topic=topic)
now = timezone.now()
Reader.objects.update(covered_until=now - WEEK, next_digest_at=now, weekly_at=now)
factories.article(space, fr="Rappel", en="Callback", topics=[topic], days_ago=1)
digests.prepare(now=now)
"""
SEND = """
import django
django.setup()
from spaces.services import dispatches, sending
dispatches.BATCH = 10
print("sent", sending.send_all(), flush=True)
"""
#: Ten minutes later, as far as what was left is concerned.
LATER = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from spaces.models import Dispatch
from spaces.services import dispatches, sending
Dispatch.objects.exclude(claimed_at=None).update(claimed_at=timezone.now() - dispatches.PATIENCE - timedelta(seconds=1))
dispatches.recover(now=timezone.now())
if END:
    sending.send_all(now=timezone.now() + timedelta(minutes=2))
    states = sorted(Dispatch.objects.values_list("state", flat=True).distinct())
    rows = sorted(set(Dispatch.objects.values_list("deliveries__state", flat=True)))
    print(states, rows, Dispatch.objects.filter(is_doubtful=True).count())
"""


@pytest.fixture
def sink():
    with Sink() as listening:
        yield listening


def started(program, folder, **more):
    """A process on the site in a folder."""
    env = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "DEBUG": "1",
           "DJANGO_SETTINGS_MODULE": "cms.settings", "LOG_LEVEL": "WARNING", **more}  # fmt: skip
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=env, text=True, **pipes)


def said_by(process):
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return said.strip()


@pytest.fixture(scope="module")
def made_site(tmp_path_factory):
    """Forty digests made and not sent."""
    folder = tmp_path_factory.mktemp("site")
    said_by(started(SETUP, folder))
    return folder


@pytest.fixture
def site(made_site, tmp_path, sink):
    """Starts programs on a copy of it; mail goes to the sink."""
    folder = shutil.copytree(made_site, tmp_path / "site")
    return lambda program: started(program, folder, EMAIL_URL=sink.url)


def times(sink):
    """{how many mails: how many people got that many}."""
    return Counter(Counter(mail.recipients[0] for mail in sink.mails).values())


def test_killed_in_the_middle_it_goes_on_without_leaving_anybody_out(site, sink):
    for after, program in ((3, SEND), (14, f"END = False\n{LATER}{SEND}")):  # in the first batch, then in the third
        sink.faults.seconds = 0.05
        sender = site(program)
        until(lambda after=after: len(sink.mails) >= after, seconds=60)
        sender.send_signal(signal.SIGKILL)
        sender.communicate(timeout=30)
        sink.faults.seconds = 0
    said = said_by(site(f"END = True\n{LATER}"))
    doubtful = int(said.rpartition(" ")[2])
    assert said.startswith("['sent'] ['sent'] ")
    counts = times(sink)
    assert sum(counts.values()) == PEOPLE
    assert set(counts) <= {1, 2}
    assert counts[2] <= doubtful <= 2, "one for each time it was killed"


def test_two_that_send_at_once_send_one_copy_of_each(site, sink):
    senders = [site(SEND) for _ in range(2)]
    taken = [int(said_by(sender).split()[1]) for sender in senders]
    assert (sum(taken), times(sink)) == (PEOPLE, {1: PEOPLE})
