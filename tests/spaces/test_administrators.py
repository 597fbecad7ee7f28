"""The duty of administrator opens the editors' admin from its first day to its last, and no space one is not in."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from cms.models import CommunitySettings, User
from home.models import HomePage, StandardPage
from spaces.access import GRANTED
from spaces.models import CommunityRole, Duty, Jurisdiction, SpacePage, Topic
from spaces.services import memberships, offices, provision
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
DAY = timedelta(days=1)


def administrator(language="en"):
    user = factories.person("Ada", language=language)
    CommunityRole.objects.create(user=user, duty=Duty.ADMINISTRATOR)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def ada(db):
    return administrator()


def snippet(model, action, *args):
    return reverse(f"wagtailsnippets_spaces_{model}:{action}", args=args)


def user_page(name, *args):
    return reverse(f"wagtailusers_users:{name}", args=args)


def settings_page():
    return reverse("wagtailsettings:edit", args=["cms", "communitysettings", CommunitySettings.load().pk])


def can(user, page):
    """What the desk offers somebody on a page."""
    may = Page.objects.get(pk=page.pk).permissions_for_user(User.objects.get(pk=user.pk))
    offered = {"add": may.can_add_subpage(), "edit": may.can_edit(), "publish": may.can_publish(),
               "unpublish": may.can_unpublish(), "delete": may.can_delete(), "move": may.can_move()}  # fmt: skip
    return {name for name, is_offered in offered.items() if is_offered}


def moved(user, *, starts=0, ends=None):
    """The days of a duty go by: nothing but the clock says so."""
    today = memberships.today()
    last = today + ends * DAY if ends is not None else None
    CommunityRole.objects.filter(user=user).update(starts_on=today + starts * DAY, ends_on=last)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_an_administrator_keeps_is_opened_by_the_duty(language, quality, as_user):
    ada = administrator(language)
    client = as_user(ada)
    pages = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in factories.homes().values()]
    pages += [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in factories.ordinary().values()]
    for address in [
        "/admin/", user_page("index"), user_page("add"), user_page("edit", factories.person("Zoe").pk), settings_page(),
        snippet("communityrole", "list"), snippet("communityrole", "add"), snippet("space", "list"),
        snippet("space", "edit", quality.pk), snippet("topic", "add"), snippet("jurisdiction", "list"),
        snippet("profile", "list"), *pages,
    ]:  # fmt: skip
        assert client.get(address).status_code == 200, address
    menu = client.get("/admin/").content.decode()
    assert {"fr": "Fonctions", "en": "Duties"}[language] in menu


def test_no_other_duty_opens_it(nadia, chantal, as_user):
    chair = factories.person("Carl")
    CommunityRole.objects.create(user=chair, duty=Duty.FEDERAL_CHAIR)
    for user in (nadia, chair):
        assert as_user(user).get("/admin/").status_code == 403


def test_names_settings_and_duties_are_written(ada, bob, as_user):
    client = as_user(ada)
    row = CommunitySettings.load()
    values = {name: getattr(row, name) for name in ("name_fr", "council_fr", "council_en", "support_email",
                                                   "behind_words", "behind_percent")}  # fmt: skip
    client.post(settings_page(), {**values, "name_en": "The circle"})
    client.post(snippet("topic", "add"), {"code": "night", "name_fr": "Nuit", "name_en": "Night",
                                          "description_fr": "", "description_en": ""})  # fmt: skip
    first = memberships.today().isoformat()
    client.post(
        snippet("communityrole", "add"), {"user": bob.pk, "duty": Duty.SUPPORT, "starts_on": first, "ends_on": ""}
    )
    assert CommunitySettings.load().name_en == "The circle"
    assert Topic.objects.filter(code="night").exists()
    assert bob.duties.get().duty == Duty.SUPPORT
    place = Jurisdiction.objects.get(code="halifax")
    assert client.get(snippet("jurisdiction", "edit", place.pk)).status_code == 200


def test_the_homes_and_ordinary_pages_are_theirs_and_no_page_of_a_space(ada, quality):
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False)
    for page in factories.homes().values():
        assert can(ada, page) == {"add", "edit", "publish"}, "it stays, and stays live"
    for page in factories.ordinary().values():
        assert can(ada, page) == {"edit", "publish"}, "what readers have is not theirs to take away"
    for space in (quality, closed):
        article = factories.article(space, fr="Rappel", en="Callback").made
        for page in [*article.values(), *factories.parents(space).values()]:
            assert can(ada, page) == set(), (space, page)


def test_a_home_is_changed_with_its_draft_in_its_history(ada, as_user):
    home = factories.homes()["fr"]
    fields = {"title": "Le carrefour", "search_description": "", "action-publish": "x"}
    assert as_user(ada).post(reverse("wagtailadmin_pages:edit", args=[home.pk]), fields).status_code in {200, 302}
    assert HomePage.objects.get(pk=home.pk).get_latest_revision().user == ada


def test_those_who_lead_the_whole_community_still_leave_the_home_as_it_is(ada):
    """The right on a home that reaches the home itself is that of a duty, in lists as in single questions."""
    home = factories.homes()["fr"]
    holders = GRANTED.users_with_permission_for_instance("change", home, False)
    assert list(holders) == [ada]
    assert GRANTED.instances_user_has_permission_for(ada, "change").filter(pk=home.pk).exists()


def test_an_account_is_opened_without_anybody_knowing_its_password(ada, as_user):
    client = as_user(ada)
    form = client.get(user_page("add")).content.decode()
    assert [name in form for name in ('name="password1"', 'name="groups"', 'name="is_superuser"')] == [False] * 3
    client.post(user_page("add"), {
        "email": "zoe@example.org", "first_name": "Zoe", "last_name": "Test", "is_superuser": "on",
        "password1": "xW9-quite-long", "password2": "xW9-quite-long", "groups": [Group.objects.first().pk],
    })  # fmt: skip
    zoe = User.objects.get(email="zoe@example.org")
    assert (zoe.is_superuser, zoe.groups.exists(), zoe.has_usable_password()) == (False, False, False)


def test_an_account_is_renamed_and_closed_and_its_keys_stay_its_owners(ada, bob, as_user):
    client, address = as_user(ada), user_page("edit", bob.pk)
    form = client.get(address).content.decode()
    assert [name in form for name in ('name="password1"', 'name="groups"', 'name="is_superuser"')] == [False] * 3
    client.post(address, {
        "email": "ada@elsewhere.example.org", "first_name": "Robert", "last_name": "Test", "is_superuser": "on",
        "is_active": "on", "password1": "xW9-quite-long", "password2": "xW9-quite-long",
        "groups": [group.pk for group in Group.objects.all()],
    })  # fmt: skip
    kept = User.objects.get(pk=bob.pk)
    assert (kept.first_name, kept.email, kept.is_superuser) == ("Robert", "bob@example.org", False)
    assert (kept.groups.exists(), kept.check_password("password")) == (False, True)
    client.post(address, {"first_name": "Robert", "last_name": "Test"})
    assert not User.objects.get(pk=bob.pk).is_active


def test_renaming_somebody_leaves_them_in_their_groups(ada, quality, as_user):
    lead = factories.moderator("Leah")
    memberships.grant(user=lead, space=quality, role="lead")
    held = set(lead.groups.values_list("name", flat=True))
    fields = {"first_name": "Lea", "last_name": "Test", "is_active": "on"}
    assert as_user(ada).post(user_page("edit", lead.pk), fields).status_code == 302
    assert set(lead.groups.values_list("name", flat=True)) == held == {"Moderators", "quality · lead"}


def test_the_account_of_the_installation_and_groups_are_out_of_reach(ada, bob, as_user):
    root, client = User.objects.create_superuser("root@example.org", "password", first_name="Ruth"), as_user(ada)
    fields = {"first_name": "Eve", "last_name": "Test"}
    assert user_page("edit", root.pk) not in client.get(user_page("index")).content.decode()
    for address in (user_page("edit", root.pk), user_page("delete", root.pk)):
        assert client.get(address).status_code in {302, 403, 404}
        assert client.post(address, fields).status_code in {302, 403, 404}
    moderators = Group.objects.get(name="Moderators")
    for act, more in (
        ("set_active_state", {"mark_as_active": "False"}),
        ("delete", {}),
        ("assign_role", {"role": moderators.pk}),
    ):
        for person in (root, bob) if act == "assign_role" else (root,):
            client.post(f"/admin/bulk/cms/user/{act}/?id={person.pk}&next=/admin/users/", more)
    kept = User.objects.get(pk=root.pk)
    assert (kept.first_name, kept.is_active) == ("Ruth", True)
    assert not moderators.user_set.exists()
    assert client.get(reverse("wagtailusers_groups:index")).status_code in {302, 403, 404}
    client.post(f"/admin/bulk/cms/user/set_active_state/?id={bob.pk}&next=/admin/users/", {"mark_as_active": "False"})
    assert not User.objects.get(pk=bob.pk).is_active


def test_nothing_is_erased_by_a_duty_nor_told_where_it_is_used(ada, bob, as_user):
    """What goes with an account or a topic, and where it is named, may be in a closed space."""
    client, topic = as_user(ada), factories.topic()
    hidden = factories.space("hidden", fr="Caché", en="Hidden", is_open=False, is_listed=False)
    factories.article(hidden, fr="Zanzibar", en="Zanzibar", topics=[topic], author=bob)
    for address in (user_page("delete", bob.pk), snippet("topic", "delete", topic.pk)):
        client.post(address)
    for address in (user_page("usage", bob.pk), snippet("topic", "usage", topic.pk)):
        assert client.get(address).status_code == 404
    for address in (user_page("edit", bob.pk), snippet("topic", "edit", topic.pk)):
        shown = client.get(address).content.decode()
        assert ("Zanzibar" in shown, "/usage/" in shown) == (False, False)
    assert (User.objects.filter(pk=bob.pk).exists(), Topic.objects.filter(pk=topic.pk).exists()) == (True, True)


def test_it_begins_on_its_day_and_ends_with_it_without_any_job(ada, as_user):
    client = as_user(ada)
    moved(ada, starts=1)
    assert client.get(user_page("index")).status_code == 403
    moved(ada, starts=-9, ends=0)
    assert client.get(user_page("index")).status_code == 200
    moved(ada, starts=-9, ends=-1)
    assert client.get(user_page("index")).status_code == 403
    assert not User.objects.get(pk=ada.pk).groups.exists()


def test_what_it_lets_one_do_on_the_site_ends_with_it_too(ada):
    page = factories.ordinary()["fr"]
    moved(ada, starts=-9, ends=-1)
    assert User.objects.get(pk=ada.pk).groups.count() == 1, "nobody has settled its groups"
    assert can(ada, page) == set()


def test_a_closed_account_has_it_no_longer(ada, as_user):
    client = as_user(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    provision.settle_all()
    assert client.get("/admin/").status_code == 302
    assert not User.objects.get(pk=ada.pk).groups.exists()


def test_sync_gives_back_what_the_duty_opens_and_takes_away_the_rest(ada):
    call_command("sync_spaces", check=True)
    group = Group.objects.get(space_role__role=Duty.ADMINISTRATOR)
    group.permissions.add(*Group.objects.get(name="Moderators").permissions.all())
    group.permissions.remove(group.permissions.get(codename="change_user"))
    GroupPagePermission.objects.create(
        group=group, page=Page.objects.get(depth=1), permission=group.page_permissions.first().permission
    )
    ada.groups.clear()
    with pytest.raises(CommandError):
        call_command("sync_spaces", check=True)
    call_command("sync_spaces")
    assert offices.provision() == []
    assert set(group.page_permissions.values_list("page__depth", flat=True)) == {2}
    assert list(ada.groups.all()) == [group]


def test_an_upgrade_makes_the_group_of_the_duty(ada):
    Group.objects.filter(space_role__space=None, space_role__isnull=False).delete()
    assert provision.health() == "1 to put right: manage.py sync_spaces"
    call_command("migrate", verbosity=0)
    assert provision.health() == "ok"
    assert provision.settle_all() == 1


def test_an_ordinary_page_is_begun_and_put_out_by_an_administrator(ada, as_user):
    home = factories.homes()["en"]
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
    words = {"title": "Help", "summary": "", "body-count": "0"}
    assert as_user(ada).post(address, words).status_code == 302
    assert can(ada, StandardPage.objects.get(title="Help")) >= {"edit", "publish", "delete"}
    space = reverse("wagtailadmin_pages:add", args=["spaces", "spacepage", home.pk])
    assert as_user(ada).post(space, {"title": "Help"}).status_code == 302
    assert not SpacePage.objects.filter(title="Help").exists()
