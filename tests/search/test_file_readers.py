"""Who finds a page by what its file says, and what is shown of it."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms import versions
from cms.models import File
from search import attachments, outbox
from search.attachments import own_key
from search.engines import engine
from spaces.models import Space
from spaces.services import documents as shelf
from tests import factories, papers
from tests.search.attached import attached, body, key_of, know, known, sides

pytestmark = pytest.mark.usefixtures("media_folder")


def test_a_file_of_a_closed_space_is_text_of_nothing_outside_it(alice, bob, quality, identity, read, found):
    secret = known(row=identity)
    outside, inside = attached(quality, secret), attached(identity, secret, fr="Dossier")
    page = factories.ordinary()["fr"]
    page.body = body(secret)
    page.save_revision().publish()
    read()
    assert (found(bob, "filigrane"), found(alice, "filigrane")) == ([], [key_of(inside)])
    assert (sides(outside), sides(inside)) == ({}, {"fr": ["Le filigrane."]})


def test_a_file_of_the_library_is_text_of_every_page(alice, bob, quality, identity, read, found):
    shared = known()
    outside, inside = attached(quality, shared), attached(identity, shared)
    read()
    assert (found(bob, "filigrane"), sorted(found(alice, "filigrane"))) == (
        [key_of(outside)], sorted([key_of(outside), key_of(inside)]),
    )  # fmt: skip


def test_the_page_of_a_listed_space_is_not_found_by_what_it_leads_to_until_all_may_enter(bob, identity, read, found):
    shared = known()
    for page in factories.parents(identity).values():
        page.introduction = f'<p><a linktype="document" id="{shared.pk}">guide</a></p>'
        page.save_revision().publish()
    read()
    assert (found(bob, "identité"), found(bob, "filigrane")) == ([str(page.translation_key)], [own_key(shared.pk)])
    identity.is_open = True
    identity.save()
    read()
    assert found(bob, "filigrane") == [str(page.translation_key)]


def test_a_file_moved_into_a_closed_space_behind_the_index_is_not_shown(alice, bob, quality, identity, read, results):
    made = known()
    attached(quality, made)
    read()
    assert results(bob, "?q=filigrane").titles == ["Guide"]
    File.objects.filter(pk=made.pk).update(collection=factories.folder(identity))
    versions.bump()
    seen = results(bob, "?q=filigrane")
    assert (seen.titles, "Annexe" in seen.response.content.decode()) == ([], False)
    assert engine().keys()  # the index has not heard
    outbox.queue(attachments.concerned([made.pk]))
    read()
    assert [results(user, "?q=filigrane").titles for user in (alice, bob)] == [["Annexe"], []]


def test_a_document_given_to_the_library_is_found_where_it_was_and_elsewhere(bob, quality, identity, read, found):
    made = known(row=identity, language="fr")
    made.other_file.save("annex.docx", ContentFile(papers.docx("The watermark.")))
    know(made.other_file, "The watermark.")
    article = attached(quality, made)
    read()
    assert found(bob, "filigrane") == []
    shelf.promote(document=File.objects.get(pk=made.pk), space=identity, by=bob)
    read()
    assert found(bob, "filigrane") == [key_of(article)]


def test_a_space_that_takes_a_folder_over_closes_what_is_in_it(bob, quality, identity, read, found):
    folder = Collection.get_first_root_node().add_child(name="Annexes")
    article = attached(quality, known(collection=folder))
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
    know(made.file, "Le wiki est à l’encre.")
    know(made.other_file, "The wiki is in ink.")
    attached(quality, made, en="Handbook")
    read()
    row = results(alice, "?q=wiki", language).page.select_one("li.result")
    link = row.select_one(f"a[href='/documents/{made.pk}/?lang={language}']")
    assert (link.get_text(), link.get("lang")) == (name, None)
    assert said in row.get_text().replace("\u00a0", " ")
    assert row.select_one("p.ex").decode_contents() == excerpt
    assert row.select_one("p.ex").get("lang") is None


def test_the_words_of_a_file_in_the_other_language_say_so(alice, quality, read, results):
    attached(quality, known("The watermark.", row=quality, language="en"))
    read()
    row = results(alice, "?q=watermark").page.select_one("li.result")
    assert (row.select_one("h2 a").get("lang"), row.select_one("p.ex")["lang"]) == (None, "en")
    link = row.select_one("a[href^='/documents/']")
    assert (link["lang"], link["hreflang"]) == ("en", "en")


def test_a_hit_that_answers_itself_names_no_file(alice, quality, read, results):
    attached(quality, known(row=quality), fr="Guide du filigrane")
    read()
    row = results(alice, "?q=filigrane").page.select_one("li.result")
    assert row.select("a[href^='/documents/']") == []


def test_a_page_is_found_by_the_title_of_its_file_in_each_language(alice, quality, read, results):
    made = factories.document(
        "a.docx", papers.docx("Le papier."), row=quality, language="fr", title="Gabarit", other_title="Template"
    )
    made.other_file.save("b.docx", ContentFile(papers.docx("The paper.")))
    know(made.file, "Le papier.")
    know(made.other_file, "The paper.")
    attached(quality, made, en="Handbook")
    read()
    for language, asked, told in (("fr", "gabarit", "Le papier."), ("en", "template", "The paper.")):
        row = results(alice, f"?q={asked}", language).page.select_one("li.result")
        assert (row.select_one("a[href^='/documents/']").get_text().lower(), row.select_one("p.ex").get_text()) == (
            asked, told,
        )  # fmt: skip


def test_a_file_that_holds_no_words_is_found_by_its_title(alice, quality, read, results):
    made = factories.document("reunion.ics", b"BEGIN:VCALENDAR", row=quality, title="Gabarit")
    attached(quality, made)
    read()
    row = results(alice, "?q=gabarit").page.select_one("li.result")
    assert (row.select_one("h2 a").get_text(), row.select_one("p.ex").get_text()) == ("Guide", "Résumé.")
    assert row.select_one("a[href^='/documents/']").get_text() == "Gabarit"


@pytest.mark.parametrize("count", [1, 5, 20])
def test_hits_found_in_files_cost_one_query_whatever_their_number(alice, quality, read, costs, count):
    for number in range(count):
        attached(quality, known(f"Le filigrane {number}.", row=quality))
    read()
    costs(alice, "?q=filigrane", 6)  # one of them asks whether this very search is saved


def test_an_announcement_leads_to_files_too(alice, quality, read, found):
    news = factories.announcement(quality)
    for page in news.made.values():
        page.body = body(known(row=quality))
        page.save_revision()
    factories.publish(news.made)
    read()
    assert found(alice, "filigrane") == [key_of(news)]
