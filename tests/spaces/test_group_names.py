"""Groups are read in words, in the language of their reader, wherever the admin names them; their rows keep their names."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask

from cms.models import User
from spaces.models import Duty, Membership, Role, SpaceGroup
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
NAMES = {
    "fr": ["Qualité : responsable", "Qualité : traduction vers le français", "Rédaction de tous les espaces ouverts",
           "Pour toute la communauté : administration du site"],
    "en": ["Quality: lead", "Quality: translator into French", "Editors of every open space",
           "For the whole community: administrator"],
}  # fmt: skip
CODES = ["quality · ", "duty · ", "to_french"]


def root(language):
    return User.objects.create_superuser("root@example.org", "password", first_name="Ruth", language=language)


def places():
    """Where groups are listed to be chosen or opened."""
    task = GroupApprovalTask.objects.first()
    return [
        reverse("wagtailusers_groups:index"), reverse("wagtailusers_users:index"), reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[factories.person("Zoe").pk]),
        reverse("wagtailadmin_workflows:edit_task", args=[task.pk]),
        reverse("wagtailadmin_workflows:add_task", args=["wagtailcore", "groupapprovaltask"]),
        f"/admin/bulk/cms/user/assign_role/?id={User.objects.first().pk}",
    ]  # fmt: skip


def words(response):
    """What is read there: without what the page says to programs."""
    soup = BeautifulSoup(response.content, "html.parser")
    for tag in soup(["script", "style", "template"]):
        tag.decompose()
    return " ".join(soup.get_text(" ").replace("\xa0", " ").split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_list_of_groups_is_in_words(language, quality, as_user):
    client = as_user(root(language))
    for address in places():
        said = words(client.get(address))
        assert [name for name in NAMES[language] if name not in said] == [], address
        assert [code for code in CODES if code in said] == [], address
        assert ("Moderators" in said) == (language == "en"), address


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_group_is_named_in_words_where_it_is_open_and_keeps_its_name(language, quality, as_user):
    client, row = as_user(root(language)), SpaceGroup.objects.get(space=quality, role="lead")
    address = reverse("wagtailusers_groups:edit", args=[row.group_id])
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert NAMES[language][0] in page.select_one("#header-title").get_text().replace("\xa0", " ")
    assert page.select_one("input[name=name]").has_attr("disabled")
    fields = {"name": "Other", "page_permissions-TOTAL_FORMS": 0, "page_permissions-INITIAL_FORMS": 0}
    client.post(address, fields)
    assert Group.objects.get(pk=row.group_id).name == "quality · lead"


def test_a_group_of_ones_own_is_named_and_renamed_as_one_likes(as_user):
    group, client = Group.objects.create(name="Friends"), as_user(root("en"))
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert not page.select_one("input[name=name]").has_attr("disabled")
    assert str(group) == "Friends"


@pytest.mark.parametrize("sought", ["Qualité", "quality", "QUALITY"])
def test_groups_are_found_by_the_name_of_the_space(sought, quality, as_user):
    said = words(as_user(root("en")).get(reverse("wagtailusers_groups:index"), {"q": sought}))
    assert ("Quality: editor" in said, "Editors of every" in said) == (True, False)


def test_boxes_stand_in_the_order_of_their_words(quality, as_user):
    factories.space("aaa", fr="Études", en="Zebra")
    page = BeautifulSoup(as_user(root("fr")).get(reverse("wagtailusers_users:add")).content, "html.parser")
    said = [label.get_text(strip=True).replace("\xa0", " ") for label in page.select("#id_groups label")]
    mine = [text for text in said if text.startswith(("Études", "Modération", "Qualité"))]
    assert [text.partition(" ")[0] for text in mine] == ["Études"] * 4 + ["Modération"] + ["Qualité"] * 4


def test_the_words_of_a_group_are_said_when_people_are_put_in_it(quality, bob, as_user):
    group = Group.objects.get(name="Moderators")
    address = f"/admin/bulk/cms/user/assign_role/?id={bob.pk}&next=/admin/users/"
    answer = as_user(root("en")).post(address, {"role": group.pk}, follow=True)
    assert [str(said).strip() for said in answer.context["messages"]] == [
        "1 person is in the group: Moderators of every open space"
    ]
    assert list(bob.groups.all()) == [group]


@pytest.mark.parametrize("count", [1, 5, 50])
def test_words_cost_nothing_a_group(count, as_user, django_assert_num_queries):
    for number in range(count):
        factories.space(f"s{number}", fr=f"Espace {number}", en=f"Space {number}")
    assert SpaceGroup.objects.exclude(role=Duty.ADMINISTRATOR).count() >= 4 * count
    client, address = as_user(root("en")), reverse("wagtailusers_users:add")
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)


# -- workflows


@pytest.mark.parametrize(("language", "said"), [("fr", "Soumettre à Qualité"), ("en", "Submit to Quality")])
def test_a_page_is_submitted_to_its_space_in_the_language_of_the_editor(language, said, quality, as_user):
    editor = factories.person("Eve", language=language)
    for role in (Role.MEMBER, Role.EDITOR):
        Membership.objects.create(user=editor, space=quality, role=role)
    page = factories.article(quality, fr="Rappel").made["fr"]
    client = as_user(editor)
    parent = page.get_parent()
    new = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", parent.pk])
    for address in (reverse("wagtailadmin_pages:edit", args=[page.pk]), new):
        html = client.get(address).content.decode()
        assert said in html
        assert "Qualité / Quality" not in html
