"""Images and documents: files for members, nothing for others, nothing outside their folders."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.images.tests.utils import get_test_image_file

from cms.models import File, Picture, User
from tests import factories
from tests.answers import read

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
    """What was sent."""
    return b"".join(response.streaming_content)


def leads_to_sign_in(response):
    return response.status_code == 302 and "/accounts/login/?next=" in response["Location"]


def test_an_image_and_its_renditions_are_for_members(client, alice, as_user, picture):
    for url in (picture.file.url, picture.get_rendition("width-100").url):
        assert leads_to_sign_in(client.get(url))
        response = as_user(alice).get(url)
        assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "private, no-cache")
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
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Disposition"] == 'attachment; filename="guide.txt"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("text/plain", "nosniff")


def test_a_document_answers_under_its_own_name_only(alice, as_user, document):
    assert as_user(alice).get(f"/documents/{document.pk}/other.txt").status_code == 404
    assert as_user(alice).get(f"/documents/{document.pk + 1}/guide.txt").status_code == 404


def test_a_document_that_is_shown_is_a_pdf_and_nothing_else(alice, as_user):
    for name, kind, manner in (
        ("plan.pdf", "application/pdf", "inline"),
        ("page.html", "application/octet-stream", "attachment"),  # from before such files were refused
        ("drawing.svg", "application/octet-stream", "attachment"),
    ):
        response = read(as_user(alice).get(factories.document(name).url))
        assert (response["Content-Type"], response["Content-Disposition"]) == (kind, f'{manner}; filename="{name}"')


def test_an_image_of_a_kind_that_runs_code_is_not_shown_as_one(alice, as_user, picture):
    Picture.objects.update(file="original_images/x.svg")
    Path(picture.file.storage.path("original_images/x.svg")).write_text("<svg/>")
    response = read(as_user(alice).get("/media/original_images/x.svg"))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_file_is_asked_for_again_at_each_use_and_sent_once(alice, as_user, document, picture):
    client = as_user(alice)
    for address in (document.url, picture.file.url, picture.get_rendition("width-100").url):
        first = read(client.get(address))
        kept = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (kept.status_code, kept.content, kept["Cache-Control"]) == (304, b"", "private, no-cache")
        assert kept["ETag"] == first["ETag"]
        kept = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
        assert kept.status_code == 304
        fresh = client.get(address, headers={"If-None-Match": '"older"'})
        assert body(fresh)


def test_the_headers_alone_may_be_asked_for_and_nothing_else(alice, as_user, document, picture):
    client = as_user(alice)
    head = client.head(document.url)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", "12")
    assert [client.post(address).status_code for address in (document.url, picture.file.url)] == [405, 405]


def test_a_file_lost_from_the_disk_does_not_exist(alice, as_user, document, picture):
    for row in (document, picture):
        Path(row.file.path).unlink()
        address = row.url if row is document else row.file.url
        assert as_user(alice).get(address).status_code == 404


def test_where_a_file_lies_cannot_be_guessed_and_its_name_stays(document, picture):
    rendition = picture.get_rendition("width-100")
    again = factories.document(), factories.picture()
    for name, pattern in (
        (document.file.name, r"documents/[\w-]{22}/guide\.txt"),
        (picture.file.name, r"original_images/[\w-]{22}/plan\.png"),
        (rendition.file.name, r"images/[\w-]{22}/width-100\.png"),
        (again[0].file.name, r"documents/[\w-]{22}/guide\.txt"),
    ):
        assert re.fullmatch(pattern, name)
    assert len({Path(row.file.name).parent for row in (document, picture, rendition, *again)}) == 5
    assert document.filename == "guide.txt"


def test_long_names_find_room(alice, as_user):
    long = factories.document(f"{'é' * 120}.txt"), factories.picture(f"{'x' * 90}.png")
    assert len(long[1].file.name) <= 100
    for address in (long[0].url, long[1].file.url, long[1].get_rendition("width-100").url):
        assert body(as_user(alice).get(address))


def test_nginx_sends_the_bytes_once_we_have_said_yes(settings, client, alice, as_user, document, picture):
    settings.MEDIA_ACCEL = "/hidden"
    rendition = picture.get_rendition("width-100")
    for address, name in ((document.url, document.file.name), (rendition.url, rendition.file.name)):
        assert not client.get(address).has_header("X-Accel-Redirect")
        answer = as_user(alice).get(address, headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer["X-Accel-Redirect"] == f"/hidden/{name}"
        assert answer["Cache-Control"] == "private, no-cache"
        assert not answer.has_header("ETag")  # nginx compares its own
    assert answer["Content-Type"] == "image/png"


@pytest.fixture
def bilingual():
    """A document with a file in each language."""
    row = factories.document("guide-fr.txt", b"comment faire", title="Guide de rappel", language="fr")
    row.other_title = "Callback guide"
    row.other_file.save("guide-en.txt", ContentFile(b"how to"))
    return row


def test_each_reader_gets_the_file_of_their_language(alice, chantal, as_user, bilingual):
    address = f"/documents/{bilingual.pk}/guide-fr.txt"
    assert body(as_user(alice).get(address)) == b"how to"
    assert body(as_user(chantal).get(address)) == b"comment faire"
    for person in (alice, chantal):
        client = as_user(person)
        french, english = client.get(f"{address}?lang=fr"), client.get(f"{address}?lang=en")
        assert (body(french), french["Content-Language"]) == (b"comment faire", "fr")
        assert (body(english), english["Content-Language"]) == (b"how to", "en")
        english = client.get(f"/documents/{bilingual.pk}/guide-en.txt")
        assert body(english) == b"how to"
        assert english["Content-Disposition"] == 'attachment; filename="guide-en.txt"'
        assert english["Content-Language"] == "en"


def test_a_file_of_no_said_language_claims_none(alice, as_user):
    row = factories.document("plan.txt", b"1 2 3")
    client = as_user(alice)
    plan = client.get(f"/documents/{row.pk}/plan.txt")
    assert (body(plan), "Content-Language" in plan.headers) == (b"1 2 3", False)
    assert "Content-Language" in client.get(f"/documents/{row.pk}/other.txt").headers, (
        "a page that says it is not there"
    )


def test_a_link_without_a_name_gives_the_same_files(alice, chantal, as_user, bilingual):
    address = f"/documents/{bilingual.pk}/"
    assert body(as_user(alice).get(address)) == b"how to"
    assert body(as_user(chantal).get(address)) == b"comment faire"
    french = as_user(alice).get(f"{address}?lang=fr")
    assert body(french) == b"comment faire"
    assert french["Content-Disposition"] == 'attachment; filename="guide-fr.txt"'


def test_a_reader_gets_the_file_there_is(alice, as_user, bilingual):
    bilingual.other_file.delete()
    for asked in ("", "?lang=en", "?lang=xx"):
        assert body(as_user(alice).get(f"/documents/{bilingual.pk}/guide-fr.txt{asked}")) == b"comment faire"
    assert as_user(alice).get(f"/documents/{bilingual.pk}/guide-en.txt").status_code == 404


def test_the_second_file_leaves_the_disk_with_the_document(bilingual, django_capture_on_commit_callbacks):
    kept = [Path(bilingual.file.path), Path(bilingual.other_file.path)]
    assert [path.exists() for path in kept] == [True, True]
    with django_capture_on_commit_callbacks(execute=True):
        bilingual.delete()
    assert [path.exists() for path in kept] == [False, False]


def link(document, language):
    with translation.override(language):
        value = {"document": document, "title": "Guide"}
        return " ".join(render_to_string("blocks/file.html", {"value": value}).split()).replace("\xa0", " ")


def test_a_link_on_a_page_is_to_the_file_of_the_pages_language(bilingual, document):
    assert f'href="/documents/{bilingual.pk}/?lang=fr"' in link(bilingual, "fr")
    assert f'href="/documents/{bilingual.pk}/?lang=en"' in link(bilingual, "en")
    assert "in English" not in link(bilingual, "en")
    assert "(TXT, 12 bytes)" in link(document, "en")


def test_a_link_says_the_language_when_only_the_other_exists(bilingual):
    bilingual.other_file.delete()
    said = link(bilingual, "en")
    assert 'hreflang="fr"' in said
    assert "in French)" in said
    assert "in French" not in link(bilingual, "fr")


def test_a_link_outlives_its_document_and_its_file(document):
    Path(document.file.path).unlink()
    assert "(TXT)" in link(document, "en")
    assert link(None, "en") == ""


def test_pages_that_run_code_are_not_accepted_as_documents(settings):
    assert not {"html", "svg", "js", "xml"} & {*settings.WAGTAILDOCS_EXTENSIONS, *settings.WAGTAILIMAGES_EXTENSIONS}


def test_what_a_picture_shows_is_said_in_each_language(picture):
    assert (picture.alt_in("fr"), picture.alt_in("en")) == ("Le plan", "The plan")
