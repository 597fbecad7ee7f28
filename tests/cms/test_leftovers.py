"""What is sent for a form nobody finishes: under a name nobody guesses, behind no door, gone after a day."""

import gc
import warnings
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, UploadedFile

from cms import leftovers
from cms.models import File, User
from cms.tasks import clear_leftovers

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(as_user):
    return as_user(User.objects.create_superuser("root@example.org", "password", first_name="Ruth", language="en"))


def sent(name="plan.pdf", **more):
    return UploadedFile.objects.create(file=ContentFile(b"%PDF-1.7", name), **more)


def test_two_of_one_name_lie_in_folders_nobody_guesses():
    first, second = sent(), sent()
    for upload in (first, second):
        root, folder, name = Path(upload.file.name).parts
        assert (root, len(folder) >= 20, name) == ("wagtail_uploads", True, "plan.pdf")
    assert first.file.name != second.file.name
    kept = second.file.name
    second.save()
    assert UploadedFile.objects.get(pk=second.pk).file.name == kept, "it is moved by no later save"


def test_no_door_leads_to_it(editor, client):
    upload = sent()
    for address in (f"/media/{upload.file.name}", f"/{upload.file.name}", upload.file.url):
        assert editor.get(address).status_code == 404, address
        assert client.get(address).status_code in {302, 404}, address


def test_what_was_sent_becomes_the_document_once_the_form_is_filled_in(editor):
    upload = sent(for_content_type=ContentType.objects.get_for_model(File), uploaded_by_user=User.objects.get())
    fields = {"title": "Plan", "collection": Collection.get_first_root_node().pk}
    answer = editor.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[upload.pk]),
        {f"uploaded-document-{upload.pk}-{name}": value for name, value in fields.items()},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the view leaves the file it reads open
        gc.collect()
    assert (answer.json()["success"], UploadedFile.objects.exists()) == (True, False)
    assert (File.objects.get().title, File.objects.get().filename) == ("Plan", "plan.pdf")


def test_after_a_day_it_goes_with_its_row():
    upload, lost = sent(), sent("lost.pdf")
    path = Path(upload.file.path)
    Path(lost.file.path).unlink()
    assert leftovers.clear(now=timezone.now() + timedelta(hours=23)) == 1, "the one that is not there"
    assert (path.is_file(), UploadedFile.objects.count()) == (True, 1)
    assert leftovers.clear(now=timezone.now() + timedelta(hours=25)) == 1
    assert (path.is_file(), UploadedFile.objects.count()) == (False, 0)
    assert clear_leftovers.call() == 0
