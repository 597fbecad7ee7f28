"""manage.py import_articles: one sentence for what went wrong, a line a bad record, a count at the end."""

import gzip
import io
import json

import pytest
from django.core.management import CommandError, call_command

from cms.bilingual import intake
from cms.bilingual.models import Pair, State
from spaces.models import ArticlePage, Space, SpacePage
from tests import factories

PAIR = {"id": "1", "fr": {"title": "Un"}, "en": {"title": "One"}}
LINES = "\n".join([json.dumps(PAIR), "{", json.dumps({"id": "2", "fr": {"title": "Deux"}})])


def run(path, space="quality", **options):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", str(path), space=space, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize("name", ["records.jsonl", "records.jsonl.gz"])
def test_a_file_plain_or_compressed_is_loaded(name, quality, tmp_path):
    path = tmp_path / name
    path.write_bytes(gzip.compress(LINES.encode()) if name.endswith("gz") else LINES.encode())
    out, err = run(path)
    assert ArticlePage.objects.count() == 3
    assert "3 pages added" in out
    assert "0 already there, 1 refused." in out
    assert err.startswith("line 2: not JSON (")
    assert err.rstrip().endswith("; skipped")
    out, _err = run(path)
    assert "0 pages added" in out
    assert "2 already there, 1 refused." in out


def test_what_an_article_goes_without_is_said_by_its_line_and_it_never_lacks_a_summary(quality, tmp_path):
    factories.topic()
    body = "<p>" + "Un long début. " * 40 + "</p>"
    records = [
        {"id": "1", "topics": ["callback", "nothing", {"a": 1}], "fr": {"title": "Un", "body_html": body}},
        {"id": "2", "topics": "nowhere", "en": {"title": "Two"}},
    ]
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(map(json.dumps, records)))
    _out, err = run(path)
    assert err.splitlines() == [
        'line 1: no such topic: nothing, {"a": 1}; the article is there without it',
        "line 2: no such topic: nowhere; the article is there without it",
    ]
    summaries = {page.title: page.summary for page in ArticlePage.objects.all()}
    assert summaries["Two"] == "Two"
    assert summaries["Un"].startswith("Un long début.")
    assert summaries["Un"].endswith("…")
    assert len(summaries["Un"]) <= 300
    assert [topic.code for topic in ArticlePage.objects.get(title="Un").article.topics.all()] == ["callback"]


def test_an_unknown_space_is_said_with_those_there_are(quality, tmp_path):
    with pytest.raises(CommandError) as said:
        run(tmp_path / "any.jsonl", space="nowhere")
    assert str(said.value) == "There is no space “nowhere”. The spaces are: quality."


def test_no_space_at_all_is_said(quality, tmp_path):
    SpacePage.objects.all().delete()
    Space.objects.all().delete()
    with pytest.raises(CommandError) as said:
        run(tmp_path / "any.jsonl")
    assert str(said.value) == "There is no space “quality”. The spaces are: none yet."


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_is_not_there_is_said(name, quality, tmp_path):
    path = tmp_path / name
    with pytest.raises(CommandError) as said:
        run(path)
    assert str(said.value) == f"There is no file at {path}."


def broken():
    whole = gzip.compress(("\n".join([LINES] * 500)).encode())
    middle = len(whole) // 2
    return {
        "not compressed": LINES.encode(),
        "cut short": whole[:middle],
        "not a stream at all": whole[:10] + b"\xff" * 20,
        "damaged": whole[:middle] + b"\xff" * 20 + whole[middle + 20 :],
    }


@pytest.mark.parametrize("kind", broken())
def test_a_broken_compression_is_said_in_one_sentence(kind, quality, tmp_path):
    path = tmp_path / "records.jsonl.gz"
    path.write_bytes(broken()[kind])
    with pytest.raises(CommandError) as said:
        run(path)
    assert str(said.value).startswith("records.jsonl.gz ends or breaks inside its compression: ")
    assert "\n" not in str(said.value)


def test_bytes_that_are_not_utf8_are_replaced_and_not_fatal(quality, tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_bytes(b'{"id": "1", "fr": {"title": "\xe9t\xe9"}}')
    run(path)
    assert ArticlePage.objects.get().title == "\ufffdt\ufffd"


def test_the_state_of_translations_is_worked_out_behind_the_import_or_in_it(quality, tmp_path, posted):
    path = tmp_path / "records.jsonl"
    path.write_text(LINES)
    intake.fill()
    out, _err = run(path)
    assert (intake.health()[:2], "pairs of pages" in out) == ("3 ", False)
    with posted():  # the worker's turn: an import that adds nothing has it look all the same
        run(path)
    assert intake.health() == "ok"
    states = Pair.objects.filter(kind__model="articlepage").order_by("state").values_list("state", flat=True)
    assert list(states) == [State.MISSING, State.UP_TO_DATE]
    Pair.objects.filter(kind__model="articlepage").delete()
    out, _err = run(path, wait=True)
    assert "2 pairs of pages looked at in" in out
    assert intake.health() == "ok"


def test_links_are_read_as_they_are_once_they_lead_somewhere(quality, tmp_path, posted):
    body = '<p>Voir <a href="doc:nowhere">la suite</a>.</p>'
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps({"id": "1", "fr": {"title": "Un", "body_html": body}, "en": {"title": "One"}}))
    with posted():
        run(path)
    said = Pair.objects.get(kind__model="articlepage").confirmations.filter(path__startswith="body")
    assert [row.source_text + row.target_text for row in said] == ["Voir la suite."]
