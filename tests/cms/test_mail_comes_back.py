"""Whoever’s mail comes back sees it on every page of the site, and has it tried again by one button."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import bounces
from cms.models import Mailbox
from tests import factories

pytestmark = pytest.mark.django_db
SAID = "550 5.1.1 <alice@example.org>: No such mailbox"
WORDS = {
    "en": ("Mail to alice@example.org comes back to us: nothing more is sent there.", "Try this address again",
           "Mail goes to alice@example.org again."),
    "fr": ("Les courriels envoyés à alice@example.org nous reviennent : plus rien n’y est envoyé.",
           "Essayer cette adresse de nouveau", "Le courrier est de nouveau envoyé à alice@example.org."),
}  # fmt: skip


@pytest.fixture
def stopped(alice):
    now = timezone.now()
    Mailbox.objects.create(
        user=alice, address=alice.email, failures=2, first_at=now, last_at=now, said=SAID, stopped_at=now
    )
    return alice


def notice(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return page.select_one(".notice.warn:has(form)")


def words(part):
    return " ".join(part.get_text(" ").replace("\u00a0", " ").split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_said_on_every_page_and_tried_again_by_a_button(stopped, bob, quality, as_user, language):
    pages = factories.article(quality, fr="Rappel", en="Callback").made
    preferences = {"fr": "/fr/preferences/", "en": "/en/preferences/"}[language]
    client, said = as_user(stopped), WORDS[language]
    for address in (f"/{language}/", preferences, pages[language].url):
        found = notice(client, address)
        assert said[0] in words(found), address
        assert found.q.get_text() == SAID
        assert found.button.get_text() == said[1]
        assert found.select_one("[name=next]")["value"] == address
        assert notice(as_user(bob), address) is None, "a page kept for all says to each what is theirs"
    form = found.form
    answer = client.post(form["action"], {"next": preferences}, follow=True)
    assert said[2] in words(BeautifulSoup(answer.content, "html.parser"))
    assert not bounces.is_stopped(stopped)
    assert notice(client, preferences) is None


def test_the_button_wants_the_token_of_the_form(stopped):
    client = Client(enforce_csrf_checks=True)
    client.force_login(stopped, backend="cms.people.MemberBackend")
    form = notice(client, "/en/preferences/").form
    data = {"next": "/en/preferences/"}
    assert client.post(form["action"], data).status_code == 403
    data["csrfmiddlewaretoken"] = form.select_one("[name=csrfmiddlewaretoken]")["value"]
    assert client.post(form["action"], data).status_code == 302


def test_an_address_tries_nothing_by_itself_and_nobody_elses(stopped, bob, as_user):
    address = notice(as_user(stopped), "/en/preferences/").form["action"]
    assert as_user(stopped).get(address).status_code == 405
    assert as_user(bob).post(address).status_code == 302
    assert bounces.is_stopped(stopped)


def test_another_address_has_no_notice(stopped, as_user):
    stopped.email = "alice@example.com"
    stopped.save()
    assert notice(as_user(stopped), "/en/preferences/") is None


def test_it_costs_no_query_but_to_who_needs_it(stopped, bob, as_user):
    counts = []
    for user in (bob, stopped, bob, stopped):
        client = as_user(user)
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/preferences/")
        counts.append(len(asked))
    assert counts[3] - counts[2] == 1, "the address of support"
