"""A whole site as its users get it: set up and served by its own commands, in its own folder, with a real browser."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import cached_property
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import demo
from tests.browser.demo import ROOT
from tests.browser.places import CODE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "carrefour-demo"
#: Runs what it is given, a line of JSON each time, and answers with what that printed: Django is loaded once.
SHELL = """
import io, json, sys
from contextlib import redirect_stdout
import django
django.setup()
for line in sys.stdin:
    with redirect_stdout(io.StringIO()) as said:
        exec(json.loads(line), {})
    print(json.dumps(said.getvalue()), flush=True)
"""


@dataclass
class Site:
    """A running demo site."""

    url: str
    var: Path
    env: dict

    def manage(self, *arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, code):
        """Run a few lines with the site's settings; returns what they print."""
        self.shell.stdin.write(json.dumps(code) + "\n")
        self.shell.stdin.flush()
        answer = self.shell.stdout.readline()
        assert answer, "what went wrong is on the standard error"
        return json.loads(answer)

    @cached_property
    def shell(self):
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, "-c", SHELL], cwd=ROOT, env=self.env, stdin=pipe, stdout=pipe, text=True
        )

    def mails(self):
        """Messages written to the mail folder so far."""
        files = sorted((self.var / "mail").glob("*.log")) if (self.var / "mail").exists() else []
        parts = [part for file in files for part in re.split(rb"-{79}\n", file.read_bytes())]
        return [message_from_bytes(part, policy=policy.default) for part in parts if part.strip()]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """The demo community, served by `manage.py serve` with its worker and schedule."""
    var, port = tmp_path_factory.mktemp("site"), free_port()
    base = tmp_path_factory.getbasetemp()
    env = demo.environment(var, PORT=str(port))
    running = Site(f"http://localhost:{port}", var, env)
    made = demo.make(os.environ.get("DEMO_SITE") or (base if worker_id == "master" else base.parent))
    shutil.copytree(made, var, dirs_exist_ok=True)
    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=env, start_new_session=True)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.1)
    yield running
    running.shell.communicate()
    os.kill(server.pid, signal.SIGTERM)
    assert server.wait(timeout=30) == 0


@pytest.fixture(scope="session")
def places(site):
    """Where each kind of page stands, in both languages."""
    return json.loads(site.python(CODE).strip().splitlines()[-1])


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.skip("chromium is not installed: the browser journeys did not run")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def kept():
    """{person: what a browser keeps of them}: each signs in by the form once, and is known when they come back."""
    return {}


@pytest.fixture
def visitor(browser, site, kept):
    """visitor("dana.whitlock", …) -> a page signed in as that person; complaints of the console fail the test.

    Who is going to sign out comes `for_once`, and signs in for it.
    """
    contexts, complaints = [], []

    def open_as(person, for_once=False, **options):
        known = None if for_once else kept.get(person)
        options = {
            "timezone_id": "America/Toronto",
            "locale": "en-CA",
            "viewport": {"width": 1280, "height": 900},
            **options,
        }
        context = browser.new_context(**options, base_url=site.url, storage_state=known)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        if person and not known:
            sign_in(page, person)
            if not for_once:
                kept[person] = context.storage_state()
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


def is_complaint(said):
    """Errors of ours: the browser's own note of a 404 one asked for is not one."""
    return said.type == "error" and "Failed to load resource" not in said.text


def sign_in(page, person):
    page.goto("/en/accounts/login/")
    page.fill("[name=login]", f"{person}@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main form .btn")
    page.wait_for_url(re.compile(r"/(fr|en)/$"))
