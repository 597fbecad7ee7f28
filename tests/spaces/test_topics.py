"""Topics: one list for both languages, and following one with a button that does the same thing twice over."""

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from spaces.models import Reader, Subscription
from spaces.models.subscriptions import WEEK
from tests import factories


@pytest.fixture
def topic(db):
    return factories.topic()


def said(response):
    return [str(message).replace("\u00a0", " ") for message in get_messages(response.wsgi_request)]


def followed(user):
    return list(Subscription.objects.filter(user=user).values_list("topic__code", flat=True))


def test_following_twice_is_following_once(topic, as_user, alice):
    client = as_user(alice)
    for _ in range(2):
        response = client.post("/en/topics/callback/follow/", {"follow": "yes", "next": "/en/topics/callback/"})
        assert (response.status_code, response["Location"]) == (302, "/en/topics/callback/")
        assert followed(alice) == ["callback"]
    assert said(response) == ["You follow the topic “Callback”: its news comes in your weekly digest."] * 2


def test_ending_a_subscription_twice_ends_it_once(topic, as_user, alice):
    client = as_user(alice)
    client.post("/en/topics/callback/follow/", {"follow": "yes"})
    for _ in range(2):
        response = client.post("/en/topics/callback/follow/", {"follow": "no"})
        assert followed(alice) == []
    assert said(response)[-1] == "You no longer follow the topic “Callback”."


def test_the_message_is_in_the_language_being_read(topic, as_user, denis):
    response = as_user(denis).post("/fr/themes/callback/suivre/", {"follow": "yes"})
    assert response["Location"] == "/fr/"
    assert said(response) == [
        "Vous suivez le thème « Rappel » : ses nouveautés paraîtront dans votre résumé hebdomadaire."
    ]


def test_one_follows_for_oneself(topic, as_user, alice, bob):
    as_user(alice).post("/en/topics/callback/follow/", {"follow": "yes"})
    as_user(bob).post("/en/topics/callback/follow/", {"follow": "no"})
    assert (followed(alice), followed(bob)) == (["callback"], [])


def test_looking_at_the_address_follows_nothing(topic, as_user, alice, client):
    seen = as_user(alice).get("/en/topics/callback/follow/")  # where one lands who had to sign in again
    assert (seen.status_code, seen["Location"]) == (302, "/en/topics/callback/")
    assert client.post("/en/topics/callback/follow/", {"follow": "yes"})["Location"].startswith("/en/accounts/login/")
    assert as_user(alice).post("/en/topics/unknown/follow/", {"follow": "yes"}).status_code == 404
    assert Subscription.objects.count() == 0


def test_a_follow_needs_the_token_of_our_own_form(topic, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post("/en/topics/callback/follow/", {"follow": "yes"}).status_code == 403
    html = client.get("/en/topics/callback/").content.decode()
    token = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    form = {"follow": "yes", "csrfmiddlewaretoken": token}
    assert client.post("/en/topics/callback/follow/", form).status_code == 302
    assert followed(alice) == ["callback"]


@pytest.mark.parametrize(
    "target",
    ["https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)", "http:example.com", ""],
)
def test_one_is_never_led_off_the_site(target, topic, as_user, alice):
    response = as_user(alice).post("/en/topics/callback/follow/", {"follow": "yes", "next": target})
    assert response["Location"] == "/en/"


def test_the_first_subscription_starts_a_weekly_digest_and_the_next_ones_do_not_move_it(topic, as_user, alice):
    chat = factories.topic("chat", "Clavardage", "Chat")
    start = timezone.now()
    client = as_user(alice)
    with time_machine.travel(start, tick=False):
        client.post("/en/topics/callback/follow/", {"follow": "yes"})
    with time_machine.travel(start + timezone.timedelta(days=2), tick=False):
        client.post(f"/en/topics/{chat.code}/follow/", {"follow": "yes"})
    reader = Reader.objects.get()
    assert (reader.user, reader.covered_until, reader.next_digest_at) == (alice, start, start + WEEK)


def buttons(client, address):
    """{topic code: whether its button is pressed} on a page."""
    html = client.get(address).content.decode()
    forms = html.split("/follow/")[1:]
    codes = [part.rpartition("/")[2] for part in html.split("/follow/")[:-1]]
    return {
        code: 'aria-pressed="true"' in form.partition("</form>")[0] for code, form in zip(codes, forms, strict=True)
    }


def test_every_button_says_whether_one_follows(topic, quality, as_user, alice, bob):
    chat = factories.topic("chat", "Clavardage", "Chat")
    page = factories.article(quality, en="Both", topics=[topic, chat]).made["en"]
    quality.topics.set([topic, chat])
    space = factories.parents(quality)["en"]
    addresses = ["/en/topics/", page.url, space.url]
    for client in (as_user(alice), as_user(bob)):
        assert [buttons(client, address) for address in addresses] == [{"callback": False, "chat": False}] * 3
    as_user(alice).post("/en/topics/chat/follow/", {"follow": "yes"})
    for user, follows in ((alice, True), (bob, False)):
        pages = [buttons(as_user(user), address) for address in addresses]
        assert pages == [{"callback": False, "chat": follows}] * 3
        assert buttons(as_user(user), "/en/topics/chat/") == {"chat": follows}
        mine = as_user(user).get("/en/subscriptions/").content.decode()
        assert f'value="topic-{chat.pk}"' in mine if follows else "You follow no topic yet." in mine


def test_the_button_is_the_action_of_the_topics_own_page_and_a_small_one_in_lists(topic, as_user, alice):
    client = as_user(alice)
    html = {address: client.get(address).content.decode() for address in ("/en/topics/", "/en/topics/callback/")}
    assert '<button class="btn alt sm" name="follow"' in html["/en/topics/"]
    assert '<button class="btn" name="follow"' in html["/en/topics/callback/"]


def test_topics_are_sorted_as_each_language_sorts(as_user, alice):
    for code, fr, en in (
        ("a", "Équipe", "Team"),
        ("b", "Accès", "Ways in"),
        ("c", "Zone", "Area"),
        ("d", "emploi", "Job"),
    ):
        factories.topic(code, fr, en)
    client = as_user(alice)
    names = {
        language: [topic.name_in(language) for topic in client.get(address).context["topics"]]
        for language, address in (("fr", "/fr/themes/"), ("en", "/en/topics/"))
    }
    assert names == {"fr": ["Accès", "emploi", "Équipe", "Zone"], "en": ["Area", "Job", "Team", "Ways in"]}


def test_a_topic_page_holds_its_practices_newest_first(topic, quality, as_user, alice):
    factories.article(quality, en="Older", topics=[topic], days_ago=2)
    factories.article(quality, en="Newer", topics=[topic], days_ago=1)
    factories.article(quality, en="Elsewhere")
    html = as_user(alice).get("/en/topics/callback/").content.decode()
    assert [row.partition("</a>")[0].rpartition(">")[2] for row in html.split('class="feed"')[1:]] == ["Newer", "Older"]
    assert as_user(alice).get("/en/topics/nothing/").status_code == 404
