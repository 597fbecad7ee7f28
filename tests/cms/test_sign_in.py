"""Signing in, out and staying out; choosing a new password; accounts by invitation only."""

import re

import pytest
from django.test import Client

from cms.models import User
from home.demo import people
from tests import factories
from tests.addresses import PASSWORD_RESET, RESET_KEY, SIGN_IN
from tests.letters import wrongs

pytestmark = pytest.mark.django_db
LOGIN = "/en/accounts/login/"


def sign_in(client, login, word="password"):
    return client.post(LOGIN, {"login": login, "password": word})


def who(client):
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "login", ["alice@example.org", "ALICE@EXAMPLE.ORG", "Alice@Example.org", " alice@example.org "]
)
def test_one_signs_in_with_ones_address_whatever_its_case(client, alice, login):
    response = sign_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert who(client) == str(alice.pk)


@pytest.mark.parametrize(
    ("login", "password"),
    [("alice@example.org", "Password"), ("nobody@example.org", "password"), ("alice", "password"), ("", "")],
)
def test_anything_else_is_refused(client, alice, login, password):
    response = sign_in(client, login, password)
    assert (response.status_code, who(client)) == (200, None)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, alice):
    def errors(login):
        return sign_in(client, login, "wrong").context["form"].errors.as_json()

    assert errors("alice@example.org") == errors("nobody@example.org")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "L’adresse courriel ou le mot de passe est incorrect."),
        ("en", "The email address or the password is not correct."),
    ],
)
def test_a_refusal_speaks_the_language_of_the_page(client, alice, language, words):
    response = client.post(SIGN_IN[language], {"login": alice.email, "password": "wrong"})
    assert response.context["form"].non_field_errors() == [words]


def test_guessing_is_stopped_after_a_few_tries(client, alice):
    for _ in range(6):
        sign_in(client, "alice@example.org", "wrong")
    sign_in(client, "alice@example.org")
    assert who(client) is None


def test_a_closed_account_does_not_sign_in(client, alice):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    response = sign_in(client, "alice@example.org")
    assert response["Location"] == "/en/accounts/inactive/"
    assert who(client) is None


@pytest.mark.parametrize("address", ["/", "/en/", "/en/quality/", "/en/search/?q=callback", "/admin/"])
def test_an_account_that_is_closed_is_refused_at_its_next_request(alice, as_user, address):
    factories.article(factories.space(), en="Internal callback")
    client = as_user(alice)
    assert client.get("/en/quality/").status_code == 200
    User.objects.filter(pk=alice.pk).update(is_active=False)
    response = client.get(address)
    assert response.status_code == 302
    assert "/accounts/login/?next=" in response["Location"]


def test_signing_out_takes_a_form_and_ends_the_session(alice, as_user):
    client = as_user(alice)
    assert client.get("/en/accounts/logout/").status_code == 200
    assert who(client) == str(alice.pk)
    client.post("/en/accounts/logout/")
    assert who(client) is None
    assert client.get("/en/")["Location"] == f"{LOGIN}?next=/en/"


def test_a_form_without_its_token_is_refused(alice):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "alice@example.org").status_code == 403
    assert who(client) is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/accounts/signup/", "Accounts are by invitation"),
        ("/fr/comptes/inscription/", "Comptes sur invitation"),
    ],
)
def test_nobody_signs_up_alone(client, address, words):
    form = {"email": "eve@example.org", "password1": "correct-horse", "password2": "correct-horse"}
    for response in (client.get(address), client.post(address, form)):
        html = response.content.decode()
        assert f"<h1>{words}</h1>" in html
        assert "<input" not in html
    assert not User.objects.filter(email="eve@example.org").exists()


def test_the_demonstration_accounts_are_shown_in_a_demonstration_only(client, settings):
    hidden = client.get(LOGIN).content.decode()
    assert people.PASSWORD not in hidden
    assert "chantal.roy" not in hidden
    settings.DEMO = True
    shown = client.get(LOGIN).content.decode()
    assert f"<code>{people.PASSWORD}</code>" in shown
    assert re.findall(r'class="meta">([\w.-]+@example\.org)<', shown) == [
        person["email"] for person in people.personas("en")
    ]


def link_in(mail):
    return re.search(r"http://testserver(/\S+)", mail.body).group(1)


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [("fr", "Choisir un nouveau mot de passe", "Bonjour Denise,"), ("en", "Choose a new password", "Hello Denise,")],
)
@pytest.mark.parametrize("page", ["fr", "en"])
def test_the_mail_for_a_new_password_is_in_the_language_of_the_person(
    client, mailoutbox, language, subject, greeting, page
):
    factories.person("Denise", language=language)
    client.post(PASSWORD_RESET[page], {"email": "DENISE@example.org"})
    (mail,) = mailoutbox
    assert wrongs(mail) == []
    assert mail.to == ["denise@example.org"]
    assert mail.subject == subject
    assert mail.body.startswith(greeting)
    assert f"http://testserver{RESET_KEY[language]}" in mail.body


def test_the_link_of_the_mail_changes_the_password_once(client, alice, mailoutbox):
    client.post("/en/accounts/password/reset/", {"email": "alice@example.org"})
    form = client.get(link_in(mailoutbox[0]), follow=True)
    address = form.request["PATH_INFO"]
    done = client.post(address, {"password1": "un-long-secret-42", "password2": "un-long-secret-42"})
    assert done["Location"] == "/en/accounts/password/reset/key/done/"
    assert sign_in(Client(), "alice@example.org").status_code == 200
    assert sign_in(Client(), "alice@example.org", "un-long-secret-42").status_code == 302
    again = Client().get(link_in(mailoutbox[0]), follow=True).content.decode()
    assert "This link has already been used or has expired." in again
    assert 'type="password"' not in again


def test_asking_for_a_password_does_not_say_who_has_an_account(client, alice, mailoutbox):
    answers = [
        client.post("/en/accounts/password/reset/", {"email": email})
        for email in ("alice@example.org", "eve@example.org")
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/en/accounts/password/reset/done/")
    ] * 2
    assert [mail.to for mail in mailoutbox] == [["alice@example.org"], ["eve@example.org"]]
    assert "but no account has it" in mailoutbox[1].body


def test_changing_ones_password_needs_the_old_one(alice, as_user):
    client = as_user(alice)
    new = {"password1": "un-long-secret-42", "password2": "un-long-secret-42"}
    client.post("/en/accounts/password/change/", {"oldpassword": "wrong", **new})
    alice.refresh_from_db()
    assert alice.check_password("password")
    client.post("/en/accounts/password/change/", {"oldpassword": "password", **new})
    alice.refresh_from_db()
    assert alice.check_password("un-long-secret-42")
