"""Files that are documents of their own in search: which they are, and what happens to them."""

import logging
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms.models import File
from search import documents, files, outbox
from search.attachments import own_id, own_key
from search.engines import engine
from search.engines.base import Document, DocumentsRefused, Text
from search.models import OutboxEntry
from spaces.models import Space
from spaces.services import documents as shelf
from spaces.services import lifecycle
from tests import factories, papers
from tests.search.attached import attached, body, document, key_of, let_go
from tests.search.reindexing import run

pytestmark = pytest.mark.usefixtures("media_folder")


def own(made):
    return own_key(made.pk)


def built(made):
    """The document of a file; None when it is none of its own."""
    return next(documents.build([own(made)]), None)


# -- what it is


def test_a_document_says_its_title_its_words_its_space_and_its_day(quality, read):
    made = document(row=quality, language="fr")
    File.objects.filter(pk=made.pk).update(created_at=datetime(2026, 3, 2, 3, tzinfo=UTC))
    read()
    one = built(made)
    assert (one.key, one.kind, one.gate, one.space, one.published_on) == (
        own(made), "document", quality.pk, quality.pk, "2026-03-01",
    )  # fmt: skip
    (code, text), = one.texts.items()  # fmt: skip
    assert (code, text.title, text.summary, text.url) == ("fr", "Annexe", "", f"/documents/{made.pk}/")
    assert [(file.key, file.text, file.language) for file in text.files] == [
        (f"{made.pk}:{made.file.name}", "Le filigrane.", "fr")
    ]


def test_both_copies_are_one_document(quality, read):
    made = document(row=quality, language="en", other_title="Filigranes")
    made.other_file.save("b.docx", ContentFile(papers.docx("Le papier.")))
    read()
    said = {code: (text.title, text.files[0].text, text.url) for code, text in built(made).texts.items()}
    assert said == {
        "fr": ("Filigranes", "Le papier.", f"/documents/{made.pk}/?lang=fr"),
        "en": ("Annexe", "Le filigrane.", f"/documents/{made.pk}/?lang=en"),
    }
    assert len(engine().keys() & {own(made)}) == 1


def test_a_file_in_no_language_stands_for_both(read):
    made = document()
    read()
    one = built(made)
    assert (one.gate, one.space, set(one.texts)) == (None, None, {"fr", "en"})


# -- found by a page, or alone


def test_a_file_its_readers_find_by_a_page_is_no_document_of_its_own(alice, quality, identity, read, found):
    inside, outside = document(row=identity), document("Le papier.", row=identity)
    page = attached(identity, inside)
    attached(quality, outside)  # its readers may not follow
    read()
    assert (found(alice, "filigrane"), found(alice, "papier")) == ([key_of(page)], [own(outside)])


def test_a_file_of_the_library_is_found_by_a_page_all_may_open(bob, quality, identity, read, found):
    closed, opened, ordinary = (document(f"Le {word}.") for word in ("papier", "carton", "parchemin"))
    attached(identity, closed)
    article = attached(quality, opened)
    pages = factories.ordinary()
    for page in pages.values():
        page.body = body(ordinary)
    factories.publish(pages)
    read()
    assert [found(bob, word) for word in ("papier", "carton", "parchemin")] == [
        [own(closed)], [key_of(article)], [str(page.translation_key)],
    ]  # fmt: skip


def test_a_space_that_closes_leaves_the_library_to_all(alice, bob, quality, caught_up, read, found):
    made = document()
    article = attached(quality, made)
    read()
    for is_open, expected in ((False, [own(made)]), (True, [key_of(article)])):
        quality.is_open = is_open
        quality.save()
        caught_up()
        assert found(bob, "filigrane") == expected


@pytest.mark.database
def test_a_space_that_takes_a_folder_over_takes_what_is_in_it(alice, bob, identity, caught_up, read, found):
    folder = Collection.get_first_root_node().add_child(name="Annexes")
    made = document(collection=folder)
    read()
    assert found(bob, "filigrane") == [own(made)]
    space = Space.objects.get(pk=identity.pk)
    space.collection = folder
    space.save()
    caught_up()
    assert (found(bob, "filigrane"), found(alice, "filigrane"), built(made).gate) == ([], [own(made)], space.pk)


@pytest.mark.database
def test_a_space_that_changes_its_words_alone_asks_for_no_file_anew(quality, read):
    attached(quality, document())
    document(row=quality)
    read()
    quality.mandate_fr = "Un autre mandat."
    quality.save()
    Space.objects.get(pk=quality.pk).topics.add(factories.topic())
    assert not OutboxEntry.objects.filter(concept__startswith="file:").exists()


@pytest.mark.database
def test_a_space_that_is_removed_leaves_the_library_to_all(bob, quality, support, caught_up, read, found):
    made = document()
    attached(quality, made)
    read()
    lifecycle.remove(space=quality, by=support)
    caught_up()
    assert found(bob, "filigrane") == [own(made)]


def test_a_page_moved_to_another_space_leaves_the_file_alone(alice, quality, identity, caught_up, read, found):
    made = document(row=quality)
    article = attached(quality, made)
    read()
    article.space = identity
    article.save()
    caught_up()
    assert found(alice, "filigrane") == [own(made)]


def test_a_draft_leads_to_nothing(alice, quality, read, found):
    made = document(row=quality)
    article = attached(quality, made, live=False)
    read()
    assert found(alice, "filigrane") == [own(made)]
    article.made["fr"].save_revision().publish()
    read()
    assert found(alice, "filigrane") == [key_of(article)]


def test_a_page_deleted_leaves_its_file_alone(alice, quality, caught_up, read, found):
    made = document(row=quality)
    article = attached(quality, made)
    read()
    article.made["fr"].delete()
    caught_up()
    assert found(alice, "filigrane") == [own(made)]


@pytest.mark.database
def test_a_file_whose_page_goes_while_the_engine_is_down_is_not_lost(alice, quality, caught_up, read, found, tmp_path):
    made = document(row=quality)
    article = attached(quality, made)
    read()
    let_go(article)
    there = engine().path
    (tmp_path / "file").write_text("not a folder")
    engine().close()
    engine().path = tmp_path / "file" / "index.sqlite3"
    logging.disable(logging.CRITICAL)
    assert outbox.drain()[0] == 0
    logging.disable(logging.NOTSET)
    engine().path = there
    assert found(alice, "filigrane") == [key_of(article)]
    caught_up()
    assert found(alice, "filigrane") == [own(made)]


class Refusing:
    """The engine of the site, which does not take one document."""

    def __init__(self, key):
        self.key, self.delete = key, engine().delete

    def index(self, found):
        engine().index([one for one in found if one.key != self.key])
        if self.key in {one.key for one in found}:
            raise DocumentsRefused({self.key: "too odd"})


def test_a_page_that_is_refused_does_not_keep_the_worker_at_its_files(quality, read, monkeypatch):
    made = document(row=quality)
    article = attached(quality, made)
    monkeypatch.setattr(outbox, "engine", lambda: Refusing(key_of(article)))
    drained = [outbox.drain()[0] for _round in range(6)]
    assert drained[-1] == 0
    assert list(OutboxEntry.objects.values_list("concept", flat=True)) == [key_of(article)]


# -- what changes


def test_a_file_that_comes_is_found_by_its_title_at_once_and_then_by_its_words(alice, quality, caught_up, found):
    made = document(row=quality)
    caught_up()
    assert (found(alice, "annexe"), found(alice, "filigrane")) == ([own(made)], [])
    files.read_next()
    caught_up()
    assert found(alice, "filigrane") == [own(made)]


def test_the_worker_needs_nobody_to_ask(alice, quality, found, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = document(row=quality)
    assert found(alice, "filigrane") == [own(made)]
    assert OutboxEntry.objects.count() == 0


@pytest.mark.database
def test_a_file_replaced_renamed_or_removed_is_followed(alice, quality, caught_up, read, found):
    made = document(row=quality)
    read()
    made.file.save("annexe.docx", ContentFile(papers.docx("Le papier.")))
    read()
    assert (found(alice, "filigrane"), found(alice, "papier")) == ([], [own(made)])
    made.title = "Gabarit"
    made.save()
    caught_up()
    assert (found(alice, "annexe"), found(alice, "gabarit")) == ([], [own(made)])
    made.delete()
    caught_up()
    assert (found(alice, "papier"), engine().keys() & {own_key(1)}) == ([], set())


@pytest.mark.database
def test_a_file_moved_to_the_library_is_found_by_all(bob, identity, read, found):
    made = document(row=identity, language="fr")
    made.other_file.save("b.docx", ContentFile(papers.docx("The watermark.")))
    read()
    assert found(bob, "filigrane") == []
    shelf.promote(document=File.objects.get(pk=made.pk), space=identity, by=bob)
    read()
    assert (found(bob, "filigrane"), found(bob, "watermark", "en")) == ([own(made)], [own(made)])


def test_the_check_knows_documents_and_the_fix_puts_them_right(alice, quality, read, found):
    alone, led_to = document(row=quality), document("Le papier.", row=quality)
    attached(quality, led_to)
    read()
    assert run("--check") == ("0 missing from the index\n0 stray in the index\n", "")
    engine().index([Document(own(led_to), "document", {"fr": Text("Perdu")})])
    engine().delete([own(alone)])
    printed, failed = run("--check")
    assert printed == (f"1 missing from the index\n  {own(alone)}\n1 stray in the index\n  {own(led_to)}\n")
    assert failed
    assert run("--fix")[0].endswith("2 put right.\n")
    assert (found(alice, "filigrane"), run("--check")[1]) == ([own(alone)], "")


def test_a_whole_rebuild_has_them(alice, quality, found):
    made = document(row=quality)
    attached(quality, document("Le papier.", row=quality))
    run()
    indexed = engine().keys()
    assert found(alice, "filigrane") == [own(made)]
    assert {key for key in indexed if own_id(key)} == {own(made)}


@pytest.mark.parametrize("count", [1, 5])
def test_building_more_documents_costs_no_more_queries(quality, django_assert_num_queries, count):
    for number in range(count):
        attached(quality, document(f"Le papier {number}.", row=quality))
        document(f"Le filigrane {number}.", row=quality)
    list(documents.build())
    with django_assert_num_queries(15):
        list(documents.build())
