"""Where a file is used is told and counted without the pages its reader may not read; what is deleted goes from all."""

from copy import deepcopy

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.blocks import StreamValue
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, ReferenceIndex

from cms.models import File, Picture, User
from spaces.models import Role
from spaces.services import memberships, usage
from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.indexed]


@pytest.fixture
def editor(quality):
    """Edits in the open space, and may change what lies in the library."""
    user = factories.person("Edith", language="en")
    memberships.grant(user=user, space=quality, role=Role.LEAD)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@example.org", "password", first_name="Ruth", language="en")


def naming(space, picture, file, **more):
    """An article whose text holds the picture and a link to the document."""
    page = factories.article(space, **more).made["fr"]
    shown = {"image": {"image": picture.pk, "alt_text": "Plan", "decorative": False}, "caption": ""}
    link = f'<p><a linktype="document" id="{file.pk}">Plan</a></p>'
    body = [{"type": "image", "value": shown}, {"type": "text", "value": link}]
    page.body = StreamValue(page.body.stream_block, body, is_lazy=True)
    page.save_revision().publish() if page.live else page.save()
    return page


@pytest.fixture(scope="module")
def made_files(made_quality, made_identity):
    """A picture and a document of the open space, named by a page there, one of a closed space and others’ draft."""
    place = {"title": "Plan", "collection": made_quality.collection}
    picture = Picture.objects.create(file=get_test_image_file("plan.png"), **place)
    file = File.objects.create(file=ContentFile(b"%PDF-1.4", "plan.pdf"), **place)
    naming(made_quality, picture, file, fr="Ouvert")
    naming(made_identity, picture, file, fr="Fermé")
    other = factories.space("other", fr="Autre", en="Other")
    naming(other, picture, file, fr="Ébauche", live=False)
    return picture, file


@pytest.fixture
def files(quality, identity, made_files):
    return deepcopy(made_files)


def words(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize("kind", ["image", "document"])
def test_counts_and_lists_stop_at_what_one_may_read(kind, files, editor, root, as_user):
    picture, file = files
    thing = picture if kind == "image" else file
    app = "wagtailimages" if kind == "image" else "wagtaildocs"
    sheets = {"edit": "Used {} time", "delete": "", f"{kind}_usage": ""}
    for user, times in ((editor, 1), (root, 3)):
        client = as_user(user)
        pages = {name: client.get(reverse(f"{app}:{name}", args=[thing.pk])) for name in sheets}
        assert {page.status_code for page in pages.values()} == {200}
        assert f"Used {times} time" in words(pages["edit"]), user
        rows = BeautifulSoup(pages[f"{kind}_usage"].content, "html.parser").select("table.listing tbody tr")
        assert len(rows) == times, user
        bulk = client.get(f"/admin/bulk/cms/{'picture' if kind == 'image' else 'file'}/delete/?id={thing.pk}")
        for page in (pages["delete"], bulk):
            assert f"referenced {times} time" in words(page), words(page)[-600:]
            assert ("Pages you may not read may use it too." in words(page)) == (user is editor)
        for query in ("", "?ordering=usage_count", "?layout=list", "?q=Plan"):
            listed = client.get(reverse(f"{app}:index") + query)
            (row,) = listed.context["page_obj"].object_list
            assert row.usage_count == times, (user, query)


def test_the_desk_counts_the_same(files, editor, as_user):
    _picture, file = files
    page = words(as_user(editor).get(f"/en/spaces/quality/desk/documents/{file.pk}/remove/"))
    assert "1 page links to it" in page
    assert "Pages you may not read may use it too." in page
    assert usage.count(file, editor) == 1


def test_a_deletion_leaves_no_trace_of_a_page_its_author_could_not_see(files, editor, as_user):
    picture, _file = files
    as_user(editor).post(reverse("wagtailimages:delete", args=[picture.pk]))
    assert not Picture.objects.exists()
    assert not ReferenceIndex.objects.filter(to_object_id=str(picture.pk), to_content_type__model="picture").exists()


def test_the_index_itself_holds_everything_whoever_is_at_work(files, editor):
    picture, _file = files
    with usage.by(editor):
        assert ReferenceIndex.get_references_to(picture).count() == 3
        assert ReferenceIndex.get_grouped_references_to(picture).count() == 1
        call_command("rebuild_references_index", verbosity=0)
    assert ReferenceIndex.get_grouped_references_to(picture).count() == 3
    assert Collection.objects.count() >= 3
