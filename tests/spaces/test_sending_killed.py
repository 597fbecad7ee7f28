"""Processes that send and are killed, or send at once: nobody is left out, and at most one mail goes twice, as it is logged."""

import os
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
from django.utils import timezone
from spaces.models import Article, Reader
from spaces.models.subscriptions import WEEK
from spaces.services import digests, subscriptions
from tests import factories
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


@pytest.fixture
def site(tmp_path, sink):
    """Runs programs on a site of its own, with forty digests made and not sent; mail goes to the sink."""
    env = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3", "DEBUG": "1",
           "EMAIL_URL": sink.url, "DJANGO_SETTINGS_MODULE": "cms.settings", "LOG_LEVEL": "WARNING"}  # fmt: skip

    def run(*command, wait=True):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, text=True, **pipes)
        if not wait:
            return process
        said, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return said.strip(), errors

    run("manage.py", "migrate", "-v0")
    run("-c", SETUP)
    return run


def times(sink):
    """{how many mails: how many people got that many}."""
    return Counter(Counter(mail.recipients[0] for mail in sink.mails).values())


def test_killed_in_the_middle_it_goes_on_without_leaving_anybody_out(site, sink):
    for after in (3, 14):  # in the first batch, then in the third
        sink.faults.seconds = 0.05
        sender = site("-c", SEND, wait=False)
        until(lambda after=after: len(sink.mails) >= after, seconds=60)
        sender.send_signal(signal.SIGKILL)
        sender.communicate(timeout=30)
        sink.faults.seconds = 0
        site("-c", f"END = False\n{LATER}")
    said, _errors = site("-c", f"END = True\n{LATER}")
    doubtful = int(said.rpartition(" ")[2])
    assert said.startswith("['sent'] ['sent'] ")
    counts = times(sink)
    assert sum(counts.values()) == PEOPLE
    assert set(counts) <= {1, 2}
    assert counts[2] <= doubtful <= 2, "one for each time it was killed"


def test_two_that_send_at_once_send_one_copy_of_each(site, sink):
    senders = [site("-c", SEND, wait=False) for _ in range(2)]
    said = [sender.communicate(timeout=120) for sender in senders]
    taken = [int(words.split()[1]) for words, _errors in said]
    assert (sum(taken), times(sink)) == (PEOPLE, {1: PEOPLE})
