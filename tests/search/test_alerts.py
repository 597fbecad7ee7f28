"""News of the searches one saves: in the digest, once, in one's language, and of what one may read alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from search import alerts, queries, saved
from search.engines.base import EngineUnavailable
from search.tasks import tell_of_searches
from spaces.models import (
    Announcement,
    Article,
    ArticlePage,
    Delivery,
    DeliveryState,
    Frequency,
    Membership,
    Reader,
    Reason,
)
from spaces.services import digest_times, digests, lines, subscriptions
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]
WEEK = timedelta(days=7)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def keep(now):
    """keep(user, text, query) -> a search saved ten days ago, with alerts; the digest of its owner is due now."""

    def save(user, text="rappel", query="", days=10):
        row, _is_new = saved.save(user=user, text=text, query=query, alerts=True)
        row.alerts_since = now - timedelta(days=days)
        row.save()
        Reader.objects.filter(user=user).update(covered_until=now - WEEK, next_digest_at=now)
        return row

    return save


def published(space, at, **words):
    fact = factories.article(space, **words)
    Article.objects.filter(pk=fact.pk).update(published_at=at)
    return fact


def titles(user, now):
    """What the searches of somebody add to the ledger."""
    readers = Reader.objects.filter(user=user).select_related("user")
    keys = {row.key for row in alerts.due(readers, now)}
    known = set(Delivery.objects.filter(user=user).values_list("key", flat=True))
    found = lines.load(keys - known)
    return sorted(line.title for (_key, language), line in found.items() if language == user.language)


def test_what_is_new_and_answers_comes_under_the_name_of_the_search(alice, quality, keep, now, caught_up):
    published(quality, now - timedelta(days=2), fr="Rappel à l’heure", en="Callback on time")
    published(quality, now - timedelta(days=2), fr="Autre chose", en="Something else")
    caught_up()
    keep(alice)
    assert digests.send_due(now=now) == 1
    (message,) = mail.outbox
    assert "Something else" not in message.body
    for words in ("Callback on time", "New for “rappel”", "It answers your search “rappel”."):
        assert words in message.body
    assert [(row.reason, row.state) for row in Delivery.objects.all()] == [(Reason.SEARCH, DeliveryState.SENT)]
    assert digests.send_due(now=now + WEEK) == 0
    assert len(mail.outbox) == 1


def test_a_french_reader_gets_french_words(bob, quality, keep, now, caught_up):
    published(quality, now - timedelta(days=2), fr="Rappel à l’heure", en="Callback on time")
    caught_up()
    bob.language = "fr"
    bob.save()
    keep(bob, "callback")
    digests.send_due(now=now)
    body = mail.outbox[0].body.replace("\u00a0", " ")
    for words in ("Nouveautés pour « callback »", "Rappel à l’heure", "Une nouveauté pour vous"):
        assert words in body


def test_what_comes_by_a_topic_comes_once(alice, quality, keep, now, caught_up):
    topic = factories.topic()
    published(quality, now - timedelta(days=2), en="Callback on time", topics=[topic])
    caught_up()
    keep(alice, "callback")
    keep(alice, "time")
    subscriptions.follow(user=alice, topic=topic)
    digests.send_due(now=now)
    assert Delivery.objects.get().reason == Reason.TOPIC
    assert mail.outbox[0].body.count("Callback on time\n") == 1


def test_nothing_older_than_the_alerts_and_nothing_to_come(alice, quality, keep, now, caught_up):
    for days, title in ((12, "Callback before"), (8, "Callback late"), (-1, "Callback to come")):
        published(quality, now - timedelta(days=days), en=title)
    caught_up()
    keep(alice, "callback")
    assert titles(alice, now) == ["Callback late"], "an index that lagged loses nothing"
    Delivery.objects.create(user=alice, key=key_of("Callback late"), space=quality, reason="topic", state="sent")
    assert titles(alice, now) == []


def key_of(title):
    return ArticlePage.objects.get(title=title).translation_key


def test_the_filters_of_the_search_hold(alice, quality, keep, now, caught_up):
    published(quality, now - timedelta(days=2), en="Callback one")
    published(quality, now - timedelta(days=2), en="Callback two", jurisdiction="on")
    caught_up()
    keep(alice, "callback", "jurisdiction=on")
    assert titles(alice, now) == ["Callback two"]


def test_a_closed_space_tells_its_members_alone_and_a_former_one_nothing(alice, keep, now, caught_up):
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False, members=[alice])
    published(closed, now - timedelta(days=2), en="Callback inside")
    caught_up()
    keep(alice, "callback", "space=closed")
    assert titles(alice, now) == ["Callback inside"]
    Membership.objects.filter(user=alice).delete()
    alice = type(alice).objects.get(pk=alice.pk)
    assert titles(alice, now) == []


def test_words_that_only_look_like_it_are_no_news(alice, quality, keep, now, caught_up):
    published(quality, now - timedelta(days=2), en="Callback on time")
    caught_up()
    keep(alice, "calback")
    keep(alice, "callback elsewhere")
    assert titles(alice, now) == []


@pytest.mark.database
def test_an_announcement_is_news_and_what_was_loaded_in_bulk_is_not(alice, quality, keep, now, caught_up):
    fact = factories.announcement(quality, fr="Rappel", en="Callback week")
    Announcement.objects.filter(pk=fact.pk).update(published_at=now - timedelta(days=2))
    caught_up()
    keep(alice, "callback")
    assert titles(alice, now) == ["Callback week"]


def test_documents_are_no_news_and_take_the_place_of_none(alice, quality, keep, now, caught_up, monkeypatch):
    monkeypatch.setattr(alerts, "MOST", 1)
    published(quality, now - timedelta(days=2), en="Callback on time")
    factories.document(title="Callback template", row=quality)
    caught_up()
    keep(alice, "callback")
    keep(alice, "callback", "kind=document")
    assert titles(alice, now) == ["Callback on time"]
    alice.saved_searches.filter(query="").delete()
    assert titles(alice, now) == []


@pytest.mark.database
def test_a_search_without_alerts_tells_nothing(alice, quality, keep, now, caught_up):
    published(quality, now - timedelta(days=2), en="Callback on time")
    caught_up()
    saved.set_alerts(keep(alice, "callback"), on=False)
    assert titles(alice, now) == []


def test_a_server_that_does_not_answer_holds_no_digest_and_loses_no_news(
    alice, quality, keep, now, caught_up, monkeypatch
):
    topic = factories.topic()
    published(quality, now - timedelta(days=2), en="Wait time", topics=[topic])
    published(quality, now - timedelta(days=2), en="Callback on time")
    caught_up()
    keep(alice, "callback")
    subscriptions.follow(user=alice, topic=topic)
    with monkeypatch.context() as patch:
        patch.setattr(queries, "engine", lambda: Broken())
        assert digests.send_due(now=now) == 1
    assert "Callback on time" not in mail.outbox[0].body
    assert digests.send_due(now=now + WEEK) == 1
    assert "Callback on time" in mail.outbox[1].body


@pytest.mark.database
def test_what_is_wanted_at_once_comes_at_once_and_not_again(alice, bob, quality, keep, now, caught_up, posted):
    """Alice wants this search at once; Bob everything but this one, which comes each week."""
    saved.set_delivery(keep(alice, "callback"), Frequency.INSTANT)
    digest_times.choose(user=bob, frequency=Frequency.INSTANT, weekday=0, hour=8)
    saved.set_delivery(keep(bob, "callback"), Frequency.WEEKLY)
    published(quality, now, en="Callback on time")
    caught_up()
    with posted():
        assert tell_of_searches.enqueue().return_value == 1
    assert [(message.to, message.subject) for message in mail.outbox] == [([alice.email], "Callback on time")]
    assert "It answers your search “callback”." in mail.outbox[0].body
    with posted():
        tell_of_searches.enqueue()
    Reader.objects.update(next_digest_at=now, weekly_at=now)
    digests.send_due(now=timezone.now())
    assert [message.to for message in mail.outbox] == [[alice.email], [bob.email]]


@pytest.mark.database
def test_a_search_that_is_gone_brings_nothing_that_waited(alice, quality, keep, now, caught_up):
    row = keep(alice, "callback")
    published(quality, now, en="Callback on time")
    caught_up()
    digests.prepare(now=timezone.now())
    saved.remove(row)
    assert Delivery.objects.get().state == DeliveryState.WITHDRAWN


class Broken:
    def search(self, request):
        raise EngineUnavailable("gone")
