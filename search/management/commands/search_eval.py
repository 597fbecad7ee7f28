"""Index the texts of a file apart, ask the questions of another, and write what is found."""

import json
import tempfile
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search import evaluation
from search.engines import ENGINES, apart
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("docs", type=Path, help="texts, one JSON object a line (.jsonl or .jsonl.gz)")
        parser.add_argument("queries", type=Path, help="questions, one JSON object a line")
        parser.add_argument("--out", type=Path, required=True, help="where to write the answers, a line a question")
        parser.add_argument("--engine", choices=sorted(ENGINES), default="embedded")

    def handle(self, *, docs, queries, out, engine, **options):
        try:
            with tempfile.TemporaryDirectory() as folder, apart(engine, Path(folder)) as asked:
                self._measure(asked, docs, queries, out)
        except (EngineUnavailable, OSError, ValueError, KeyError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error

    def _measure(self, engine, docs, queries, out):
        started = time.perf_counter()
        count = engine.rebuild(evaluation.document(record) for record in evaluation.records(docs))
        seconds = time.perf_counter() - started
        self.stdout.write(f"Indexed {count} concepts in {seconds:.1f} s ({count / seconds:.0f} a second).")
        answers = []
        with out.open("w", encoding="utf-8") as lines:
            for question in evaluation.records(queries):
                answer = evaluation.ask(engine, question)
                answers.append(answer)
                lines.write(json.dumps(vars(answer), ensure_ascii=False) + "\n")
        times = sorted(answer.ms for answer in answers) or [0.0]
        self.stdout.write(
            f"Asked {len(answers)} questions: median {times[len(times) // 2]:.1f} ms,"
            f" p95 {times[int(len(times) * 0.95)]:.1f} ms, longest {times[-1]:.1f} ms."
        )
