"""The group of processes behind `make run`, with real processes for parts."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: A runner of a group: its arguments are the parts' programs, its output what the group says.
RUNNER = """
import sys
from functools import partial
from cms import processes
processes.GRACE = 1
parts = [processes.Part(f"part {n}", partial(exec, code, {})) for n, code in enumerate(sys.argv[1:])]
processes.Group(parts, lambda line: print(line, flush=True)).run()
print("gone", flush=True)
"""


def writes(path, then="time.sleep(60)"):
    """The program of a part that appends its process id to a file, then does something."""
    return f"import os, signal, sys, time; open({str(path)!r}, 'a').write(f'{{os.getpid()}}\\n'); {then}"


def ids(path):
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def until(true, seconds=15):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "this did not happen in time"
        time.sleep(0.05)


def is_running(pid):
    """Whether a process lives; one that ended and waits to be counted does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


@pytest.fixture
def group():
    """group(program, …) starts a runner; whatever a test does, it is stopped at the end."""
    started = []

    def start(*programs):
        runner = subprocess.Popen(
            [sys.executable, "-c", RUNNER, *programs], cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        started.append(runner)
        return runner

    yield start
    for runner in started:
        runner.terminate()
        runner.wait(15)
        runner.stdout.close()


def test_a_part_that_falls_is_reported_and_started_again_and_the_others_stay(group, tmp_path):
    falling, steady = tmp_path / "falling", tmp_path / "steady"
    runner = group(writes(falling, "sys.exit(3)"), writes(steady))
    assert runner.stdout.readline() == "The part 0 stopped (exit 3); starting it again in 2 s.\n"
    until(lambda: len(ids(falling)) == 2)
    assert len(ids(steady)) == 1
    assert is_running(ids(steady)[0])


def test_a_part_that_keeps_falling_is_started_less_and_less_often(group, tmp_path):
    runner = group(writes(tmp_path / "falling", "sys.exit(1)"))
    said = [runner.stdout.readline() for _ in range(2)]
    assert [line.partition("again in ")[2] for line in said] == ["2 s.\n", "4 s.\n"]


def test_the_pause_of_one_part_does_not_hold_up_another(group, tmp_path):
    falling, steady = tmp_path / "falling", tmp_path / "steady"
    runner = group(writes(falling, "sys.exit(1)"), writes(steady))
    runner.stdout.readline()
    assert runner.stdout.readline() == "The part 0 stopped (exit 1); starting it again in 4 s.\n"
    os.kill(ids(steady)[0], signal.SIGKILL)
    assert runner.stdout.readline() == "The part 1 stopped (exit -9); starting it again in 2 s.\n"
    until(lambda: len(ids(steady)) == 2, seconds=5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_one_signal_stops_every_part(group, tmp_path, number):
    files = [tmp_path / "one", tmp_path / "two"]
    runner = group(*(writes(file) for file in files))
    until(lambda: all(ids(file) for file in files))
    runner.send_signal(number)
    assert runner.stdout.read() == "gone\n"
    assert runner.wait(5) == 0
    assert not any(is_running(pid) for file in files for pid in ids(file))


def test_a_part_is_asked_to_stop_before_it_is_made_to(group, tmp_path):
    file, farewell = tmp_path / "polite", tmp_path / "farewell"
    leave = f"signal.signal(signal.SIGTERM, lambda *a: (open({str(farewell)!r}, 'w').write('bye'), sys.exit(0)))"
    runner = group(f"import signal, sys; {leave}; {writes(file)}")
    until(lambda: ids(file))
    runner.terminate()
    assert runner.stdout.read() == "gone\n"
    assert farewell.read_text() == "bye"


def test_a_part_that_ignores_the_request_is_killed_with_its_children(group, tmp_path):
    file = tmp_path / "deaf"
    child = writes(file, "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)")
    deaf = "import signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    runner = group(f"{deaf} subprocess.run([sys.executable, '-c', {child!r}])")
    until(lambda: ids(file))
    time.sleep(0.2)  # the child has opened its file a moment before it stops listening
    runner.terminate()
    assert runner.stdout.read() == "gone\n"
    until(lambda: not is_running(ids(file)[0]))


def test_a_signal_during_the_pause_starts_nothing_again(group, tmp_path):
    file = tmp_path / "falling"
    runner = group(writes(file, "sys.exit(1)"))
    runner.stdout.readline()
    runner.terminate()
    assert runner.stdout.read() == "gone\n"
    assert len(ids(file)) == 1
