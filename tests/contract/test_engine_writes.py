"""What every search engine promises: writing, replacing, rebuilding, and being seen by every process."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from tests.contract.engines import ENGINES, OPEN, ask, doc, found, made, options_of

ROOT = Path(__file__).resolve().parents[2]
#: Adds one document from a process of its own, and prints what that process finds.
ELSEWHERE = """
import json, sys
from importlib import import_module
from search.engines.base import Document, SearchRequest, Text
package, _, name = sys.argv[1].rpartition(".")
engine = getattr(import_module(package), name)(json.loads(sys.argv[2]))
asked = SearchRequest(text="rappel", language="fr", spaces=frozenset({1}))
before = [hit.key for hit in engine.search(asked).hits]
engine.index([Document(key="there", kind="article", texts={"fr": Text("Rappel")}, gate=1)])
engine.delete(["here"])
print(json.dumps(before))
"""


def test_an_update_replaces_words_languages_facts_and_gate(engine):
    engine.index([doc("one", fr="Rappel", en="Callback", topics=("phone",), order="federal")])
    assert engine.index([doc("one", fr="Clavardage", topics=("chat",), gate=None, kind="page")]) == 1
    assert (found(engine, "rappel"), found(engine, "callback")) == ([], [])
    assert found(engine, "clavardage", facets={"topic": ("phone",)}) == []
    result = ask(engine, "clavardage", spaces=[], facets={"topic": ("chat",)})
    assert ([hit.key for hit in result.hits], result.facets) == (
        ["one"], {"kind": {"page": 1}, "order": {}, "live": {"fr": 1}, "topic": {"chat": 1}, "space": {"1": 1},
                  "jurisdiction": {}, "since": {}},
    )  # fmt: skip
    assert (engine.keys(), engine.health()["documents"]) == ({"one"}, 1)


def test_a_deleted_concept_is_gone_from_hits_totals_facets_and_keys(engine):
    engine.index([doc("kept", fr="Rappel"), doc("gone", fr="Rappel", kind="meeting")])
    engine.delete(["gone", "never-there"])
    result = ask(engine, "rappel")
    assert ([hit.key for hit in result.hits], result.total, result.facets["kind"]) == (["kept"], 1, {"article": 1})
    assert (engine.keys(), engine.health()["documents"]) == ({"kept"}, 1)


def test_a_rebuild_replaces_everything(engine):
    engine.index([doc("old", fr="Rappel"), doc("both", fr="Rappel ancien")])
    assert engine.rebuild([doc("both", fr="Rappel nouveau"), doc("new", fr="Rappel")]) == 2
    assert (sorted(found(engine, "rappel")), found(engine, "ancien")) == (["both", "new"], [])
    assert engine.keys() == {"both", "new"}


def test_a_rebuild_of_nothing_empties_the_index(engine):
    engine.index([doc("old", fr="Rappel")])
    assert (engine.rebuild([]), engine.keys(), engine.health()["documents"]) == (0, set(), 0)


def test_readers_see_the_old_index_until_the_new_one_is_whole(name, engine, tmp_path):
    engine.index([doc("old", fr="Rappel")])
    reader, seen = made(name, tmp_path), []

    def arriving():
        for number in range(3):
            seen.append(found(reader, "rappel"))
            yield doc(f"new-{number}", fr="Rappel")

    engine.rebuild(arriving())
    assert (seen, sorted(found(reader, "rappel"))) == ([["old"]] * 3, ["new-0", "new-1", "new-2"])
    reader.close()


@pytest.mark.parametrize("write", ["rebuild", "index"])
def test_a_write_that_breaks_half_way_changes_nothing(engine, write):
    engine.index([doc("old", fr="Rappel")])

    def breaking():
        yield doc("new", fr="Rappel")
        yield doc("old", fr="Clavardage")
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="the database went away"):
        getattr(engine, write)(breaking())
    assert (found(engine, "rappel"), engine.keys()) == (["old"], {"old"})


def test_another_process_sees_a_change_and_its_own_is_seen(name, engine, tmp_path):
    engine.index([doc("here", fr="Rappel")])
    assert found(engine, "rappel") == ["here"]
    arguments = [ENGINES[name][0], json.dumps(options_of(name, tmp_path))]
    done = subprocess.run([sys.executable, "-c", ELSEWHERE, *arguments], cwd=ROOT, capture_output=True, check=True)
    assert (json.loads(done.stdout), found(engine, "rappel")) == (["here"], ["there"])


def test_threads_share_one_engine(engine):
    answers = []

    def work(number):
        engine.index([doc(f"k{number}", fr="Rappel", gate=OPEN)])
        answers.append(f"k{number}" in found(engine, "rappel"))
        engine.close()

    threads = [Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, len(engine.keys())) == ([True] * 8, 8)


def test_an_engine_that_was_closed_opens_again(engine):
    engine.index([doc("one", fr="Rappel")])
    engine.close()
    engine.close()
    assert found(engine, "rappel") == ["one"]


def test_an_engine_that_was_closed_sees_what_was_written_meanwhile(name, engine, tmp_path):
    writer = made(name, tmp_path)
    for key in ("one", "two", "three"):
        writer.rebuild([doc(key, fr="Rappel")])
        assert found(engine, "rappel") == [key]
        engine.close()
    writer.close()


def test_every_write_is_seen_by_a_question_already_asked(engine):
    for change, keys in (
        (lambda: engine.index([doc("one", fr="Rappel")]), ["one"]),
        (lambda: engine.index([doc("one", fr="Clavardage")]), []),
        (lambda: engine.rebuild([doc("two", fr="Rappel")]), ["two"]),
        (lambda: engine.delete(["two"]), []),
    ):
        change()
        assert (found(engine, "rappel"), found(engine, "rappel")) == (keys, keys)


def test_what_an_asker_writes_on_an_answer_is_not_shown_to_the_next(engine):
    engine.index([doc("one", fr="Rappel")])
    answer = ask(engine, "rappel")
    answer.hits[0].url, answer.hits[0].page_id = "/secret/", 12
    answer.hits.append(answer.hits[0])
    answer.facets["kind"] = {}
    again = ask(engine, "rappel")
    assert [(hit.url, hit.page_id) for hit in again.hits] == [("/fr/one/", 0)]
    assert again.facets["kind"] == {"article": 1}


@pytest.mark.parametrize("mess", ["\x00", "\x02", "\x03\x02", "\ud83d", "\x1b", "\ufeff", "\u202e", "💡" * 50])
def test_a_document_with_stray_characters_is_taken_and_its_marks_are_closed(engine, mess):
    words = f"avant{mess}rappel{mess} après {mess}"
    assert engine.index([doc("odd", fr=(words, words, words)), doc("next", fr="Rappel")]) == 2
    hit = next(hit for hit in ask(engine, "rappel").hits if hit.key == "odd")
    for html in (hit.title_html, hit.excerpt_html):
        assert html.count("<mark>") == html.count("</mark>")
        assert html.encode()


def test_a_very_long_document_is_taken_and_found_by_its_last_word(engine):
    engine.index([doc("long", fr=("Titre", "", "mot " * 200_000 + "aiguille"))])
    assert ask(engine, "aiguille").hits[0].excerpt_html.endswith("<mark>aiguille</mark>")
