"""Images and documents: files for members, nothing for others, nothing outside their folders."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file

from cms.models import File, Picture, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of a test in a folder of its own, with something beside it that must not be reached."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    return settings.MEDIA_ROOT


@pytest.fixture
def picture():
    return Picture.objects.create(
        title="Plan", alt_fr="Le plan", alt_en="The plan", file=get_test_image_file("plan.png")
    )


@pytest.fixture
def document():
    return File.objects.create(title="Guide", file=ContentFile(b"how we do it", name="guide.txt"))


def body(response):
    return b"".join(response.streaming_content)


def leads_to_sign_in(response):
    return response.status_code == 302 and "/accounts/login/?next=" in response["Location"]


def test_an_image_and_its_renditions_are_for_members(client, alice, as_user, picture):
    for url in (picture.file.url, picture.get_rendition("width-100").url):
        assert leads_to_sign_in(client.get(url))
        response = as_user(alice).get(url)
        assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "private, max-age=86400")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert body(response).startswith(b"\x89PNG")


def test_a_closed_account_gets_no_image(alice, as_user, picture):
    client = as_user(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert leads_to_sign_in(client.get(picture.file.url))


@pytest.mark.parametrize(
    "path",
    [
        "images/../../secret.txt",
        "images/%2e%2e/%2e%2e/secret.txt",
        "images/..%2f..%2fsecret.txt",
        "original_images/../../secret.txt",
        "images//etc/hostname",
        "../secret.txt",
        "/etc/hostname",
        "images/%00.png",
        "images/",
        "images/missing.png",
        "documents/guide.txt",
        "images/../documents/guide.txt",
        "",
    ],
)
def test_nothing_is_reached_beside_the_images(alice, as_user, folder, picture, document, path):
    assert Path(document.file.path).read_bytes() == b"how we do it"
    assert as_user(alice).get(f"/media/{path}", follow=True).status_code == 404


def test_a_document_is_for_members(client, alice, as_user, document):
    assert leads_to_sign_in(client.get(document.url))
    response = as_user(alice).get(document.url)
    assert body(response) == b"how we do it"
    assert response["Cache-Control"].startswith("private")
    assert response["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_document_answers_under_its_own_name_only(alice, as_user, document):
    assert as_user(alice).get(f"/documents/{document.pk}/other.txt").status_code == 404
    assert as_user(alice).get(f"/documents/{document.pk + 1}/guide.txt").status_code == 404


def test_pages_that_run_code_are_not_accepted_as_documents(settings):
    assert not {"html", "svg", "js", "xml"} & {*settings.WAGTAILDOCS_EXTENSIONS, *settings.WAGTAILIMAGES_EXTENSIONS}


def test_what_a_picture_shows_is_said_in_each_language(picture):
    assert (picture.alt_in("fr"), picture.alt_in("en")) == ("Le plan", "The plan")
