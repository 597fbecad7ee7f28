"""What attached files say: read once, found by those who may open them, forgotten with them."""

import logging
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from search import attachments, files
from search.attachments import own_key
from search.models import FilePlace, FileText, OutboxEntry, State
from tests import factories, papers
from tests.search.attached import attached, document, key_of, let_go, sides

pytestmark = pytest.mark.usefixtures("media_folder")


def own(made):
    return own_key(made.pk)


# -- reading


def test_a_document_that_comes_is_read_and_its_page_is_found(alice, quality, found, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        article = attached(quality, document(row=quality))
    assert found(alice, "filigrane") == [key_of(article)]
    text = FileText.objects.get()
    assert (text.state, text.text, text.characters) == ("read", "Le filigrane.", 13)
    assert OutboxEntry.objects.count() == 0


def test_the_same_bytes_are_read_once_wherever_they_lie(quality, identity, read):
    for row in (quality, identity, None):
        document(row=row)
    read()
    assert (FileText.objects.count(), FilePlace.objects.count()) == (1, 3)


def test_each_copy_is_read_and_other_kinds_are_let_be(quality, read):
    made = document(row=quality, language="fr")
    made.other_file.save("annex.pdf", ContentFile(papers.pdf("The watermark")))
    factories.document("reunion.ics", b"BEGIN:VCALENDAR", row=quality)
    read()
    assert sorted(FileText.objects.values_list("text", flat=True)) == ["Le filigrane.", "The watermark."]
    assert next(files.unread(), None) is None


def test_a_file_too_big_is_not_read(settings, quality, read):
    settings.FILE_TEXT = {**settings.FILE_TEXT, "mb": 0}
    document(row=quality)
    read()
    assert FileText.objects.get().state == State.BIG


def test_a_broken_file_holds_nothing_up(alice, quality, read, found, caplog):
    caplog.set_level(logging.WARNING)
    broken = factories.document("annexe.pdf", b"%PDF-1.7\nrien", row=quality)
    article = attached(quality, broken, document(row=quality))
    read()
    assert (found(alice, "filigrane"), found(alice, "guide")) == ([key_of(article)], [key_of(article)])
    assert FileText.objects.get(state=State.DAMAGED).why
    assert "annexe.pdf is not read whole: damaged" in caplog.text


def test_a_file_that_is_lost_is_noted_and_not_asked_for_again(quality, read, caplog):
    lost = document(row=quality)
    lost.file.storage.delete(lost.file.name)
    read()
    assert (FilePlace.objects.get().text, files.read_next()) == (None, None)
    assert "cannot be opened" in caplog.text


def test_the_command_reads_what_nobody_has_read_and_goes_on_where_it_was(quality, capsys):
    for number in range(3):
        document(f"Le filigrane {number}.", row=quality)
    files.read_next()
    call_command("read_files")
    assert capsys.readouterr().out.startswith("Read 2 files in ")
    assert FileText.objects.filter(state=State.READ).count() == 3


def test_what_could_not_be_read_is_read_again_when_asked(settings, quality, capsys):
    limits = settings.FILE_TEXT
    settings.FILE_TEXT = {**limits, "mb": 0}
    document(row=quality)
    call_command("read_files")
    settings.FILE_TEXT = limits
    call_command("read_files")
    assert FileText.objects.get().state == State.BIG
    call_command("read_files", again=True)
    assert FileText.objects.get().state == State.READ
    assert "0 of all are not read whole" in capsys.readouterr().out


def test_a_whole_rebuild_reads_files_first(alice, quality, found):
    article = attached(quality, document(row=quality))
    call_command("search_reindex", stdout=StringIO())
    assert found(alice, "filigrane") == [key_of(article)]


def test_reading_stands_in_the_schedule(settings):
    assert settings.SCHEDULE["search.tasks.read_files"] == 10


def test_the_task_reads_everything_and_forgets_what_is_gone(quality):
    from search.tasks import read_files

    FilePlace.objects.create(
        name="documents/gone.pdf", text=FileText.objects.create(digest="0", state="read", text="x")
    )
    document(row=quality)
    document("Un autre.", row=quality)
    read_files.call()
    assert sorted(FileText.objects.values_list("text", flat=True)) == ["Le filigrane.", "Un autre."]


# -- which language


def test_a_file_of_one_page_stands_for_its_language(quality, read):
    article = attached(quality, document(row=quality), en="Handbook")
    english = article.made["en"]
    english.body = factories.text("Text")
    english.save_revision().publish()
    read()
    assert sides(article) == {"fr": ["Le filigrane."]}


def test_a_file_of_both_pages_stands_for_its_own_language_or_for_both(quality, read):
    said = attached(quality, document(row=quality, language="en"), en="Handbook")
    unsaid = attached(quality, document("Un autre.", row=quality), en="Handbook")
    read()
    assert sides(said) == {"en": ["Le filigrane."]}
    assert sides(unsaid) == {"fr": ["Un autre."], "en": ["Un autre."]}


def test_a_document_in_both_languages_stands_for_each(quality, read, alice, found):
    made = document(row=quality, language="fr")
    made.other_file.save("annex.docx", ContentFile(papers.docx("The watermark.")))
    article = attached(quality, made)
    read()
    assert sides(article) == {"fr": ["Le filigrane."], "en": ["The watermark."]}
    assert found(alice, "watermark") == [key_of(article)]


# -- what changes


def test_a_file_replaced_is_found_by_its_new_words_only(alice, quality, read, found):
    made = document(row=quality)
    article = attached(quality, made)
    read()
    made.file.save("annexe.docx", ContentFile(papers.docx("Le papier.")))
    read()
    assert (found(alice, "filigrane"), found(alice, "papier")) == ([], [key_of(article)])
    assert FileText.objects.get().text == "Le papier."


def test_a_file_deleted_is_forgotten_at_once(alice, quality, read, found, caught_up):
    made = document(row=quality)
    attached(quality, made)
    read()
    made.delete()
    assert (FileText.objects.count(), FilePlace.objects.count()) == (0, 0)
    caught_up()
    assert found(alice, "filigrane") == []


def test_a_file_taken_off_its_page_is_found_alone(alice, quality, read, found, caught_up):
    made = document(row=quality)
    article = attached(quality, made)
    read()
    let_go(article)
    caught_up()
    assert (found(alice, "filigrane"), attachments.noted()) == ([own(made)], {})


def test_a_page_unpublished_leaves_its_file_alone(alice, quality, read, found, caught_up):
    made = document(row=quality)
    article = attached(quality, made)
    read()
    article.made["fr"].unpublish()
    caught_up()
    assert (found(alice, "filigrane"), attachments.noted()) == ([own(made)], {})


def test_only_a_file_and_the_pages_that_lead_to_it_are_made_anew_with_it(quality, read):
    made, other = document(row=quality), document("Un autre.", row=quality)
    article = attached(quality, made)
    attached(quality, other)
    read()
    made.title = "Autre titre"
    made.save()
    assert set(OutboxEntry.objects.values_list("concept", flat=True)) == {key_of(article), own(made)}


def test_a_page_indexed_before_its_file_is_read_is_made_anew_once_it_is(alice, quality, found, caught_up):
    article = attached(quality, document(row=quality))
    caught_up()
    assert found(alice, "filigrane") == []
    files.read_next()
    caught_up()
    assert found(alice, "filigrane") == [key_of(article)]
