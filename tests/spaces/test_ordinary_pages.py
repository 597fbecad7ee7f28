"""Ordinary pages, the terms of reference among them: written by those who work for the whole community.

Their rights are on the homes, and stop there: no space but their own is theirs to work in.
"""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, WorkflowPage
from wagtail.permissions import policy_registry

from cms.bilingual.gate_models import Waiting
from cms.bilingual.models import Pair
from cms.models import User
from home.models import StandardPage
from spaces import access_pairs
from spaces.models import Membership, Role, Space, SpaceKind
from spaces.services import memberships, provision
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
ACTS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")


@pytest.fixture
def community(db):
    return factories.space("community", fr="Communauté", en="Community", kind=SpaceKind.COMMUNITY)


@pytest.fixture
def team(community):
    """One person for each role of the whole community."""
    people = {}
    for role in (Role.EDITOR, Role.TO_FRENCH, Role.TO_ENGLISH, Role.LEAD):
        user = factories.person(role.replace("_", ""))
        memberships.grant(user=user, space=community, role=role)
        people[role] = fresh(user)
    return people


def fresh(user):
    return User.objects.get(pk=user.pk)


def rights(user, page):
    """What the desk offers somebody on a page."""
    may = page.permissions_for_user(user)
    offered = {"add": may.can_add_subpage(), "edit": may.can_edit(), "publish": may.can_publish(),
               "unpublish": may.can_unpublish(), "delete": may.can_delete(), "lock": may.can_lock()}  # fmt: skip
    return {name for name, is_offered in offered.items() if is_offered}


def test_each_role_does_with_an_ordinary_page_what_it_does_in_its_space(team):
    made = factories.ordinary()
    full = {"edit", "publish", "unpublish", "delete", "lock"}
    assert rights(team[Role.LEAD], made["fr"]) == rights(team[Role.LEAD], made["en"]) == full
    assert rights(team[Role.EDITOR], made["fr"]) == rights(team[Role.EDITOR], made["en"]) == {"edit"}
    assert "publish" in rights(team[Role.TO_FRENCH], made["fr"])
    assert rights(team[Role.TO_FRENCH], made["en"]) == set()


def test_a_home_takes_new_pages_and_stays_as_it_is(team):
    for home in factories.homes().values():
        assert rights(team[Role.LEAD], home) == rights(team[Role.EDITOR], home) == {"add"}
        assert rights(team[Role.TO_ENGLISH], home) == set()


def test_no_right_on_a_home_reaches_into_a_space(team, quality):
    article = factories.article(quality, fr="Rappel", en="Callback").made
    for page in [*article.values(), *factories.parents(quality).values()]:
        assert [rights(user, page) for user in team.values()] == [set()] * len(team)


def test_a_page_written_in_an_open_space_does_not_become_theirs(team, quality):
    """Wagtail gives the author of a page the right to edit it wherever «add» reaches."""
    page = factories.article(quality, fr="Rappel").made["fr"]
    Page.objects.filter(pk=page.pk).update(owner=team[Role.EDITOR])
    assert rights(team[Role.EDITOR], Page.objects.get(pk=page.pk)) == set()


def test_lists_hold_what_single_questions_answer(team, quality, chantal):
    """`instances_…` and `users_…` say of every page and every act what `…_for_instance` says."""
    factories.ordinary()
    factories.article(quality, fr="Rappel", en="Callback")
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False)
    factories.article(closed, fr="Secret", en="Secret")
    page = StandardPage.objects.get(locale__language_code="fr")
    Page.objects.filter(pk=page.pk).update(owner=team[Role.EDITOR])
    policy = policy_registry.get_by_type(Page)
    for user in [*team.values(), chantal]:
        for act in ACTS:
            listed = set(policy.instances_user_has_permission_for(user, act).values_list("pk", flat=True))
            for page in Page.objects.all():
                single = policy.user_has_permission_for_instance(user, act, page)
                assert (page.pk in listed) == single, (user, act, page)
                if single:
                    assert user in policy.users_with_permission_for_instance(act, page), (user, act, page)
                elif user != chantal:  # whose right on the root is held back by what she may read, not by the tree
                    assert user not in policy.users_with_permission_for_instance(act, page), (user, act, page)


def test_an_editor_begins_one_in_either_language_and_a_lead_publishes_it(team, as_user):
    for code, home in factories.homes().items():
        address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
        client = as_user(team[Role.EDITOR])
        assert client.get(address).status_code == 200
        words = {"title": f"Terms {code}", "slug": f"terms-{code}", "summary": "", "body-count": "0"}
        assert client.post(address, {**words, "action-publish": "x"}).status_code in {200, 302, 403}
        assert not StandardPage.objects.filter(title=f"Terms {code}", live=True).exists()
        if not StandardPage.objects.filter(title=f"Terms {code}").exists():
            assert client.post(address, words).status_code == 302
        page = StandardPage.objects.get(title=f"Terms {code}")
        assert page.get_parent().pk == home.pk
        assert page.permissions_for_user(team[Role.LEAD]).can_publish()


def test_a_lead_publishes_one_at_once_and_an_editor_submits_it(team, as_user):
    home = factories.homes()["en"]
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
    offered = {
        role: 'name="action-publish"' in as_user(user).get(address).content.decode() for role, user in team.items()
    }
    assert offered == {role: role == Role.LEAD for role in team}
    words = {"title": "Privacy", "summary": "", "body-count": "0", "action-publish": "x"}
    assert as_user(team[Role.LEAD]).post(address, words).status_code == 302
    page = StandardPage.objects.get(title="Privacy")
    assert (page.live, Waiting.objects.get().pair_id) == (False, page.translation_key), "it waits for its French page"


def test_what_waits_for_approval_waits_for_those_of_the_community(team, community):
    page = factories.ordinary()["fr"]
    tasks = page.get_workflow().tasks
    assert {group.name for task in tasks for group in task.specific.groups.all()} == {
        "community · lead", "community · to_french"
    }  # fmt: skip


def test_the_explorer_shows_them_the_homes_and_no_draft_of_a_space(team, quality, as_user):
    factories.article(quality, fr="Ébauche de la qualité", live=False)
    factories.ordinary(fr="Mandat", en="Terms")
    home = factories.homes()["fr"]
    client = as_user(team[Role.EDITOR])
    listed = client.get(reverse("wagtailadmin_explore", args=[home.pk])).content.decode()
    assert "Mandat" in listed
    space = factories.parents(quality)["fr"]
    assert f"/admin/pages/{space.pk}/edit/" not in listed
    assert "Ébauche" not in client.get(reverse("wagtailadmin_explore", args=[space.pk]), follow=True).content.decode()
    assert "de la qualité" not in client.get("/admin/pages/search/results/?q=Ébauche").content.decode()


def test_a_space_is_not_set_up_by_adding_its_page(team, as_user, chantal):
    """It has its own form on the site, with its groups and its two leads."""
    home = factories.homes()["en"]
    address = reverse("wagtailadmin_pages:add", args=["spaces", "spacepage", home.pk])
    refused = as_user(team[Role.LEAD]).get(address, follow=True)
    assert refused.redirect_chain == [(reverse("wagtailadmin_explore", args=[home.pk]), 302)]
    assert "A space is set up on the site" in refused.content.decode()
    assert as_user(chantal).get(address).status_code == 200


def test_those_asked_to_translate_or_publish_are_theirs_for_ordinary_pages_only(team, quality):
    ordinary, article = factories.ordinary(), factories.article(quality, fr="Rappel", en="Callback").made
    lead = team[Role.LEAD]
    assert lead in access_pairs.publishers(ordinary["fr"])
    assert lead not in access_pairs.publishers(article["fr"])
    pairs = {page["fr"]: Pair.objects.get(pk=page["fr"].translation_key) for page in (ordinary, article)}
    assert lead in access_pairs.translators(pairs[ordinary["fr"]])
    assert lead not in access_pairs.translators(pairs[article["fr"]])
    assert list(access_pairs.translatable(lead, Pair.objects.filter(pk__in=[p.pk for p in pairs.values()]))) == [
        pairs[ordinary["fr"]]
    ]  # fmt: skip


def test_the_report_on_translations_holds_their_pages_and_their_drafts(team, quality, as_user):
    factories.article(quality, fr="Ébauche de la qualité", live=False).made["fr"].save_revision()
    factories.article(quality, fr="Rappel", en="Callback")
    factories.ordinary(fr="Ébauche ordinaire", en="Ordinary draft", live=False)["fr"].save_revision()
    said = as_user(team[Role.LEAD]).get(reverse("translation_status")).content.decode()
    assert "baucheordinaire" in said.replace(" ", "") or "Ordinary draft" in said
    assert "de la qualité" not in said
    assert "Callback" not in said


def test_the_rights_go_with_the_role_and_with_the_kind_of_the_space(team, community):
    page = factories.ordinary()["fr"]
    Membership.objects.filter(user=team[Role.EDITOR], role=Role.EDITOR).get().delete()
    assert rights(fresh(team[Role.EDITOR]), page) == set()
    community.kind = SpaceKind.NETWORK
    community.save()
    assert rights(fresh(team[Role.LEAD]), page) == set()
    assert not WorkflowPage.objects.filter(page__depth=2).exists()


def test_sync_finds_nothing_to_do_twice_and_puts_right_what_is_missing(community):
    assert provision.provision(Space.objects.get(pk=community.pk)) == []
    assert provision.health() == "ok"
    GroupPagePermission.objects.filter(page__depth=2, group__name__startswith="community").delete()
    assert provision.health().startswith("1 to put right")
    call_command("migrate", verbosity=0)
    assert provision.health() == "ok"
    assert GroupPagePermission.objects.filter(page__depth=2, group__name="community · lead").exists()


def test_a_space_that_goes_takes_its_rights_on_the_homes_along(community):
    provision.withdraw(community)
    assert not GroupPagePermission.objects.filter(page__depth=2, group__name__startswith="community").exists()
    assert not WorkflowPage.objects.filter(page__depth=2).exists()
