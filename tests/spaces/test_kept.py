"""An archived space is kept to be read: in the admin too nobody changes it, whatever their rights, until it is reopened."""

from copy import deepcopy

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.models import File, Picture, User
from spaces.models import ArticlePage, Role, Space
from spaces.services import lifecycle, memberships
from tests import factories
from tests.spaces import desk

pytestmark = pytest.mark.indexed


@pytest.fixture(scope="module")
def made_space(made_leads):
    """A live article, a draft, a picture and a document, and then the archive."""
    space = factories.space("kept", fr="Ancien", en="Former", leads=made_leads)
    space.article = factories.article(space, fr="Rappel", en="Callback").made["fr"]
    space.draft = factories.article(space, fr="Ébauche", live=False).made["fr"]
    space.picture = Picture.objects.create(
        title="Plan", file=get_test_image_file("plan.png"), collection=space.collection
    )
    space.file = File.objects.create(
        title="Plan", file=ContentFile(b"%PDF-1.4", "plan.pdf"), collection=space.collection
    )
    Space.objects.filter(pk=space.pk).update(archived_at=timezone.now())
    return space


@pytest.fixture
def space(db, made_space):
    return deepcopy(made_space)


@pytest.fixture(params=["superuser", "moderator"])
def user(request, space, chantal):
    if request.param == "moderator":
        return chantal
    return User.objects.create_superuser("root@example.org", "password", first_name="Ruth", language="en")


def pages(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def state():
    """All that may not change."""
    return (
        list(Page.objects.order_by("pk").values_list("pk", "path", "title", "live", "latest_revision", "locked")),
        list(Picture.objects.values_list("pk", "title", "collection")),
        list(File.objects.values_list("pk", "title", "collection")),
        list(Space.objects.values_list("pk", "name_fr", "mandate_fr")),
    )


def test_no_page_of_it_is_changed_nor_added(user, space, quality, as_user):
    client, page, draft = as_user(user), space.article, space.draft
    home = factories.parents(space)["fr"]
    outside = factories.article(quality, fr="Ailleurs", en="Elsewhere").made["fr"]
    before = state()
    desk_form = desk.filled(ArticlePage, title="Changé", **desk.PUBLISH)
    acts = [
        (pages("edit", page.pk), desk_form),
        (pages("edit", draft.pk), desk_form),
        (pages("edit", home.pk), {"title": "Changé", **desk.PUBLISH}),
        (desk.add_url(ArticlePage, home), desk_form),
        (pages("unpublish", page.pk), {}),
        (pages("delete", page.pk), {}),
        (pages("lock", page.pk), {}),
        (pages("move_confirm", page.pk, factories.parents(quality)["fr"].pk), {}),
        (pages("move_confirm", outside.pk, home.pk), {}),
        (pages("copy", outside.pk), {"new_title": "Copie", "new_slug": "copie", "new_parent_page": home.pk}),
        (f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}", {}),
        (f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}", {}),
        (f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}", {}),
        (f"/admin/bulk/wagtailcore/page/move/?id={page.pk}", {"chooser": factories.parents(quality)["fr"].pk}),
    ]
    for address, form in acts:
        client.get(address)
        client.post(address, form)
        assert state() == before, address


def test_it_is_still_read(user, space, as_user):
    client = as_user(user)
    assert client.get(space.article.url).status_code == 200
    assert b"".join(client.get(space.picture.file.url)).startswith(b"\x89PNG")
    home = factories.parents(space)["fr"]
    assert "Rappel" in client.get(f"/admin/pages/{home.pk}/").content.decode()
    assert pages("edit", space.article.pk) not in client.get(space.article.url).content.decode()


def test_no_file_of_it_is_changed_nor_added(user, space, as_user):
    client, before = as_user(user), state()
    kept = {"title": "Changé", "collection": space.collection.pk}
    send = {**kept, "file": get_test_image_file("autre.png"), "alt_fr": "", "alt_en": ""}
    acts = [
        (reverse("wagtailimages:edit", args=[space.picture.pk]), kept),
        (reverse("wagtailimages:delete", args=[space.picture.pk]), {}),
        (reverse("wagtailimages:add"), send),
        (reverse("wagtailimages:add_multiple"), {"files[]": get_test_image_file("autre.png"), **kept}),
        (reverse("wagtaildocs:edit", args=[space.file.pk]), kept),
        (reverse("wagtaildocs:delete", args=[space.file.pk]), {}),
        (reverse("wagtaildocs:add"), {**kept, "file": ContentFile(b"%PDF-1.4", "autre.pdf")}),
        (f"/admin/bulk/cms/picture/delete/?id={space.picture.pk}", {}),
        (f"/admin/bulk/cms/file/delete/?id={space.file.pk}", {}),
    ]
    for address, form in acts:
        client.post(address, form)
        assert state() == before, address


def test_its_row_is_not_changed_either(space, leads, as_user):
    """Until it is open again: the same form is taken then."""
    root = User.objects.create_superuser("root@example.org", "password", first_name="Ruth", language="en")
    before, client = state(), as_user(root)
    words = {"name_fr": "Changé", "name_en": "Changed", "mandate_fr": "", "mandate_en": "", "joining": "request"}
    form = {**words, "kind": space.kind, "position": 0, "is_listed": "on"}
    address = reverse("wagtailsnippets_spaces_space:edit", args=[space.pk])
    for method in (client.get, client.post):
        answer = method(address, form, follow=True)
        assert "This space is archived" in answer.content.decode()
    assert state() == before
    lifecycle.reopen(space=Space.objects.get(pk=space.pk), by=leads[0])
    client.post(address, form)
    assert Space.objects.get(pk=space.pk).name_fr == "Changé"


def test_who_may_not_change_rows_is_not_told_which_are_archived(space, quality, as_user):
    editor = factories.person("Edith", language="en")
    memberships.grant(user=editor, space=quality, role=Role.EDITOR)
    Space.objects.filter(pk=space.pk).update(is_open=False, is_listed=False)
    answer = as_user(editor).get(reverse("wagtailsnippets_spaces_space:edit", args=[space.pk]), follow=True)
    assert "archived" not in answer.content.decode()


def test_the_refusal_says_why(user, space, as_user):
    client = as_user(user)
    client.get("/language/en/")
    for address in (pages("edit", space.article.pk), reverse("wagtailimages:edit", args=[space.picture.pk])):
        said = client.get(address, follow=True).content.decode()
        assert "archived" in said or "archivé" in said, address
    assert "archiv" not in client.get("/admin/nowhere/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Cet espace est archivé"), ("en", "This space is archived: nothing new is added. Reopen it first.")],
)
def test_having_a_page_translated_is_refused_in_words(language, said, space, quality, as_user):
    translator = factories.person("Tess", language=language)
    Space.objects.filter(pk=space.pk).update(archived_at=None)
    memberships.grant(user=translator, space=space, role=Role.TO_ENGLISH)
    Space.objects.filter(pk=space.pk).update(archived_at=timezone.now())
    client = as_user(translator)
    client.get(f"/language/{language}/")
    answer = client.get(reverse("translation_ask", args=[space.draft.pk]), follow=True)
    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    member = factories.person("Max")
    memberships.grant(user=member, space=quality)
    assert as_user(member).get(reverse("translation_ask", args=[space.draft.pk])).status_code == 404


def test_once_it_is_reopened_everything_is_as_before(user, space, leads, as_user):
    lifecycle.reopen(space=Space.objects.get(pk=space.pk), by=leads[0])
    client = as_user(user)
    client.post(pages("edit", space.article.pk), desk.filled(ArticlePage, title="Changé", **desk.PUBLISH))
    client.post(
        reverse("wagtailimages:edit", args=[space.picture.pk]), {"title": "Changé", "collection": space.collection.pk}
    )
    assert ArticlePage.objects.get(pk=space.article.pk).draft_title == "Changé"
    assert Picture.objects.get().title == "Changé"
