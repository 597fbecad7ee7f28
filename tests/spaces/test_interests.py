"""Who would come to a targeted meeting and why: who follows its topics, may read it and has not muted it (F8)."""

import pytest

from cms.models import User
from spaces.models import FollowLevel, Jurisdiction, Membership, Profile, Reader, Subscription
from spaces.services import interests
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics():
    return [
        factories.topic(),
        factories.topic("self-service", fr="Libre-service", en="Self-service"),
        factories.topic("chat", fr="Clavardage", en="Chat"),
    ]


@pytest.fixture
def follow():
    def say(user, *things, level=FollowLevel.ALL, **target):
        for topic in things:
            Subscription.objects.create(user=user, topic=topic, level=level)
        if target:
            Subscription.objects.create(user=user, level=level, **target)
        return user

    return say


def found(space, topics, **more):
    return [
        (one.user.first_name, [topic.code for topic in one.topics])
        for one in interests.candidates(space, topics, **more)
    ]


def test_those_who_follow_most_of_the_topics_come_first_with_why(quality, topics, follow):
    callback, self_service, chat = topics
    follow(factories.person("Ada"), callback)
    follow(factories.person("Ben"), self_service, callback)
    follow(factories.person("Cleo"), chat)
    follow(factories.person("Dan"), self_service, level=FollowLevel.MENTIONS)
    factories.person("Eve")
    expected = [("Ben", ["callback", "self-service"]), ("Ada", ["callback"]), ("Dan", ["self-service"])]
    assert found(quality, [callback, self_service]) == expected
    assert found(quality, []) == []


@pytest.mark.database
def test_who_muted_the_topic_the_space_the_item_or_everything_is_not_suggested(quality, topics, follow):
    callback, self_service, _chat = topics
    page = factories.meeting(quality).made["fr"]
    follow(factories.person("Ada"), callback)
    follow(factories.person("Ben"), callback, level=FollowLevel.MUTED)
    follow(follow(factories.person("Cleo"), callback), self_service, level=FollowLevel.MUTED)
    follow(follow(factories.person("Dan"), callback), space=quality, level=FollowLevel.MUTED)
    follow(follow(factories.person("Eve"), callback), key=page.translation_key, level=FollowLevel.MUTED)
    Reader.objects.create(user=follow(factories.person("Fay"), callback), next_digest_at=None, frequency="none")
    assert found(quality, [callback, self_service], key=page.translation_key) == [("Ada", ["callback"])]
    assert [name for name, _why in found(quality, [callback])] == ["Ada", "Cleo", "Eve"]


def test_only_who_may_read_the_meeting_and_is_of_its_level_is_suggested(identity, alice, bob, topics, follow):
    callback = topics[0]
    for user in (alice, bob, factories.person("Gone", is_active=False)):
        follow(user, callback)
    assert found(identity, [callback]) == [("Alice", ["callback"])]
    assert found(identity, [callback], level="executive") == []
    alice.profile.level = "executive"
    alice.profile.save()
    assert found(identity, [callback], level="executive") == [("Alice", ["callback"])]
    assert [one.user for one in interests.added(identity, [alice.pk, bob.pk])] == [alice]
    assert (interests.named(identity, "ali test"), interests.named(identity, "bob")) == ([alice], [])


def test_the_balance_counts_orders_of_government_and_languages_those_of_nobody_too(quality, topics, follow):
    for name, language, place in (
        ("Ada", "fr", "qc"),
        ("Ben", "en", "halifax"),
        ("Cleo", "en", "ca"),
        ("Dan", "en", "ca"),
    ):
        follow(factories.person(name, language=language, jurisdiction=place), topics[0])
    balance = interests.balance(interests.candidates(quality, topics))
    assert {value: count for _words, value, count in balance.orders} == {
        "federal": 2, "provincial": 1, "territorial": 0, "municipal": 1,
    }  # fmt: skip
    assert {value: count for _words, value, count in balance.languages} == {"fr": 1, "en": 3}
    assert balance.people == 4


@pytest.mark.parametrize("count", [1, 50, 2000])
def test_two_queries_however_many_follow(count, quality, topics, django_assert_num_queries):
    place = Jurisdiction.objects.get(code="ca")
    users = User.objects.bulk_create(User(email=f"p{n}@example.org", first_name=f"P{n}") for n in range(count))
    Profile.objects.bulk_create(Profile(user=user, jurisdiction=place) for user in users)
    Membership.objects.bulk_create(Membership(user=user, space=quality) for user in users[::2])
    Subscription.objects.bulk_create(Subscription(user=user, topic=topic) for user in users for topic in topics[:2])
    with django_assert_num_queries(2):
        candidates = interests.candidates(quality, topics)
        assert interests.balance(candidates).people == count
