"""Sites to measure, made once under var/bench/ and kept: the demo alone, or with thousands of invented articles."""

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORDS = {
    "en": (
        "call centre wait callback agent queue service caller transfer chat coaching schedule forecast voice "
        "greeting form letter topic figure week month team pilot result change office counter language plain knowledge"
    ).split(),
    "fr": (
        "appel centre attente rappel agent file service appelant transfert clavardage accompagnement horaire "
        "prévision voix accueil formulaire lettre thème chiffre semaine mois équipe essai résultat bureau langue"
    ).split(),
}


@dataclass
class Site:
    """How to run a site and what to ask of it."""

    env: dict[str, str]
    cookie: str
    paths: dict[str, str]


def prepare(size):
    """A site with the demo and, when `size` is not 0, enough invented pages to reach it."""
    home = ROOT / "var" / "bench" / str(size)
    home.mkdir(parents=True, exist_ok=True)
    env = {
        "DJANGO_SETTINGS_MODULE": "bench.settings", "VAR_DIR": str(home), "DEBUG": "0", "DEMO": "1",
        "SECRET_KEY": "bench", "ALLOWED_HOSTS": "*", "BASE_URL": "http://localhost", "LOG_LEVEL": "ERROR",
    }  # fmt: skip
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
    """Invented bilingual records; the words mean nothing, their number and length are what counts."""
    chance = random.Random(7)  # noqa: S311  not a secret
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            record = {"id": f"bench-{number}"}
            for code, words in WORDS.items():
                body = "".join(
                    f"<h2>{' '.join(chance.choices(words, k=4))}</h2><p>{' '.join(chance.choices(words, k=60))}</p>"
                    for _ in range(3)
                )
                title = f"{' '.join(chance.choices(words, k=6))} {number}"
                record[code] = {"title": title, "body_html": body, "summary": " ".join(chance.choices(words, k=20))}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
