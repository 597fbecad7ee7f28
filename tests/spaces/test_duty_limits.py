"""What the duty of administrator does not let one do in the editors' admin."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cms.models import File, User
from spaces.models import CommunityRole, Duty, Jurisdiction, Topic
from spaces.services import memberships
from tests import factories
from tests.spaces.test_administrators import administrator, snippet

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


@pytest.fixture
def ada(db):
    return administrator()


def test_no_account_or_name_is_written_over_by_way_of_a_copy(ada, bob, as_user):
    """Wagtail's form of a copy holds the row itself, with every right there is (admin/views/generic/models.py, 8.0)."""
    topic, place = factories.topic(), Jurisdiction.objects.get(code="halifax")
    fields = {"email": "eve@example.org", "first_name": "Eve", "last_name": "E", "is_superuser": "on", "is_active": "on",
              "password1": "xW9-quite-long", "password2": "xW9-quite-long", "name_fr": "X", "name_en": "X", "code": "x",
              "user": ada.pk, "duty": Duty.SUPPORT, "starts_on": "2020-01-01"}  # fmt: skip
    before = [list(model.objects.order_by("pk").values()) for model in (User, Topic, Jurisdiction, CommunityRole)]
    for root in (ada, User.objects.create_superuser("root@example.org", "password")):
        client = as_user(root)
        for address in (
            f"/admin/users/copy/{bob.pk}/", f"/admin/snippets/spaces/topic/copy/{topic.pk}/",
            f"/admin/snippets/spaces/jurisdiction/copy/{place.pk}/",
            f"/admin/snippets/spaces/communityrole/copy/{ada.duties.get().pk}/",
            f"/admin/snippets/spaces/profile/copy/{bob.profile.pk}/",
        ):  # fmt: skip
            assert (client.get(address).status_code, client.post(address, fields).status_code) == (404, 404), address
    kept = [list(model.objects.order_by("pk").values()) for model in (User, Topic, Jurisdiction, CommunityRole)]
    assert [row["email"] for row in kept[0][:-1]] == [row["email"] for row in before[0]]
    assert not User.objects.get(pk=bob.pk).is_superuser
    assert kept[1:] == before[1:]


def test_no_file_is_changed_or_added_by_the_duty(ada, quality, as_user):
    """Not even in a space one is in: a file one may change is one that may be deleted (wagtail/permission_policies)."""
    memberships.grant(user=ada, space=quality, role="member")
    file = File.objects.create(title="Plan", file=ContentFile(b"x", "plan.txt"), collection=factories.folder(quality))
    client = as_user(User.objects.get(pk=ada.pk))
    for address in (reverse("wagtaildocs:edit", args=[file.pk]), reverse("wagtaildocs:delete", args=[file.pk]),
                    reverse("wagtaildocs:add"), reverse("wagtailimages:add")):  # fmt: skip
        client.post(address, {"title": "Gone", "collection": quality.collection_id})
        assert client.get(address).status_code in {302, 403, 404}, address
    assert File.objects.get(pk=file.pk).title == "Plan"


def test_a_duty_is_opened_from_the_list(ada, as_user):
    duty = ada.duties.get()
    assert (
        snippet("communityrole", "edit", duty.pk) in as_user(ada).get(snippet("communityrole", "list")).content.decode()
    )
