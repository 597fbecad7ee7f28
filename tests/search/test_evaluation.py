"""The command that measures an engine on texts from files, through the analysis and the queries of the site."""

import gzip
import json

import pytest
from django.core.management import CommandError, call_command

from search.engines import engine

TEXTS = [
    {"id": "a", "fr": {"title": "Rappel", "body_html": "<p>Le client garde son <b>tour</b>.</p>", "summary": ""},
     "en": {"title": "Callback", "body_html": "<p>Callers keep their place.</p>", "summary": ""}, "topics": ["phone"]},
    {"id": "b", "fr": {"title": "Clavardage", "body_html": "", "summary": "Écrire"}, "topics": []},
]  # fmt: skip
QUESTIONS = [
    {"qid": "1", "query": "tour", "site_lang": "fr"},
    {"qid": "2", "query": "callers", "site_lang": "fr"},
    {"qid": "3", "query": "ecrire", "site_lang": "en"},
    {"qid": "4", "query": "nothing", "site_lang": "en"},
]


@pytest.fixture
def files(tmp_path):
    docs, queries = tmp_path / "docs.jsonl.gz", tmp_path / "queries.jsonl"
    with gzip.open(docs, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in TEXTS)
    queries.write_text("\n".join(map(json.dumps, QUESTIONS)) + "\n\n", encoding="utf-8")
    return docs, queries, tmp_path / "answers.jsonl"


def test_each_question_gets_a_line_with_ids_and_milliseconds(files, capsys):
    docs, queries, out = files
    call_command("search_eval", docs, queries, "--out", out)
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(answer["qid"], answer["results"]) for answer in answers] == [
        ("1", ["a"]),
        ("2", ["a"]),
        ("3", ["b"]),
        ("4", []),
    ]
    assert all(0 < answer["ms"] < 2000 for answer in answers)
    said = capsys.readouterr().out
    assert "Indexed 2 concepts" in said
    assert "Asked 4 questions" in said


def test_the_index_of_the_site_is_left_alone(files):
    docs, queries, out = files
    before = engine().health()["documents"]
    call_command("search_eval", docs, queries, "--out", out, "--engine", "embedded")
    assert engine().health()["documents"] == before


@pytest.mark.parametrize("content", ["not json\n", '{"fr": {"title": "sans id"}}\n'])
def test_a_file_in_another_format_is_refused_in_words(files, content):
    docs, queries, out = files
    docs.with_suffix("").write_text(content)
    with pytest.raises(CommandError):
        call_command("search_eval", docs.with_suffix(""), queries, "--out", out)
    with pytest.raises(CommandError):
        call_command("search_eval", docs.parent / "nowhere.jsonl", queries, "--out", out)
