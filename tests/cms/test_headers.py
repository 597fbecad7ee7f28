"""Content security policy: strict on the site, looser for the editors' admin and previews; pages live within it."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from wagtail.images.tests.utils import get_test_image_file

from cms.csp import policy
from cms.models import Picture
from spaces.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.django_db
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LOADED = {"link": "href", "script": "src", "img": "src", "source": "srcset", "iframe": "src", "use": "href"}


@pytest.fixture
def article(quality, alice):
    """A page with every kind of block, a picture included."""
    picture = Picture.objects.create(title="Plan", alt_fr="Le plan", alt_en="The plan", file=get_test_image_file())
    table = {
        "data": [["Indicateur", "Après"], ["Appels", "12 %"]],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_header_choice": "both",
        "table_caption": "Résultats",
        "cell": [],
    }
    blocks = {
        "heading": "Ce que nous avons fait",
        "text": "<p>Rappel <b>clair</b>.</p>",
        "image": {"image": {"image": picture.pk, "alt_text": "Plan", "decorative": False}, "caption": "Plan"},
        "quote": {"text": "Merci", "attribution": "Une agente", "language": "fr"},
        "callout": {"tone": "warn", "title": "Attention", "text": "Lire."},
        "table": table,
        "links": {"title": "Liens", "items": [{"text": "Ailleurs", "url": "https://example.com/x", "page": None}]},
        "figure": {"value": "22 points", "label": "de moins", "note": ""},
        "steps": [{"title": "Un", "text": "Deux"}],
    }
    page = factories.article(quality, fr="Rappel", en="Callback", author=alice).made["fr"]
    page.body = json.dumps([{"type": name, "value": value} for name, value in blocks.items()])
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


class Seen(HTMLParser):
    """What a page loads, and what is written inline in it."""

    def __init__(self, html):
        super().__init__()
        self.loads, self.inline = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.inline += [f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"]
        self.inline += [f"<{tag}>"] if tag == "style" or (tag == "script" and "src" not in given) else []
        self.inline += [value for value in given.values() if (value or "").strip().lower().startswith("javascript:")]
        if LOADED.get(tag) in given and given.get("rel") != "alternate":
            self.loads.append(given[LOADED[tag]])


ADDRESSES = [
    "", "pratiques/", "reunions/", "annonces/", "themes/", "espaces/", "preferences/", "recherche/?q=rappel",
    "qualite/", "espaces/quality/membres/", "qualite/rappel/", "nulle-part/", "accounts/password/change/",
]  # fmt: skip
GATES = ["accounts/login/", "accounts/signup/", "accounts/password/reset/", "accounts/inactive/", "accounts/logout/"]


def test_the_policy_of_the_site_is_strict():
    assert policy(settings.SECURE_CSP) == STRICT


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_the_strict_policy_and_keeps_to_it(as_user, alice, article, address):
    response = as_user(alice).get(f"/fr/{address}")
    assert response["Content-Security-Policy"] == STRICT
    seen = Seen(response.content.decode())
    assert seen.inline == []
    assert len(seen.loads) > 5
    assert [source for source in seen.loads if not re.match(r"/(static|media)/", source)] == []


@pytest.mark.parametrize("address", GATES)
def test_so_do_the_pages_of_the_gate(client, address):
    response = client.get(f"/en/{address}", follow=True)
    assert response["Content-Security-Policy"] == STRICT
    seen = Seen(response.content.decode())
    assert seen.inline == []
    assert [source for source in seen.loads if not source.startswith("/static/")] == []


def test_inline_code_and_what_is_loaded_from_elsewhere_would_be_seen():
    seen = Seen(
        '<p style="a"><a onclick="b" href="javascript:c"><style></style><script>d</script><img src="//e.org/f">'
    )
    assert seen.inline == ["<p style>", "<a onclick>", "javascript:c", "<style>", "<script>"]
    assert seen.loads == ["//e.org/f"]


def test_the_editors_admin_has_its_own_policy_and_nobody_else_does(as_user, chantal, article):
    client = as_user(chantal)
    admin = policy(settings.SECURE_CSP_ADMIN)
    assert "'unsafe-inline'" in admin
    for address in ("/admin/", f"/admin/pages/{article.pk}/edit/", "/admin/nowhere/"):
        assert client.get(address)["Content-Security-Policy"] == admin
    for address in ("/fr/", "/administration/", "/fr/admin/"):
        assert client.get(address, follow=True)["Content-Security-Policy"] == STRICT


def test_a_preview_may_be_shown_inside_the_admin(as_user, chantal, article):
    response = as_user(chantal).get(f"/admin/pages/{article.pk}/view_draft/")
    assert response["Content-Security-Policy"] == policy(settings.SECURE_CSP_ADMIN)
    assert "Rappel" in response.content.decode()


def test_what_is_not_a_page_has_the_headers_as_well(client):
    response = client.get("/healthz")
    assert response["Content-Security-Policy"] == STRICT
    assert response["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    assert (response["X-Frame-Options"], response["Referrer-Policy"]) == ("SAMEORIGIN", "same-origin")
    assert response["X-Content-Type-Options"] == "nosniff"
