"""Following what one reads: each kind by its own button, by those who may see it, as often as one likes."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from spaces.models import Frequency, Jurisdiction, Membership, Reader, Subscription
from spaces.services import digest_times, matching, subscriptions
from tests import factories
from tests.spaces.delivering import key_of

pytestmark = pytest.mark.django_db
KINDS = ["item", "person", "jurisdiction", "space"]


@pytest.fixture
def things(quality, alice):
    """{kind: (argument of its address, what a Subscription to it holds, its name in each language)}."""
    author = factories.person("Author")
    fact = factories.article(quality, fr="Rappel", en="Callback", author=author)
    place = Jurisdiction.objects.get(code="ns")
    return {
        "item": (key_of(fact), {"key": key_of(fact)}, {"fr": "Rappel", "en": "Callback"}),
        "person": (author.pk, {"person": author}, {"fr": "Author Test", "en": "Author Test"}),
        "jurisdiction": (place.pk, {"jurisdiction": place}, {"fr": place.name_fr, "en": place.name_en}),
        "space": (quality.code, {"space": quality}, {"fr": "Qualité", "en": "Quality"}),
    }


def to(language, kind, argument):
    with translation.override(language):
        return reverse(f"follow_{kind}", args=[argument])


def said(response):
    return [str(message).replace("\u00a0", " ") for message in get_messages(response.wsgi_request)]


WORDS = {
    "fr": ("Vous suivez « {} » : les nouveautés paraîtront dans votre résumé hebdomadaire.", "Vous ne suivez plus « {} »."),
    "en": ("You follow “{}”: what is new comes in your weekly digest.", "You no longer follow “{}”."),
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_following_twice_is_following_once_and_so_is_ending_it(kind, language, things, bob, as_user):
    argument, target, names = things[kind]
    client, address = as_user(bob), to(language, kind, argument)
    for answer, (words, count) in {"yes": (0, 1), "no": (1, 0)}.items():
        for _ in range(2):
            response = client.post(address, {"follow": answer, "next": f"/{language}/topics/"})
            assert (response.status_code, response["Location"]) == (302, f"/{language}/topics/")
            assert Subscription.objects.filter(user=bob, **target).count() == count
        assert said(response)[-1] == WORDS[language][words].format(names[language])


@pytest.mark.parametrize(
    ("frequency", "words"),
    [("instant", "by mail at once"), ("daily", "daily digest"), ("none", "never comes by mail")],
)
def test_it_says_what_it_brings(frequency, words, things, bob, as_user):
    digest_times.choose(user=bob, frequency=frequency, weekday=0, hour=8)
    response = as_user(bob).post(to("en", "item", things["item"][0]), {"follow": "yes"})
    assert words in said(response)[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_who_had_to_sign_in_again_is_led_to_the_thing(kind, things, bob, as_user, client):
    address = to("en", kind, things[kind][0])
    response = as_user(bob).get(address, follow=True)
    assert response.status_code == 200
    assert things[kind][2]["en"] in response.content.decode()
    assert client.post(address)["Location"].startswith("/en/accounts/login/")
    assert Client(enforce_csrf_checks=True).post(address).status_code in {302, 403}
    assert not Subscription.objects.exists()


def test_what_one_may_not_see_cannot_be_followed(alice, bob, as_user):
    insider = factories.person("Insider")
    closed = factories.space("closed", is_open=False, members=[alice, insider])
    fact = factories.article(closed, en="Secret", author=insider)
    hidden = {"item": key_of(fact), "person": insider.pk, "space": "closed"}
    for kind, argument in hidden.items():
        for method in ("get", "post"):
            assert getattr(as_user(bob), method)(to("en", kind, argument), {"follow": "yes"}).status_code == 404, kind
        assert as_user(alice).post(to("en", kind, argument), {"follow": "yes"}).status_code == 302, kind
    assert not Subscription.objects.filter(user=bob).exists()
    fact.made["en"].unpublish()
    insider.is_active = False
    insider.save()
    for kind in ("item", "person"):
        assert as_user(alice).post(to("en", kind, hidden[kind]), {"follow": "yes"}).status_code == 404, kind


def test_nobody_follows_themselves(quality, alice, as_user):
    Membership.objects.create(user=alice, space=quality)
    response = as_user(alice).post(to("en", "person", alice.pk), {"follow": "yes"})
    assert said(response) == ["You cannot follow yourself."]
    assert not Subscription.objects.exists()
    page = as_user(alice).get("/en/spaces/quality/members/").content.decode()
    assert to("en", "person", alice.pk) not in page


def buttons(client, address):
    """{where a button of the page leads: whether one follows}."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {
        form["action"]: form.button["aria-pressed"] == "true"
        for form in page.select("main form")
        if form.button and form.button.get("name") == "follow"
    }


def test_the_buttons_of_a_kept_page_are_each_ones_own(things, quality, alice, bob, as_user):
    page = factories.parents(quality)["en"]
    item = f"{page.url}callback/"
    mine = [to("en", kind, things[kind][0]) for kind in ("person", "item", "jurisdiction")]
    for _ in range(2):
        assert buttons(as_user(bob), item) == dict.fromkeys(mine, False)
    for address in mine:
        as_user(bob).post(address, {"follow": "yes"})
    assert buttons(as_user(bob), item) == dict.fromkeys(mine, True)
    assert buttons(as_user(alice), item) == dict.fromkeys(mine, False)
    assert buttons(as_user(bob), "/en/practices/?jurisdiction=ns") == {mine[2]: True}
    assert buttons(as_user(bob), f"/en/practices/?author={things['person'][0]}") == {mine[0]: True}
    assert buttons(as_user(bob), "/en/search/?q=callback&jurisdiction=ns") == {mine[2]: True}
    assert buttons(as_user(bob), "/en/search/?q=callback&jurisdiction=ns&jurisdiction=qc") == {}
    assert buttons(as_user(bob), "/en/practices/") == {}


def test_a_member_follows_a_space_without_having_asked(quality, alice, bob, as_user):
    Membership.objects.create(user=alice, space=quality)
    page = factories.parents(quality)["en"].url
    assert buttons(as_user(bob), page) == {to("en", "space", "quality"): False}
    way = f'href="/en/subscriptions/#space-{quality.pk}"'
    html = as_user(alice).get(page).content.decode()
    assert (way in html, "You follow" in html, "Muted" in html) == (True, True, False)
    subscriptions.follow(user=alice, space=quality, level="muted")
    html = as_user(alice).get(page).content.decode()
    assert (way in html, "Muted" in html) == (True, True)
    assert to("en", "person", alice.pk) in as_user(bob).get("/en/spaces/quality/members/").content.decode()


def test_what_is_muted_says_so_and_leads_to_where_that_is_chosen(things, quality, bob, as_user):
    page = f"{factories.parents(quality)['en'].url}callback/"
    for kind in ("item", "person", "jurisdiction"):
        subscriptions.follow(user=bob, level="muted", **things[kind][1])
    shown = BeautifulSoup(as_user(bob).get(page).content, "html.parser").main
    ways = {link["href"] for link in shown.select("a[href*='/subscriptions/#']")}
    assert ways == {f"/en/subscriptions/#{kind}-{things[kind][0]}" for kind in ("item", "person", "jurisdiction")}
    assert buttons(as_user(bob), page) == {}


def test_an_empty_space_can_be_followed(quality, bob, as_user):
    page = factories.parents(quality)["en"].url
    subscriptions.follow(user=bob, space=quality)
    assert buttons(as_user(bob), page) == {to("en", "space", "quality"): True}


def test_a_name_cannot_break_out_of_a_button(quality, alice, bob, as_user):
    odd = factories.person("Odd")
    odd.last_name = '"--><script>x</script>'
    odd.save()
    fact = factories.article(quality, en="Odd one", author=odd)
    for _ in range(2):
        html = as_user(bob).get(fact.made["en"].url).content.decode()
        assert "<script>x" not in html
        assert html.count(to("en", "person", odd.pk)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_followed_brings_its_items(kind, things, quality, bob):
    _argument, target, _names = things[kind]
    subscriptions.follow(user=bob, delivery=Frequency.DAILY, **target)
    fact = quality.articles.get()
    subject = matching.subject_of(fact, fact.pages.first().translation_key)
    way = matching.ways(subject)[bob.pk]
    assert (way.channel, way.reason) == (
        "daily", {"item": "item", "person": "person", "jurisdiction": "jurisdiction", "space": "followed"}[kind],
    )  # fmt: skip
    assert Reader.objects.get(user=bob).is_daily
    subscriptions.follow(user=bob, level="muted", **target)
    assert bob.pk not in matching.ways(subject)


def test_follows_of_items_that_are_gone_are_dropped(things, bob):
    subscriptions.follow(user=bob, **things["item"][1])
    subscriptions.follow(user=bob, **things["person"][1])
    assert subscriptions.drop_gone() == 0
    for page in Page.objects.filter(translation_key=things["item"][0]):
        page.specific.delete()
    assert (subscriptions.drop_gone(), subscriptions.drop_gone()) == (1, 0)
    assert [row.kind for row in bob.subscriptions.all()] == ["person"]
