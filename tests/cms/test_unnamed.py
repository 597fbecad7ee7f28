"""Pages and forms that point at what their reader may not open: they lead there, and do not say what it is."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.references import references
from spaces.models import Role
from spaces.services import memberships
from tests import factories
from tests.spaces import desk
from tests.spaces.test_admin_reach import with_role

pytestmark = pytest.mark.django_db
WORD = "zanzibar"


@pytest.fixture
def pointing(settings, tmp_path, quality):
    """A page of an open space that points in every way at what a closed space holds."""
    settings.MEDIA_ROOT = tmp_path
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False)
    closed.target = factories.article(closed, fr=WORD, en=WORD).made["fr"]
    closed.file = factories.document(f"{WORD}.txt", WORD.encode(), title=WORD, row=closed)
    closed.picture = factories.picture(f"{WORD}.png", row=closed, alt_fr=WORD, alt_en=WORD)
    closed.picture.title = WORD
    closed.picture.save()
    text = (
        f'<p><a linktype="page" id="{closed.target.pk}">là</a> <a linktype="document" id="{closed.file.pk}">ici</a></p>'
    )
    link = {"text": "Aussi", "url": "", "page": closed.target.pk}
    page = factories.article(quality, fr="Guide").made["fr"]
    page.body = json.dumps(
        [
            {"type": "text", "value": text},
            {"type": "image", "value": {"caption": "", "image": {"image": closed.picture.pk, "alt_text": "Vue"}}},
            {"type": "file", "value": {"document": closed.file.pk, "title": "Fichier"}},
            {"type": "links", "value": {"title": "Voir", "items": [link]}},
        ]
    )
    page.save_revision().publish()
    page.closed = closed
    return page


def said(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_page_says_nothing_of_what_it_leads_to(pointing, as_user, bob):
    html, closed = said(as_user(bob), pointing.url), pointing.closed
    assert WORD not in html
    assert html.count(f'href="/page/{closed.target.pk}/"') == 2
    assert html.count(f'href="/documents/{closed.file.pk}/"') == 2
    assert as_user(bob).get(f"/documents/{closed.file.pk}/").status_code == 404
    assert as_user(bob).get(closed.picture.get_rendition("width-900").url).status_code == 404


def test_its_links_open_for_those_who_may(pointing, as_user):
    insider, closed = as_user(with_role("Ines", pointing.closed, Role.MEMBER)), pointing.closed
    assert WORD in insider.get(f"/page/{closed.target.pk}/", follow=True).content.decode()
    assert b"".join(insider.get(f"/documents/{closed.file.pk}/").streaming_content) == WORD.encode()
    picture = insider.get(closed.picture.get_rendition("width-900").url)
    assert (picture.status_code, len(b"".join(picture.streaming_content)) > 0) == (200, True)


VIEWS = {
    "form": lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
    "comparison": lambda page: reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]),
    "draft": lambda page: reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
}


@pytest.mark.parametrize("view", VIEWS)
def test_its_editor_keeps_what_it_points_at_without_learning_what_it_is(view, pointing, quality, as_user):
    outsider = with_role("Edith", quality, Role.EDITOR)
    html = said(as_user(outsider), VIEWS[view](pointing))
    assert WORD not in html
    if view == "form":
        assert html.count("In a space you may not read") >= 3


@pytest.mark.parametrize("view", VIEWS)
def test_an_editor_of_both_spaces_sees_what_it_points_at(view, pointing, quality, as_user):
    editor = with_role("Edith", quality, Role.EDITOR)
    memberships.grant(user=editor, space=pointing.closed, role=Role.EDITOR)
    html = said(as_user(editor), VIEWS[view](pointing))
    assert "In a space you may not read" not in html
    assert view == "draft" or WORD in html


def test_nothing_is_lost_when_that_editor_saves(pointing, quality, as_user):
    client, closed = as_user(with_role("Edith", quality, Role.EDITOR)), pointing.closed
    link = {"text": "Aussi", "url": "", "page": str(closed.target.pk)}
    links = {"count": "1", "0": {"deleted": "", "order": "0", "id": "", "value": link}}
    picture = {"caption": "", "image": {"image": str(closed.picture.pk), "alt_text": "Vue"}}
    blocks = [
        ("text", rich_text(f'<p><a linktype="document" id="{closed.file.pk}">ici</a></p>')),
        ("image", picture),
        ("links", {"title": "Voir", "items": links}),
    ]
    response, page = desk.edit(client, pointing, title="Guide revu", body=streamfield(blocks))
    assert response.status_code == 302, desk.errors(response)
    draft = page.get_latest_revision_as_object()
    assert draft.title == "Guide revu"
    assert {str(closed.target.pk), str(closed.picture.pk), str(closed.file.pk)} <= {
        pk for _model, pk in references(draft)
    }
