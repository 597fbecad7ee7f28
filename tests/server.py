"""A real Elasticsearch for the tests that need one: tools/elasticsearch starts it, once for all processes."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch, TransportError

ROOT = Path(__file__).resolve().parents[1]
TOOL, ABSENT = "tools/elasticsearch", 3
START_UP = 300  # seconds on a busy machine


@dataclass(frozen=True)
class Server:
    """One that answers; `ca` is the file of its authority when it wants TLS."""

    name: str
    url: str
    ca: str = ""

    @property
    def pid(self):
        return int(tool("pid", self.name).stdout)

    def signal(self, number):
        os.kill(self.pid, number)

    def kill(self):
        """As when the machine dies; what it holds stays."""
        pid = self.pid
        self.signal(signal.SIGKILL)
        while Path(f"/proc/{pid}/stat").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            time.sleep(0.05)

    def start_again(self):
        done = tool("start", self.name, *(["--secure"] if self.ca else []))
        assert done.returncode == 0, done.stderr
        wait(self)


def tool(*arguments):
    quick_to_start = {"ES_JAVA_OPTS": "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"}
    return subprocess.run(
        [TOOL, *arguments], cwd=ROOT, env={**os.environ, **quick_to_start}, capture_output=True, text=True, check=False
    )


def started(name="plain", *, is_secure=False):
    """The Server of this name, started if it is not there; the test is skipped, and says why, where there can be none."""
    if name == "plain" and (url := os.environ.get("ELASTICSEARCH_TESTS_URL")):
        return Server(name, url)
    found = start(name, is_secure)
    if isinstance(found, str):
        pytest.skip(found)
    return found


@cache
def start(name, is_secure):
    done = tool("start", name, *(["--secure"] if is_secure else []))
    if done.returncode == ABSENT:
        return done.stderr.strip().splitlines()[-1]
    assert done.returncode == 0, done.stderr
    url, *ca = done.stdout.split()
    found = Server(name, url, *ca)
    wait(found)
    return found


def client(server):
    return Elasticsearch(server.url, ca_certs=server.ca or None, max_retries=0)


def wait(server):
    """Until it answers."""
    end = time.monotonic() + START_UP
    with client(server) as asked:
        while True:
            try:
                return asked.cluster.health(wait_for_status="yellow")
            except TransportError:
                assert time.monotonic() < end, "Elasticsearch does not answer"
                time.sleep(0.2)
