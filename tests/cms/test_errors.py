"""When the site fails: what readers read, and who is told."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(monkeypatch):
    """An address that fails: health, while the database is gone."""
    monkeypatch.setattr("cms.views.connection", None)
    return Client(raise_request_exception=False)


def test_an_error_promises_nothing_and_says_where_to_write(broken):
    response = broken.get("/healthz")
    html = response.content.decode()
    assert response.status_code == 500
    assert "si cela continue, écrivez à l’équipe de soutien." in html
    assert "if it goes on, write to the support team." in html
    assert html.count('<a href="mailto:soutien@example.org">soutien@example.org</a>') == 2


def test_an_error_is_told_alike_in_both_languages_by_a_site_that_has_a_name(broken):
    html = broken.get("/healthz").content.decode()
    assert re.findall("<h1>(.*?)</h1>", html) == ["Une erreur s’est produite", "Something went wrong"]
    assert re.findall('class="btn alt" href="(.*?)">(.*?)<', html) == [
        ("/fr/", "Aller à la page d’accueil"),
        ("/en/", "Go to the home page"),
    ]
    for name in ("Communauté de pratique des centres de contact", "Contact Centre Community of Practice"):
        assert name in html


@pytest.mark.parametrize("admins", [[], [("ops@example.org", "ops@example.org")]])
def test_those_named_in_the_environment_get_a_mail_for_each_error(admins, broken, settings, mailoutbox):
    settings.ADMINS = admins
    broken.get("/healthz")
    assert [message.to for message in mailoutbox] == [[address] for _name, address in admins]


def test_a_request_with_too_much_in_it_is_told_in_both_languages(alice, as_user):
    response = as_user(alice).get("/fr/recherche/?q=a" + "".join(f"&kind={number}" for number in range(1100)))
    html = response.content.decode()
    assert response.status_code == 400
    assert re.findall("<h1>(.*?)</h1>", html) == [
        "Cette demande ne peut pas être comprise", "This request cannot be understood",
    ]  # fmt: skip
