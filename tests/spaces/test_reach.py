"""Whom an item reaches: counted before posting, from the same people who are queued and written to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import User
from spaces.models import Announcement, Article, Delivery, DeliveryState, Membership, Reader, Reason, today
from spaces.services import deliveries, matching, memberships, subscriptions
from spaces.services.reach import Reach, reach
from tests import factories
from tests.spaces import desk


@pytest.fixture
def topic(db):
    return factories.topic()


@pytest.fixture
def closed(alice):
    """Closed; Alice, two leads and fifteen others are in it."""
    people = [factories.person(f"Person{number}") for number in range(15)]
    leads = [factories.person("Ann"), factories.person("Benoit", language="fr")]
    return factories.space("closed", fr="Fermé", en="Closed", is_open=False, leads=leads, members=[alice, *people])


def names(space, topics=()):
    subject = matching.Subject(key=None, space=space, topics=frozenset(topic.pk for topic in topics))
    return set(User.objects.filter(pk__in=matching.ways(subject)).values_list("first_name", flat=True))


def test_it_is_the_members_and_those_who_follow_a_topic_each_once(quality, alice, bob, chantal, topic):
    chat = factories.topic("chat", "Clavardage", "Chat")
    memberships.grant(user=alice, space=quality)
    for user, followed in ((alice, topic), (bob, topic), (bob, chat), (chantal, chat)):
        subscriptions.follow(user=user, topic=followed)
    assert reach(quality) == Reach(people=1, digest=1)
    assert reach(quality, [topic]) == Reach(people=2, digest=2)
    assert reach(quality, [topic, chat]) == Reach(people=3, digest=3)
    assert names(quality, [chat]) == {"Alice", "Bob", "Chantal"}


def test_nobody_without_the_right_is_ever_counted(closed, bob, chantal, topic):
    """An outsider who follows every topic, a co-chair, somebody removed, a closed account: the number does not move."""
    assert reach(closed, [topic]).people == 18
    for user in (bob, chantal):
        subscriptions.follow(user=user, topic=topic)
    gone = memberships.grant(user=factories.person("Gone"), space=closed)
    Membership.objects.filter(pk=gone.pk).update(starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(1))
    later = factories.person("Later")
    memberships.grant(user=later, space=closed, starts_on=today() + timedelta(days=2))
    subscriptions.follow(user=later, topic=topic)
    left = factories.person("Left")
    memberships.grant(user=left, space=closed)
    User.objects.filter(pk=left.pk).update(is_active=False)
    assert reach(closed, [topic]) == Reach(people=18, digest=18)
    assert not names(closed, [topic]) & {"Bob", "Chantal", "Gone", "Later", "Left"}


def test_a_removed_space_reaches_nobody(closed, topic):
    closed.removed_at = timezone.now()
    closed.save()
    assert reach(closed, [topic]) == Reach(people=0, digest=0)


@pytest.mark.database
def test_whoever_is_in_the_space_of_the_whole_community_is_reached_and_nobody_else(alice, bob, topic):
    everyone = factories.space("community", kind="community", members=[alice])
    assert names(everyone) == {"Alice"}
    subscriptions.follow(user=bob, topic=topic)
    assert names(everyone) == {"Alice"}
    assert names(everyone, [topic]) == {"Alice", "Bob"}


@pytest.mark.database
def test_a_fact_counts_with_its_topics_and_without_those_who_had_it(quality, alice, bob, topic):
    memberships.grant(user=alice, space=quality)
    subscriptions.follow(user=bob, topic=topic)
    article = factories.article(quality, en="Callback", topics=[topic], live=False)
    assert reach(article).people == 2
    assert reach(article, []).people == 1
    key = article.made["en"].translation_key
    had = Delivery.objects.create(user=alice, key=key, space=quality, reason=Reason.SPACE, state=DeliveryState.SENT)
    assert reach(article).people == 1
    Delivery.objects.filter(pk=had.pk).update(state=DeliveryState.FAILED)
    assert reach(article).people == 2


@pytest.mark.parametrize("count", [1, 5, 50])
def test_counting_costs_the_same_however_many_there_are(count, quality, django_assert_num_queries):
    topics = [factories.topic(f"topic-{number}") for number in range(count)]
    for number in range(count):
        user = factories.person(f"Person{number}")
        memberships.grant(user=user, space=quality)
        subscriptions.follow(user=user, topic=topics[number])
    article = factories.article(quality, en="Callback", topics=topics)
    with django_assert_num_queries(8):  # its space, key and topics; follows, members, readers, rights; who had it
        assert reach(article).people == count


# -- in the form of the editor


def form(client, page):
    return client.get(desk.edit_url(page)).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("kind", ["article", "announcement"])
def test_the_form_says_whom_the_page_would_reach_in_the_language_of_its_author(kind, closed, as_user, topic):
    model = {"article": Article, "announcement": Announcement}[kind]
    lead = User.objects.get(email="ann@example.org")
    page = factories.pair(
        model._meta.get_field("pages").related_model, factories.parents(closed),
        {"en": {"title": "Callback", "summary": "Short."}}, live=False, **{kind: model.objects.create(space=closed)},
    )["en"]  # fmt: skip
    client = as_user(lead)
    assert "Reaches 18 people: 18 in a digest" in form(client, page)
    client.get("/language/fr/")
    assert "Atteindra 18 personnes : 18 dans un résumé" in form(client, page)


@pytest.mark.database
def test_a_new_page_counts_before_it_is_saved_and_typed_topics_count_when_it_is_refused(quality, bob, as_user, topic):
    lead, other = factories.person("Ann"), factories.person("Ben")
    for user in (lead, other):
        memberships.grant(user=user, space=quality, role="lead")
    subscriptions.follow(user=bob, topic=topic)
    client, parent = as_user(lead), factories.parents(quality)["en"]
    model = type(factories.article(quality, en="Other").made["en"])
    html = client.get(desk.add_url(model, parent)).content.decode()
    assert "Reaches 1 person: 1 in a digest" in html, "the author knows of it"
    refused = client.post(desk.add_url(model, parent), desk.filled(model, title="", topics=str(topic.pk)))
    assert "Reaches 2 people: 2 in a digest" in refused.content.decode()
    made_up = client.post(desk.add_url(model, parent), desk.filled(model, title="", topics="zzz"))
    assert "Reaches 1 person" in made_up.content.decode()
    _response, page = desk.create(client, model, parent, title="Callback", topics=str(topic.pk))
    assert "Reaches 2 people: 2 in a digest" in form(client, page)


def test_topics_saved_in_a_draft_count(quality, bob, chantal, as_user, topic):
    subscriptions.follow(user=bob, topic=topic)
    article = factories.article(quality, fr="Rappel", live=False)
    _response, page = desk.edit(as_user(chantal), article.made["fr"], topics=str(topic.pk))
    assert "Atteindra 1 personne : 1 dans un résumé" in form(as_user(chantal), page)
    assert "N’atteindra personne pour l’instant" in form(
        as_user(chantal), factories.article(quality, fr="Seul", live=False).made["fr"]
    )


@pytest.mark.database
def test_what_is_posted_says_that_a_change_is_not_sent_again(quality, chantal, as_user):
    article = factories.article(quality, fr="Rappel", en="Callback")
    for page in article.made.values():
        assert "Déjà publié : une modification n’est pas envoyée de nouveau" in form(as_user(chantal), page)


# -- who has a digest


@pytest.mark.database
def test_whoever_is_in_a_space_has_a_digest_whatever_the_door(quality, alice, bob, denis):
    assert not Reader.objects.exists()
    memberships.grant(user=alice, space=quality)
    Membership.objects.create(user=bob, space=quality)  # as the editors' admin does
    assert set(Reader.objects.values_list("user__first_name", flat=True)) == {"Alice", "Bob"}
    before = list(Reader.objects.order_by("pk").values())
    memberships.grant(user=alice, space=quality, role="editor")
    Reader.objects.open([alice.pk, bob.pk])
    assert list(Reader.objects.order_by("pk").values()) == before, "a digest that runs is not moved"


# -- queued


@pytest.mark.parametrize("count", [1, 5, 50])
def test_queueing_asks_as_much_for_fifty_people_as_for_one(count, quality, django_assert_num_queries):
    for number in range(count):
        memberships.grant(user=factories.person(f"Person{number}"), space=quality)
    article = factories.article(quality, en="Callback", days_ago=0)
    with django_assert_num_queries(13):
        assert deliveries.queue("article", article.pk) == count


def test_two_thousand_people_are_queued_in_a_few_statements(quality, topic, django_assert_max_num_queries):
    rows = [User(email=f"person{n}@example.org", password="!", language="en") for n in range(2000)]
    people = User.objects.bulk_create(rows)
    Membership.objects.bulk_create(Membership(user=user, space=quality) for user in people)
    Reader.objects.open([user.pk for user in people], now=timezone.now() - timedelta(days=1))
    article = factories.article(quality, en="Callback", topics=[topic])
    with django_assert_max_num_queries(46):  # SQLite takes a thousand values a statement, a row has fifteen
        assert deliveries.queue("article", article.pk) == 2000
    assert Delivery.objects.count() == 2000
