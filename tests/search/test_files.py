"""What attached files say: read once, found by those who may open them, forgotten with them."""

import json
import logging
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.models import Collection

from cms import versions
from cms.models import File
from search import attachments, documents, files, outbox
from search.engines import engine
from search.models import FilePlace, FileText, OutboxEntry, State
from spaces.models import Space
from spaces.services import documents as shelf
from tests import factories, papers

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("media_folder")]
FILE = "11111111-1111-4111-8111-111111111112"


@pytest.fixture
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def read(caught_up):
    """read() reads what is unread and brings the index up to date, as the worker does."""

    def done():
        while files.read_next():
            pass
        files.forget_gone()
        caught_up()

    return done


def body(*documents, words="Texte"):
    """A body that leads to documents: one chosen as a file, the others by a link in its text."""
    chosen, *linked = documents
    links = "".join(f'<a linktype="document" id="{one.pk}">lien</a>' for one in linked)
    return json.dumps([
        {"type": "file", "value": {"document": chosen.pk, "title": "Annexe"}, "id": FILE},
        {"type": "text", "value": f"<p>{words} {links}</p>", "id": FILE[:-1] + "3"},
    ])  # fmt: skip


def attached(row, *documents, **said):
    """An article of a space that leads to documents."""
    return factories.article(row, **({"fr": "Guide"} | said), raw=body(*documents))


def key_of(fact):
    return str(fact.made[next(iter(fact.made))].translation_key)


def document(words="Le filigrane.", name="annexe.docx", **fields):
    return factories.document(name, papers.docx(words), title="Annexe", **fields)


def sides(fact):
    """{language: what its files say} of a concept."""
    key = key_of(fact)
    built = {one.key: one for one in documents.build([key])}[key]
    return {code: [file.text for file in text.files] for code, text in built.texts.items() if text.files}


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


def test_a_file_taken_off_its_page_is_no_longer_found(alice, quality, read, found, caught_up):
    article = attached(quality, document(row=quality))
    read()
    page = article.made["fr"]
    page.body = factories.text("Texte")
    page.save_revision().publish()
    caught_up()
    assert (found(alice, "filigrane"), attachments.noted()) == ([], {})


def test_a_page_unpublished_takes_its_file_along(alice, quality, read, found, caught_up):
    article = attached(quality, document(row=quality))
    read()
    article.made["fr"].unpublish()
    caught_up()
    assert (found(alice, "filigrane"), attachments.noted()) == ([], {})


def test_only_pages_that_lead_to_a_file_are_made_anew_with_it(quality, read):
    made, other = document(row=quality), document("Un autre.", row=quality)
    article = attached(quality, made)
    attached(quality, other)
    read()
    made.title = "Autre titre"
    made.save()
    assert set(OutboxEntry.objects.values_list("concept", flat=True)) == {key_of(article)}


def test_a_page_indexed_before_its_file_is_read_is_made_anew_once_it_is(alice, quality, found, caught_up):
    article = attached(quality, document(row=quality))
    caught_up()
    assert found(alice, "filigrane") == []
    files.read_next()
    caught_up()
    assert found(alice, "filigrane") == [key_of(article)]


# -- who reads it


def test_a_file_of_a_closed_space_is_text_of_nothing_outside_it(alice, bob, quality, identity, read, found):
    secret = document(row=identity)
    outside, inside = attached(quality, secret), attached(identity, secret, fr="Dossier")
    page = factories.ordinary()["fr"]
    page.body = body(secret)
    page.save_revision().publish()
    read()
    assert (found(bob, "filigrane"), found(alice, "filigrane")) == ([], [key_of(inside)])
    assert (sides(outside), sides(inside)) == ({}, {"fr": ["Le filigrane."]})


def test_a_file_of_the_library_is_text_of_every_page(alice, bob, quality, identity, read, found):
    shared = document()
    outside, inside = attached(quality, shared), attached(identity, shared)
    read()
    assert (found(bob, "filigrane"), sorted(found(alice, "filigrane"))) == (
        [key_of(outside)], sorted([key_of(outside), key_of(inside)]),
    )  # fmt: skip


def test_what_a_listed_space_leads_to_inside_is_not_found_by_those_who_only_know_of_it(bob, identity, read, found):
    shared = document()
    for page in factories.parents(identity).values():
        page.introduction = f'<p><a linktype="document" id="{shared.pk}">guide</a></p>'
        page.save_revision().publish()
    read()
    assert (found(bob, "identité"), found(bob, "filigrane")) == ([str(page.translation_key)], [])
    identity.is_open = True
    identity.save()
    read()
    assert found(bob, "filigrane") == [str(page.translation_key)]


def test_a_file_moved_into_a_closed_space_behind_the_index_is_not_shown(alice, bob, quality, identity, read, results):
    made = document()
    attached(quality, made)
    read()
    assert results(bob, "?q=filigrane").titles == ["Guide"]
    File.objects.filter(pk=made.pk).update(collection=factories.folder(identity))
    versions.bump()
    seen = results(bob, "?q=filigrane")
    assert (seen.titles, "Annexe" in seen.response.content.decode()) == ([], False)
    assert engine().keys()  # the index has not heard
    outbox.queue(attachments.concepts_of([made.pk]))
    read()
    assert [results(user, "?q=filigrane").count for user in (alice, bob)] == ["0 résultat"] * 2


def test_a_document_given_to_the_library_is_found_where_it_was_and_elsewhere(bob, quality, identity, read, found):
    made = document(row=identity, language="fr")
    made.other_file.save("annex.docx", ContentFile(papers.docx("The watermark.")))
    article = attached(quality, made)
    read()
    assert found(bob, "filigrane") == []
    shelf.promote(document=File.objects.get(pk=made.pk), space=identity, by=bob)
    read()
    assert found(bob, "filigrane") == [key_of(article)]


def test_a_space_that_takes_a_folder_over_closes_what_is_in_it(bob, quality, identity, read, found):
    folder = Collection.get_first_root_node().add_child(name="Annexes")
    article = attached(quality, document(collection=folder))
    read()
    assert found(bob, "filigrane") == [key_of(article)]
    space = Space.objects.get(pk=identity.pk)
    space.collection = folder
    space.save()
    read()
    assert found(bob, "filigrane") == []


# -- what is shown


@pytest.mark.parametrize(
    ("language", "said", "name", "excerpt"),
    [
        ("fr", "Dans le fichier joint :", "Le guide", "Le <mark>wiki</mark> est à l’encre."),
        ("en", "In the attached file:", "The guide", "The <mark>wiki</mark> is in ink."),
    ],
)
def test_a_hit_found_in_a_file_says_which_and_leads_to_it(alice, quality, read, results, language, said, name, excerpt):
    made = factories.document(
        "guide.docx", papers.docx("Le wiki est à l’encre."), row=quality, language="fr", title="Le guide",
        other_title="The guide",
    )  # fmt: skip
    made.other_file.save("guide-en.docx", ContentFile(papers.docx("The wiki is in ink.")))
    attached(quality, made, en="Handbook")
    read()
    row = results(alice, "?q=wiki", language).page.select_one("li.result")
    link = row.select_one(f"a[href='/documents/{made.pk}/?lang={language}']")
    assert (link.get_text(), link.get("lang")) == (name, None)
    assert said in row.get_text().replace("\u00a0", " ")
    assert row.select_one("p.ex").decode_contents() == excerpt
    assert row.select_one("p.ex").get("lang") is None


def test_the_words_of_a_file_in_the_other_language_say_so(alice, quality, read, results):
    attached(quality, document("The watermark.", row=quality, language="en"))
    read()
    row = results(alice, "?q=watermark").page.select_one("li.result")
    assert (row.select_one("h2 a").get("lang"), row.select_one("p.ex")["lang"]) == (None, "en")
    link = row.select_one("a[href^='/documents/']")
    assert (link["lang"], link["hreflang"]) == ("en", "en")


def test_a_hit_that_answers_itself_names_no_file(alice, quality, read, results):
    attached(quality, document(row=quality), fr="Guide du filigrane")
    read()
    row = results(alice, "?q=filigrane").page.select_one("li.result")
    assert row.select("a[href^='/documents/']") == []


@pytest.mark.parametrize("count", [1, 5, 20])
def test_hits_found_in_files_cost_one_query_whatever_their_number(
    alice, quality, as_user, read, django_assert_num_queries, count
):
    for number in range(count):
        attached(quality, document(f"Le filigrane {number}.", row=quality))
    read()
    client = as_user(alice)
    for _visit in range(2):
        client.get("/fr/recherche/?q=filigrane")
    with django_assert_num_queries(6):
        client.get("/fr/recherche/?q=filigrane")


def test_an_announcement_leads_to_files_too(alice, quality, read, found):
    news = factories.announcement(quality)
    for page in news.made.values():
        page.body = body(document(row=quality))
        page.save_revision()
    factories.publish(news.made)
    read()
    assert found(alice, "filigrane") == [key_of(news)]
