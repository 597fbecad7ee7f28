"""Measure the engines of search on texts and questions from files: how well they answer, how fast, how fast they index.

Run by `make bench ARGS="--search DOCS QUERIES"` (format in search/evaluation.py; a question says besides its `kind`,
its `lang` and the `relevant` ids). MRR@10: the mean of one over the rank of the first right answer, 0 beyond the tenth.
"""

import random
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from bench.baselines import beside

MANY = 50_000
COMMON = "communcommon"  # a word found everywhere
SHOWN = 10


def main(docs, queries):
    import django

    django.setup()
    from django.conf import settings

    from search import evaluation
    from search.engines import ENGINES, apart

    texts = [evaluation.document(record) for record in evaluation.records(docs)]
    questions = list(evaluation.records(queries))
    for name in sorted(ENGINES):
        if name == "elasticsearch" and not settings.SEARCH["url"]:
            print("elasticsearch: not measured; `make elasticsearch` prints the address for ELASTICSEARCH_URL")
            continue
        with tempfile.TemporaryDirectory() as folder, apart(name, Path(folder)) as engine:
            index(name, engine, texts)
            score(engine, questions)
        with tempfile.TemporaryDirectory() as folder, apart(name, Path(folder)) as engine:
            index(f"{name}, many", engine, many(texts))
            pace(engine, questions)
    for name, scores in beside(queries):
        tell(f"elsewhere, {name}", scores)


def index(name, engine, texts):
    started, work = time.perf_counter(), time.process_time()
    count = engine.rebuild(texts)
    clock, work = time.perf_counter() - started, time.process_time() - work
    print(f"{name}: {count:,} concepts, {count / clock:.0f} indexed a second ({count / work:.0f} a second of work)")


def score(engine, questions):
    """MRR@10 of all, of each language and of each kind."""
    from search import evaluation

    ranks = defaultdict(list)
    for question in questions:
        found = evaluation.ask(engine, question).results[:SHOWN]
        right = next((1 / rank for rank, key in enumerate(found, 1) if key in question["relevant"]), 0.0)
        for group in ("all", question["lang"], question["kind"]):
            ranks[group].append(right)
    tell("MRR@10", {group: sum(found) / len(found) for group, found in ranks.items()})


def tell(name, scores):
    print(f"  {name}: {'  '.join(f'{group} {score:.3f}' for group, score in sorted(scores.items()))}", flush=True)


def many(texts):
    """As many texts as a large community has, each a little different, with a word found in all of them."""
    pick = random.Random(7)  # noqa: S311  not a secret
    for number in range(MANY):
        one = texts[number % len(texts)]
        said = {code: replace(text, body=shuffled(pick, text.body)) for code, text in one.texts.items()}
        facts = {
            "gate": pick.choice([None, 1, 2, 3]),
            "space": pick.randrange(1, 30),
            "kind": pick.choice(["article", "meeting", "announcement"]),
            "published_on": f"20{pick.randrange(10, 27)}-01-01",
        }
        yield replace(one, key=f"{one.key}-{number}", texts=said, **facts)


def shuffled(pick, body):
    sentences = body.split(". ")
    pick.shuffle(sentences)
    return ". ".join([*sentences[: max(len(sentences) * 2 // 3, 1)], COMMON])


def pace(engine, questions):
    """Milliseconds of questions as people ask them, and of words found everywhere."""
    from search.engines.base import SearchRequest
    from search.nearly import nearly

    said = [question["query"] for question in questions[::3]]
    for label, asked in (("questions", said), ("words found everywhere", [COMMON, f"{COMMON} le", "the", COMMON[:6]])):
        times = []
        for text in asked:
            started = time.perf_counter()
            request = SearchRequest(text=text, language="fr", spaces=frozenset({1, 2}))
            nearly(engine, request, engine.search(request))
            times.append((time.perf_counter() - started) * 1000)
        times.sort()
        middle, late = (times[min(int(len(times) * part), len(times) - 1)] for part in (0.5, 0.95))
        print(f"  {label}: median {middle:.0f} ms, p95 {late:.0f} ms, longest {times[-1]:.0f} ms", flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
