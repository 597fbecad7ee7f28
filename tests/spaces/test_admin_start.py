"""The first page of the editors' desk: where one may write, and what waits."""

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.urls import reverse

from cms.models import User
from spaces import access
from spaces.models import Role
from spaces.services import memberships
from spaces.views.admin_start import StartPanel
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


def with_role(role, *spaces):
    user = factories.person(f"{role}".replace("_", ""))
    for space in spaces:
        memberships.grant(user=user, space=space, role=role)
    return User.objects.get(pk=user.pk)


def start(client):
    return BeautifulSoup(client.get("/admin/").content, "html.parser").select_one("#begin")


def test_an_editor_begins_a_page_in_either_language_of_a_space(quality, as_user):
    factories.space("workforce", fr="Effectifs", en="Workforce")
    panel = start(as_user(with_role(Role.EDITOR, quality)))
    pages = factories.parents(quality)
    ways = {link["href"]: link.get_text(" ", strip=True) for link in panel.select("td a")}
    assert ways == {
        reverse("wagtailadmin_pages:add_subpage", args=[pages["fr"].pk]): "Quality – Write In French",
        reverse("wagtailadmin_pages:add_subpage", args=[pages["en"].pk]): "Quality – Write In English",
    }
    assert "Workforce" not in panel.get_text()


def test_a_translator_is_led_to_what_waits(quality, as_user):
    panel = start(as_user(with_role(Role.TO_FRENCH, quality)))
    assert panel.select("td") == []
    assert panel.select_one(f'a[href="{reverse("translations")}"]').get_text() == "Translations that wait for you: 0"


def test_the_first_page_counts_nothing_of_the_whole_site_for_an_editor(quality, as_user):
    page = BeautifulSoup(as_user(with_role(Role.EDITOR, quality)).get("/admin/").content, "html.parser")
    assert page.select(".w-summary li") == []


@pytest.mark.parametrize("count", [1, 5, 50])
def test_it_costs_the_same_however_many_spaces_there_are(count, django_assert_num_queries):
    spaces = [factories.space(f"s{number}", fr=f"F{number}", en=f"E{number}") for number in range(count)]
    user = with_role(Role.EDITOR, *spaces)
    request = RequestFactory().get("/admin/")
    request.user = user
    access.rights(user)
    with django_assert_num_queries(3):
        said = StartPanel().get_context_data({"request": request})
    assert (len(said["places"]), said["more"]) == (min(count, 6), count > 6)
