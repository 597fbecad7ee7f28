"""A space is removed softly, restored within ninety days, deleted after; an account takes no space with it."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from cms.models import User
from spaces import access
from spaces.models import (
    Announcement,
    Article,
    CommunityRole,
    Deliverable,
    Delivery,
    Invitation,
    JoinRequest,
    Meeting,
    Membership,
    Space,
    SpacePage,
    today,
)
from spaces.services import lifecycle, memberships
from spaces.services.memberships import Refused
from tests import factories
from tests.once import made_once

GONE = (Meeting, Announcement, Deliverable, JoinRequest, Invitation, Delivery)
REMOVE = "/en/spaces/quality/desk/life/remove/"


@pytest.fixture
def support(db):
    user = factories.person("Sue")
    CommunityRole.objects.create(user=user, duty="support")
    return user


made_alice, alice = made_once("alice", lambda: factories.person("Alice"))


@pytest.fixture(scope="module")
def made_space(made_leads, made_alice):
    row = factories.space(fr="L’équipe", en="The team’s room", leads=made_leads, members=[made_alice])
    row.made = [factories.article(row, en="Callback", fr="Rappel"), factories.meeting(row), factories.announcement(row)]
    Deliverable.objects.create(space=row, name_fr="Guide", name_en="Guide")
    JoinRequest.objects.create(space=row, user=factories.person("Hal"))
    Invitation.objects.create(space=row, email="new@example.org")
    return row


@pytest.fixture
def space(db, made_space):
    """One with something of everything."""
    return deepcopy(made_space)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def ago(space, **since):
    Space.objects.filter(pk=space.pk).update(removed_at=timezone.now() - timedelta(**since))
    return Space.objects.get(pk=space.pk)


def addresses(space):
    pages = [page.url for page in SpacePage.objects.filter(space=space)]
    pages += [page.url for fact in space.made for page in fact.made.values()]
    return [*pages, "/en/spaces/quality/members/", "/en/spaces/quality/join/", "/en/spaces/quality/desk/",
            "/en/spaces/quality/desk/life/"]  # fmt: skip


@pytest.mark.parametrize("typed", ["The team’s room", "the team's  ROOM", "L’équipe"])
def test_support_removes_a_space_by_typing_its_name(typed, space, support, as_user):
    client = as_user(support)
    assert client.get(REMOVE).status_code == 200
    response = client.post(REMOVE, {"name": typed})
    assert response["Location"] == "/en/spaces/removed/"
    assert Space.objects.get(pk=space.pk).removed_at is not None


@pytest.mark.parametrize("typed", ["", "quality", "The team"])
def test_a_slip_of_the_hand_removes_nothing(typed, space, support, as_user):
    response = as_user(support).post(REMOVE, {"name": typed})
    assert (response.status_code, set(response.context["form"].errors)) == (200, {"name"})
    assert Space.objects.get(pk=space.pk).removed_at is None


@pytest.mark.database
def test_leads_archive_their_space_and_do_not_remove_it(space, leads, as_user):
    client = as_user(leads[0])
    assert [client.get(REMOVE).status_code, client.post(REMOVE, {"name": "L’équipe"}).status_code] == [404, 404]
    assert "Remove the space" not in client.get("/en/spaces/quality/desk/life/").content.decode()
    assert client.get("/en/spaces/removed/").status_code == 404
    with pytest.raises(Refused):
        lifecycle.remove(space=space, by=leads[0])
    assert Space.objects.get(pk=space.pk).removed_at is None


def test_a_removed_space_exists_for_nobody_and_comes_back_as_it_was(space, support, leads, alice, bob, as_user):
    root = User.objects.create_superuser("root@example.org", "password")
    people = [support, leads[0], alice, bob, root]
    before = {user.email: [as_user(user).get(url).status_code for url in addresses(space)] for user in people}
    rows = list(Membership.objects.values())
    lifecycle.remove(space=space, by=support)
    for user in people:
        client = as_user(user)
        assert {client.get(url).status_code for url in addresses(space)} == {404}, user
        assert "The team’s room" not in client.get("/en/spaces/").content.decode()
        assert "The team’s room" not in client.get("/en/").content.decode()
        assert access.standing(User.objects.get(pk=user.pk)).get(space.pk) is None
    assert (Article.objects.count(), Page.objects.filter(depth__gte=3).count()) == (1, 8)
    client = as_user(support)
    html = client.get("/en/spaces/removed/").content.decode()
    assert ("The team’s room" in html, "90 days left" in html) == (True, True)
    assert "Il reste" not in html
    assert said(client.post("/en/spaces/removed/quality/restore/")) == ["The space “The team’s room” is back."]
    again = as_user(support).post("/en/spaces/removed/quality/restore/")
    assert said(again) == ["The space “The team’s room” is already back."]
    after = {user.email: [as_user(user).get(url).status_code for url in addresses(space)] for user in people}
    assert after == before
    assert list(Membership.objects.values()) == rows
    assert "No space was removed" in client.get("/en/spaces/removed/").content.decode()


@pytest.mark.database
def test_a_space_is_restored_until_its_ninetieth_day_and_deleted_after(space, support, as_user):
    row = ago(space, days=89, hours=23)
    assert [found.days_left for found in lifecycle.removed()] == [1]
    assert lifecycle.purge() == []
    Space.objects.filter(pk=row.pk).update(prompted_on=today())
    lifecycle.restore(space=row, by=support)
    assert Space.objects.get(pk=row.pk).prompted_on is None, "whoever restores it says that it goes on"
    assert Space.objects.get(pk=space.pk).removed_at is None
    row = ago(space, days=90, minutes=1)
    assert lifecycle.removed() == []
    with pytest.raises(Refused, match="too long ago"):
        lifecycle.restore(space=row, by=support)
    response = as_user(support).post("/en/spaces/removed/quality/restore/")
    assert said(response) == ["This space was removed too long ago to be restored."]
    assert Space.objects.get(pk=space.pk).removed_at is not None


@pytest.mark.database
def test_a_space_is_removed_on_the_day_it_is_for_the_community(space, support, as_user):
    """Whatever the clock of the reader: half past midnight in St. John’s is still the day before in Ottawa."""
    Space.objects.filter(pk=space.pk).update(removed_at=datetime(2027, 3, 2, 4, tzinfo=UTC))
    User.objects.filter(pk=support.pk).update(time_zone="America/St_Johns")
    with time_machine.travel(datetime(2027, 3, 5, 12, tzinfo=UTC), tick=False):
        assert 'removed on <time datetime="2027-03-01"' in as_user(support).get("/en/spaces/removed/").content.decode()


@pytest.mark.database
def test_only_those_who_look_after_all_spaces_restore(space, leads, support, as_user):
    lifecycle.remove(space=space, by=support)
    assert as_user(leads[0]).post("/en/spaces/removed/quality/restore/").status_code == 404
    assert as_user(support).get("/en/spaces/removed/quality/restore/").status_code == 405
    assert as_user(support).post("/en/spaces/removed/nothing/restore/").status_code == 404
    assert Space.objects.get(pk=space.pk).removed_at is not None


@pytest.mark.database
def test_on_day_91_all_of_it_is_gone_and_nothing_else(space, leads, alice):
    other = factories.space("other", fr="Autre", en="Other", leads=leads, members=[alice])
    kept = factories.article(other, en="Kept", fr="Gardé")
    pages, people = Page.objects.count(), User.objects.count()
    Delivery.objects.create(user=alice, key=space.articles.get().pages.first().translation_key, space=space)
    ago(space, days=91)
    assert lifecycle.purge() == ["quality"]
    assert lifecycle.purge() == []
    assert Space.objects.get() == other
    assert Article.objects.get() == kept
    assert not any(model.objects.exists() for model in GONE)
    assert Page.objects.count() == pages - 8
    assert (Membership.objects.exclude(space=other).count(), User.objects.count()) == (0, people)
    assert Page.find_problems() == ([], [], [], [], [])
    entry = ModelLogEntry.objects.get(action="carrefour.purge")
    assert (entry.object_id, entry.label, entry.user) == (str(space.pk), "The team’s room", None)


def test_the_schedule_deletes_what_is_due_and_nothing_that_is_not_removed(space, support):
    from spaces.tasks import look_after_spaces

    look_after_spaces.call()
    assert Space.objects.filter(pk=space.pk).exists()
    ago(space, days=91)
    look_after_spaces.call()
    assert not Space.objects.filter(pk=space.pk).exists()


# -- accounts


@pytest.mark.database
def test_deleting_every_account_leaves_the_spaces_and_what_they_hold(space):
    User.objects.all().delete()
    assert (Space.objects.count(), Article.objects.count(), Page.objects.filter(depth__gte=3).count()) == (1, 1, 8)
    assert Membership.objects.count() == 0


@pytest.fixture
def admin(as_user, db):
    return as_user(User.objects.create_superuser("root@example.org", "password", language="en"))


def closing(user, **fields):
    return {"email": user.email, "first_name": user.first_name, "last_name": user.last_name, "language": "en",
            "time_zone": "America/Toronto", "theme": "", **fields}  # fmt: skip


def test_an_account_one_of_two_leads_has_is_neither_deleted_nor_closed(space, leads, admin):
    ann, posts = leads[0], {}
    posts["delete"] = admin.post(f"/admin/users/delete/{ann.pk}/")
    posts["close"] = admin.post(f"/admin/users/edit/{ann.pk}/", closing(ann))
    posts["delete many"] = admin.post(f"/admin/bulk/cms/user/delete/?id={ann.pk}&next=/admin/")
    posts["close many"] = admin.post(
        f"/admin/bulk/cms/user/set_active_state/?id={ann.pk}&next=/admin/", {"mark_as_active": "False"}
    )
    for name, response in posts.items():
        assert "would have fewer than two leads: The team’s room" in said(response)[-1], name
    assert User.objects.get(pk=ann.pk).is_active
    assert access.leads(User.objects.get(pk=ann.pk), space)


def test_once_a_successor_is_named_the_account_goes_and_the_space_stays(space, leads, alice, admin):
    memberships.grant(user=alice, space=space, role="lead")
    admin.post(f"/admin/users/edit/{leads[0].pk}/", closing(leads[0]))
    assert not User.objects.get(pk=leads[0].pk).is_active
    admin.post(f"/admin/users/delete/{leads[0].pk}/")
    assert not User.objects.filter(pk=leads[0].pk).exists()
    assert Space.objects.filter(pk=space.pk).exists()
    admin.post(f"/admin/users/delete/{leads[1].pk}/")
    assert User.objects.filter(pk=leads[1].pk).exists()


@pytest.mark.database
def test_two_leads_do_not_go_together(space, leads, alice, admin):
    memberships.grant(user=alice, space=space, role="lead")
    both = "&".join(f"id={user.pk}" for user in leads)
    response = admin.post(f"/admin/bulk/cms/user/delete/?{both}&next=/admin/")
    assert "would have fewer than two leads" in said(response)[-1]
    assert User.objects.filter(pk__in=[user.pk for user in leads]).count() == 2


def test_members_and_leads_of_archived_spaces_go_freely(space, leads, alice, admin):
    admin.post(f"/admin/users/delete/{alice.pk}/")
    assert not User.objects.filter(pk=alice.pk).exists()
    lifecycle.archive(space=space, by=leads[0])
    admin.post(f"/admin/users/delete/{leads[0].pk}/")
    assert not User.objects.filter(pk=leads[0].pk).exists()
    assert Space.objects.filter(pk=space.pk).exists()


@pytest.mark.database
def test_an_edit_that_closes_nothing_is_let_through(space, leads, admin):
    fields = closing(leads[0], first_name="Anne", is_active="on")
    admin.post(f"/admin/users/edit/{leads[0].pk}/", fields)
    assert User.objects.get(pk=leads[0].pk).first_name == "Anne"


@pytest.mark.database
def test_a_lead_whose_term_is_over_is_not_held_back(space, leads, alice):
    term = space.memberships.create(
        user=alice, role="lead", starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    assert memberships.left_short([alice]) == []
    term.ends_on = None
    term.save()
    assert memberships.left_short([alice]) == []
    assert memberships.left_short([leads[0], alice]) == [space]
