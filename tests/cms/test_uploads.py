"""What may be uploaded: by what it holds, through every form of the admin; and the sentence one gets otherwise."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from cms import uploads
from cms.models import File, Picture, User

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def package(**parts):
    """A zip with these parts; «__» stands for a slash, «_xml» for the end of a name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def office(part):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(part, "<x/>")
    return out.getvalue()


def open_document(kind):
    return package(mimetype=f"application/vnd.oasis.opendocument.{kind}", content_xml="<x/>")


def spoiled():
    """A package whose name cannot be unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", uploads.TYPES["odt"] * 9)
    content = bytearray(out.getvalue())
    content[38:50] = b"\xff" * 12
    return bytes(content)


def png():
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


GOOD = {
    "plan.pdf": PDF,
    "plan.PDF": b"\xef\xbb\xbf\r\n" + PDF,
    "note.docx": office("word/document.xml"),
    "note.pptx": office("ppt/presentation.xml"),
    "note.xlsx": office("xl/workbook.xml"),
    "note.odt": open_document("text"),
    "note.ods": open_document("spreadsheet"),
    "note.odp": open_document("presentation"),
    "table.csv": "\ufeffSemaine;Lettre\r\n1;Été".encode(),
    "old.csv": "Semaine;Été".encode("cp1252"),
    "wide.txt": "Été".encode("utf-16"),
    "empty-ish.txt": b"\n",
    "note.md": "# Été\n\n<div>centré</div> et a < b".encode(),
    "html.about.txt": b"How to write <p> and <html> in a page.",
    "meeting.ics": ICS,
}
BAD = {
    "page.html": HTML,
    "drawing.svg": SVG,
    "run.exe": b"MZ\x90\x00",
    "none": b"words",
    "macro.docm": office("word/document.xml"),
    "page.txt": HTML,
    "page.md": b"\n <!-- hello --> <html>",
    "page.csv": b"\xef\xbb\xbf  <!doctype html>",
    "page.ics": HTML,
    "wide-page.txt": HTML.decode().encode("utf-16"),
    "drawing.txt": SVG,
    "drawing.md": b"A drawing: " + SVG,
    "drawing.pdf": b'<?xml version="1.0"?>' + SVG,
    "page.pdf": HTML + PDF,
    "page.docx": HTML,
    "picture.txt": png(),
    "picture.pdf": png(),
    "program.csv": b"MZ\x90\x00\x03",
    "late.txt": b"words " * 2000 + b"\x00\x01",
    "lone.txt": "Été".encode("utf-16") + b"\x00",
    "words.pdf": b"words",
    "words.docx": b"words",
    "zip.docx": package(anything="x"),
    "sheet.docx": office("xl/workbook.xml"),
    "text.ods": open_document("text"),
    "cut.xlsx": office("xl/workbook.xml")[:60],
    "spoiled.odt": spoiled(),
    "words.ics": b"words",
    "office.txt": office("word/document.xml"),
}


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_it_says_is_kept_whole(name):
    given = upload(name, GOOD[name])
    assert uploads.checked_document(given) is given
    assert given.read() == GOOD[name]


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_is_refused(name):
    with pytest.raises(ValidationError, match="accepted"):
        uploads.checked_document(upload(name, BAD[name]))


def test_a_file_too_large_for_memory_is_looked_at_the_same():
    for content, passes in ((office("word/document.xml"), True), (HTML, False)):
        with TemporaryUploadedFile("note.docx", "", len(content), None) as given:
            given.write(content)
            given.seek(0)
            if passes:
                assert uploads.checked_document(given).read() == content
            else:
                with pytest.raises(ValidationError):
                    uploads.checked_document(given)


def test_a_file_has_a_size_at_most(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 2 * 1024**2
    assert uploads.checked_document(upload("a.txt", b"x" * 2 * 1024**2))
    with pytest.raises(ValidationError) as error:
        uploads.checked_document(upload("a.txt", b"x" * 2_200_000))
    assert error.value.messages[0].replace("\xa0", " ") == "This file is too big (2.1 MB): 2 MB at most."
    with pytest.raises(ValidationError) as error:
        uploads.checked_document(upload("a.txt", b"x" * (2 * 1024**2 + 1)))
    assert error.value.messages[0].replace("\xa0", " ") == "This file is too big: 2 MB at most.", "it is not 2 MB too"


def test_the_limits_are_those_of_the_settings(settings):
    megabyte = 1024 * 1024
    limits = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    assert limits == (25 * megabyte, 10 * megabyte)
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == set(uploads.TYPES)


@pytest.fixture
def editor(db, settings, tmp_path):
    """A client of the admin that may add files anywhere."""
    settings.MEDIA_ROOT = tmp_path / "media"
    client = Client()
    client.force_login(
        User.objects.create_superuser("root@example.org", "password", language="en"), backend="cms.people.MemberBackend"
    )
    return client


def said(response, name="file"):
    return [str(error) for error in response.context["form"].errors.get(name, [])]


def fields(**more):
    return {"title": "Plan", "collection": Collection.get_first_root_node().pk, "tags": "", **more}


def test_the_form_of_a_document_says_it_once(editor):
    address = reverse("wagtaildocs:add")
    for name in ("page.html", "page.txt", "sheet.docx"):
        response = editor.post(address, fields(file=upload(name, BAD[name])))
        assert len(said(response)) == 1
        assert "accepted" in said(response)[0]
    assert not File.objects.exists()
    assert editor.post(address, fields(file=upload("plan.pdf", PDF))).status_code == 302
    assert File.objects.get().filename == "plan.pdf"


def test_several_documents_at_once_are_checked_one_by_one(editor):
    address = reverse("wagtaildocs:add_multiple")
    refused = editor.post(address, fields(**{"files[]": upload("drawing.txt", SVG)})).json()
    assert (refused["success"], "accepted" in refused["error_message"]) == (False, True)
    assert not File.objects.exists()
    kept = editor.post(address, fields(**{"files[]": upload("plan.pdf", PDF)})).json()
    assert kept["success"]
    assert "other_file" not in kept["form"]  # that form posts no file
    assert "other_title" in kept["form"]


def test_the_chooser_of_a_page_checks_as_well(editor):
    address = reverse("wagtaildocs_chooser:create")
    prefix = "document-chooser-upload-"
    more = {f"{prefix}{name}": value for name, value in fields(file=upload("drawing.txt", SVG)).items()}
    assert editor.post(address, more).status_code == 200
    assert not File.objects.exists()
    more[f"{prefix}file"] = upload("plan.pdf", PDF)
    editor.post(address, more)
    assert File.objects.count() == 1


def test_the_second_file_is_checked_kept_replaced_and_taken_off(editor, django_capture_on_commit_callbacks):
    address, first = reverse("wagtaildocs:add"), {"language": "fr", "other_title": "The plan"}
    refused = editor.post(address, fields(**first, file=upload("p.pdf", PDF), other_file=upload("p.txt", HTML)))
    assert "accepted" in said(refused, "other_file")[0]
    editor.post(address, fields(**first, file=upload("p.pdf", PDF), other_file=upload("p-en.pdf", PDF)))
    document = File.objects.get()
    assert (document.languages, document.second_copy.title, document.second_copy.name) == (
        ["fr", "en"], "The plan", "p-en.pdf",
    )  # fmt: skip
    edit, storage, old = (
        reverse("wagtaildocs:edit", args=[document.pk]),
        document.file.storage,
        document.other_file.name,
    )
    assert document.second_copy.url in editor.get(edit).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(edit, fields(**first, other_file=upload("new.pdf", PDF)))
    document.refresh_from_db()
    assert (document.second_copy.name, storage.exists(old), storage.exists(document.other_file.name)) == (
        "new.pdf", False, True,
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(edit, {**fields(**first), "other_file-clear": "on"})
    old = document.other_file.name
    document.refresh_from_db()
    assert (document.second_copy, storage.exists(old), document.filename) == (None, False, "p.pdf")


def test_a_second_file_needs_the_language_of_the_first(editor):
    more = fields(file=upload("p.pdf", PDF), other_file=upload("p-en.pdf", PDF))
    response = editor.post(reverse("wagtaildocs:add"), more)
    assert said(response, "language") == ["Say in which language the first file is: the other follows."]
    assert not File.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("plan.svg", SVG), ("plan.png", SVG), ("plan.png", HTML), ("plan.html", png())]
)
def test_an_image_is_an_image(editor, name, content):
    response = editor.post(reverse("wagtailimages:add"), fields(file=upload(name, content)))
    assert said(response)
    several = {"files[]": upload(name, content)}
    assert not editor.post(reverse("wagtailimages:add_multiple"), fields(**several)).json()["success"]
    assert not Picture.objects.exists()


def test_an_image_is_kept_and_has_a_size_at_most(editor, settings):
    address = reverse("wagtailimages:add")
    assert editor.post(address, fields(file=upload("plan.png", png()))).status_code == 302
    assert Picture.objects.count() == 1
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    assert "too big" in said(editor.post(address, fields(file=upload("plan.png", png()))))[0]
    assert Picture.objects.count() == 1


def test_an_infected_image_does_not_pass_the_form_of_the_admin(editor, settings):
    settings.ANTIVIRUS, settings.CLAMAV_ADDRESS = "required", "/nowhere/clamd.sock"
    response = editor.post(reverse("wagtailimages:add"), fields(file=upload("plan.png", png())))
    assert "could not be checked for viruses" in said(response)[0]
    assert not Picture.objects.exists()
