"""Have a file read by a child process, and take what it says until it ends or its time is over."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from django.conf import settings

from search.documents import closed

STEP = 0.2  # seconds between two looks at the child
KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPYCACHEPREFIX")  # none of the site's secrets


@dataclass
class Reading:
    """What a file says, and how reading it ended: a state of search.models.FileText."""

    state: str
    text: str = ""
    pages: int | None = None  # read
    of: int | None = None  # there are
    why: str = ""  # what a library said, for those who run the site


def read(content, extension, *, limits=None, meanwhile=lambda: None):
    """The Reading of an open file of the disk; `meanwhile` is called now and then, and keeps the worker useful."""
    limits = {**settings.FILE_TEXT, **(limits or {})}
    content.seek(0)
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-s", "-m", "search.reading.child", extension, json.dumps(limits)],
            stdin=content,
            stdout=told,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env=environment(),
        )
        try:
            is_late = not ended(child, limits["seconds"], meanwhile)
        finally:
            child.kill()
            child.wait()
        told.seek(0)
        return reading(told.read(), is_late=is_late or child.returncode == -24)  # SIGXCPU: of the processor's time


def environment():
    """What the child knows of that of the site."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}


def ended(child, seconds, meanwhile):
    """Whether the child ended by itself in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            child.wait(STEP)
            return True
        except subprocess.TimeoutExpired:
            meanwhile()
    return False


def reading(told, *, is_late):
    """From the lines of the child; a last one that was cut says nothing."""
    found, pieces = Reading(state="slow" if is_late else "damaged"), []
    for line in told.split(b"\n")[:-1]:
        said = json.loads(line)
        if "end" in said:
            found.state, found.why = said["end"], said.get("why", "")
        elif "of" in said:
            found.of = said["of"]
        else:
            found.pages = said["page"]
            pieces.append(said["words"])
    found.text = " ".join(map(closed, filter(None, pieces)))
    if found.state in {"read", "cut"} and not found.text:
        found.state = "empty"
    return found
