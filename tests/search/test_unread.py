"""The files search could not read: who is told, and in what words."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection

from search import files
from search.attachments import own_key
from search.models import Attachment, FilePlace, FileText, OutboxEntry, State
from spaces.models import CommunityRole, Duty, Membership, Role
from tests import factories, papers
from tests.answers import read as body_of
from tests.once import begin_with, taken_back
from tests.search.conftest import Results

ADDRESS = {"fr": "/fr/recherche/fichiers-non-lus/", "en": "/en/search/files-not-read/"}
NB = "\u00a0"


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "community", languages=None)


@pytest.fixture(autouse=True, scope="module")
def made(made_quality, made_identity, request):
    with taken_back():
        yield request.param and made_community(made_quality, made_identity)


def made_community(quality, identity):
    """Of each place: one file that is read, one locked, one damaged in the other language."""
    for row, name in ((quality, "Qualité"), (identity, "Identité"), (None, "Bibliothèque")):
        factories.document("lu.docx", papers.docx(name), title=f"{name} lu", row=row)
        made = factories.document(
            "clos.pdf", papers.locked_pdf(name, "secret"), title=f"{name} clos", row=row, language="fr",
            other_title=f"{name} torn",
        )  # fmt: skip
        made.other_file.save("torn.pdf", ContentFile(b"%PDF-1.7\n" + name.encode()))
    while files.read_next():
        pass


@pytest.fixture
def community(quality, identity, made):
    """The same, for a test."""


def told(client, language="fr"):
    """[(title, why, whether one may change it there)]"""
    page = Results(client.get(ADDRESS[language])).page
    return [
        (row.a.get_text(), row.select("span")[0].get_text(), bool(row.select("a.btn")))
        for row in page.select("main ul.lines > li")
    ]


WHY = {
    "fr": ("Il est protégé par un mot de passe.", "Il est endommagé."),
    "en": ("It is locked by a password.", "It is damaged."),
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_support_reads_which_files_are_not_read_and_why(nadia, community, as_user, language):
    locked, damaged = WHY[language]
    assert told(as_user(nadia), language) == [
        ("Bibliothèque clos", locked, False), ("Bibliothèque torn", damaged, False),
        ("Qualité clos", locked, True), ("Qualité torn", damaged, True),
    ]  # fmt: skip


@pytest.mark.database
def test_leads_read_those_of_their_spaces_only(alice, community, identity, as_user):
    Membership.objects.filter(user=alice, space=identity).update(role=Role.LEAD)
    assert [title for title, _why, _may in told(as_user(alice))] == ["Identité clos", "Identité torn"]


def test_for_others_there_is_no_such_page(alice, bob, community, as_user):
    assert [as_user(user).get(ADDRESS["en"]).status_code for user in (alice, bob)] == [404, 404]


def test_a_file_that_is_replaced_leaves_the_list(nadia, quality, as_user):
    made = factories.document("clos.pdf", papers.locked_pdf("Un", "secret"), row=quality)
    files.read_next()
    assert len(told(as_user(nadia))) == 1
    made.file.save("ouvert.pdf", ContentFile(papers.pdf("Un")))
    files.read_next()
    page = Results(as_user(nadia).get(ADDRESS["fr"])).page
    assert "Tous les fichiers sont lus" in page.select_one(".empty").get_text()


@pytest.mark.parametrize("state", State.values)
def test_each_reason_has_its_words_in_both_languages(quality, nadia, as_user, state):
    made = factories.document("annexe.pdf", row=quality)
    text = FileText.objects.create(digest="0", state=state)
    FilePlace.objects.create(name=made.file.name, text=text)
    said = {language: [why for _title, why, _may in told(as_user(nadia), language)] for language in ADDRESS}
    if state == State.READ:
        assert said == {"fr": [], "en": []}
    else:
        assert len(said["fr"]) == len(said["en"]) == 1
        assert said["fr"] != said["en"]
        assert said["fr"][0].endswith(".")


def test_how_far_a_long_file_is_read_is_said(quality, nadia, as_user):
    made = factories.document("annexe.pdf", row=quality)
    text = FileText.objects.create(digest="0", state=State.CUT, pages=300, pages_in_all=1200)
    FilePlace.objects.create(name=made.file.name, text=text)
    (_title, why, _may), = told(as_user(nadia))  # fmt: skip
    assert why == f"Il est trop long{NB}: la recherche ne porte que sur le début. Lu jusqu’à la page 300 sur 1{NB}200."


@pytest.mark.database
def test_a_lost_file_is_told(quality, nadia, as_user):
    made = factories.document("annexe.pdf", row=quality)
    made.file.storage.delete(made.file.name)
    files.read_next()
    assert [why for _title, why, _may in told(as_user(nadia))] == ["Le fichier n’est pas à sa place."]


@pytest.mark.parametrize("count", [1, 5, 50])
def test_more_files_cost_no_more_queries(quality, nadia, as_user, django_assert_num_queries, count):
    for number in range(count):
        made = factories.document("annexe.pdf", row=quality)
        text = FileText.objects.create(digest=str(number), state=State.DAMAGED)
        FilePlace.objects.create(name=made.file.name, text=text)
    client = as_user(nadia)
    for _visit in range(2):
        client.get(ADDRESS["fr"])
    with django_assert_num_queries(8):
        client.get(ADDRESS["fr"])


# -- the ways there


@pytest.mark.database
def test_support_and_leads_find_the_way_to_it(alice, bob, nadia, quality, as_user):
    Membership.objects.create(user=alice, space=quality, role=Role.LEAD)
    factories.document("guide.txt", row=quality)
    for user, address, is_there in (
        (nadia, "library", True), (bob, "library", False), (nadia, "search_insights", True),
    ):  # fmt: skip
        with translation.override("fr"):
            page = as_user(user).get(reverse(address)).content.decode()
        assert (ADDRESS["fr"] in page) == is_there
    assert ADDRESS["en"] in as_user(alice).get("/en/spaces/quality/desk/documents/").content.decode()


@pytest.mark.database
@pytest.mark.parametrize(
    ("address", "words"),
    [("/fr/espaces/quality/bureau/documents/", ("La recherche n’a pas pu le lire en entier", "Français", "Anglais")),
     ("/en/spaces/quality/desk/documents/", ("Search could not read it whole", "French", "English"))],
)  # fmt: skip
def test_leads_are_told_beside_the_file_at_their_desk(alice, bob, community, quality, as_user, address, words):
    Membership.objects.create(user=alice, space=quality, role=Role.LEAD)
    mark, french, english = words
    locked, damaged = WHY["fr" if "/fr/" in address else "en"]
    page = Results(as_user(alice).get(address)).page
    notes = {
        row.select_one(".strong").get_text(): [
            [one.get_text() for one in chip.find_next_sibling("span").select("span")] for chip in row.select(".warn")
        ]
        for row in page.select("main ul.lines > li")
    }
    assert sorted(notes.values()) == [[], [[french, locked], [english, damaged]]]
    assert {chip.get_text() for chip in page.select(".chip.warn")} == {mark}
    assert mark not in as_user(bob).get("/fr/qualite/").content.decode()


def test_the_sheet_of_a_document_in_the_admin_says_what_is_not_read(community, as_user):
    admin = factories.person("Ada", is_superuser=True)
    from cms.models import File

    locked, read = File.objects.get(title="Qualité clos"), File.objects.get(title="Qualité lu")
    client = as_user(admin)
    page = body_of(client.get(reverse("wagtaildocs:edit", args=[locked.pk]))).content.decode()
    assert "Search could not read" in page
    assert all(words in page for words in ("clos.pdf", "It is locked by a password.", "torn.pdf", "It is damaged."))
    assert "Search could not read" not in client.get(reverse("wagtaildocs:edit", args=[read.pk])).content.decode()


@pytest.mark.database
def test_the_reports_of_the_admin_lead_to_it_for_those_who_look_after_files(nadia, as_user):
    CommunityRole.objects.create(user=nadia, duty=Duty.ADMINISTRATOR)
    translator = factories.editor("Zoé")
    menu = {user: as_user(user).get("/admin/").content.decode() for user in (nadia, translator)}
    assert [(address in menu[nadia], address in menu[translator]) for address in ADDRESS.values()].count(
        (True, False)
    ) == 1


@pytest.mark.database
def test_documents_moved_together_in_the_admin_are_made_anew(quality, as_user):
    admin = factories.person("Ada", is_superuser=True)
    made = factories.document("annexe.docx", papers.docx("Le filigrane."), row=quality)
    Attachment.objects.create(concept="a-concept", file=made.pk)
    OutboxEntry.objects.all().delete()
    folder = Collection.get_first_root_node().add_child(name="Annexes")
    address = reverse("wagtail_bulk_action", args=["cms", "file", "add_to_collection"])
    response = as_user(admin).post(f"{address}?id={made.pk}", {"collection": folder.pk})
    made.refresh_from_db()
    assert (response.status_code, made.collection) == (302, folder)
    assert set(OutboxEntry.objects.values_list("concept", flat=True)) == {"a-concept", own_key(made.pk)}
