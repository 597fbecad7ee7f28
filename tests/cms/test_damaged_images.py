"""A damaged image is refused in words at every door of the admin that takes one, and nothing of it is kept."""

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from cms.models import Picture, User
from tests import factories


def whole(kind):
    out = io.BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(out, kind)
    return out.getvalue()


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def bomb(side):
    """A small PNG that says it is a square of that many pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def flipped(content):
    """Whole, but for some bytes in the middle."""
    middle = len(content) // 2
    return content[:middle] + bytes(255 - byte for byte in content[middle : middle + 40]) + content[middle + 40 :]


CUT = {"en": "damaged or incomplete", "fr": "endommagée ou incomplète"}
MANY = {"en": "too many pixels", "fr": "trop grand nombre de pixels"}
EMPTY = {"en": "empty", "fr": "vide"}
NONE = {"en": "Upload a valid image", "fr": "une image valide"}
#: name -> (bytes, what is said of them)
DAMAGED = {
    "half.png": (whole("PNG")[:900], CUT),
    "head.png": (whole("PNG")[:40], CUT),
    "mark.png": (whole("PNG")[:9], CUT),
    "flipped.png": (flipped(whole("PNG")), CUT),
    "short.png": (bomb(100), CUT),
    "flat.png": (bomb(0), CUT),
    "half.jpg": (whole("JPEG")[:900], CUT),
    "head.jpeg": (whole("JPEG")[:20], CUT),
    "half.gif": (whole("GIF")[:900], CUT),
    "half.webp": (whole("WEBP")[:900], CUT),
    "bomb.png": (bomb(12_000), MANY),
    "huge.png": (bomb(60_000), MANY),
    "empty.png": (b"", EMPTY),
    "words.png": (b"words", NONE),
}
PREFIX = "image-chooser-upload-"


@pytest.fixture(params=["en", "fr"])
def language(request):
    return request.param


@pytest.fixture
def editor(db, settings, tmp_path, language):
    """A client of the admin that may add images anywhere, in its own language."""
    settings.MEDIA_ROOT = tmp_path / "media"
    root = User.objects.create_superuser("root@example.org", "password", language=language)
    client = Client()
    client.force_login(root, backend="cms.people.MemberBackend")
    return client


def fields(name, prefix=""):
    given = {"title": "Plan de l’étage", "collection": Collection.get_first_root_node().pk, "alt_fr": "Un plan"}
    return {f"{prefix}{key}": value for key, value in {**given, "file": upload(name)}.items()}


def upload(name):
    return SimpleUploadedFile(name, DAMAGED[name][0])


def bytes_of(picture):
    with picture.file.open() as file:
        return file.read()


def nothing_was_kept():
    files = default_storage.listdir("")[0] if default_storage.exists("") else []
    return not Picture.objects.exists() and not UploadedFile.objects.exists() and files == []


@pytest.mark.parametrize("name", DAMAGED)
def test_one_image_is_refused_at_its_field_and_what_was_typed_stays(editor, language, name):
    response = editor.post(reverse("wagtailimages:add"), fields(name))
    form = response.context["form"]
    assert [DAMAGED[name][1][language] in said for said in form.errors["file"]] == [True]
    assert response.status_code == 200
    assert "Plan de l’étage" in response.content.decode()
    assert "Un plan" in response.content.decode()
    assert nothing_was_kept()


@pytest.mark.parametrize("name", DAMAGED)
def test_several_images_are_refused_one_by_one(editor, language, name):
    given = {"title": "Plan", "collection": Collection.get_first_root_node().pk, "files[]": upload(name)}
    answer = editor.post(reverse("wagtailimages:add_multiple"), given).json()
    assert not answer["success"]
    assert DAMAGED[name][1][language] in answer["error_message"]
    assert nothing_was_kept()


@pytest.mark.parametrize("name", DAMAGED)
def test_the_chooser_of_a_page_refuses_it_as_well(editor, language, name):
    response = editor.post(reverse("wagtailimages_chooser:create"), fields(name, PREFIX))
    answer = response.json()
    assert answer["step"] == "reshow_creation_form"
    assert DAMAGED[name][1][language] in answer["htmlFragment"]
    assert "Plan de l’étage" in answer["htmlFragment"]
    assert nothing_was_kept()


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_replacement_leaves_the_image_as_it_was(editor, language, name):
    picture = factories.picture()
    before = bytes_of(picture)
    response = editor.post(reverse("wagtailimages:edit", args=[picture.pk]), fields(name))
    assert [DAMAGED[name][1][language] in said for said in response.context["form"].errors["file"]] == [True]
    assert "Plan de l’étage" in response.content.decode()
    kept = Picture.objects.get()
    assert (kept.title, kept.file.name, bytes_of(kept)) == ("Plan", picture.file.name, before)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_the_same_images_whole_are_kept(editor, kind):
    given = {**fields("half.png"), "file": SimpleUploadedFile(f"plan.{kind.lower()}", whole(kind))}
    assert editor.post(reverse("wagtailimages:add"), given).status_code == 302
    assert Picture.objects.get().get_rendition("max-20x20").width == 20


def test_a_field_says_what_it_takes_as_before(editor, language):
    said = editor.get(reverse("wagtailimages:add")).content.decode()
    formats = {"en": "Supported formats: GIF", "fr": "Formats supportés"}
    assert formats[language] in said
    assert 'data-controller="w-sync"' in said
