"""Mail at once: what everyone must read, what somebody asked for; then not in the digest, whatever else matches."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from spaces.models import Article, Delivery, Dispatch, Frequency, Reader
from spaces.models.subscriptions import WEEK
from spaces.services import deliveries, digest_times, digests, dispatches, memberships, sending, subscriptions
from tests import factories
from tests.spaces.test_sending import NOW, got

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(db):
    return factories.topic()


def test_an_announcement_everyone_must_read_goes_to_all_at_once_and_not_in_the_digest(quality, sink, posted, topic):
    people = [factories.person(f"Person{number}", language="fr") for number in range(3)]
    memberships.grant(user=people[0], space=quality)
    digest_times.stop(people[1])
    with posted():
        factories.announcement(quality, fr="Panne ce soir", en="Outage tonight", is_must_read=True)
    assert got(sink) == {0: 1, 1: 1, 2: 1}
    assert sink.mails[0]["Subject"] == "À lire\u00a0: Panne ce soir"
    assert sink.mails[0]["List-Unsubscribe"] is None
    assert set(Delivery.objects.values_list("channel", "state", "reason")) == {("instant", "sent", "must_read")}
    Reader.objects.update(next_digest_at=NOW, weekly_at=NOW)
    assert digests.send_due(now=datetime.now(UTC) + WEEK) == 0


def test_what_went_at_once_does_not_come_in_the_digest_nor_when_it_is_published_anew(
    quality, alice, sink, posted, topic
):
    subscriptions.follow(user=alice, topic=topic, delivery=Frequency.INSTANT)
    memberships.grant(user=alice, space=quality)
    with posted():
        fact = factories.article(quality, fr="Rappel", en="Callback", topics=[topic])
    assert [mail["Subject"] for mail in sink.mails] == ["Callback"]
    assert "You follow the topic “Callback”." in sink.mails[0].part("plain")
    with posted():
        for page in fact.made.values():
            type(page).objects.get(pk=page.pk).save_revision().publish()
    digests.send_due(now=datetime.now(UTC) + WEEK)
    assert len(sink.mails) == 1


def test_what_could_not_go_at_once_waits_for_the_digest(quality, alice, sink, posted, topic, caplog):
    caplog.set_level(logging.ERROR)
    subscriptions.follow(user=alice, topic=topic, delivery=Frequency.INSTANT)
    sink.faults.refused = {"alice@example.org": "451 4.3.0 Try later"}
    with posted():
        factories.article(quality, en="Callback", topics=[topic])
    mail = Dispatch.objects.get()
    for _ in dispatches.BACKOFF:
        sending.send_all(now=mail.retry_at)
        mail.refresh_from_db()
    row = Delivery.objects.get()
    assert (mail.state, row.state, row.channel) == ("failed", "failed", "weekly")
    sink.faults.refused = {}
    Reader.objects.update(next_digest_at=NOW, weekly_at=NOW)
    assert digests.send_due(now=datetime.now(UTC) + timedelta(days=2)) == 1
    assert sink.mails[0]["Subject"] == "Your digest: Callback"


def test_an_item_of_some_days_ago_is_no_news_to_be_told_at_once(quality, alice, sink, topic):
    subscriptions.follow(user=alice, topic=topic, delivery=Frequency.INSTANT)
    Reader.objects.update(covered_until=NOW - WEEK)
    fact = factories.article(quality, en="Callback", topics=[topic])
    Article.objects.filter(pk=fact.pk).update(published_at=NOW)
    assert deliveries.queue("article", fact.pk, now=NOW + timedelta(days=2)) == 1
    assert Delivery.objects.get().channel == "weekly"
    assert not Dispatch.objects.exists()
