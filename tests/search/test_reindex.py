"""search_reindex: builds the index anew, and compares it with the database."""

import logging

import pytest
from wagtail.models import Page

from search.engines import engine
from search.engines.base import Document, Text
from search.models import OutboxEntry
from tests import factories
from tests.search.reindexing import run


def test_everything_live_is_indexed_and_strays_are_gone(alice, quality, found):
    article = factories.article(quality, fr="Rappel automatique", en="Callback")
    factories.article(quality, fr="Rappel en brouillon", live=False)
    engine().index([Document("stray", "article", {"fr": Text("Rappel perdu")})])
    printed, failed = run()
    assert (printed.startswith("Indexed 2 items in "), failed) == (True, "")
    keys = {str(page.translation_key) for page in (article.made["fr"], factories.parents(quality)["fr"])}
    assert (engine().keys(), found(alice, "rappel")) == (keys, [str(article.made["fr"].translation_key)])


def test_the_check_lists_what_is_missing_and_what_strays(quality):
    missing = str(factories.article(quality, fr="Rappel").made["fr"].translation_key)
    run()
    engine().delete([missing])
    engine().index([Document("stray-key", "article", {"fr": Text("Perdu")})])
    printed, failed = run("--check")
    assert printed == f"1 missing from the index\n  {missing}\n1 stray in the index\n  stray-key\n"
    assert failed == "The index and the database differ; run search_reindex --fix."
    assert engine().keys() >= {"stray-key"}, "a check changes nothing"


def test_the_fix_puts_right_what_is_missing_and_what_strays(alice, quality, found):
    missing = [str(factories.article(quality, fr="Rappel").made["fr"].translation_key) for _ in range(5)]
    run()
    engine().delete(missing)
    engine().index([Document(f"stray-{number}", "article", {"fr": Text("Rappel")}) for number in range(3)])
    printed, failed = run("--fix")
    assert (printed.splitlines()[-1], failed) == ("8 put right.", "")
    assert sorted(found(alice, "rappel")) == sorted(missing)
    assert run("--check") == ("0 missing from the index\n0 stray in the index\n", "")
    assert run("--fix")[0].endswith("0 put right.\n")


@pytest.mark.database
def test_a_fix_that_meets_an_engine_that_refuses_leaves_all_queued(quality, no_place):
    key = str(factories.article(quality, fr="Rappel").made["fr"].translation_key)
    logging.disable(logging.CRITICAL)
    printed, failed = run("--fix")
    logging.disable(logging.NOTSET)
    assert (printed, failed.startswith("The search engine does not answer: ")) == ("", True)
    assert OutboxEntry.objects.filter(concept=key).exists()


def test_the_check_passes_when_index_and_database_agree(quality):
    factories.article(quality, fr="Rappel")
    run()
    assert run("--check") == ("0 missing from the index\n0 stray in the index\n", "")


@pytest.mark.database
def test_the_check_finds_what_changed_behind_the_index(quality):
    page = factories.article(quality, fr="Rappel").made["fr"]
    run()
    Page.objects.filter(pk=page.pk).update(live=False)
    printed, failed = run("--check")
    assert f"1 stray in the index\n  {page.translation_key}\n" in printed
    assert failed


def test_if_empty_leaves_a_filled_index_alone(quality):
    engine().index([Document("there", "article", {"fr": Text("Là")})])
    assert run("--if-empty") == ("The search index is there.\n", "")
    assert engine().keys() == {"there"}


def test_if_empty_fills_an_empty_index(quality):
    printed, _failed = run("--if-empty")
    assert printed.startswith("Indexed 1 items in ")
    assert engine().keys() == {str(factories.parents(quality)["fr"].translation_key)}


@pytest.fixture
def no_place(settings, tmp_path):
    """An engine whose index would stand inside a file."""
    (tmp_path / "file").write_text("not a folder")
    settings.SEARCH = {**settings.SEARCH, "path": str(tmp_path / "file" / "index.sqlite3")}
    engine.cache_clear()
    yield
    engine.cache_clear()


@pytest.mark.parametrize("arguments", [(), ("--check",), ("--if-empty",)])
def test_an_engine_that_does_not_answer_is_one_sentence(db, no_place, arguments):
    printed, failed = run(*arguments)
    assert printed == ""
    assert failed.startswith("The search engine does not answer: ")


@pytest.mark.parametrize(
    ("address", "title", "advice", "not_this"),
    [("/fr/recherche/", "La recherche ne répond pas", "Vos mots sont toujours dans le champ", "Rien trouvé"),
     ("/en/search/", "Search is not answering", "Your words are still in the box", "Nothing found")],
)  # fmt: skip
def test_the_page_says_in_words_that_search_does_not_answer(alice, as_user, no_place, address, title, advice, not_this):
    logging.disable(logging.CRITICAL)
    answer = as_user(alice).get(f"{address}?q=rappel+auto")
    logging.disable(logging.NOTSET)
    said = answer.content.decode()
    assert (answer.status_code, title in said, advice in said) == (503, True, True)
    assert 'value="rappel auto"' in said
    assert not_this not in said
