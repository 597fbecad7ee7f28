"""What an editor's form may point at: an id nobody offered is answered as one that does not exist."""

import pytest
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import Picture, User
from spaces.models import ArticlePage, Role, SpacePage
from spaces.services import memberships
from tests import factories
from tests.spaces import desk

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"


@pytest.fixture
def closed():
    return factories.space("closed", fr="Fermé", en="Closed", is_open=False)


@pytest.fixture
def edith(quality):
    user = factories.person("Edith")
    memberships.grant(user=user, space=quality, role=Role.EDITOR)
    return User.objects.get(pk=user.pk)


def body(*blocks):
    data = nested_form_data({"body": streamfield(blocks)})
    return {name: value for name, value in data.items() if name.startswith("body")}


@pytest.mark.parametrize("way", ["rich text", "image"])
@pytest.mark.parametrize("inside", [True, False])
def test_a_page_points_only_at_what_its_editor_may_see(
    way, inside, closed, quality, edith, as_user, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    where = quality if inside else closed
    page = factories.article(where, fr=SECRET, en=SECRET).made["fr"]
    picture = Picture.objects.create(title=SECRET, file=get_test_image_file(), collection=where.collection)
    blocks = {
        "rich text": ("text", rich_text(f'<p><a linktype="page" id="{page.pk}">Voir</a></p>')),
        "image": ("image", {"image": {"image": str(picture.pk), "decorative": "on", "alt_text": ""}, "caption": ""}),
    }
    data = desk.filled(ArticlePage, title="Rappel") | body(blocks[way])
    parent = factories.parents(quality)["fr"]
    response = as_user(edith).post(desk.add_url(ArticlePage, parent), data)
    if inside:
        assert response.status_code == 302, desk.errors(response)
        assert ArticlePage.objects.filter(title="Rappel").exists()
    else:
        assert response.status_code == 404
        assert SECRET not in response.content.decode()
        assert not ArticlePage.objects.filter(title="Rappel").exists()


def test_what_a_page_pointed_at_already_stays(closed, quality, edith, as_user):
    secret = factories.article(closed, fr=SECRET).made["fr"]
    page = factories.article(quality, fr="Rappel", author=edith).made["fr"]
    page.body = [("text", f'<p><a linktype="page" id="{secret.pk}">Voir</a></p>')]
    page.save_revision().publish()
    data = desk.filled(ArticlePage, title="Rappels") | body(("text", rich_text(page.body[0].value.source)))
    response = as_user(edith).post(desk.edit_url(page), data)
    assert response.status_code == 302, desk.errors(response)


def test_a_page_keeps_its_space(quality, edith, as_user):
    other = factories.space("workforce", fr="Effectifs", en="Workforce")
    page = factories.parents(quality)["fr"]
    SpacePage.objects.filter(space=other).delete()
    data = nested_form_data({"title": "Qualité", "space": str(other.pk), "introduction": rich_text("<p>Bonjour</p>")})
    response = as_user(edith).post(desk.edit_url(page), data)
    assert response.status_code == 302, desk.errors(response)
    draft = SpacePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert "Bonjour" in draft.introduction
    assert draft.space == quality
