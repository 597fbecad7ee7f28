"""Measure pages under gunicorn as in production, each against an empty Wagtail page of the same run.

    make bench                 pages at the demo's size and at 10,000 pages
    make bench ARGS=--quick    the demo's size only
    make bench ARGS=--bilingual    the ledger of translations, at 10,000 pairs
    make bench ARGS=--mail    digests of ten thousand people, beside smtplib alone
    make bench ARGS=--notice    a notice of meeting to two thousand people
    make bench ARGS="--search DOCS QUERIES"    the engines of search, on texts and questions of these files

Prints requests per second, their ratios and the number of queries; never fails on a figure.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench import client, data

PORT = 8765
ROUNDS = 5
WANTED = {"article": 1.0, "listing": 0.8, "home": 0.7, "search": 0.7}


def main():
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of one measurement")
    parser.add_argument("--bilingual", action="store_true")
    parser.add_argument("--mail", action="store_true")
    parser.add_argument("--notice", action="store_true")
    parser.add_argument("--search", nargs=2, metavar=("DOCS", "QUERIES"))
    options = parser.parse_args()
    if options.search:
        _home, env = data.environment("search")
        command = [sys.executable, "-m", "bench.search", *options.search]
        subprocess.run(command, env={**os.environ, **env}, cwd=data.ROOT, check=True)
        return
    for name in ("bilingual", "mail", "notice"):
        if getattr(options, name):
            in_own_process(name)
            return
    sizes = [0] if options.quick else [0, 10_000]
    rates = {}
    for size in sizes:
        rates[size] = measure(size, options.seconds)
    show(rates)


def in_own_process(name):
    """A measure of its own, which loads the site on a database of its own."""
    home, env = data.environment(name)
    if not (home / "carrefour.sqlite3").exists():
        print("making a site in var/bench …", flush=True)
        data.run(env, "setup")
    data.run(env, "migrate", "-v0")  # it may be of an older version of the site
    command = [sys.executable, "-m", f"bench.{name}", str(home)]
    subprocess.run(command, env={**os.environ, **env}, cwd=data.ROOT, check=True)


def measure(size, seconds):
    """{page: [requests per second, one a round]} on a site of about `size` pages (0: the demo alone)."""
    site = data.prepare(size)
    env = {**os.environ, **site.env}
    options = f"--bind 127.0.0.1:{PORT} --workers 2 --threads 4 --worker-class gthread --log-level error"
    command = [sys.executable, "-m", "gunicorn", "cms.wsgi:application", *options.split(), "--no-control-socket"]
    server = subprocess.Popen(command, env=env, cwd=Path(__file__).parent.parent)
    try:
        client.wait(PORT)
        client.check(PORT, site)
        found = {name: [] for name in site.paths}
        for path in site.paths.values():  # warm both workers
            client.rate(PORT, path, site.cookie, 1.0)
        for _ in range(ROUNDS):  # interleaved, so that a drift of the machine touches all alike
            for name, path in site.paths.items():
                found[name].append(client.rate(PORT, path, site.cookie, seconds))
        return found
    finally:
        server.terminate()
        server.wait()


def show(rates):
    for size, found in rates.items():
        print(
            f"\n{'demo community' if not size else f'{size:,} pages'}: requests per second, logged in, gunicorn 2 x 4"
        )
        for name, values in found.items():
            ratio = median(value / blank for value, blank in zip(values, found["empty page"], strict=True))
            wanted = f"  (wanted {WANTED[name]:.1f})" if name in WANTED else ""
            print(f"  {name:<12}{median(values):8.0f}/s   {ratio:5.2f} x an empty page{wanted}")
    if len(rates) == 2:
        small, large = rates.values()
        print("\ncost at 10,000 pages against the demo's size (wanted < 1.5)")
        for name in WANTED:
            cost = (median(small[name]) / median(small["empty page"])) / (
                median(large[name]) / median(large["empty page"])
            )
            print(f"  {name:<12}{cost:5.2f}")


main()
