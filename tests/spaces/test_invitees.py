"""Whom a targeted meeting calls: told on its page, changed by who plans it until it begins."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from cms import versions
from spaces.models import Invitee, Meeting, Membership, Role, Subscription
from spaces.services import audiences
from tests import factories
from tests.spaces.side_by_side import at, words

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 12, 10, 18, tzinfo=UTC)
NOW = STARTS - timedelta(days=10)


@pytest.fixture(autouse=True)
def before():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def topic():
    return factories.topic()


@pytest.fixture
def meeting(quality, topic):
    made = factories.meeting(quality, starts=STARTS, kind="targeted", seats=2)
    made.topics.add(topic)
    return made


@pytest.fixture
def leah(quality):
    user = factories.person("Leah")
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=user, space=quality, role=role)
    return user


def page(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


@pytest.mark.parametrize(
    ("language", "follows", "named"),
    [
        ("en", "You are invited because you follow “Callback”.", "You are invited by name."),
        ("fr", "On vous invite parce que vous suivez « Rappel ».", "Vous faites partie des personnes invitées par leur nom."),
    ],
)  # fmt: skip
def test_the_page_says_why_one_is_invited_and_nothing_to_others(
    language, follows, named, meeting, topic, alice, bob, leah, chantal, as_user
):
    Invitee.objects.create(meeting=meeting, user=alice, topic=topic)
    Invitee.objects.create(meeting=meeting, user=bob)
    address = meeting.made[language].url
    said = [words(page(as_user(user), address).main) for user in (alice, bob, chantal)]
    assert [(follows in one, named in one) for one in said] == [(True, False), (False, True), (False, False)]
    list_of = at("meeting_invitees", meeting.pk, language=language)
    links = [bool(page(as_user(user), address).select(f'a[href="{list_of}"]')) for user in (leah, alice, chantal)]
    assert links == [True, False, False]


def test_the_invitees_are_changed_until_the_meeting_begins(meeting, topic, leah, alice, bob, as_user):
    Subscription.objects.create(user=alice, topic=topic)
    Invitee.objects.create(meeting=meeting, user=bob)
    client, address = as_user(leah), at("meeting_invitees", meeting.pk)
    html = page(client, address)
    rows = {int(one["value"]): one.has_attr("checked") for one in html.select("[name=who]")}
    assert rows == {bob.pk: True, alice.pk: False}
    assert words(html.select_one("#bal")) == "1 person invited"
    client.post(address, {"shown": f"{bob.pk},{alice.pk}", "who": [alice.pk], "act": "next"})
    assert list(audiences.called(meeting)) == [alice]
    assert Invitee.objects.get().topic == topic
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW - timedelta(minutes=1))
    response = client.post(address, {"shown": str(alice.pk), "act": "next"}, follow=True)
    assert "This meeting has begun" in words(BeautifulSoup(response.content, "html.parser").main)
    assert list(audiences.called(meeting)) == [alice]
    assert not page(client, address).select("[name=who]:not([disabled])")


def test_the_list_is_for_who_plans_the_meeting_and_only_of_a_targeted_one(
    meeting, quality, leah, alice, chantal, as_user
):
    address = at("meeting_invitees", meeting.pk)
    Invitee.objects.create(meeting=meeting, user=alice)
    assert [as_user(user).get(address).status_code for user in (leah, alice, chantal)] == [200, 404, 404]
    assert as_user(alice).post(address, {"shown": str(alice.pk), "act": "next"}).status_code == 404
    other = factories.meeting(quality, starts=STARTS)
    assert as_user(leah).get(at("meeting_invitees", other.pk)).status_code == 404
    assert Invitee.objects.count() == 1


@pytest.mark.parametrize("count", [1, 50, 500])
def test_as_many_queries_for_five_hundred_as_for_one(count, meeting, topic, leah, as_user, django_assert_num_queries):
    users = [factories.User(email=f"p{n}@example.org", first_name=f"P{n}") for n in range(count)]
    users = factories.User.objects.bulk_create(users)
    Subscription.objects.bulk_create(Subscription(user=user, topic=topic) for user in users)
    Invitee.objects.bulk_create(Invitee(meeting=meeting, user=user, topic=topic) for user in users[::2])
    client = as_user(leah)
    address, lists = meeting.made["en"].url, at("meeting_invitees", meeting.pk)
    for one in (address, address, lists):
        client.get(one)
    with django_assert_num_queries(6):  # as of any meeting
        client.get(address)
    with django_assert_num_queries(11):
        client.get(lists)
    versions.bump()
    with django_assert_num_queries(9):
        client.get(address)
