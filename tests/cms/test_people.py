"""Accounts: one person, one address, one language, one clock."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cms.models import User
from tests import factories
from tests.addresses import SIGN_IN

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case():
    user = User.objects.create_user("Alice.Roy@Example.ORG", "password")
    user.email = "ALICE@example.org"
    user.save()
    assert User.objects.get().email == "alice@example.org"


@pytest.mark.parametrize("email", ["alice@example.org", "ALICE@EXAMPLE.ORG", "Alice@Example.org"])
def test_no_two_accounts_differ_by_a_capital(alice, email):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(email, "password")
    assert User.objects.count() == 1


def test_the_database_itself_refuses_what_did_not_pass_by_save(alice, bob):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=bob.pk).update(email="ALICE@example.org")


def test_a_superuser_is_made_from_the_command_line_by_address_alone():
    user = User.objects.create_superuser("Admin@example.org", "password")
    assert (user.is_superuser, user.is_staff, user.email) == (True, True, "admin@example.org")
    assert User.objects.get_by_natural_key("ADMIN@example.org") == user


@pytest.mark.parametrize(
    ("first", "last", "full", "short", "initials"),
    [
        ("Élise", "Comeau", "Élise Comeau", "Élise", "ÉC"),
        ("jean-philippe", "morin", "jean-philippe morin", "jean-philippe", "JM"),
        ("Wei", "", "Wei", "Wei", "W"),
        ("", "", "wei.chen@example.org", "wei.chen", "WE"),
    ],
)
def test_a_person_is_called_by_name_or_failing_that_by_address(first, last, full, short, initials):
    user = User(email="wei.chen@example.org", first_name=first, last_name=last)
    assert (user.get_full_name(), user.get_short_name(), user.initials) == (full, short, initials)
    assert str(user) == full


def test_a_badge_keeps_its_colour():
    assert [User(pk=pk).hue for pk in (5, 6, 9, 10)] == ["a", "b", "e", "a"]
    assert User().hue == "a"


@pytest.mark.parametrize(("zone", "accepted"), [("America/St_Johns", True), ("America/Gotham", False), ("", False)])
def test_a_clock_is_one_of_the_country(alice, zone, accepted):
    alice.time_zone = zone
    if accepted:
        alice.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        alice.full_clean()
    assert list(refused.value.message_dict) == ["time_zone"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_front_leads_to_the_language_of_the_member_whatever_the_browser_says(as_user, language):
    client = as_user(factories.person("Alice", language=language))
    client.cookies["carrefour_language"] = "en" if language == "fr" else "fr"
    response = client.get("/", headers={"accept-language": "de, en;q=0.9, fr;q=0.1"})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")


def test_a_visitor_gets_the_language_of_the_browser(client):
    for said, language in (("fr-CA,fr", "fr"), ("en-CA", "en"), ("de", "en")):
        response = client.get("/", headers={"accept-language": said})
        assert response["Location"] == f"{SIGN_IN[language]}?next=/"


def test_the_admin_speaks_the_language_of_the_editor(as_user, chantal):
    html = as_user(chantal).get("/admin/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="fr"' in html


def test_a_member_is_loaded_in_one_query_with_the_right_to_the_desk(as_user, alice, chantal, django_assert_num_queries):
    from cms.people import MemberBackend

    for user, is_editor in ((alice, False), (chantal, True)):
        with django_assert_num_queries(1):
            assert MemberBackend().get_user(user.pk).is_editor is is_editor


def test_the_menu_of_the_header_offers_the_desk_to_editors_only(as_user, alice, chantal):
    assert 'href="/admin/"' not in as_user(alice).get("/en/").content.decode()
    assert 'href="/admin/"' in as_user(chantal).get("/en/").content.decode()


def test_what_a_member_gets_is_kept_by_no_shared_cache_and_no_search_engine(as_user, alice):
    response = as_user(alice).get("/en/")
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")


def writes(client, address):
    """What one request changes in the rows of people."""
    with CaptureQueriesContext(connection) as done:
        client.get(address)
    return [query["sql"] for query in done.captured_queries if query["sql"].startswith('UPDATE "cms_user"')]


def test_the_day_of_a_visit_is_kept_by_one_small_write_a_day(as_user, alice, bob):
    client = as_user(alice)
    for day in (20, 21):
        with time_machine.travel(datetime(2026, 11, day, 15, tzinfo=UTC), tick=False):
            (note,) = writes(client, "/en/topics/")
            assert note.startswith('UPDATE "cms_user" SET "last_seen_on"')
            assert [writes(client, address) for address in ("/en/topics/", "/fr/themes/", "/en/nowhere/")] == [[]] * 3
        alice.refresh_from_db()
        assert alice.last_seen_on == date(2026, 11, day)
    assert User.objects.get(pk=bob.pk).last_seen_on is None


def test_the_day_of_a_visit_is_that_of_the_community_whatever_the_clock_of_the_member(as_user):
    user = factories.person("Zoe", zone="America/Vancouver")
    with time_machine.travel(datetime(2026, 11, 21, 6, tzinfo=UTC), tick=False):  # 1 a.m. in Toronto, 10 p.m. there
        as_user(user).get("/en/topics/")
    assert User.objects.get(pk=user.pk).last_seen_on == date(2026, 11, 21)


def test_a_visitor_who_is_shut_out_leaves_no_trace(as_user, alice, client):
    shut_out = as_user(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    for one in (shut_out, client):
        one.get("/en/topics/")
    assert not User.objects.exclude(last_seen_on=None).exists()
