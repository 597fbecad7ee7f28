"""What a clone holds: nothing of the machine it was written on, nothing left for later, every requirement pinned."""

import re

import pytest

from tests.contract import sources

#: Written in two parts, so that this file does not hold what it looks for.
HOSTS = [
    "pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.(?:org|com)", "deb." + r"debian\.org", "repo1?" + r"\.maven",
]  # fmt: skip
FOLDERS = ["/" + name + "/" for name in ("work", "farm", "root", "Users", "home/runner", "home/user")]
LATER = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "lorem " + "ipsum"]
UNFINISHED = ["mark" + r"\.skip", "mark" + r"\.xfail", "pytest" + r"\.xfail\(", "NotImplemented" + "Error"]
TEXTS = (".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".yaml")
PARTS = ["base", "production", "dev"]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
ASKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*(==\S+)?", re.MULTILINE)


def lines_with(patterns, *endings):
    """«file:line» of every line of the repository that holds one of these."""
    wanted = re.compile("|".join(patterns))
    found = []
    for path in sources.files(*endings):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{sources.name_of(path)}:{number}" for number, line in enumerate(lines, 1) if wanted.search(line)]
    return found


def test_no_package_registry_is_named():
    assert lines_with(HOSTS) == []


def test_no_path_of_one_machine_is_named():
    assert lines_with([rf"(?<![\w.~}}$-]){re.escape(folder)}" for folder in FOLDERS]) == []


def test_nothing_is_left_for_later():
    assert lines_with([rf"\b{word}\b" for word in LATER], *TEXTS) == []


def test_no_test_is_skipped_and_nothing_is_unfinished():
    assert lines_with(UNFINISHED, ".py") == []


def requirements(name):
    """The text of a file of requirements, without its comments."""
    lines = (sources.ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


@pytest.mark.parametrize("part", PARTS)
def test_every_requirement_is_pinned_with_hashes(part):
    blocks = [block for block in re.split(r"\n(?=\S)", requirements(f"{part}.txt")) if block.strip()]
    assert len(blocks) > 3
    assert [block for block in blocks if not PINNED.match(block) or "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("part", PARTS)
def test_what_is_asked_for_is_what_is_pinned(part):
    pinned = {name.lower(): version for name, version in PINNED.findall(requirements(f"{part}.txt"))}
    asked = [ASKED.match(line).groups() for line in requirements(f"{part}.in").splitlines() if line and line[0] != "-"]
    assert [name for name, version in asked if version not in (None, f"=={pinned.get(name.lower())}")] == []
    assert [name for name, _version in asked if name.lower() not in pinned] == []


def test_the_three_sets_agree_on_versions():
    sets = []
    for part in PARTS:
        pins = {}
        for name, version in PINNED.findall(requirements(f"{part}.txt")):
            pins.setdefault(name.lower(), []).append(version)  # two for a package that depends on Python's version
        sets.append(pins)
    *smaller, everything = sets
    assert [name for pins in smaller for name in pins if pins[name] != everything.get(name, pins[name])] == []


def test_what_is_made_is_not_kept():
    folders, endings = sources.ignored()
    assert {"var", ".venv", "__pycache__"} <= folders
    assert {".mo", ".pyc"} <= set(endings)
    assert sources.files(".sqlite3", ".log", ".mo", ".orig", ".rej") == []
