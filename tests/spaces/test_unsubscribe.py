"""A digest is ended from the mail itself: by one click of a mail program, or by a link that asks first."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.models import User
from spaces.models import Frequency, Reader
from spaces.services import digest_times, digests, subscriptions
from tests import factories
from tests.spaces.test_digest_times import DAY, NOW, WEEK, published, said


@pytest.fixture
def topic(db):
    return factories.topic()


@pytest.fixture
def reader(alice, topic):
    subscriptions.follow(user=alice, topic=topic)
    Reader.objects.filter(user=alice).update(covered_until=NOW - WEEK, next_digest_at=NOW + DAY)
    return alice


@pytest.fixture
def sent(quality, reader, topic):
    """A digest as it went out."""
    published(quality, NOW, topic, en="Callback")
    Reader.objects.update(next_digest_at=NOW)
    assert digests.send_due(now=NOW) == 1
    return mail.outbox[0]


def test_mail_says_how_it_is_ended_in_one_click(sent):
    way = re.fullmatch(r"<http://testserver(/en/digest/\S+/end/)>", sent.extra_headers["List-Unsubscribe"])[1]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (sent.extra_headers["List-Id"], sent.extra_headers["Auto-Submitted"]) == (
        "<digest.testserver>", "auto-generated",
    )  # fmt: skip
    assert way in sent.body
    assert way in sent.alternatives[0].content


def test_one_click_of_a_mail_program_ends_it_and_a_look_does_not(sent, reader):
    way = digest_times.way_out(reader).removeprefix("http://testserver")
    strict = Client(enforce_csrf_checks=True)
    assert "End my digest" in said(strict.get(way))
    assert strict.head(way).status_code == 200
    assert Reader.objects.get(user=reader).frequency == Frequency.WEEKLY
    response = strict.post(way, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert "You have no digest any more" in response.content.decode()
    assert Reader.objects.get(user=reader).frequency == Frequency.NONE
    assert strict.post(way).status_code == 200, "asking twice changes nothing"
    assert "You have no digest any more" in strict.get(way).content.decode()


def test_the_page_speaks_the_language_of_whose_digest_it_is(reader):
    way = digest_times.way_out(reader).removeprefix("http://testserver")
    User.objects.filter(pk=reader.pk).update(language="fr")
    response = Client().get(way)
    assert "Ne plus recevoir mon résumé" in said(response)
    assert BeautifulSoup(response.content, "html.parser").html["lang"] == "fr-CA"


@pytest.mark.parametrize("spoil", [lambda token: "x", lambda token: token[:-1] + "é", lambda token: token + ":1"])
def test_a_link_that_is_made_up_leads_nowhere(reader, spoil):
    way = reverse("unsubscribe", args=[spoil(digest_times.token_of(reader))])
    assert {Client().get(way).status_code, Client().post(way).status_code} == {404}
    assert Reader.objects.get(user=reader).frequency == Frequency.WEEKLY


def test_the_link_of_a_closed_account_leads_nowhere(reader):
    way = reverse("unsubscribe", args=[digest_times.token_of(reader)])
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert Client().post(way).status_code == 404
