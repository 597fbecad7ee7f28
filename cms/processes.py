"""The parts of a running site as one group of processes: started and stopped together, started again when they fall."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

GRACE = 10  # seconds between asking a part to stop and stopping it
QUICK = 5  # a part that lived less than this is not restarted at once


@dataclass
class Part:
    """One process of the group, and when it last started."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    started: float = 0.0
    pause: float = 1.0
    again_at: float = 0.0  # when it is to start again; 0 while it runs

    def start(self):
        # its own session, so that Ctrl-C reaches it once, through us, in order
        env = {**os.environ, **self.env}
        self.process = subprocess.Popen(self.command, env=env, start_new_session=True)  # noqa: S603  commands are ours
        self.started, self.again_at = time.monotonic(), 0.0


class Group:
    """Runs parts until told to stop. `say` prints a line."""

    def __init__(self, parts, say):
        self.parts, self.say, self.stopping = parts, say, False

    def run(self):
        """Start every part and watch; returns when a signal asked to stop and all parts are gone."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        for part in self.parts:
            part.start()
        try:
            while not self.stopping:
                self.watch()
                time.sleep(0.3)
        finally:
            self.end()

    def stop(self, *args):
        self.stopping = True

    def watch(self):
        """One look at each part; the pause of one never holds up the others."""
        for part in self.parts:
            if part.again_at:
                if time.monotonic() >= part.again_at:
                    part.start()
            elif (code := part.process.poll()) is not None:
                lived = time.monotonic() - part.started
                part.pause = 1.0 if lived > QUICK else min(part.pause * 2, 30.0)
                part.again_at = time.monotonic() + part.pause
                self.say(f"The {part.name} stopped (exit {code}); starting it again in {part.pause:.0f} s.")

    def end(self):
        running = [part for part in self.parts if part.process and part.process.poll() is None]
        for part in running:
            self._signal(part, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for part in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                part.process.wait(max(0.1, deadline - time.monotonic()))
            self._signal(part, signal.SIGKILL)

    def _signal(self, part, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(part.process.pid, number)


def manage(*arguments):
    """The command line of a management command under this interpreter."""
    return [sys.executable, "manage.py", *arguments]
