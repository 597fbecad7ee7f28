"""Sites to measure, made once under var/bench/ and kept: the demo alone, or with thousands of invented articles."""

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Invented words, some common and most rare, as in a real collection.
SYLLABLES = {
    "en": "con tact cen tre call wait back queue ser vice trans chat coach plan voice form let ter fig week".split(),
    "fr": "con tact cen tre ap pel at ten te rap file ser vi trans cla var plan voix for mu laire let chif fre".split(),
}
VOCABULARY = 4000


@dataclass
class Site:
    """How to run a site and what to ask of it."""

    env: dict[str, str]
    cookie: str
    paths: dict[str, str]


def environment(name):
    """(folder, environment) of a site kept under var/bench/."""
    home = ROOT / "var" / "bench" / str(name)
    home.mkdir(parents=True, exist_ok=True)
    return home, {
        "DJANGO_SETTINGS_MODULE": "bench.settings", "VAR_DIR": str(home), "DEBUG": "0", "DEMO": "1",
        "SECRET_KEY": "bench", "ALLOWED_HOSTS": "*", "BASE_URL": "http://localhost", "LOG_LEVEL": "ERROR",
    }  # fmt: skip


def prepare(size):
    """A site with the demo and, when `size` is not 0, enough invented pages to reach it."""
    home, env = environment(size)
    if not (home / "ready").exists():
        print(f"making a site of {size or 'demo'} pages in var/bench …", flush=True)
        run(env, "setup")
        if size:
            records = home / "pairs.jsonl"
            write_pairs(records, (size - 150) // 2)
            run(env, "import_articles", str(records), "--space", "managers")
            run(env, "search_reindex")
        run(env, "collectstatic", "--noinput", "-v0")
        (home / "ready").touch()
    made = subprocess.run(
        [sys.executable, "-m", "bench.visit"], env={**os.environ, **env}, cwd=ROOT, check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    told = json.loads(made.stdout.splitlines()[-1])
    return Site(env, told["cookie"], told["paths"])


def run(env, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env={**os.environ, **env}, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def write_pairs(path, count):
    """Invented bilingual records; the words mean nothing, their number, length and rarity are what counts."""
    chance = random.Random(7)  # noqa: S311  not a secret
    words = {code: vocabulary(chance, parts) for code, parts in SYLLABLES.items()}
    weights = [1 / (rank + 1) for rank in range(VOCABULARY)]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            record = {"id": f"bench-{number}"}
            for code, known in words.items():
                said = chance.choices(known, weights, k=240)
                body = "".join(
                    f"<h2>{' '.join(said[start : start + 4])}</h2><p>{' '.join(said[start + 4 : start + 70])}</p>"
                    for start in (20, 90, 160)
                )
                title = f"{' '.join(said[:6])} {number}"
                record[code] = {"title": title, "body_html": body, "summary": " ".join(said[6:20])}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def vocabulary(chance, parts):
    """Distinct words made of two to four syllables."""
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        made["".join(chance.choices(parts, k=chance.randint(2, 4)))] = None
    return list(made)
