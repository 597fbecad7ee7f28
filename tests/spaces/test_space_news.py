"""Whoever joins a space is welcomed, and finds what is new in it in their weekly digest."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core import mail, signing

from cms.models import User
from spaces.models import Announcement, Article, ArticlePage, Invitation, JoinRequest, Membership, Reader, Space
from spaces.models.subscriptions import WEEK
from spaces.services import digests, imports, joining, letters, memberships, subscriptions
from tests import factories
from tests.spaces import many
from tests.spaces.delivering import news

NOW = datetime(2026, 11, 9, 12, tzinfo=UTC)
WELCOME = {
    "en": "What is new in it comes in your digest.",
    "fr": "Ses nouveautés paraîtront dans votre résumé.",
}


def due(*users):
    for user in users:
        Reader.objects.filter(user=user).update(covered_until=NOW - WEEK, next_digest_at=NOW)


def published(fact, at=NOW):
    type(fact).objects.filter(pk=fact.pk).update(published_at=at)
    return fact


def titles(user):
    return [line.title for line in news(user, NOW - WEEK, NOW)]


@pytest.fixture
def leads(db):
    return [factories.person("Ann"), factories.person("Benoit", language="fr")]


@pytest.fixture
def closed(leads):
    return factories.space("closed", fr="Fermé", en="Closed", is_open=False, joining="request", leads=leads)


# -- coming in


def welcomed(user, language):
    """Whether the one letter that went is the welcome, in this language."""
    (message,) = [message for message in mail.outbox if message.to == [user.email]]
    return all(WELCOME[language] in unescape(words) for words in (message.body, message.alternatives[0][0]))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_request_accepted_from_the_mail_after_sign_in_welcomes_and_opens_the_digest(
    language, closed, leads, client, posted
):
    newcomer = factories.person("Nora", language=language)
    with posted():
        joining.ask(user=newcomer, space=closed)
    (address,) = re.findall(r"http://testserver(/en/\S+/desk/requests/\d+/)", mail.outbox[0].body)
    gate = client.get(address)
    landed = client.post(gate["Location"], {"login": leads[0].email, "password": "password"})
    with posted():
        client.post(landed["Location"], {"answer": "accept"})
    assert JoinRequest.objects.get().state == "accepted"
    assert welcomed(newcomer, language)
    published(factories.article(closed, fr="Rappel", en="Callback"))
    due(newcomer)
    mail.outbox.clear()
    digests.send_due(now=NOW)
    assert [message.subject for message in mail.outbox if message.to == [newcomer.email]] == [
        {"fr": "Votre résumé\u00a0: Rappel", "en": "Your digest: Callback"}[language]
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_joining_freely_welcomes_and_opens_the_digest_once(language, quality, posted):
    newcomer = factories.person("Nora", language=language)
    with posted():
        joining.join(user=newcomer, space=quality)
        joining.join(user=newcomer, space=quality)
    assert welcomed(newcomer, language)
    assert Reader.objects.filter(user=newcomer).count() == 1


def test_an_invitation_welcomes_those_who_had_an_account_and_those_who_open_one(closed, leads, bob, posted, client):
    with posted():
        joining.invite(space=closed, by=leads[0], text="bob@example.org\nnora@example.org")
    assert welcomed(bob, "en")
    mail.outbox.clear()
    token = signing.dumps(Invitation.objects.get().pk, salt=letters.INVITATION)
    person = {"first_name": "Nora", "last_name": "Test", "language": "fr", "time_zone": "America/Toronto"}
    with posted():
        joining.take_up(
            invitation=joining.invitation_of(token),
            facts=(person, {"jurisdiction": bob.profile.jurisdiction}),
            password="long enough to be taken",
        )
    nora = User.objects.get(email="nora@example.org")
    assert welcomed(nora, "fr")
    assert set(Reader.objects.filter(user__in=[bob, nora]).values_list("user", flat=True)) == {bob.pk, nora.pk}


def test_somebody_let_in_and_put_out_at_once_is_not_welcomed(quality, bob, posted):
    with posted():
        joining.join(user=bob, space=quality)
        memberships.end(user=bob, space=quality, role="member")
    assert mail.outbox == []


def test_an_upgrade_gives_a_digest_to_members_who_had_none_and_leaves_the_others(quality, alice, bob, denis):
    Membership.objects.bulk_create(Membership(user=user, space=quality) for user in (alice, bob))
    subscriptions.follow(user=bob, topic=factories.topic())
    before = Reader.objects.filter(user=bob).values().get()
    upgrade = import_module("spaces.migrations.0012_readers_of_members").open_digests
    for _ in range(2):
        upgrade(apps, None)
    assert set(Reader.objects.values_list("user", flat=True)) == {alice.pk, bob.pk}
    assert Reader.objects.filter(user=bob).values().get() == before


# -- what is in it


def test_it_holds_the_news_of_the_spaces_one_is_in_official_first(quality, alice, bob):
    memberships.grant(user=alice, space=quality)
    published(factories.article(quality, en="A practice"), NOW)
    published(factories.announcement(quality, en="A word"), NOW - timedelta(days=1))
    published(factories.article(factories.space("elsewhere"), en="Elsewhere"), NOW)
    assert titles(alice) == ["A word", "A practice"]
    assert titles(bob) == []


def test_rights_are_asked_when_it_is_sent(closed, bob, leads):
    memberships.grant(user=bob, space=closed)
    published(factories.article(closed, en="Behind the door"))
    due(bob, *leads)
    memberships.end(user=bob, space=closed, role="member")
    digests.send_due(now=NOW)
    assert sorted(message.to[0] for message in mail.outbox) == [lead.email for lead in leads]


def test_the_news_of_the_whole_community_reach_all_who_are_in_it(alice, denis, bob):
    everyone = factories.space("community", kind="community", fr="Tous", en="Everyone", members=[alice, denis])
    published(factories.announcement(everyone, fr="Bienvenue", en="Welcome"))
    due(alice, denis)
    digests.send_due(now=NOW)
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        "alice@example.org": "Your digest: Welcome", "denis@example.org": "Votre résumé\u00a0: Bienvenue",
    }  # fmt: skip


def test_articles_loaded_in_bulk_are_no_news_of_a_space(quality, alice):
    memberships.grant(user=alice, space=quality)
    words = {"fr": {"title": "Ancien", "summary": "Bref."}, "en": {"title": "Old", "summary": "Short."}}
    imports.load([json.dumps({"id": "1", "topics": [], **words})], space=quality)
    Article.objects.update(published_at=NOW)
    assert titles(alice) == []


@pytest.mark.parametrize("count", [1, 5, 50])
def test_what_is_to_come_asks_as_much_for_fifty_as_for_one(count, alice, django_assert_num_queries):
    many.spaces(count, member=alice)
    for space in Space.objects.of(alice):
        many.announcements(space, 1)
        many.practices(space, 1)
    for model in (Announcement, Article):
        model.objects.update(published_at=NOW)
    assert {page.language for page in ArticlePage.objects.all()} == {"en"}
    Reader.objects.open([alice.pk], now=NOW - WEEK)
    spaces = count * 2  # who may read each, as it is counted and as it is shown
    with django_assert_num_queries(23 + spaces):
        ((_at, groups),) = digests.preview(alice, now=NOW)
        assert sum(len(found) for _heading, found in groups) == 2 * count


def test_nothing_is_sent_of_a_quiet_week(quality, alice):
    memberships.grant(user=alice, space=quality)
    published(factories.announcement(quality), NOW - WEEK)
    due(alice)
    with time_machine.travel(NOW, tick=False):
        assert digests.send_due(now=NOW) == 0
    assert Reader.objects.get(user=alice).covered_until == NOW
    assert Announcement.objects.count() == 1
