"""The weekly digest: exact windows, nothing twice, nothing empty, in the reader's language."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from spaces.models import Announcement, Article, Delivery, Membership, Reader
from spaces.models.subscriptions import WEEK
from spaces.services import digests, dispatches, sending, subscriptions
from spaces.tasks import send_due_digests
from tests import factories
from tests.spaces.delivering import news

NOW = datetime(2026, 11, 9, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.fixture
def topic(db):
    return factories.topic()


def follow(user, *topics, covered_until=NOW - WEEK, next_digest_at=NOW):
    """A person who follows topics and whose digest is due."""
    for topic in topics:
        subscriptions.follow(user=user, topic=topic)
    Reader.objects.filter(user=user).update(covered_until=covered_until, next_digest_at=next_digest_at)


def published(space, at, **words):
    fact = factories.article(space, **words)
    Article.objects.filter(pk=fact.pk).update(published_at=at)
    return fact


def titles(user, since, until):
    return [line.title for line in news(user, since, until)]


def test_a_window_holds_what_came_after_its_start_and_up_to_its_end(quality, alice, topic):
    follow(alice, topic)
    for title, at in (
        ("At the start", NOW - WEEK),
        ("Just after the start", NOW - WEEK + TICK),
        ("At the end", NOW),
        ("Just after the end", NOW + TICK),
    ):
        published(quality, at, en=title, topics=[topic])
    assert titles(alice, NOW - WEEK, NOW) == ["At the end", "Just after the start"]
    assert titles(alice, NOW, NOW + WEEK) == ["Just after the end"]
    assert titles(alice, NOW - 2 * WEEK, NOW - WEEK) == ["At the start"]


def test_two_windows_in_a_row_send_each_item_once(quality, alice, topic):
    follow(alice, topic)
    published(quality, NOW, en="At the edge", topics=[topic])
    assert digests.send_due(now=NOW) == 1
    published(quality, NOW + TICK, en="Next week", topics=[topic])
    assert digests.send_due(now=NOW + WEEK) == 1
    assert [message.subject for message in mail.outbox] == ["Your digest: At the edge", "Your digest: Next week"]


def test_an_item_on_two_followed_topics_is_sent_once_and_names_both(quality, alice, topic):
    chat = factories.topic("chat", "Clavardage", "Chat")
    other = factories.topic("text", "Texto", "Text message")
    follow(alice, topic, chat)
    published(quality, NOW, en="Callback by chat", topics=[topic, chat, other])
    (line,) = news(alice, NOW - WEEK, NOW)
    assert sorted(line.topics) == ["Callback", "Chat", "Text message"]
    digests.send_due(now=NOW)
    assert mail.outbox[0].body.count("Callback by chat") == 1


def test_only_followed_topics_are_in_it(quality, alice, bob, topic):
    follow(alice, topic)
    follow(bob, factories.topic("chat", "Clavardage", "Chat"))
    published(quality, NOW, en="Callback at noon", topics=[topic])
    published(quality, NOW, en="No topic at all")
    digests.send_due(now=NOW)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["alice@example.org"], "Your digest: Callback at noon")
    ]


def test_each_reader_gets_their_own_language_or_a_label(quality, alice, denis, topic):
    follow(alice, topic)
    follow(denis, topic)
    published(quality, NOW, fr="Rappel à midi", en="Callback at noon", topics=[topic], jurisdiction="ns")
    alone = published(
        quality, NOW - TICK, fr="Rappel du soir", summary_fr="Le soir.", other_summary="In the evening.", topics=[topic]
    ).made["fr"]  # fmt: skip
    digests.send_due(now=NOW)
    sent = {message.to[0]: message for message in mail.outbox}
    english, french = sent["alice@example.org"], sent["denis@example.org"]
    assert english.subject == "Your digest: Callback at noon, and 1 more"
    assert "- Callback at noon\n" in english.body
    assert "- Rappel du soir (in French)\n  In the evening.\n" in english.body
    assert f"http://testserver/en/untranslated/{alone.pk}/rappel-du-soir/" in english.body
    assert "Nova Scotia" in english.body
    assert "Rappel à midi" not in english.body
    assert "- Rappel à midi\n" in french.body
    assert "- Rappel du soir\n  Le soir.\n" in french.body
    assert f"http://testserver{alone.url}\n" in french.body
    assert "Nouvelle-Écosse" in french.body
    assert "Callback" not in french.body
    html = english.alternatives[0][0]
    assert '<html lang="en-CA"' in html
    (link,) = re.findall(r"<a ([^>]*)>Rappel du soir</a>", html)
    assert ' lang="fr"' in link


@pytest.mark.database
def test_a_quiet_week_sends_nothing_and_is_over(quality, alice, topic):
    follow(alice, topic)
    published(quality, NOW - WEEK, en="Already sent", topics=[topic])
    assert digests.send_due(now=NOW) == 0
    assert mail.outbox == []
    reader = Reader.objects.get()
    assert (reader.covered_until, reader.next_digest_at) == (NOW, NOW + WEEK)


@pytest.mark.parametrize(
    ("items", "english", "french"),
    [
        (1, "Your digest: A0", "Votre résumé\u00a0: A0"),
        (2, "Your digest: A0, and 1 more", "Votre résumé\u00a0: A0, et 1 autre"),
        (3, "Your digest: A0, and 2 more", "Votre résumé\u00a0: A0, et 2 autres"),
    ],
)
def test_the_subject_names_the_first_item_and_counts_the_others(items, english, french, quality, alice, denis, topic):
    for reader in (alice, denis):
        follow(reader, topic)
    for number in range(items):
        published(quality, NOW - number * TICK, fr=f"A{number}", en=f"A{number}", topics=[topic])
    digests.send_due(now=NOW)
    assert {message.to[0]: message.subject for message in mail.outbox} == {alice.email: english, denis.email: french}


def test_the_administration_the_topics_and_the_space_of_an_item_are_named(quality, alice, denis, topic):
    hours = factories.topic("hours", "Heures", "Hours")
    for reader in (alice, denis):
        follow(reader, topic, hours)
    published(quality, NOW, fr="Un", en="One", topics=[topic], jurisdiction="ns")
    published(quality, NOW - TICK, fr="Deux", en="Two", topics=[topic, hours], jurisdiction="ns")
    digests.send_due(now=NOW)
    sent = {message.to[0]: message.body for message in mail.outbox}
    assert "Nova Scotia · Callback · Quality\n" in sent[alice.email]
    assert "Nova Scotia · Callback, Hours · Quality\n" in sent[alice.email]
    assert "Nouvelle-Écosse · Rappel · Qualité\n" in sent[denis.email]
    assert "Nouvelle-Écosse · Rappel, Heures · Qualité\n" in sent[denis.email]


def test_a_digest_is_not_sent_before_it_is_due(quality, alice, topic):
    follow(alice, topic)
    published(quality, NOW - TICK, en="Callback", topics=[topic])
    assert digests.send_due(now=NOW - TICK) == 0
    assert digests.send_due(now=NOW) == 1


def test_what_was_withdrawn_meanwhile_is_not_sent(quality, alice, topic):
    follow(alice, topic)
    published(quality, NOW, en="Callback", topics=[topic]).made["en"].unpublish()
    assert digests.send_due(now=NOW) == 0


@pytest.mark.database
def test_a_closed_space_is_in_the_digest_of_its_members_and_of_nobody_else(identity, alice, bob, topic):
    follow(alice, topic)
    follow(bob, topic)
    published(identity, NOW, en="Behind the door", topics=[topic])
    digests.send_due(now=NOW)
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]
    Membership.objects.filter(user=alice).delete()
    Reader.objects.update(covered_until=NOW - WEEK, next_digest_at=NOW)
    assert digests.send_due(now=NOW) == 0


def test_an_account_that_was_closed_gets_nothing(quality, alice, topic):
    follow(alice, topic)
    published(quality, NOW, en="Callback", topics=[topic])
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    assert digests.send_due(now=NOW) == 0


def test_two_runs_at_once_send_one_copy_each(quality, alice, bob, topic):
    """Whatever one has made or taken, the other does not make or take again."""
    follow(alice, topic)
    follow(bob, topic)
    published(quality, NOW, en="Callback", topics=[topic])
    assert (digests.prepare(now=NOW), digests.prepare(now=NOW)) == (2, 0)
    run, mails = dispatches.claim(now=NOW)
    assert (len(mails), dispatches.claim(now=NOW)[1], sending.send_all(now=NOW)) == (2, [], 0)
    assert sending.send(run, mails, sending.Bench(), now=NOW) == (2, None)
    dispatches.settle(run, now=NOW)
    assert digests.send_due(now=NOW) == 0
    assert sorted(message.to[0] for message in mail.outbox) == ["alice@example.org", "bob@example.org"]


@pytest.mark.parametrize(
    ("late", "weeks"), [(timedelta(0), 1), (timedelta(hours=1), 1), (WEEK - TICK, 1), (WEEK, 2), (3 * WEEK, 4)]
)
def test_missed_weeks_are_sent_as_one_digest_at_the_usual_hour_from_then_on(late, weeks, quality, alice, topic):
    follow(alice, topic)
    for week in range(3):
        published(quality, NOW - TICK + week * late / 3, en=f"Week {week}", topics=[topic])
    assert digests.send_due(now=NOW + late) == 1
    assert "3 new items" in mail.outbox[0].body
    reader = Reader.objects.get()
    assert (reader.covered_until, reader.next_digest_at) == (NOW + late, NOW + weeks * WEEK)
    assert digests.send_due(now=NOW + late) == 0


def test_what_no_mail_server_took_waits_for_the_next_digest(quality, alice, topic, settings):
    follow(alice, topic)
    published(quality, NOW, en="Refused at first", topics=[topic])
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9,
    )  # fmt: skip
    assert digests.send_due(now=NOW) == 0
    assert Reader.objects.get().next_digest_at == NOW + WEEK
    assert set(Delivery.objects.values_list("state", flat=True)) == {"failed"}
    settings.EMAIL_BACKEND = backend
    published(quality, NOW + WEEK, en="A week later", topics=[topic])
    assert digests.send_due(now=NOW + WEEK) == 1
    assert "Refused at first" in mail.outbox[0].body
    assert "A week later" in mail.outbox[0].body


def test_the_worker_sends_what_is_due(quality, alice, topic):
    follow(alice, topic)
    published(quality, NOW, en="Callback", topics=[topic])
    assert send_due_digests.enqueue().return_value == 1
    assert send_due_digests.enqueue().return_value == 0
    assert len(mail.outbox) == 1


def test_announcements_on_a_followed_topic_come_first_and_only_to_those_who_may_read_them(quality, alice, topic):
    follow(alice, topic)
    closed = factories.space("closed", is_open=False)
    published(quality, NOW, en="A practice", topics=[topic])
    for space, title in ((quality, "A word"), (closed, "A secret word")):
        said = factories.announcement(space, fr=f"Mot {title}", en=title)
        said.topics.add(topic)
        Announcement.objects.filter(pk=said.pk).update(published_at=NOW)
    assert titles(alice, NOW - WEEK, NOW) == ["A word", "A practice"]
