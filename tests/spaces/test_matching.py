"""Who gets an item, how soon and why: every kind of follow, every level, what is narrower, what is muted, what is soonest."""

from datetime import timedelta
from itertools import product

import pytest

from spaces.models import DeliveryChannel, FollowLevel, Frequency, Reader, Reason, today
from spaces.services import digest_times, matching, memberships, subscriptions
from tests import factories

pytestmark = pytest.mark.django_db
INSTANT, DAILY, WEEKLY, SITE = DeliveryChannel


@pytest.fixture
def topic(db):
    return factories.topic()


@pytest.fixture
def article(quality, topic, chantal):
    """By Chantal of Nova Scotia, on a topic."""
    return factories.article(quality, en="Callback", topics=[topic], author=chantal, jurisdiction="ns")


@pytest.fixture
def announcement(quality, topic):
    said = factories.announcement(quality, en="A word")
    said.topics.add(topic)
    return said


def targets(fact):
    key = fact.pages.first().translation_key
    found = {"key": key, "topic": fact.topics.get(), "space": fact.space}
    return found | {"person": fact.author, "jurisdiction": getattr(fact, "jurisdiction", None)}


def way(fact, user):
    """(channel, reason) by which a fact comes to somebody; None when it does not."""
    key = fact.pages.values_list("translation_key", flat=True).first()
    found = matching.ways(matching.subject_of(fact, key)).get(user.pk)
    return found and (found.channel, found.reason)


REASONS = {
    "key": Reason.ITEM, "topic": Reason.TOPIC, "space": Reason.FOLLOWED, "person": Reason.PERSON,
    "jurisdiction": Reason.JURISDICTION,
}  # fmt: skip


@pytest.mark.parametrize(("kind", "delivery"), list(product(REASONS, ["", *Frequency.values])))
def test_each_thing_one_follows_brings_it_as_soon_as_asked(kind, delivery, article, alice):
    assert way(article, alice) is None
    subscriptions.follow(user=alice, delivery=delivery, **{kind: targets(article)[kind]})
    channel = {"": WEEKLY, "instant": INSTANT, "daily": DAILY, "weekly": WEEKLY, "none": SITE}[delivery]
    assert way(article, alice) == (channel, REASONS[kind])


@pytest.mark.parametrize("frequency", Frequency.values)
def test_what_says_nothing_of_its_own_comes_as_the_rest(frequency, article, alice, topic):
    subscriptions.follow(user=alice, topic=topic)
    digest_times.choose(user=alice, frequency=frequency, weekday=0, hour=8)
    assert way(article, alice) == (matching.CHANNELS[frequency], Reason.TOPIC)


@pytest.mark.parametrize(
    ("level", "gets_article", "gets_announcement"),
    [(FollowLevel.ALL, True, True), (FollowLevel.OFFICIAL, False, True), (FollowLevel.MENTIONS, False, False),
     (FollowLevel.MUTED, False, False)],
)  # fmt: skip
def test_a_level_says_how_much(level, gets_article, gets_announcement, article, announcement, alice, topic):
    subscriptions.follow(user=alice, topic=topic, level=level)
    assert (bool(way(article, alice)), bool(way(announcement, alice))) == (gets_article, gets_announcement)


def test_members_follow_their_space_until_they_say_otherwise(article, announcement, alice, quality):
    memberships.grant(user=alice, space=quality)
    assert way(article, alice) == (WEEKLY, Reason.SPACE)
    subscriptions.follow(user=alice, space=quality, level=FollowLevel.OFFICIAL, delivery=Frequency.INSTANT)
    assert (way(article, alice), way(announcement, alice)) == (None, (INSTANT, Reason.SPACE))
    memberships.end(user=alice, space=quality, role="member")
    assert way(announcement, alice) == (INSTANT, Reason.FOLLOWED)


def test_of_several_the_soonest_brings_it_and_says_why(article, alice, topic, chantal, quality):
    memberships.grant(user=alice, space=quality)
    subscriptions.follow(user=alice, topic=topic)
    assert way(article, alice) == (WEEKLY, Reason.TOPIC), "of two as soon, the first of the reasons"
    subscriptions.follow(user=alice, person=chantal, delivery=Frequency.DAILY)
    assert way(article, alice) == (DAILY, Reason.PERSON)
    subscriptions.follow(user=alice, space=quality, delivery=Frequency.INSTANT)
    assert way(article, alice) == (INSTANT, Reason.SPACE)


@pytest.mark.parametrize("muted", ["topic", "space", "person", "jurisdiction"])
def test_what_is_muted_does_not_come_by_another_way_but_what_is_followed_by_itself_does(muted, article, alice, quality):
    memberships.grant(user=alice, space=quality)
    found = targets(article)
    for kind in ("topic", "person"):
        subscriptions.follow(user=alice, **{kind: found[kind]})
    subscriptions.follow(user=alice, level=FollowLevel.MUTED, **{muted: found[muted]})
    assert way(article, alice) is None
    subscriptions.follow(user=alice, key=found["key"])
    assert way(article, alice) == (WEEKLY, Reason.ITEM)
    subscriptions.follow(user=alice, key=found["key"], level=FollowLevel.MUTED)
    subscriptions.unfollow(user=alice, **{muted: found[muted]})
    assert way(article, alice) is None, "and an item that is muted stays so"


def test_whoever_is_named_hears_of_it_at_once_unless_they_want_no_mail(quality, alice, bob):
    article = factories.article(quality, en="Callback", author=bob)
    article.contact = alice
    article.save()
    assert way(article, alice) == (INSTANT, Reason.MENTION)
    Reader.objects.open([alice.pk])
    assert way(article, alice) == (INSTANT, Reason.MENTION)
    digest_times.choose(user=alice, frequency="weekly", weekday=0, hour=8, paused_until=today() + timedelta(days=3))
    assert way(article, alice) == (WEEKLY, Reason.MENTION)
    digest_times.choose(user=alice, frequency="weekly", weekday=0, hour=8, mentions="daily")
    assert way(article, alice) == (DAILY, Reason.MENTION)
    digest_times.choose(user=alice, frequency="none", weekday=0, hour=8)
    assert way(article, alice) == (SITE, Reason.MENTION)
    subscriptions.follow(user=alice, space=quality, level=FollowLevel.MUTED)
    assert way(article, alice) is None
    subscriptions.follow(user=bob, space=quality)
    own = factories.article(quality, en="Own", author=bob)  # who is its contact too
    assert way(own, bob) is None, "who wrote it knows"


def test_put_off_what_would_come_at_once_waits_for_the_digest(article, alice, topic):
    subscriptions.follow(user=alice, topic=topic, delivery=Frequency.INSTANT)
    digest_times.choose(user=alice, frequency="instant", weekday=0, hour=8, paused_until=today() + timedelta(days=3))
    assert way(article, alice) == (WEEKLY, Reason.TOPIC)


def test_what_everyone_must_read_comes_to_all_who_may_at_once(announcement, alice, bob, quality):
    type(announcement).objects.update(is_must_read=True)
    announcement.refresh_from_db()
    subscriptions.follow(user=alice, space=quality, level=FollowLevel.MUTED)
    digest_times.stop(alice)
    assert way(announcement, alice) == way(announcement, bob) == (INSTANT, Reason.MUST_READ)
    type(announcement).objects.update(author=bob)
    announcement.refresh_from_db()
    assert way(announcement, bob) is None, "nor who says it"
    type(announcement).objects.update(author=None)
    announcement.refresh_from_db()
    quality.is_open = False
    quality.save()
    announcement.space.refresh_from_db()
    assert way(announcement, bob) is None


def test_a_follow_has_one_target_and_is_there_once(alice, topic, quality):
    row = subscriptions.follow(user=alice, topic=topic)
    assert subscriptions.follow(user=alice, topic=topic) == row
    assert (row.kind, row.target) == ("topic", topic.pk)
    subscriptions.follow(user=alice, topic=topic, level=FollowLevel.OFFICIAL)
    assert subscriptions.follow(user=alice, topic=topic).level == FollowLevel.OFFICIAL, "what is not said stays"
    topic.delete()
    assert not alice.subscriptions.exists()


@pytest.mark.parametrize("count", [1, 5, 50])
def test_matching_asks_as_much_for_fifty_as_for_one(count, article, topic, django_assert_num_queries):
    for number in range(count):
        subscriptions.follow(user=factories.person(f"Person{number}"), topic=topic)
    subject = matching.subject_of(article, article.pages.first().translation_key)
    with django_assert_num_queries(4):  # follows, members, how soon each, who may read
        assert len(matching.ways(subject)) == count
