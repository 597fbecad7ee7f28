"""What a space shows around its content, and nothing twice."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cms import versions
from spaces.models import Jurisdiction, Membership, Role, Space
from spaces.services import memberships
from tests import factories

pytestmark = pytest.mark.django_db

NO_PRACTICE = "No practice yet"


def look(client, address):
    return client.get(address).content.decode()


def test_a_tab_has_a_count_only_when_it_holds_something(quality, as_user, alice):
    html = look(as_user(alice), "/en/quality/")
    assert re.search(r">Practices\s*</a>", html)
    factories.article(quality, en="Callback")
    assert re.search(r'>Practices <span class="n">1</span></a>', look(as_user(alice), "/en/quality/"))


def test_an_overview_misses_practices_only_where_there_is_nothing_else(quality, as_user, alice):
    client = as_user(alice)
    assert NO_PRACTICE in look(client, "/en/quality/")
    factories.announcement(quality, en="News")
    assert NO_PRACTICE not in look(client, "/en/quality/")
    factories.article(quality, en="Callback")
    assert "Latest practices" in look(client, "/en/quality/")


def test_a_meeting_beside_an_empty_column_does_not_hide_it(quality, as_user, alice):
    factories.meeting(quality, starts=timezone.now() + timedelta(days=3))
    assert NO_PRACTICE in look(as_user(alice), "/en/quality/")


def test_a_space_without_announcements_leads_to_all_of_them(quality, as_user, alice):
    html = look(as_user(alice), "/en/spaces/quality/announcements/")
    assert re.search(r'href="/en/announcements/">All announcements</a>', html)


def test_an_administration_is_not_said_twice_of_a_person(quality, as_user):
    ann = factories.person("Ann", jurisdiction="halifax")
    place = ann.profile.jurisdiction.name_en
    Membership.objects.create(user=ann, space=quality)
    pattern = rf"<span>{place}</span></span></div></div></li>"
    assert re.search(pattern, look(as_user(ann), "/en/spaces/quality/members/"))
    ann.profile.organization_en = f"Service desk, {place}"
    ann.profile.save()
    html = look(as_user(ann), "/en/spaces/quality/members/")
    assert not re.search(pattern, html)
    assert html.count(place) == 1


def test_an_order_of_government_that_is_the_administration_itself_is_said_once(quality, as_user, alice, bob):
    page = factories.article(quality, en="Callback").made["en"]
    page.article.jurisdiction = Jurisdiction.objects.get(code="ca")
    page.article.save()
    assert "Order of government" not in look(as_user(alice), page.url)
    page.article.jurisdiction = bob.profile.jurisdiction
    page.article.save()
    assert "Order of government" in look(as_user(alice), page.url)


def test_those_who_write_in_a_space_find_the_way_from_what_they_read(quality, alice, as_user):
    article = factories.article(quality, fr="Rappel", en="Callback").made
    editor = factories.person("Edith")
    memberships.grant(user=editor, space=quality, role=Role.EDITOR)
    space = factories.parents(quality)["en"]
    explorer, form = f"/admin/pages/{space.pk}/", f"/admin/pages/{article['en'].pk}/edit/"
    for tab in ("/en/quality/", "/en/spaces/quality/practices/", "/en/spaces/quality/documents/"):
        assert f'href="{explorer}"' in look(as_user(editor), tab)
        assert explorer not in look(as_user(alice), tab)
    for user, finds in ((alice, False), (editor, True), (alice, False)):  # the page itself is kept for both
        assert (f'href="{form}"' in look(as_user(user), "/en/quality/callback/")) == finds
    Space.objects.filter(pk=quality.pk).update(archived_at=timezone.now())
    versions.bump("pages")
    for path in ("/en/quality/", "/en/quality/callback/"):
        assert "/admin/pages/" not in look(as_user(editor), path)


@pytest.mark.parametrize(
    ("language", "tabs"),
    [
        ("fr", {"membres": "Membres", "pratiques": "Pratiques", "reunions": "Réunions", "annonces": "Annonces",
                "documents": "Documents"}),
        ("en", {"members": "Members", "practices": "Practices", "meetings": "Meetings", "announcements": "Announcements",
                "documents": "Documents"}),
    ],
)  # fmt: skip
def test_each_tab_has_a_title_of_its_own(language, tabs, quality, as_user, alice):
    client, spaces = as_user(alice), "espaces" if language == "fr" else "spaces"
    for slug, name in tabs.items():
        title = re.search("<title>(.*?)</title>", look(client, f"/{language}/{spaces}/quality/{slug}/"))[1]
        assert title.startswith(f"{name} – {'Qualité' if language == 'fr' else 'Quality'}")


def test_an_open_space_one_is_invited_to_says_whom_to_write_to(as_user, alice, bob):
    ann = factories.person("Ann")
    factories.space("open", fr="Ouvert", en="Open", joining="invitation", leads=[ann], members=[bob])
    factories.space("lone", fr="Seul", en="Lone", joining="invitation")
    html, french = look(as_user(alice), "/en/open/"), look(as_user(alice), "/fr/ouvert/")
    assert "To take part, write to those who lead it: Ann Test." in html
    assert 'href="mailto:ann@example.org"' in html
    assert "Ann Test." in french
    assert "To take part" not in look(as_user(bob), "/en/open/"), "he is in it"
    assert "to take part, write to the co-chairs’ support" in look(as_user(alice), "/en/lone/")


def test_one_lead_is_named_in_the_singular(as_user, alice, bob):
    ann = factories.person("Ann")
    factories.space("one", fr="Une", en="One", leads=[ann])
    factories.space("two", fr="Deux", en="Two", leads=[ann, bob])
    client = as_user(alice)
    assert "Responsable\u00a0: Ann Test" in look(client, "/fr/une/")
    assert "Responsables\u00a0: Ann Test et Bob Test" in look(client, "/fr/deux/")


@pytest.mark.parametrize("zone", ["America/St_Johns", "America/Vancouver"])
def test_the_day_of_an_archive_is_the_same_for_every_reader(zone, quality, as_user):
    late = datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("America/Toronto"))  # on the community's calendar
    Space.objects.filter(pk=quality.pk).update(archived_at=late)
    page = as_user(factories.person("Zara", zone=zone)).get(factories.parents(quality)["en"].url).content.decode()
    assert "March 1, 2026" in page.replace("\u00a0", " ")
