"""Lists the editors' admin makes by itself: what one once did, all pages at once, files and rows for scripts."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Page, TaskState
from wagtail_localize.models import OverridableSegment, SegmentOverride, TranslationSource

from cms.bilingual.pairs import tie
from cms.models import File, Picture, User
from spaces.models import Membership, Role, Space
from spaces.services import memberships
from tests import factories
from tests.spaces.test_admin_reach import with_role

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
WORD = "zanzibar"


@pytest.fixture
def hidden(settings, tmp_path):
    """A space others may not know of, with a page, a picture and a document."""
    settings.MEDIA_ROOT = tmp_path
    space = factories.space(WORD, fr=f"Groupe {WORD}", en=f"Group {WORD}", is_open=False, is_listed=False)
    space.page = factories.article(space, fr=f"Rappel {WORD}", live=False).made["fr"]
    space.picture = Picture.objects.create(
        title=WORD, file=get_test_image_file(f"{WORD}.png"), collection=space.collection
    )
    space.file = File.objects.create(title=WORD, file=ContentFile(b"x", f"{WORD}.txt"), collection=space.collection)
    return space


@pytest.fixture
def former(hidden, quality):
    """A lead of another space who led this one until yesterday, and left work there."""
    user = with_role("Leah", quality, Role.LEAD)
    memberships.grant(user=user, space=hidden, role=Role.LEAD)
    log(instance=hidden.page, action="wagtail.edit", user=user)
    hidden.page.save_revision(user=user)
    hidden.page.get_workflow().start(hidden.page, user)
    Page.objects.filter(pk=hidden.page.pk).update(locked=True, locked_by=user, locked_at=timezone.now())
    yesterday = memberships.today() - memberships.timedelta(days=1)
    Membership.objects.filter(user=user, space=hidden).update(starts_on=yesterday, ends_on=yesterday)
    return User.objects.get(pk=user.pk)


PAST = ["/admin/", "/admin/reports/locked/", "/admin/reports/locked/results/"]
BULK = [f"/admin/bulk/wagtailcore/page/{act}/?id=all" for act in ("delete", "move", "publish", "unpublish")]
ROWS = ["/admin/bulk/spaces/space/delete/?id=all", "/admin/bulk/spaces/membership/delete/?id=all"]
SCRIPTS = [
    "/admin/api/main/images/", "/admin/api/main/documents/", "/admin/api/main/pages/?limit=20",
    "/admin/localize/api/snippets/spaces/space/", "/admin/localize/api/snippets/spaces/membership/",
]  # fmt: skip
WORKFLOWS = ["/admin/reports/workflow/", "/admin/reports/workflow_tasks/", "/admin/workflows/task_chooser/"]


@pytest.mark.parametrize("address", [*PAST, *BULK, *ROWS, *SCRIPTS, *WORKFLOWS])
def test_nothing_of_a_space_one_has_left_is_in_it(address, former, as_user):
    response = as_user(former).get(address)
    assert response.status_code in {200, 404}
    assert WORD not in response.content.decode()


@pytest.mark.parametrize("address", [*PAST, *BULK, *SCRIPTS[:3], *WORKFLOWS[:2]])
def test_those_who_lead_the_space_find_it_there(address, former, hidden, as_user):
    memberships.grant(user=former, space=hidden, role=Role.LEAD)
    assert WORD in as_user(former).get(address).content.decode()


def test_files_for_scripts_are_there_one_by_one_for_those_who_may_read_them(former, hidden, quality, as_user):
    for thing, name in ((hidden.picture, "images"), (hidden.file, "documents")):
        address = f"/admin/api/main/{name}/{thing.pk}/"
        assert as_user(former).get(address).status_code == 404
        assert as_user(with_role(name, hidden, Role.EDITOR)).get(address).json()["title"] == WORD


def test_acts_for_scripts_are_for_nobody(quality, as_user):
    page = factories.article(quality, fr="Rappel").made["fr"]
    for act in ("copy", "create_alias", "convert_alias", "delete", "unpublish"):
        address = f"/admin/api/main/pages/{page.pk}/action/{act}/"
        assert as_user(with_role(act, quality, Role.LEAD)).post(address).status_code == 404
    assert Page.objects.get(pk=page.pk).live


def test_an_approval_is_one_of_the_page_it_is_named_beside(former, hidden, quality, as_user):
    own, step = factories.article(quality, fr="Rappel").made["fr"], TaskState.objects.get()
    client = as_user(former)
    addresses = [
        reverse("wagtailadmin_pages:workflow_preview", args=[own.pk, step.task_id]),
        reverse("wagtailadmin_pages:workflow_action", args=[own.pk, "approve", step.pk]),
        reverse("wagtailadmin_pages:workflow_history_detail", args=[own.pk, step.workflow_state_id]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    own.save_revision(user=former)
    own.get_workflow().start(own, former)
    mine = TaskState.objects.exclude(pk=step.pk).get()
    assert client.get(reverse("wagtailadmin_pages:workflow_preview", args=[own.pk, mine.task_id])).status_code == 200


def test_pages_are_not_moved_at_once_to_a_space_one_may_not_read(former, hidden, quality, as_user):
    own = factories.article(quality, fr="Rappel").made["fr"]
    address = f"/admin/bulk/wagtailcore/page/move/?id={own.pk}"
    there = factories.parents(hidden)["fr"]
    response = as_user(former).post(address, {"chooser": there.pk})
    assert response.status_code == 404
    assert not there.get_children().filter(pk=own.pk).exists()


@pytest.fixture
def translation(quality):
    """An article with a picture, translated."""
    picture = Picture.objects.create(title="Plan", file=get_test_image_file(), collection=quality.collection)
    pages = factories.article(quality, fr="Rappel", en="Callback").made
    for page in pages.values():
        page.body = [{"type": "image", "value": {"caption": "", "image": {"image": picture.pk, "alt_text": "Plan"}}}]
        page.save_revision().publish()
    return tie(pages["fr"], pages["en"])


@pytest.mark.parametrize(("which", "status"), [("hidden", 404), ("own", 201), ("none", 404), ("words", 404)])
def test_a_translation_points_only_at_what_its_editor_may_choose(
    which, status, translation, former, hidden, quality, as_user
):
    own = Picture.objects.create(title="Autre", file=get_test_image_file(), collection=quality.collection)
    value = {"hidden": hidden.picture.pk, "own": own.pk, "none": 999999, "words": "abc"}[which]
    source = TranslationSource.objects.get(pk=translation.source_id)
    segment = OverridableSegment.objects.get(source=source)
    address = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    client = as_user(former)
    response = client.put(address, f"value={value}", content_type="application/x-www-form-urlencoded")
    assert response.status_code == status
    assert SegmentOverride.objects.exists() is (status == 201)
    assert client.delete(address).status_code == (200 if status == 201 else 404)


def test_a_hidden_space_is_named_in_no_filter_even_when_one_looks_after_other_spaces(hidden, chantal, as_user):
    """A moderator of the community has rights on every home, thus on every workflow below it."""
    html = as_user(chantal).get("/admin/reports/workflow_tasks/").content.decode()
    assert Space.objects.get(pk=hidden.pk).name_fr not in html
    assert "Plein air" not in html
    factories.space("open", fr="Plein air", en="Open air")
    assert "Plein air / Open air (FR)" in as_user(chantal).get("/admin/reports/workflow_tasks/").content.decode()


FILTERED = [
    ("/admin/pages/", "owner"), ("/admin/pages/usage/spaces/articlepage/", "edited_by"),
    ("/admin/reports/locked/", "locked_by"), ("/admin/reports/workflow/", "requested_by"),
    ("/admin/reports/site-history/", "user"),
]  # fmt: skip


def leave_work(user, page):
    log(instance=page, action="wagtail.edit", user=user)
    page.save_revision(user=user)
    page.get_workflow().start(page, user)
    Page.objects.filter(pk=page.pk).update(owner=user, locked=True, locked_by=user, locked_at=timezone.now())


@pytest.mark.parametrize(("address", "name"), FILTERED)
def test_a_filter_offers_only_people_who_did_something_where_one_works(address, name, hidden, quality, as_user):
    leave_work(factories.person("Zanzibar"), hidden.page)
    leave_work(factories.person("Ines"), factories.article(quality, fr="Rappel", live=False).made["fr"])
    html = as_user(with_role("Leah", quality, Role.LEAD)).get(address).content.decode()
    assert (f'name="{name}"' in html, "Ines Test" in html, "Zanzibar Test" in html) == (True, True, False)
