"""What is particular to the engine on a server: indices that take one another's place, refusals, users and TLS."""

import pytest

from search.engines.base import DocumentsRefused, EngineUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from tests import server
from tests.contract.engines import doc, found, made


@pytest.fixture
def engine(tmp_path):
    engine = made("elasticsearch", tmp_path)
    yield engine
    engine.remove()


@pytest.fixture
def beside(tmp_path):
    """Another process's engine on the same index."""
    return made("elasticsearch", tmp_path)


def names(engine):
    """Of every index there is under the engine's name."""
    return set(engine.client.indices.get(index=f"{engine.name}-*"))


def test_what_is_written_during_a_rebuild_is_in_the_new_index(engine, beside):
    engine.index([doc("changed", fr="Rappel ancien"), doc("gone", fr="Rappel"), doc("kept", fr="Rappel")])

    def read_before():
        yield doc("early", fr="Rappel ancien")
        beside.index([doc("early", fr="Rappel nouveau"), doc("changed", fr="Rappel nouveau"), doc("new", fr="Rappel")])
        beside.delete(["gone"])
        assert sorted(found(engine, "rappel")) == ["changed", "early", "kept", "new"], "readers see it at once"
        yield from [doc("changed", fr="Rappel ancien"), doc("gone", fr="Rappel"), doc("kept", fr="Rappel")]

    engine.rebuild(read_before())
    assert engine.keys() == {"changed", "early", "kept", "new"}
    assert sorted(found(engine, "nouveau")) == ["changed", "early"]
    engine.index([doc("changed", fr="Rappel dernier")])
    assert found(engine, "dernier") == ["changed"], "and it is written as ever"


def test_one_index_is_left_after_a_rebuild_and_after_one_that_breaks(engine):
    engine.index([doc("one", fr="Rappel")])
    first = names(engine)

    def breaking():
        yield doc("two", fr="Rappel")
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="went away"):
        engine.rebuild(breaking())
    assert names(engine) == first
    engine.rebuild([doc("two", fr="Rappel")])
    assert len(names(engine)) == 1
    assert not names(engine) & first


def test_a_rebuild_takes_over_from_one_that_is_not_done(engine, beside):
    engine.index([doc("old", fr="Rappel")])

    def overtaken():
        yield doc("slow", fr="Rappel")
        beside.rebuild([doc("quick", fr="Rappel")])

    with pytest.raises(EngineUnavailable):
        engine.rebuild(overtaken())
    assert (engine.keys(), len(names(engine))) == ({"quick"}, 1)


def test_a_document_the_server_refuses_is_named_and_the_others_are_in(engine):
    odd = doc("odd", fr="Rappel", published_on="hier")
    with pytest.raises(DocumentsRefused) as refused:
        engine.index([doc("one", fr="Rappel"), odd, doc("two", fr="Rappel")])
    assert (list(refused.value.reasons), refused.value.taken) == (["odd"], 2)
    assert "document_parsing_exception" in refused.value.reasons["odd"]
    assert engine.keys() == {"one", "two"}
    with pytest.raises(DocumentsRefused) as refused:
        engine.rebuild([odd, doc("three", fr="Rappel")])
    assert (list(refused.value.reasons), refused.value.taken, engine.keys()) == (["odd"], 1, {"three"})


def test_an_index_that_vanished_is_said_and_made_anew_by_the_next_write(engine):
    engine.index([doc("one", fr="Rappel")])
    engine.remove()
    with pytest.raises(EngineUnavailable, match="no index yet"):
        found(engine, "rappel")
    assert engine.health()["documents"] == 0
    engine.index([doc("two", fr="Rappel")])
    assert (found(engine, "rappel"), len(names(engine))) == (["two"], 1)


def test_an_index_of_another_version_of_the_code_counts_as_empty(engine, monkeypatch):
    engine.index([doc("one", fr="Rappel")])
    assert engine.health()["documents"] == 1
    monkeypatch.setattr("search.engines.elasticsearch.stamp", lambda: "anotherone")
    assert engine.health()["documents"] == 0
    engine.rebuild([doc("one", fr="Rappel")])
    assert (engine.health()["documents"], len(names(engine))) == (1, 1)


def test_a_server_with_users_and_tls_is_asked_as_any_other():
    secure = server.started("secure", is_secure=True)
    engine = ElasticsearchEngine({"url": secure.url, "ca": secure.ca, "index": "carrefour-secure"})
    engine.rebuild([doc("one", fr="Rappel")])
    engine.index([doc("two", fr="Rappel")])
    assert (sorted(found(engine, "rappel")), engine.keys()) == (["one", "two"], {"one", "two"})
    for wrong in ({"url": secure.url.replace("carrefour:", "carrefour:x"), "ca": secure.ca}, {"url": secure.url}):
        refused = ElasticsearchEngine({**wrong, "index": "carrefour-secure"})
        with pytest.raises(EngineUnavailable) as said:
            found(refused, "rappel")
        assert secure.url.split("@")[0].rpartition(":")[2] not in str(said.value), "the password is not told"
    engine.remove()
