"""The documents of a space at its leads' desk: bring, change, remove, give to the whole community."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Collection, ModelLogEntry, Page

from cms.models import File
from spaces import access
from spaces.models import CommunityRole, Role, Space
from spaces.services import documents, memberships
from tests import factories
from tests.answers import read

pytestmark = [pytest.mark.django_db, pytest.mark.indexed, pytest.mark.usefixtures("media_folder")]
DESK = "/en/spaces/closed/desk/documents/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def pdf(name="plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def both(row=None, **fields):
    """A document with a file in each language."""
    document = factories.document("plan.pdf", PDF, row=row, language="fr", **{"title": "Le plan", **fields})
    document.other_title = "The plan"
    document.other_file.save("plan-en.pdf", ContentFile(PDF))
    return document


def acts():
    """What was done to documents; what the space remembers of it is beside."""
    rows = ModelLogEntry.objects.filter(content_type__model="file").order_by("pk")
    return list(rows.values_list("action", "user__first_name", "label"))


def pages_of(document):
    return [DESK, f"{DESK}add/", *(f"{DESK}{document.pk}/{path}" for path in ("", "remove/", "promote/"))]


def test_the_documents_are_for_those_who_run_the_desk_and_read_the_space(closed, leads, alice, bob, as_user):
    support = factories.person("Sue")
    CommunityRole.objects.create(user=support, duty="support")
    addresses = pages_of(both(closed))
    for user, status in ((leads[0], 200), (alice, 404), (bob, 404), (support, 404)):
        client = as_user(user)
        assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, status)
    assert "desk/documents/" in as_user(leads[0]).get("/en/spaces/closed/desk/").content.decode()
    desk = as_user(support).get("/en/spaces/closed/desk/")
    assert (desk.status_code, "desk/documents/" in desk.content.decode()) == (200, False)
    memberships.grant(user=support, space=closed)
    assert as_user(support).get(DESK).status_code == 200


def test_documents_of_elsewhere_do_not_exist_at_this_desk(closed, quality, lead):
    for document in (both(quality), both()):
        for path in ("", "remove/", "promote/"):
            assert lead.get(f"{DESK}{document.pk}/{path}").status_code == 404
            assert lead.post(f"{DESK}{document.pk}/{path}").status_code == 404
    assert File.objects.count() == 2
    assert "No document yet" in lead.get(DESK).content.decode()


def test_a_document_is_brought_in_one_language_or_two(closed, lead, leads, alice, bob):
    response = lead.post(f"{DESK}add/", {"title": "The plan", "language": "en", "file": pdf()})
    assert (response.status_code, said(response)) == (302, ["The document is in the space."])
    document, closed = File.objects.get(), Space.objects.get(pk=closed.pk)
    assert (document.collection, closed.collection.name) == (closed.collection, "Fermé / Closed")
    assert (document.uploaded_by_user, document.languages, document.file_size) == (leads[0], ["en"], len(PDF))
    assert [access.may_open(person, document) for person in (alice, bob)] == [True, False]
    fields = {"title": "Le plan", "language": "fr", "file": pdf(), "other_file": pdf("en.pdf"), "other_title": "Plan"}
    lead.post(f"{DESK}add/", fields)
    assert [copy.title for copy in documents.of(closed)[0].copies] == ["Le plan", "Plan"]
    assert Collection.objects.filter(name="Fermé / Closed").count() == 1
    assert acts() == [("wagtail.create", "Ann", "The plan"), ("wagtail.create", "Ann", "Le plan")]


def test_what_is_refused_is_said_and_what_was_typed_stays(closed, lead):
    page = lead.post(f"{DESK}add/", {"title": "The plan", "language": "", "file": pdf("page.html")}).content.decode()
    assert "This kind of file is not accepted." in page
    assert "This field is required." in page
    assert 'value="The plan"' in page
    fields = {"title": "Plan", "language": "fr", "file": pdf(), "other_file": pdf("en.pdf", b"<html>")}
    assert "What this file holds is not what its name says" in lead.post(f"{DESK}add/", fields).content.decode()
    assert not File.objects.exists()
    assert acts() == []


def test_a_document_is_renamed_replaced_and_loses_its_second_file(closed, lead, django_capture_on_commit_callbacks):
    document = both(closed)
    address, storage, old = f"{DESK}{document.pk}/", document.file.storage, document.file.name
    page = lead.get(address).content.decode()
    assert "Now: plan.pdf." in page
    assert "Now: plan-en.pdf." in page
    fields = {"title": "Le plan neuf", "language": "fr", "other_title": "The plan"}
    lead.post(address, fields)
    document.refresh_from_db()
    assert (document.title, document.file.name, document.languages) == ("Le plan neuf", old, ["fr", "en"])
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(address, {**fields, "file": pdf("new.pdf", PDF * 2), "drop_other": "on"})
    second = document.other_file.name
    document = File.objects.get()
    assert (document.filename, document.file_size, document.languages) == ("new.pdf", 2 * len(PDF), ["fr"])
    assert [storage.exists(name) for name in (old, second, document.file.name)] == [False, False, True]
    assert [act[0] for act in acts()] == ["wagtail.edit"] * 2
    assert "drop_other" not in lead.get(address).content.decode()


def test_a_second_file_chosen_anew_wins_over_the_box_that_takes_the_old_one_off(closed, lead):
    document = both(closed)
    fields = {"title": "Le plan", "language": "fr", "drop_other": "on", "other_file": pdf("newer.pdf")}
    lead.post(f"{DESK}{document.pk}/", fields)
    assert File.objects.get().second_copy.name == "newer.pdf"


def test_a_document_is_removed_once_it_is_confirmed(closed, lead, as_user, alice, django_capture_on_commit_callbacks):
    document = both(closed)
    address, storage = f"{DESK}{document.pk}/remove/", document.file.storage
    assert "cannot be undone" in lead.get(address).content.decode()
    assert File.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert said(lead.post(address)) == ["The document is removed."]
    assert not File.objects.exists()
    assert not storage.exists(document.file.name)
    assert not storage.exists(document.other_file.name)
    assert acts() == [("wagtail.delete", "Ann", "Le plan")]
    assert as_user(alice).get(f"/documents/{document.pk}/plan.pdf").status_code == 404


def test_removing_says_how_many_pages_link_to_it(closed, lead):
    document = both(closed)
    article = factories.article(closed, fr="Rappel", en="Callback")
    for page in article.made.values():
        page.body = [("file", {"document": document, "title": "Plan"})]
        page.save_revision().publish()
    assert "2 pages link to it" in lead.get(f"{DESK}{document.pk}/remove/").content.decode()
    lead.post(f"{DESK}{document.pk}/remove/")
    for page in article.made.values():
        shown = lead.get(Page.objects.get(pk=page.pk).url)
        assert (shown.status_code, "/documents/" in shown.content.decode()) == (200, False)


def test_promoting_says_who_reads_it_now_and_who_will(closed, lead, leads, bob, as_user):
    factories.person("Closed", is_active=False)
    document = both(closed)
    page = " ".join(lead.get(f"{DESK}{document.pk}/promote/").content.decode().split())
    assert "3 people may open it now." in page  # two leads and Alice
    assert "In the library, 4 people will: every member of the community." in page
    assert as_user(bob).get(document.url).status_code == 404
    response = lead.post(f"{DESK}{document.pk}/promote/")
    assert said(response) == ["The document is in the community library: every member may open it."]
    assert read(as_user(bob).get(document.url)).status_code == 200
    assert [(row.is_given, row.promotion.by) for row in documents.of(closed)] == [(True, leads[0])]
    entry = ModelLogEntry.objects.get(content_type__model="file")
    assert (entry.action, entry.user.first_name, entry.data) == ("carrefour.promote", "Ann", {"space": "closed"})
    assert entry.message == "Moved to the community library"


@pytest.mark.parametrize("language", ["fr", ""])
def test_a_document_in_one_language_is_not_promoted(closed, lead, bob, language):
    document = factories.document("plan.pdf", PDF, row=closed, language=language)
    address = f"{DESK}{document.pk}/promote/"
    page = lead.get(address).content.decode()
    assert "add the file that is missing first" in page
    assert "Move to the library" not in page
    assert "add the file that is missing first" in said(lead.post(address))[0]
    document.refresh_from_db()
    assert not access.may_open(bob, document)
    assert acts() == []


@pytest.mark.parametrize(
    ("address", "words"),
    [(f"{DESK}add/", "Choose one"), ("/fr/espaces/closed/bureau/documents/ajouter/", "Choisissez")],
)
def test_the_language_of_a_file_is_to_be_chosen_in_words(address, words, closed, lead):
    assert f'<option value="" selected>{words}</option>' in lead.get(address).content.decode()


def test_an_archived_space_takes_nothing_new_and_may_still_give_its_best(closed, lead, bob):
    document = both(closed)
    Space.objects.update(archived_at=timezone.now())
    refusal = "This space is archived"
    assert refusal in lead.post(f"{DESK}add/", {"title": "P", "language": "en", "file": pdf()}).content.decode()
    assert refusal in lead.post(f"{DESK}{document.pk}/", {"title": "P", "language": "fr"}).content.decode()
    assert refusal in said(lead.post(f"{DESK}{document.pk}/remove/"))[0]
    assert File.objects.get().title == "Le plan"
    lead.post(f"{DESK}{document.pk}/promote/")
    assert access.may_open(bob, File.objects.get())


def test_the_desk_of_a_removed_space_is_gone(closed, lead):
    address = pages_of(both(closed))
    Space.objects.update(removed_at=timezone.now())
    assert {lead.get(path).status_code for path in address} == {404}


def test_a_lead_whose_role_ended_has_no_desk(closed, leads, alice, lead):
    document = both(closed)
    memberships.grant(user=alice, space=closed, role=Role.LEAD)
    memberships.end(user=leads[0], space=closed, role=Role.LEAD)
    assert lead.post(f"{DESK}{document.pk}/remove/").status_code == 404
    assert File.objects.exists()


def test_a_document_brought_through_the_admin_to_a_collection_below_is_listed(closed, lead):
    below = factories.folder(closed).add_child(name="2026")
    factories.document("annex.txt", collection=below, title="Annexe")
    assert "Annexe" in lead.get(DESK).content.decode()


def test_the_list_says_languages_size_day_and_who(closed, lead, leads):
    both(closed, uploaded_by_user=leads[1])
    page = " ".join(lead.get(DESK).content.decode().replace("\xa0", " ").split())
    assert "1 document<" in page
    assert '<span class="strong">The plan</span>' in page
    assert "French, PDF, 29 bytes</a>" in page
    assert "English, PDF, 29 bytes</a>" in page
    assert "Ben Test" in page
    assert 'datetime="' in page
    with translation.override("fr"):
        french = lead.get(reverse("desk_documents", args=["closed"])).content.decode()
    assert '<span class="strong">Le plan</span>' in french


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_list_costs_the_same_whatever_its_length(closed, lead, count, django_assert_num_queries):
    for number in range(count):
        factories.document(
            f"{number}.pdf", PDF, row=closed, language="fr", uploaded_by_user=closed.memberships.first().user
        )
    lead.get(DESK)
    with django_assert_num_queries(11):  # one of them asks what search could not read of these files
        assert lead.get(DESK).content.decode().count("PDF, 29") == count


def test_long_lists_are_paged(closed, lead):
    for number in range(51):
        factories.document(f"{number}.pdf", PDF, row=closed)
    assert lead.get(DESK).content.decode().count('class="grow"') == 50
    assert lead.get(f"{DESK}?page=2").content.decode().count('class="grow"') == 1


@pytest.mark.parametrize("address", ["/fr/espaces/closed/bureau/documents/", "/en/spaces/closed/desk/documents/"])
def test_each_file_of_a_document_is_named_by_its_own_title(address, closed, lead):
    row = factories.document("guide.pdf", PDF, row=closed, title="Guide de rappel", language="fr")
    row.other_title = "Callback guide"
    row.other_file.save("guide-en.pdf", ContentFile(PDF))
    links = BeautifulSoup(lead.get(address).content, "html.parser").select("main .meta a[hreflang]")
    assert {link["hreflang"]: link.select_one(".vh").get_text() for link in links} == {
        "fr": "Guide de rappel – ", "en": "Callback guide – "
    }  # fmt: skip
    foreign = "en" if address.startswith("/fr") else "fr"
    assert [link.select_one(".vh > span").get("lang", "") for link in links if link["hreflang"] == foreign] == [foreign]
