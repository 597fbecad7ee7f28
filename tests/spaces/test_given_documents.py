"""A document given to the community library stays on the list of the space it came from, and its leads keep it."""

from datetime import timedelta
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Collection, ReferenceIndex

from cms.models import File
from spaces import access
from spaces.forms.documents import DocumentForm
from spaces.models import CommunityRole, Duty, Promotion, Role, Space
from spaces.services import documents, lifecycle, memberships
from tests import factories
from tests.answers import read

pytestmark = [pytest.mark.django_db, pytest.mark.indexed, pytest.mark.usefixtures("media_folder")]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
FIELDS = {"title": "Le plan", "language": "fr", "other_title": "The plan"}


@pytest.fixture
def lead(closed, leads, as_user):
    return as_user(leads[1])


@pytest.fixture
def given(closed, leads):
    """Given by Ann."""
    document = factories.document("plan.pdf", PDF, row=closed, language="fr", title="Le plan")
    document.other_title = "The plan"
    document.other_file.save("plan-en.pdf", ContentFile(PDF))
    documents.promote(document=document, space=closed, by=leads[0])
    return File.objects.get(pk=document.pk)


def desk(name, *args, code="closed", language="en"):
    with translation.override(language):
        return reverse(name, args=[code, *args])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def words(response):
    text = BeautifulSoup(response.content, "html.parser").main.get_text(" ")
    return " ".join(text.replace("\xa0", " ").split())


@pytest.mark.parametrize(
    ("language", "label", "readers"),
    [("fr", "Dans la bibliothèque de la communauté", "Ouvert à l’ensemble des membres depuis le"),
     ("en", "In the community library", "Open to every member since")],
)  # fmt: skip
def test_the_lists_of_the_space_say_where_it_is_since_when_and_who_reads_it(language, label, readers, given, lead):
    for name, args in (("desk_documents", []), ("space_documents", []), ("desk_document", [given.pk])):
        shown = words(lead.get(desk(name, *args, language=language)))
        assert (label in shown, readers in shown, str(timezone.localdate().year) in shown) == (True,) * 3, name


def test_the_library_does_not_say_which_space_it_came_from(given, bob, as_user):
    shown = as_user(bob).get(reverse("library")).content.decode()
    assert ("The plan" in shown, "Closed" in shown, "In the community library" in shown) == (True, False, False)
    assert read(as_user(bob).get(given.url)).status_code == 200
    assert not ReferenceIndex.get_references_to(given).exists()


def test_any_lead_corrects_its_title_and_replaces_its_file(given, lead, closed):
    address = desk("desk_document", given.pk)
    form = lead.get(address).content.decode()
    assert ("drop_other" in form, "/remove/" in form, "/promote/" in form) == (False, False, False)
    assert "It is read by those who read what is in the space" not in form
    assert "Whoever administers the installation takes it out of the library." in form
    new = SimpleUploadedFile("new.pdf", PDF * 2)
    response = lead.post(address, {**FIELDS, "title": "Le plan neuf", "file": new, "drop_other": "on"})
    assert (response.status_code, said(response)) == (302, ["The document is changed."])
    kept = File.objects.get(pk=given.pk)
    assert (kept.title, kept.filename, kept.languages) == ("Le plan neuf", "new.pdf", ["fr", "en"])
    assert access.gate_of(kept) is None


def test_it_is_not_taken_off_a_language_even_by_a_form_from_before(given, lead, closed, leads):
    form = DocumentForm({**FIELDS, "drop_other": "on"}, {}, instance=given)
    assert form.is_valid()
    with pytest.raises(memberships.Refused, match="in both languages"):
        documents.save(form=form, space=closed, by=leads[0])
    assert File.objects.get(pk=given.pk).languages == ["fr", "en"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("act", ["desk_document_remove", "desk_document_promote"])
@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("fr", "adressez-vous à la personne qui administre l’installation"),
        ("en", "whoever administers the installation takes it out"),
    ],
)
def test_who_would_remove_it_or_give_it_again_is_told_why_not(language, why, act, method, given, lead, leads):
    response = getattr(lead, method)(desk(act, given.pk, language=language))
    assert response.status_code == 302
    (reason,) = said(response)
    assert why in reason
    assert (File.objects.filter(pk=given.pk).exists(), Promotion.objects.get().by) == (True, leads[0])


def test_nobody_else_is_given_a_way_to_change_it(given, alice, bob, quality, as_user):
    support, other = factories.person("Sue"), factories.person("Olga")
    CommunityRole.objects.create(user=support, duty=Duty.SUPPORT)
    memberships.grant(user=other, space=quality, role=Role.LEAD)
    for user in (alice, bob, support, other):
        client = as_user(user)
        assert client.get(desk("desk_document", given.pk)).status_code == 404
        assert client.post(desk("desk_document", given.pk), FIELDS | {"title": "No"}).status_code == 404
    client = as_user(other)
    assert client.get(desk("desk_document", given.pk, code="quality")).status_code == 404
    assert client.post(desk("desk_document", given.pk, code="quality"), FIELDS | {"title": "No"}).status_code == 404
    assert "Le plan" not in client.get(desk("desk_documents", code="quality")).content.decode()
    assert File.objects.get(pk=given.pk).title == "Le plan"


def test_one_moved_into_another_space_leaves_the_list(given, closed, lead, quality):
    """By an administrator: the space it came from may not read it there."""
    other = factories.space("other", fr="Autre", en="Other", is_open=False)
    for place in (other.collection, quality.collection):
        File.objects.filter(pk=given.pk).update(collection=place, title="Zanzibar")
        assert "Zanzibar" not in lead.get(desk("desk_documents")).content.decode()
        assert lead.get(desk("desk_document", given.pk)).status_code == 404


def test_one_brought_back_is_a_document_of_the_space_again(given, closed, lead):
    File.objects.filter(pk=given.pk).update(collection=closed.collection)
    assert [row.is_given for row in documents.of(closed)] == [False]
    assert (
        "It is read by those who read what is in the space"
        in lead.get(desk("desk_document", given.pk)).content.decode()
    )
    assert lead.post(desk("desk_document_promote", given.pk)).status_code == 302
    assert [row.is_given for row in documents.of(closed)] == [True]


def test_an_archived_space_keeps_it_on_its_list_as_it_is(given, lead):
    Space.objects.update(archived_at=timezone.now())
    assert "In the community library" in words(lead.get(desk("desk_documents")))
    response = lead.post(desk("desk_document", given.pk), FIELDS | {"title": "No"})
    assert "This space is archived" in response.content.decode()
    assert File.objects.get(pk=given.pk).title == "Le plan"


def test_it_stays_in_the_library_when_its_space_is_gone_for_good(given):
    Space.objects.update(removed_at=timezone.now() - timedelta(days=200))
    lifecycle.purge()
    assert not Space.objects.filter(code="closed").exists()
    assert (File.objects.filter(pk=given.pk).exists(), Promotion.objects.exists()) == (True, False)


def test_those_given_before_are_found_in_the_log(given, closed, leads):
    at = Promotion.objects.get().at
    Promotion.objects.all().delete()
    import_module("spaces.migrations.0015_promotions_of_the_log").write_down(apps, None)
    row = Promotion.objects.get()
    assert (row.file, row.space, row.by) == (given, closed, leads[0])
    assert abs(row.at - at).total_seconds() < 60


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_list_costs_the_same_with_what_was_given(count, closed, lead, leads, django_assert_num_queries):
    library = Collection.get_first_root_node()
    for number in range(count):
        file = factories.document(f"{number}.pdf", PDF, language="fr", uploaded_by_user=leads[0], collection=library)
        Promotion.objects.create(file=file, space=closed, by=leads[0])
    lead.get(desk("desk_documents"))
    with django_assert_num_queries(11):  # one of them asks what search could not read
        assert lead.get(desk("desk_documents")).content.decode().count("In the community library") == count
