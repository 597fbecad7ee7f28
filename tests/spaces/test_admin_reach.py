"""The editors' admin, space by space: one finds one's own work and nothing of a space one may not read."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission, Page, Workflow

from cms.bilingual.pairs import tie
from cms.models import File, Picture, User
from spaces.models import CommunityRole, Duty, Membership, Role, Space, SpacePage
from spaces.services import memberships, provision
from tests import factories
from tests.once import begin_with, taken_back
from tests.spaces.admin_doors import LISTS, WORD, of_files, of_page

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
TITLE = f"Rappel {WORD}"


def with_role(name, space, role):
    user = factories.person(name)
    memberships.grant(user=user, space=space, role=role)
    return User.objects.get(pk=user.pk)


def administrator(name):
    user = factories.person(name)
    CommunityRole.objects.create(user=user, duty=Duty.ADMINISTRATOR)
    return User.objects.get(pk=user.pk)


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "closed", "outsiders", languages=None)


def closed_space():
    space = factories.space("closed", fr="Fermé", en="Closed", is_open=False)
    article = factories.article(space, fr=TITLE, en=TITLE, body=WORD)
    space.page = article.made["fr"]
    space.picture = Picture.objects.create(
        title=TITLE, alt_en=WORD, file=get_test_image_file(f"{WORD}.png"), collection=space.collection
    )
    space.file = File.objects.create(
        title=TITLE, file=ContentFile(b"%PDF-1.4", f"{WORD}.pdf"), collection=space.collection
    )
    return space


def people_outside(quality):
    chantal = factories.moderator("Chantal")
    chantal.groups.add(*_all_groups())
    return {
        "editor": with_role("Edith", quality, Role.EDITOR),
        "translator": with_role("Tess", quality, Role.TO_FRENCH),
        "lead": with_role("Leah", quality, Role.LEAD),
        "moderator": User.objects.get(pk=chantal.pk),
        "administrator": administrator("Ada"),
    }


@pytest.fixture(autouse=True, scope="module")
def made(made_quality, request):
    with taken_back():
        space = request.param and closed_space()
        yield space, people_outside(made_quality) if request.param == "outsiders" else None


@pytest.fixture
def closed(db, made):
    """A closed space whose every word is to be found nowhere else."""
    return deepcopy(made[0])


@pytest.fixture
def outsiders(db, made):
    """{who: user} of those who work in the admin and are not in the closed space."""
    return deepcopy(made[1])


def _all_groups():
    return Group.objects.filter(name__in=["Moderators", "Editors"])


@pytest.mark.parametrize("who", ["editor", "translator", "lead", "moderator", "administrator"])
def test_no_list_of_the_admin_names_what_is_closed_to_one(closed, outsiders, who, as_user):
    client = as_user(outsiders[who])
    for address in LISTS:
        response = client.get(address, follow=True)
        said = response.content.decode().replace(f"q={WORD}", "").replace(f'value="{WORD}"', "")
        assert response.status_code in {200, 403, 404}, (address, response.status_code)
        said = said.replace(f"“{WORD}”", "").replace(f"&quot;{WORD}&quot;", "").replace(f"'{WORD}'", "")
        said = said.replace(f"<em>{WORD}</em>", "").replace(f"&#x27;{WORD}&#x27;", "")
        assert WORD not in said, (address, said[max(0, said.index(WORD) - 300) : said.index(WORD) + 100])


@pytest.mark.parametrize("who", ["editor", "translator", "lead", "moderator", "administrator"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_id_of_a_closed_space_opens_anything(closed, outsiders, who, method, as_user):
    client = as_user(outsiders[who])
    for address in [*of_page(closed.page), *of_files(closed.picture, closed.file)]:
        response = getattr(client, method)(address, {"next": "/admin/"} if method == "post" else {})
        assert response.status_code == 404, (address, response.status_code)
        assert WORD not in response.content.decode().replace(address, "")
    assert Page.objects.get(pk=closed.page.pk).live
    assert Picture.objects.filter(pk=closed.picture.pk).exists()
    assert File.objects.filter(pk=closed.file.pk).exists()


def test_an_id_of_a_closed_space_is_answered_as_one_of_nothing(closed, outsiders, as_user):
    client = as_user(outsiders["editor"])
    for address, pk in (("/admin/images/%d/", closed.picture.pk), ("/admin/documents/edit/%d/", closed.file.pk),
                        ("/admin/pages/%d/edit/", closed.page.pk), ("/admin/pages/%d/history/", closed.page.pk)):  # fmt: skip
        answers = [client.get(address % number) for number in (pk, 777_777)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEAD])
def test_those_who_work_in_the_closed_space_find_it_everywhere(closed, role, as_user):
    client = as_user(with_role("Ines", closed, role))
    found = {
        f"/admin/pages/search/results/?q={WORD}", f"/admin/choose-page/search/?q={WORD}",
        "/admin/localize/reports/translations/", f"/admin/images/results/?q={WORD}",
        f"/admin/documents/results/?q={WORD}", "/admin/images/chooser/", "/admin/documents/chooser/",
        "/admin/reports/site-history/", f"/admin/pages/{SpacePage.objects.get(space=closed, locale__language_code='fr').pk}/",
    }  # fmt: skip
    tie(closed.page, closed.page.get_translations().first().specific)
    for address in found:
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        assert TITLE in response.content.decode(), address
    edit = client.get(f"/admin/pages/{closed.page.pk}/edit/")
    assert edit.status_code == 200


def test_an_editor_writes_and_a_lead_publishes(quality, as_user):
    fr = factories.parents(quality)["fr"]
    editor, lead = with_role("Edith", quality, Role.EDITOR), with_role("Leah", quality, Role.LEAD)
    assert fr.permissions_for_user(editor).can_edit()
    assert fr.permissions_for_user(editor).can_add_subpage()
    assert not fr.permissions_for_user(editor).can_publish()
    assert fr.permissions_for_user(lead).can_publish()


def test_a_translator_publishes_on_one_side_only(quality):
    pages = factories.parents(quality)
    tess = with_role("Tess", quality, Role.TO_FRENCH)
    assert pages["fr"].permissions_for_user(tess).can_publish()
    assert not pages["en"].permissions_for_user(tess).can_edit()


def test_a_translator_may_ask_for_the_translation_of_the_other_side(quality, as_user):
    page = factories.article(quality, en="Callback").made["en"]
    client = as_user(with_role("Tess", quality, Role.TO_FRENCH))
    address = f"/admin/localize/submit/page/{page.pk}/"
    assert client.get(address).headers["Location"] == reverse("translation_ask", args=[page.pk])
    assert client.get(reverse("translation_ask", args=[page.pk])).status_code == 200
    response = client.post(address, {"locales": [factories.homes()["fr"].locale.pk]})
    assert response.status_code == 302
    assert page.get_translations().filter(locale__language_code="fr").exists()


def test_the_right_goes_with_the_role(quality, as_user):
    user = with_role("Edith", quality, Role.EDITOR)
    client, address = as_user(user), f"/admin/pages/{factories.parents(quality)['fr'].pk}/edit/"
    assert client.get(address).status_code == 200
    memberships.end(user=user, space=quality, role=Role.EDITOR)
    assert client.get(address).status_code != 200


def test_the_right_goes_on_the_day_without_any_job(quality, as_user):
    user = with_role("Edith", quality, Role.EDITOR)
    client, address = as_user(user), f"/admin/pages/{factories.parents(quality)['fr'].pk}/edit/"
    assert client.get(address).status_code == 200
    yesterday = memberships.today() - memberships.timedelta(days=1)
    Membership.objects.filter(user=user).update(starts_on=yesterday, ends_on=yesterday)  # as time would
    assert client.get(address).status_code != 200


def test_an_archived_space_is_not_worked_in(quality, as_user):
    user = with_role("Leah", quality, Role.LEAD)
    client, address = as_user(user), f"/admin/pages/{factories.parents(quality)['fr'].pk}/edit/"
    assert client.get(address).status_code == 200
    Space.objects.filter(pk=quality.pk).update(archived_at="2026-01-01T00:00Z")
    assert client.get(address).status_code != 200


def test_a_page_of_another_open_space_is_not_there_to_work_on(quality, as_user):
    other = factories.space("workforce", fr="Effectifs", en="Workforce")
    page = factories.article(other, fr="Horaires", en="Schedules").made["fr"]
    client = as_user(with_role("Edith", quality, Role.EDITOR))
    for address in of_page(page):
        if "choose-page" not in address:
            assert client.get(address).status_code == 404, address
    assert "Horaires" in client.get("/admin/choose-page/search/?q=Horaires").content.decode()  # it is public to members


def test_a_page_is_not_copied_into_another_space(quality, as_user):
    other = factories.space("workforce", fr="Effectifs", en="Workforce")
    page = factories.article(quality, fr="Rappel", en="Callback").made["fr"]
    client = as_user(with_role("Leah", quality, Role.LEAD))
    under = factories.parents(other)["fr"]
    answer = client.post(f"/admin/pages/{page.pk}/copy/", {
        "new_title": "Rappel", "new_slug": "copie", "new_parent_page": under.pk, "copy_subpages": "", "alias": "",
    })  # fmt: skip
    assert answer.status_code == 404
    assert not under.get_children().exists()


def test_provisioning_makes_workflows_whose_approvers_may_publish(quality):
    for code, page in factories.parents(quality).items():
        workflow = page.get_workflow()
        groups = {group.name for task in workflow.tasks for group in task.specific.groups.all()}
        assert groups == {"quality · lead", f"quality · to_{'french' if code == 'fr' else 'english'}"}
        for name in groups:
            assert GroupPagePermission.objects.filter(
                group__name=name, page=page, permission__codename="publish_page"
            ).exists()
    assert {w.name for w in Workflow.objects.filter(name__contains="ualit")} == {
        "Qualité / Quality (FR)", "Qualité / Quality (EN)"
    }  # fmt: skip


def test_files_have_no_free_tags(closed, as_user):
    client = as_user(with_role("Ines", closed, Role.EDITOR))
    assert client.get("/admin/pages/usage/spaces/articlepage/").status_code == 200
    for address in ("/admin/images/add/", "/admin/documents/add/", f"/admin/images/{closed.picture.pk}/"):
        assert 'name="tags"' not in client.get(address).content.decode(), address


def test_sync_puts_right_what_is_missing_or_too_much(quality, capsys):
    user = with_role("Edith", quality, Role.EDITOR)
    call_command("sync_spaces", check=True)
    user.groups.clear()
    assert provision.health() == "ok"
    Group.objects.get(name="quality · lead").delete()
    assert provision.health().startswith("1 to put right")
    GroupPagePermission.objects.filter(group__name="quality · editor").first().delete()
    with pytest.raises(CommandError):
        call_command("sync_spaces", check=True)
    assert not Group.objects.filter(name="quality · lead").exists()
    call_command("sync_spaces")
    call_command("sync_spaces", check=True)
    assert user.groups.filter(name="quality · editor").exists()


def test_an_upgrade_gives_older_spaces_what_they_lack(quality):
    Group.objects.filter(space_role__space=quality).delete()
    call_command("migrate", verbosity=0)
    assert provision.health() == "ok"
    assert Group.objects.filter(space_role__space=quality).count() == 4
