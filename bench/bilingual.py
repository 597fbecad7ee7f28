"""Measure the ledger of translations: import, rebuild, what a publication costs, and the status of 10,000 pairs.

Run by `make bench ARGS=--bilingual`, in a database of its own under var/bench/. Times are the least of several, beside
those the processor spent: on a machine that does other things, the first say little.
"""

import json
import sys
import time
import uuid
from pathlib import Path

PAIRS = 10_000
WANTED = "wanted: import ≥ 300 pages/s; rebuild ≥ 100 pages/s; publication ≤ 50 ms; listing ≤ 300 ms, ≤ 10 queries"


def main(folder):
    import django

    django.setup()
    grow(folder)
    rebuild()
    publication()
    listing()
    print(WANTED)


class Watch:
    """Seconds of the clock and of the processor."""

    def __enter__(self):
        self.clock, self.work = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *error):
        self.clock, self.work = time.perf_counter() - self.clock, time.process_time() - self.work


def least(action, times):
    """(milliseconds by the clock, milliseconds of work), each the least of several."""
    watches = []
    for _ in range(times):
        with Watch() as watch:
            action()
        watches.append(watch)
    return min(watch.clock for watch in watches) * 1000, min(watch.work for watch in watches) * 1000


def rate(said, pages, watch):
    print(f"{said:<44}{pages / watch.clock:8.0f} pages/s   ({pages / watch.work:.0f} a second of work)", flush=True)


def grow(folder):
    """Bring the site to its size, once; then import a few hundred more, to say how fast that goes."""
    from bench.data import write_pairs
    from spaces.models import ImportedRecord, Space
    from spaces.services import imports

    records = folder / "pairs.jsonl"
    if not records.exists():
        write_pairs(records, PAIRS + 2000)
    there = ImportedRecord.objects.count()
    lines = records.read_text(encoding="utf-8").splitlines()
    more = lines[there : max(PAIRS, there + 200)]
    with Watch() as watch:
        report = imports.load(more, space=Space.objects.get(code="managers"))
    rate(f"import of {report.added:,} pages, both languages", report.added, watch)


def rebuild():
    """What is new, then a part of the site from nothing, then the same part again."""
    from cms.bilingual import intake
    from cms.bilingual.models import Pair

    intake.fill()
    keys = list(Pair.objects.order_by("pk").values_list("pk", flat=True)[:1000])
    pages = sum(2 if fr and en else 1 for fr, en in Pair.objects.filter(pk__in=keys).values_list("fr_page", "en_page"))
    states = {pair.pk: pair for pair in Pair.objects.filter(pk__in=keys)}
    Pair.objects.filter(pk__in=keys).delete()
    for said in ("ledger of a part of the site, from nothing", "ledger of the same part, again"):
        with Watch() as watch:
            intake.rebuild(keys)
        rate(said, pages, watch)
    assert states.keys() == set(Pair.objects.filter(pk__in=keys).values_list("pk", flat=True))


def long_pages():
    """A page of 2,000 words in each language, tied, in the blocks an author would write."""
    from wagtail.models import Page

    from bench.data import SYLLABLES, vocabulary
    from cms.bilingual.pairs import tie
    from spaces.models import Article, ArticlePage, Space, SpacePage

    space, pages, key = Space.objects.get(code="managers"), {}, uuid.uuid4()
    fact = Article.objects.create(space=space)
    for parent in SpacePage.objects.filter(space=space):
        import random

        chance = random.Random(7)  # noqa: S311  not a secret
        words = vocabulary(chance, SYLLABLES[parent.language])
        page = ArticlePage(title=f"Bench {uuid.uuid4()}", summary="…", article=fact, locale=parent.locale, live=False,
                           translation_key=key, body=body(chance, words))  # fmt: skip
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision().publish()
        pages[parent.language] = ArticlePage.objects.get(pk=page.pk)
    tie(pages["fr"], pages["en"])
    return pages["fr"]


def body(chance, words):
    blocks = []
    for number in range(10):
        blocks.append(
            {"type": "heading", "id": str(uuid.UUID(int=number)), "value": " ".join(chance.choices(words, k=4))}
        )
        said = [chance.choices(words, k=39) for _ in range(5)]
        said[0][3], said[1][5] = f"<b>{said[0][3]}</b>", f'<a href="https://example.org/{number}">{said[1][5]}</a>'
        value = "".join(f"<p>{' '.join(paragraph)}</p>" for paragraph in said)
        blocks.append({"type": "text", "id": str(uuid.UUID(int=100 + number)), "value": value})
    return json.dumps(blocks)


def publication():
    """What the ledger adds to publishing an original whose title and one paragraph changed."""
    from django.db import transaction

    from cms.bilingual import ledger, listeners

    with transaction.atomic():
        page = long_pages()
        count = sum(segment.words for segment in ledger.segments_of(page))
        times = []
        for number in range(12):
            page.title = f"Bench {number}"
            page.body.raw_data[1]["value"] = page.body.raw_data[1]["value"].replace("<p>", f"<p>w{number} ", 1)
            page.save()
            times.append(least(lambda: listeners.published(page), 1))
        transaction.set_rollback(True)
    clock, work = (min(column) for column in zip(*times, strict=True))
    print(f"drift of a page of {count:,} words, published {clock:14.0f} ms        ({work:.0f} ms of work)", flush=True)


def listing():
    """The report of the co-chairs' support, who follow it all: each order, a filter, the table for spreadsheets."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cms.bilingual.models import Pair
    from cms.models import User

    vary()
    client = Client()
    client.force_login(User.objects.get(email="nadia.haddad@example.org"), backend="cms.people.MemberBackend")
    print(f"{Pair.objects.count():,} pairs of pages:")
    orders = ["", "?sort=words", "?sort=title", "?sort=apart"]
    for said in (*orders, "?state=behind&days=30", "?page=150", "status.csv", "parity/"):
        address = f"/en/translation-status/{said}"
        for _ in range(2):
            client.get(address)  # what a process reads once, and what it keeps
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        queries = len(asked)
        clock, work = least(lambda address=address: client.get(address), 7)
        print(f"  {address:<42}{clock:8.0f} ms {queries:6} queries   ({work:.0f} ms of work)", flush=True)


def vary():
    """Give the pairs states and dates as a living site has them; the same at each run."""
    import random
    from datetime import timedelta

    from django.utils import timezone

    from cms.bilingual.models import Pair, State
    from cms.models import User
    from spaces.models import Article

    chance, now = random.Random(7), timezone.now()  # noqa: S311  not a secret
    pairs = list(Pair.objects.exclude(en_page=None).order_by("pk"))
    for pair in pairs:
        pair.state, pair.days_apart = chance.choice([*State, State.UP_TO_DATE]), chance.choice([0, 0, 1, 3, 30])
        pair.since = None if pair.state == State.UP_TO_DATE else now - timedelta(days=chance.randint(0, 400))
        pair.words = 0 if pair.state == State.UP_TO_DATE else chance.randint(1, 500)
    Article.objects.filter(author=None).update(author=User.objects.first())
    Pair.objects.bulk_update(pairs, ["state", "since", "words", "days_apart"], batch_size=100)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
