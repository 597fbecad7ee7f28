"""What is particular to the engine that keeps its index in one file."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from search.engines.base import Document, EngineUnavailable, SearchRequest, Text
from search.engines.embedded import EmbeddedEngine


@pytest.fixture
def engine(tmp_path):
    engine = EmbeddedEngine({"path": str(tmp_path / "new" / "folder" / "search.sqlite3")})
    yield engine
    engine.close()


def keys(engine):
    asked = SearchRequest(text="rappel", language="fr", spaces=frozenset())
    return [hit.key for hit in engine.search(asked).hits]


def one(key):
    return [Document(key, "article", {"fr": Text("Rappel")})]


def test_the_file_and_its_folder_are_made_when_the_index_is_built(engine):
    assert (engine.rebuild([]), engine.path.is_file(), keys(engine)) == (0, True, [])


def test_an_index_that_was_never_built_whole_answers_nothing(engine):
    """What changed since is not all there is: an answer from that alone would say that the rest is not there."""
    for _ in range(2):
        with pytest.raises(EngineUnavailable, match="no index yet"):
            keys(engine)
        assert engine.health()["documents"] == 0
        engine.index(one("changed"))
    assert engine.rebuild(one("all")) == 1
    assert (keys(engine), engine.health()["documents"]) == (["all"], 1)


def test_a_file_removed_under_the_engine_is_missing_until_the_index_is_built(engine):
    engine.rebuild(one("before"))
    assert keys(engine) == ["before"]
    for part in engine.path.parent.glob("*"):
        part.unlink()
    with pytest.raises(EngineUnavailable, match="no index yet"):
        keys(engine)
    engine.rebuild(one("after"))
    assert keys(engine) == ["after"]


@pytest.mark.parametrize("head", ["application_id = 7", "application_id = 0"])
@pytest.mark.parametrize("whole", [0, 1])
def test_an_index_made_by_another_version_of_the_code_is_none(engine, head, whole):
    """Whether that one had filled it or not, and also when it left no number of its own."""
    engine.rebuild(one("before"))
    old = f"DROP TABLE texts; CREATE TABLE texts (title); PRAGMA {head}; PRAGMA user_version = {whole}"
    engine._open().executescript(old)
    engine.close()
    with pytest.raises(EngineUnavailable, match="no index yet"):
        keys(engine)
    engine.rebuild(one("after"))
    assert keys(engine) == ["after"]


def test_a_file_put_in_the_place_of_the_first_is_read(engine, tmp_path):
    engine.rebuild(one("before"))
    assert keys(engine) == ["before"]
    other = EmbeddedEngine({"path": str(tmp_path / "other.sqlite3")})
    other.rebuild(one("after"))
    other.close()
    for part in engine.path.parent.glob("*"):
        part.unlink()
    Path(other.path).rename(engine.path)
    assert keys(engine) == ["after"]


def test_many_questions_do_not_fill_the_memory(engine):
    from search.engines import embedded

    engine.rebuild(one("one"))
    for number in range(embedded.KEPT_ANSWERS + 20):
        engine.search(SearchRequest(text=f"mot{number}", language="fr", spaces=frozenset()))
    assert len(engine._local.answers) <= embedded.KEPT_ANSWERS + 1
    assert keys(engine) == ["one"]


def test_an_engine_without_a_place_to_write_says_so(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(EngineUnavailable, match="file"):
        EmbeddedEngine({"path": str(tmp_path / "file" / "search.sqlite3")}).health()


def test_a_forked_process_asks_and_writes_with_a_connection_of_its_own(engine):
    engine.rebuild(one("before"))
    assert keys(engine) == ["before"]
    fork = multiprocessing.get_context("fork")
    said = fork.SimpleQueue()

    def child():
        engine.index(one("after"))
        said.put((keys(engine), engine._local.connection is not None))

    process = fork.Process(target=child)
    process.start()
    assert "connection" not in engine._local.__dict__, "a connection of the parent was open while it forked"
    process.join(20)
    assert (process.exitcode, said.get()) == (0, (["before", "after"], True))
    assert keys(engine) == ["before", "after"]


def spoil(engine):
    engine.close()
    for end in ("-wal", "-shm"):
        Path(f"{engine.path}{end}").unlink(missing_ok=True)
    engine.path.write_bytes(b"this is not an index" * 400)


def test_a_spoiled_file_is_said_and_building_the_index_anew_mends_it(engine):
    engine.index(one("before"))
    spoil(engine)
    for question in (lambda: keys(engine), engine.health, engine.keys, lambda: engine.index(one("more"))):
        with pytest.raises(EngineUnavailable, match=r"search\.sqlite3: file is not a database"):
            question()
    assert engine.rebuild(one("after")) == 1
    assert keys(engine) == ["after"]


def test_an_index_somebody_else_holds_is_said_and_kept(engine):
    engine.rebuild(one("kept"))
    engine._open().execute("PRAGMA busy_timeout=50")
    with sqlite3.connect(engine.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EngineUnavailable, match="locked"):
            engine.rebuild(one("new"))
        other.execute("ROLLBACK")
    assert keys(engine) == ["kept"]
