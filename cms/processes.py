"""The parts of a running site as one group of processes: started and stopped together, started again when they fall.

Parts are forks of the process that runs the group: what it has loaded, they have. Starting takes no time, and memory
that never changes is shared.
"""

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

GRACE = 10  # seconds between asking a part to stop and stopping it
QUICK = 5  # a part that lived less than this is not restarted at once


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
fork = multiprocessing.get_context("fork")


@dataclass
class Part:
    """One process of the group, what it runs, and when it last started."""

    name: str
    run: Callable[[], object]
    process: BaseProcess | None = None
    started: float = 0.0
    pause: float = 1.0
    again_at: float = 0.0  # when it is to start again; 0 while it runs

    def start(self):
        self.process = fork.Process(target=self.begin, name=self.name)
        self.process.start()
        self.started, self.again_at = time.monotonic(), 0.0

    def begin(self):
        """In the new process: the group's way of listening to signals is not the part's."""
        os.setsid()  # its own session, so that Ctrl-C reaches it once, through the group, in order
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        self.run()


class Group:
    """Runs parts until told to stop. `say` prints a line."""

    def __init__(self, parts, say):
        self.parts, self.say, self.stopping = parts, say, False

    def run(self):
        """Start every part and watch; returns when a signal asked to stop and all parts are gone."""
        for number in SIGNALS:
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
            elif (code := part.process.exitcode) is not None:
                lived = time.monotonic() - part.started
                part.pause = 1.0 if lived > QUICK else min(part.pause * 2, 30.0)
                part.again_at = time.monotonic() + part.pause
                self.say(f"The {part.name} stopped (exit {code}); starting it again in {part.pause:.0f} s.")

    def end(self):
        running = [part for part in self.parts if part.process and part.process.is_alive()]
        for part in running:
            self._signal(part, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for part in running:
            part.process.join(max(0.1, deadline - time.monotonic()))
            self._signal(part, signal.SIGKILL)

    def _signal(self, part, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(part.process.pid, number)
