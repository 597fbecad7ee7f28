"""What there is to say of an item besides that it is published: it is in one's language now; a meeting comes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from spaces.models import Delivery, FollowLevel, Frequency, Occasion, Reader
from spaces.models.subscriptions import WEEK
from spaces.services import digests, memberships, subscriptions, wishes
from tests import factories

NOW = datetime(2026, 11, 9, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def topic(db):
    return factories.topic()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def due(*users):
    Reader.objects.filter(user__in=users).update(next_digest_at=datetime.now(UTC), weekly_at=datetime.now(UTC))
    mail.outbox.clear()
    return digests.send_due(now=datetime.now(UTC))


def rows(occasion):
    return set(Delivery.objects.filter(occasion=occasion).values_list("user__first_name", "reason", "state"))


@pytest.fixture
def french(quality, alice, bob, denis, topic, clock, posted):
    """A French article that Alice, Bob and Denis had in last week's digest."""
    for user in (alice, bob, denis):
        subscriptions.follow(user=user, topic=topic)
    Reader.objects.update(covered_until=NOW - DAY)
    with posted():
        fact = factories.article(quality, fr="Rappel à midi", en="Callback at noon", topics=[topic], live=False)
        fact.made["fr"].save_revision().publish()
    assert due(alice, bob, denis) == 3
    clock.move_to(NOW + 2 * DAY)
    return fact


def translated(fact, posted):
    with posted():
        fact.made["en"].save_revision().publish()


def test_those_who_had_it_in_the_other_language_are_told_once(french, alice, bob, denis, posted, clock):
    translated(french, posted)
    assert rows(Occasion.TRANSLATED) == {("Alice", "before", "queued"), ("Bob", "before", "queued")}
    assert due(alice, bob, denis) == 2
    body = {message.to[0]: message.body for message in mail.outbox}[alice.email]
    assert "Now in English\n\n- Callback at noon\n" in body
    assert "You had it in the other language." in body
    clock.move_to(NOW + 4 * DAY)
    translated(french, posted)
    assert due(alice, bob, denis) == 0


@pytest.mark.database
def test_whoever_asked_for_it_has_a_letter_of_their_own(french, alice, bob, posted):
    wishes.make(page=french.made["fr"], by=bob)
    translated(french, posted)
    assert [message.to for message in mail.outbox if "Callback at noon" in message.body] == [[bob.email]]
    assert rows(Occasion.TRANSLATED) == {("Alice", "before", "queued")}


def test_whoever_follows_the_item_is_told_as_soon_as_they_asked(french, alice, denis, chantal, posted):
    key = french.made["fr"].translation_key
    erin = factories.person("Erin")
    subscriptions.follow(user=erin, key=key, delivery=Frequency.INSTANT)
    subscriptions.follow(user=denis, key=key)  # reads it in French already
    mail.outbox.clear()
    translated(french, posted)
    assert [(message.to, message.subject) for message in mail.outbox] == [([erin.email], "Callback at noon")]
    assert mail.outbox[0].body.count("Now in English") == 1
    assert ("Denis", "item", "queued") not in rows(Occasion.TRANSLATED)


def test_rights_are_asked_when_it_is_told(french, alice, bob, posted, quality):
    translated(french, posted)
    quality.is_open = False
    quality.save()
    memberships.grant(user=bob, space=quality)
    assert due(alice, bob) == 1
    assert rows(Occasion.TRANSLATED) == {("Alice", "before", "withdrawn"), ("Bob", "before", "sent")}


def test_languages_that_go_live_together_are_no_translation(quality, alice, topic, clock, posted):
    subscriptions.follow(user=alice, topic=topic)
    with posted():
        factories.article(quality, fr="Rappel", en="Callback", topics=[topic])
    assert rows(Occasion.TRANSLATED) == set()


@pytest.mark.parametrize("muted", ["space", "key"])
def test_what_is_muted_is_not_told_when_it_is_translated(muted, french, alice, bob, posted):
    target = {"space": french.space, "key": french.made["fr"].translation_key}[muted]
    subscriptions.follow(user=alice, level=FollowLevel.MUTED, **{muted: target})
    translated(french, posted)
    assert rows(Occasion.TRANSLATED) == {("Bob", "before", "queued")}
    subscriptions.follow(user=bob, level=FollowLevel.MUTED, **{muted: target})
    assert due(alice, bob) == 0


# -- meetings ahead


@pytest.fixture
def meeting(quality, alice, clock):
    """In ten days, in a space Alice is a member of."""
    memberships.grant(user=alice, space=quality)
    Reader.objects.update(covered_until=NOW - DAY)
    return factories.meeting(quality, fr="Réunion d’automne", en="Autumn meeting", starts=NOW + 10 * DAY)


def test_a_meeting_of_the_days_to_come_is_told_once_with_its_hour_on_the_readers_clock(meeting, alice, bob, clock):
    type(alice).objects.filter(pk=alice.pk).update(time_zone="America/St_Johns")
    assert due(alice) == 1
    assert mail.outbox[0].subject == "Your digest: Autumn meeting"
    body = mail.outbox[0].body.replace("\u00a0", " ")
    assert "Coming meetings\n\n- Autumn meeting\n  Thursday, November 19, 2026 at 8:30 a.m. (NT)\n" in body
    clock.move_to(NOW + WEEK)
    assert due(alice) == 0
    assert not Delivery.objects.filter(user=bob).exists()


@pytest.mark.parametrize("days", [-1, 15, 40])
def test_one_that_is_over_or_far_away_is_not_told(days, quality, alice, clock):
    memberships.grant(user=alice, space=quality)
    factories.meeting(quality, starts=NOW + days * DAY)
    assert due(alice) == 0


@pytest.mark.database
def test_it_comes_with_the_first_digest_and_not_once_it_has_begun(quality, alice, clock, topic):
    """Alice has one topic each day and the rest each week, the week's digest after the meeting."""
    memberships.grant(user=alice, space=quality)
    subscriptions.follow(user=alice, topic=topic, delivery=Frequency.DAILY)
    factories.meeting(quality, en="Soon", starts=NOW + 2 * DAY)
    meeting = factories.meeting(quality, en="Moved", starts=NOW + 3 * DAY)
    Reader.objects.update(covered_until=NOW - DAY, next_digest_at=NOW, weekly_at=NOW + 5 * DAY)
    digests.prepare(now=NOW)
    assert set(Delivery.objects.values_list("channel", flat=True)) == {"daily"}
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=NOW - DAY, ends_at=NOW - DAY / 2)
    mail.outbox.clear()
    digests.send_due(now=NOW)
    assert [message.subject for message in mail.outbox] == ["Your digest: Soon"]
    assert "You receive this digest each day" in mail.outbox[0].body
    assert rows(Occasion.AHEAD) == {("Alice", "space", "sent"), ("Alice", "space", "withdrawn")}


@pytest.mark.database
def test_one_that_nobody_reads_yet_or_any_more_is_not_told(meeting, alice, quality):
    digests.prepare(now=NOW)
    for page in meeting.pages.all():
        page.unpublish()
    assert due(alice) == 0


def test_only_who_may_read_it_is_told(meeting, alice, bob, quality):
    quality.is_open = False
    quality.save()
    subscriptions.follow(user=bob, space=quality)
    Reader.objects.update(covered_until=NOW - DAY)
    assert due(alice, bob) == 1
    assert [message.to for message in mail.outbox] == [[alice.email]]
