"""A server that is killed, frozen, full or restarted: nothing fails for those who write, and nothing is lost."""

import logging
import signal
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from search import outbox
from search.engines import engine, spare
from search.models import OutboxEntry
from tests import factories, server
from tests.contract.engines import doc

SOON = 2.0  # seconds a page of results may take
INDEX = "carrefour-outage"


@pytest.fixture(scope="module")
def running():
    """A server of our own, with users and TLS, that may be ill-treated."""
    return server.started("secure", is_secure=True)


@pytest.fixture(params=[True])
def has_spare(request):
    return request.param


@pytest.fixture
def site(settings, running, has_spare, tmp_path, monkeypatch, db):
    """The site on that server."""
    settings.SEARCH = {
        **settings.SEARCH, "engine": "elasticsearch", "url": running.url, "ca": running.ca, "index": INDEX,
        "spare": has_spare, "path": str(tmp_path / "spare.sqlite3"),
    }  # fmt: skip
    monkeypatch.setattr(spare, "REST", 0)
    engine.cache_clear()
    OutboxEntry.objects.all().delete()
    engine().rebuild([])
    logging.disable(logging.CRITICAL)
    yield engine()
    logging.disable(logging.NOTSET)
    engine().remove()
    engine.cache_clear()


def looked(as_user, user, query="?q=rappel"):
    """(response, its words, seconds) of the page of results."""
    with translation.override("fr"):
        address = reverse("search") + query
    started = time.monotonic()
    response = as_user(user).get(address)
    return response, response.content.decode(), time.monotonic() - started


SPARE = "le moteur de recherche ne répond pas"


def assert_it_answers_without_the_server(as_user, user, has_spare, title):
    response, words, seconds = looked(as_user, user)
    assert seconds < SOON
    if has_spare:
        assert (response.status_code, title in words, SPARE in words.lower()) == (200, True, True)
    else:
        assert (response.status_code, "La recherche ne répond pas" in words) == (503, True)


def written_meanwhile(space, title):
    """Somebody publishes; the worker tries, and keeps what was not taken."""
    factories.article(space, fr=title)
    outbox.drain()
    assert list(OutboxEntry.objects.values_list("attempts", flat=True)) == [1]
    assert OutboxEntry.objects.get().error


def assert_all_is_caught_up(as_user, user, *titles):
    done, left = outbox.drain()
    assert (done, left) == (1, 0)
    for _ in range(30):  # a server that has just started is slow to answer its first questions
        response, words, _seconds = looked(as_user, user)
        if response.status_code == 200 and SPARE not in words.lower():
            break
        time.sleep(0.5)
    assert (response.status_code, [title in words for title in titles]) == (200, [True] * len(titles))
    assert SPARE not in words.lower()
    assert len(engine().keys()) == len(titles)


@pytest.mark.parametrize(
    ("how", "has_spare"),
    [("frozen", True), ("full", True), ("killed", True), ("frozen", False), ("full", False)],
    indirect=["has_spare"],
)
def test_a_server_that_does_not_answer_stops_nobody_and_loses_nothing(
    site, running, alice, quality, as_user, has_spare, how
):
    factories.article(quality, fr="Rappel automatique")
    assert outbox.drain()[1] == 0
    {"frozen": freeze, "full": fill, "killed": kill}[how](running)
    try:
        written_meanwhile(quality, "Rappel du soir")
        if how == "full":  # it still reads
            response, words, _seconds = looked(as_user, alice)
            assert (response.status_code, "automatique" in words, "soir" in words) == (200, True, False)
        else:
            assert_it_answers_without_the_server(as_user, alice, has_spare, "du soir")
    finally:
        {"frozen": thaw, "full": empty, "killed": start_again}[how](running)
    assert_all_is_caught_up(as_user, alice, "automatique", "du soir")


def freeze(running):
    running.signal(signal.SIGSTOP)


def thaw(running):
    running.signal(signal.SIGCONT)
    server.wait(running)


def fill(running):
    """What the server does to its indices when its disk is full."""
    block(running, True)


def empty(running):
    block(running, None)


def block(running, value):
    with server.client(running) as client:
        client.indices.put_settings(index=f"{INDEX}-*", settings={"index.blocks.read_only_allow_delete": value})


def kill(running):
    running.kill()


def start_again(running):
    running.start_again()


def test_an_engine_that_did_not_answer_is_left_alone_a_while(site, running, alice, as_user, quality, monkeypatch):
    factories.article(quality, fr="Rappel automatique")
    outbox.drain()
    monkeypatch.setattr(spare, "REST", 60)
    running.signal(signal.SIGSTOP)
    try:
        looked(as_user, alice)
        _response, words, seconds = looked(as_user, alice, "?q=automatique")
    finally:
        thaw(running)
    assert SPARE in words.lower()
    assert seconds < 1, "the patience is not spent again"


def test_a_spare_that_was_never_filled_answers_nothing(site, running, alice, as_user):
    site.first.index([doc("there", fr="Rappel")])
    running.signal(signal.SIGSTOP)
    try:
        response, _words, seconds = looked(as_user, alice)
    finally:
        thaw(running)
    assert (response.status_code, seconds < SOON) == (503, True)


def test_a_rebuild_leaves_the_spare_with_the_same_concepts(site):
    site.spare.index([doc("stray", fr="Rappel"), doc("one", fr="Ancien")])
    site.rebuild(doc(f"k{number}", fr="Rappel") for number in range(spare.BATCH + 3))
    assert site.spare.keys() == site.keys() == {f"k{number}" for number in range(spare.BATCH + 3)}
    assert site.health()["spare"] == spare.BATCH + 3


def test_a_rebuild_that_breaks_half_way_takes_nothing_from_the_spare(site):
    site.rebuild([doc("one", fr="Rappel"), doc("two", fr="Rappel")])

    def breaking():
        yield doc("one", fr="Rappel")
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="went away"):
        site.rebuild(breaking())
    assert site.spare.keys() == site.keys() == {"one", "two"}


def test_a_rebuild_mends_a_spare_that_is_spoiled(site):
    site.rebuild([doc("one", fr="Rappel")])
    site.spare.close()
    for end in ("-wal", "-shm"):
        Path(f"{site.spare.path}{end}").unlink(missing_ok=True)
    site.spare.path.write_bytes(b"not an index" * 1000)
    site.rebuild([doc("two", fr="Rappel")])
    assert site.spare.keys() == site.keys() == {"two"}


def test_a_spare_is_filled_even_when_the_server_is_away(settings, tmp_path, quality):
    settings.SEARCH = {
        **settings.SEARCH, "engine": "elasticsearch", "url": "http://127.0.0.1:9", "index": INDEX, "spare": True,
        "path": str(tmp_path / "spare.sqlite3"),
    }  # fmt: skip
    engine.cache_clear()
    factories.article(quality, fr="Rappel automatique")
    engine().spare.index([doc("stray", fr="Rappel")])
    printed, said = StringIO(), StringIO()
    call_command("setup", stdout=printed, stderr=said)
    assert said.getvalue().startswith("The search engine does not answer")
    spared, key = engine().spare.keys(), str(quality.articles.get().pages.get().translation_key)
    assert (key in spared, "stray" in spared) == (True, False)
    engine.cache_clear()


def test_an_index_that_is_missing_is_built_by_the_schedule(site, quality, settings):
    assert settings.SCHEDULE["search.tasks.build_missing_index"] == 1
    outbox.build_missing()
    key = str(factories.article(quality, fr="Rappel automatique").pages.get().translation_key)
    site.first.remove()
    outbox.build_missing()
    assert site.keys() >= {key}
    site.index([doc("more", fr="Rappel")])
    outbox.build_missing()
    assert site.keys() >= {"more"}, "one that is there is left alone"
