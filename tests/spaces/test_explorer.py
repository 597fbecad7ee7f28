"""The editors' admin on translations: a column in the lists of pages, and a menu that leads to the report."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from cms.bilingual.models import Pair, State
from cms.models import User
from spaces import access
from spaces.models import Role
from spaces.services import memberships
from tests import factories
from tests.spaces import many
from tests.spaces.team import fresh

pytestmark = pytest.mark.indexed


@pytest.fixture
def admin(db):
    return User.objects.create_superuser("root@example.org", "password", language="en")


def column(client, parent, query=""):
    """{title: what the list says of its other language}"""
    response = client.get(reverse("wagtailadmin_explore", args=[parent.pk]) + query)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    heads = [
        head.get_text(" ", strip=True) for head in page.select("table.listing thead tr")[-1].find_all(["th", "td"])
    ]
    place = next(n for n, head in enumerate(heads) if head in {"Other language", "Autre langue"})
    rows = [row.find_all("td", recursive=False) for row in page.select("table.listing tbody tr")]
    return {row[1].select_one("a").get_text(strip=True): row[place].get_text(strip=True) for row in rows}


def test_the_list_of_pages_says_how_the_other_language_stands(quality, admin, as_user):
    factories.article(quality, fr="Seul")
    made = factories.article(quality, fr="Rappel", en="Callback").made
    Pair.objects.filter(pk=made["fr"].translation_key).update(
        state=State.SOURCE_CHANGED, segments=2, since=timezone.now() - timedelta(days=2)
    )
    client, parents = as_user(admin), factories.parents(quality)
    said = {"Seul": "Missing", "Rappel": "Original changed (2 passages)"}
    assert column(client, parents["fr"]) == said
    assert column(client, parents["en"]) == {"Callback": "Translation, original changed (2 passages)"}
    assert column(client, parents["fr"], "?q=seul") == {"Seul": "Missing"}
    User.objects.filter(pk=admin.pk).update(language="fr")
    assert column(client, parents["fr"])["Rappel"] == "Original modifié (2 passages)"


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_column_costs_one_query_however_many_pages_there_are(
    count, quality, admin, as_user, django_assert_num_queries
):
    many.articles(quality, count)
    client, parent = as_user(admin), factories.parents(quality)["fr"]
    address = reverse("wagtailadmin_explore", args=[parent.pk])
    client.get(address)
    with django_assert_num_queries(38) as asked:
        client.get(address)
    assert sum('FROM "cms_pair"' in query["sql"] for query in asked.captured_queries) == 1


def test_the_menu_leads_to_the_report_in_ones_language(quality, alice, bob, as_user):
    memberships.grant(user=alice, space=quality, role=Role.TO_FRENCH)
    old = reverse("wagtail_localize:translations_report")
    client = as_user(alice)
    menu = client.get("/admin/").content.decode()
    assert (menu.count(f'"{old}"'), menu.count("State of translations")) == (1, 1)
    assert client.get(old)["Location"] == "/en/translation-status/"
    User.objects.filter(pk=alice.pk).update(reading_language="fr")
    assert as_user(alice).get(old)["Location"] == "/fr/etat-des-traductions/"
    assert as_user(alice).get(f"{old}results/")["Location"] == "/fr/etat-des-traductions/"
    assert as_user(bob).get(old).status_code != 200


def test_it_leads_to_the_pages_wagtails_own_question_would(quality, people, identity, denis, chantal, bob):
    """Asked once instead of for each right: of one side, of both, of the homes, of the root, of nothing."""
    everyone = factories.space("community", kind="community", leads=[factories.person("Everyone’s")])
    for space in (quality, identity, everyone):
        factories.article(space, fr="Rappel", en="Callback")
    policy, found = policy_registry.get_by_type(Page), {}
    for user in User.objects.all():
        wagtails = access.within_reach(user, PagePermissionPolicy.explorable_instances(policy, fresh(user)))
        found[user.first_name] = set(policy.explorable_instances(fresh(user)).values_list("pk", flat=True))
        assert found[user.first_name] == set(wagtails.values_list("pk", flat=True))
    assert found["Bob"] == found["Member"] == set()
    sides = [found[name] for name in ("Intofrench", "Intoenglish", "Lead", "Everyone’s", "Chantal")]
    assert [len(side) for side in sides] == [3, 3, 7, 7, 11]
