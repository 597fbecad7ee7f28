"""The packages stand on each other in one order, and lint-imports says so."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.contract import sources


def test_no_import_goes_upwards():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=sources.ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout.count("BROKEN")) == (0, 0), done.stdout
    assert "Contracts: 3 kept, 0 broken." in done.stdout


def test_every_package_of_the_site_is_under_the_contracts():
    contracts = tomllib.loads((sources.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    packages = {path.parent.name for path in sources.ROOT.glob("*/apps.py")}
    assert set(contracts["root_packages"]) == packages == set(sources.PACKAGES)


def test_what_is_imported_inside_a_function_says_why():
    """An import hidden in a function hides a layer; those that must be carry their reason."""
    silent = [
        f"{sources.name_of(path)}:{number}"
        for path in sources.files(".py", under=sources.PACKAGES)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.startswith(("    from ", "    import ")) and "noqa: PLC0415" not in line
    ]
    assert silent == []
