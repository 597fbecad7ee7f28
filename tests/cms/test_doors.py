"""Every address of the site, knocked at by somebody who is not signed in."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from django.urls import get_resolver
from django.utils import translation

from tests import factories
from tests.addresses import SIGN_IN

pytestmark = pytest.mark.django_db

#: What answers without signing in; `health` and `favicon` say nothing of anyone, an invitation is opened by the signed
#: link that was mailed, the rest leads to signing in.
OPEN = {
    "health", "account_login", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "invitation",
}  # fmt: skip
#: Those among them that take a form.
TAKING = {
    "health",
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_from_key",
    "invitation",
}
#: A redirect to a public static file.
PASSING = {"favicon"}
PASSWORD_DOORS = [
    "/admin/login/", "/admin/password_reset/", "/en/_util/login/", "/fr/_util/login/", "/django-admin/login/",
]  # fmt: skip


def example(route):
    """An address of one pattern: each argument is «1»."""
    address = re.sub(r"<[^>]+>", "1", route) if "(?" not in route else route
    while "(" in address:
        address = re.sub(r"\([^()]*\)[*+?]?", "1", address)
    return address.strip("^$").replace("\\.", ".").replace(".*", "x")


def leaves(resolver, prefix="/"):
    """(name, an address) of every pattern in the active language."""
    for pattern in resolver.url_patterns:
        address = prefix + example(str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from leaves(pattern, address)
        else:
            yield pattern.name or address, address


def every_address():
    found = {}
    for language in ("fr", "en"):
        with translation.override(language):
            found |= {address: name for name, address in leaves(get_resolver())}
    return found


def knock(client, address, method="get"):
    """What one gets at the end of the redirects, short of the public static files."""
    response = getattr(client, method)(address)
    for _ in range(5):
        if not response.has_header("Location") or response["Location"].startswith("/static/"):
            break
        response = client.get(response["Location"])
    return response


def leads_to_sign_in(response):
    return urlsplit(response.request["PATH_INFO"]).path in set(SIGN_IN.values())


@pytest.fixture
def content():
    """Something that must not show: a closed space and an open one, each with a page."""
    for space in (
        factories.space("confidentiel", fr="Confidentiel", en="Confidential", is_open=False),
        factories.space(),
    ):
        factories.article(space, fr="Rappel interne", en="Internal callback")


def test_the_walk_goes_everywhere():
    addresses = every_address()
    assert len(addresses) > 250
    for known in ("/fr/pratiques/", "/en/practices/", "/media/1", "/documents/1/1", "/admin/pages/1/edit/", "/page/1/"):
        assert known in addresses


@pytest.mark.parametrize(("method", "expected"), [("get", OPEN | PASSING), ("post", TAKING | PASSING)])
def test_only_the_listed_doors_answer_without_signing_in(client, content, method, expected):
    opened = set()
    for address, name in every_address().items():
        response = knock(client, address, method)
        if leads_to_sign_in(response) and name != "account_login":
            continue
        if response.status_code in {404, 405}:
            continue
        opened.add(name)
        words = response.content.decode()
        assert "nterne" not in words, address
        assert "nternal" not in words, address
        assert "onfidenti" not in words, address
    assert opened == expected


@pytest.mark.parametrize(
    "address", ["/nulle/part", "/en/nowhere/", "/api/", "/api/v2/pages/", "/api/v3/", "/sitemap.xml"]
)
def test_what_does_not_exist_tells_nothing(client, content, address):
    response = knock(client, address)
    assert leads_to_sign_in(response) or response.status_code == 404
    assert "Internal callback" not in response.content.decode()


def test_there_is_no_content_api():
    keyed = {
        "feeds",
        "topic_feed",
        "space_feed",
        "meetings_feed",
    }  # feeds by a key of one’s own, and the page that gives it
    outside = [one for one, name in every_address().items() if not one.startswith("/admin/") and name not in keyed]
    assert [address for address in outside if re.search(r"(^|/)(api|graphql|feed|sitemap)", address)] == []


@pytest.mark.parametrize("door", PASSWORD_DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_password_door_leads_to_the_one_sign_in(client, alice, door, method):
    credentials = {"username": "alice@example.org", "password": "password", "email": "alice@example.org"}
    response = getattr(client, method)(door, credentials)
    assert (response.status_code, response.content) == (302, b"")
    assert urlsplit(response["Location"]).path == SIGN_IN["fr" if door.startswith("/fr/") else "en"]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("tail", ["done/", "confirm/MQ/abc-def/", "complete/"])
def test_the_rest_of_the_admin_password_reset_is_closed(client, alice, as_user, tail):
    assert leads_to_sign_in(knock(client, f"/admin/password_reset/{tail}"))
    response = knock(as_user(alice), f"/admin/password_reset/{tail}")
    assert 'type="password"' not in response.content.decode()


def test_a_password_door_keeps_where_one_was_going_unless_it_is_elsewhere(client):
    for asked, kept in (("/admin/pages/?a=1&b=2", "/admin/pages/?a=1&b=2"), ("https://example.com/", "/admin/")):
        address = client.get("/admin/login/", {"next": asked})["Location"]
        assert address == f"/en/accounts/login/?{urlencode({'next': kept})}"


def test_after_signing_in_one_is_where_one_was_going(client, alice, content):
    sign_in = client.get("/en/quality/internal-callback/")["Location"]
    assert sign_in == "/en/accounts/login/?next=/en/quality/internal-callback/"
    response = client.post(sign_in, {"login": "alice@example.org", "password": "password"})
    assert response["Location"] == "/en/quality/internal-callback/"


def test_a_member_without_rights_does_not_get_into_the_admin(alice, as_user, content):
    response = knock(as_user(alice), "/admin/pages/")
    assert "Internal callback" not in response.content.decode()
    assert "Confidential" not in response.content.decode()
