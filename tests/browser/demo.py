"""The demo site that browsers visit, made by its own command: once for all processes of the tests, or before them.

`python -m tests.browser.demo FOLDER` makes it ahead (tools/test does); each process serves a copy of its own.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(var, **more):
    """That of a site in a folder: on SQLite there, whatever database the tests are asked on."""
    env = {**os.environ, "VAR_DIR": str(var), "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "cms.settings", **more}
    env.pop("DATABASE_URL", None)
    return env


def make(folder):
    """Returns the folder of a site that nobody serves: what `setup` makes."""
    folder, var = Path(folder), Path(folder) / "var"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            done = subprocess.run(
                [sys.executable, "manage.py", "setup"], cwd=ROOT, env=environment(var), capture_output=True, text=True
            )
            assert done.returncode == 0, done.stdout + done.stderr
            (folder / "made").touch()
    return var


if __name__ == "__main__":
    make(sys.argv[1])
