"""Less of one thing by the link beside each line of a mail: asked by GET, done by POST, without signing in."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.models import User
from search import saved
from spaces.models import Delivery, Jurisdiction, Membership, Reader, Subscription
from spaces.services import digest_times, joining, subscriptions
from tests import factories
from tests.spaces.delivering import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def targets(quality, alice):
    """{kind: what a mail names}, all of which Alice has at once."""
    Membership.objects.create(user=alice, space=quality)
    author, topic = factories.person("Author"), factories.topic()
    network = factories.space("network", fr="Réseau", en="Network")
    fact = factories.article(quality, fr="Le rappel", en="The callback", author=author)
    place = Jurisdiction.objects.get(code="ns")
    for target in ({"topic": topic}, {"space": network}, {"key": key_of(fact)}, {"person": author},
                   {"jurisdiction": place}):  # fmt: skip
        subscriptions.follow(user=alice, **target)
    search, _is_new = saved.save(user=alice, text="rappel", query="", alerts=True)
    digest_times.choose(user=alice, frequency="instant", weekday=0, hour=8)
    return {
        "topic": f"topic-{topic.pk}", "space": f"space-{quality.pk}", "followed": f"followed-{network.pk}",
        "item": f"item-{key_of(fact)}", "person": f"person-{author.pk}", "jurisdiction": f"jurisdiction-{place.pk}",
        "search": f"search-{search.pk}", "mention": "mention-0",
    }  # fmt: skip


def way(user, target):
    with translation.override(user.language):
        return reverse("less", args=[digest_times.token_of(user), target])


def steps(response):
    return [button["value"] for button in BeautifulSoup(response.content, "html.parser").select("[name=step]")]


def said(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split()).replace("\u00a0", " ")


def standing(user):
    """All somebody has asked for, so that a test can tell it did not change."""
    return (
        list(user.subscriptions.order_by("pk").values()),
        list(user.saved_searches.values("delivery", "alerts_since")),
        Reader.objects.values().get(user=user),
    )


DOWN = ["daily", "weekly", "none"]
OFFERED = {
    "topic": [*DOWN, "official", "nothing"], "space": [*DOWN, "official", "nothing"],
    "followed": [*DOWN, "official", "nothing"], "item": [*DOWN, "nothing"], "person": [*DOWN, "official", "nothing"],
    "jurisdiction": [*DOWN, "nothing"], "search": [*DOWN, "nothing"],
    "mention": DOWN,
}  # fmt: skip
NAMES = {
    "fr": {"topic": "Rappel", "space": "Qualité", "followed": "Réseau", "item": "Le rappel", "person": "Author Test",
           "jurisdiction": "Nouvelle-Écosse", "search": "rappel", "mention": "Ce qui me mentionne"},
    "en": {"topic": "Callback", "space": "Quality", "followed": "Network", "item": "The callback",
           "person": "Author Test", "jurisdiction": "Nova Scotia", "search": "rappel", "mention": "What names me"},
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", OFFERED)
def test_looking_asks_in_the_owners_language_and_changes_nothing(kind, language, targets, alice):
    User.objects.filter(pk=alice.pk).update(language=language)
    alice.refresh_from_db()
    before = standing(alice)
    response = Client(enforce_csrf_checks=True).get(way(alice, targets[kind]))
    assert (response.status_code, steps(response)) == (200, OFFERED[kind])
    assert BeautifulSoup(response.content, "html.parser").html["lang"] == f"{language}-CA"
    assert NAMES[language][kind] in said(response)
    assert {"fr": "Tout", "en": "Everything"}[language] in said(response)
    assert standing(alice) == before


@pytest.mark.parametrize("kind", OFFERED)
def test_each_step_down_holds_and_the_same_one_twice_is_one(kind, targets, alice):
    strict, address = Client(enforce_csrf_checks=True), way(alice, targets[kind])
    left = OFFERED[kind]
    for step in ("daily", "none"):
        for _ in range(2):
            response = strict.post(address, {"step": step})
            assert "It is noted" in said(response)
        left = left[left.index(step) + 1 :]
        assert steps(strict.get(address)) == left
    assert "Never by mail" in said(strict.get(address))
    if "nothing" not in OFFERED[kind]:
        return
    response = strict.post(address, {"step": "nothing"})
    assert ("Nothing" in said(response), steps(strict.get(address))) == (True, [])
    strict.post(address, {"step": "weekly"})
    assert steps(strict.get(address)) == [], "an old link brings nothing back"


@pytest.mark.parametrize(("language", "words"), [("fr", "Plus rien sur cette page"), ("en", "Nothing about this page")])
def test_an_item_one_had_without_following_it_may_be_silenced(language, words, targets, alice, bob, quality):
    """As when it is told that it can be read in one's language now."""
    User.objects.filter(pk=bob.pk).update(language=language)
    bob.refresh_from_db()
    key = key_of(factories.article(quality, fr="Le rappel", en="The callback"))
    address = way(bob, f"item-{key}")
    assert steps(Client().get(address)) == [], "what never came has no less"
    Delivery.objects.create(user=bob, key=key, space=quality, reason="before", occasion="translated")
    response = Client().get(address)
    assert (steps(response), words in said(response)) == (["nothing"], True)
    Client().post(address, {"step": "nothing"})
    assert [(row.key, row.level) for row in bob.subscriptions.all()] == [(key, "muted")]
    assert steps(Client().get(address)) == []


def test_nothing_is_no_follow_but_of_a_space_one_is_in(targets, quality, alice):
    for target in targets.values():
        Client().post(way(alice, target), {"step": "nothing"})
    assert [(row.kind, row.target, row.level) for row in alice.subscriptions.all()] == [("space", quality.pk, "muted")]
    assert [row.alerts_since for row in alice.saved_searches.all()] == [None]


def test_official_content_only_is_kept_with_how_soon_it_comes(targets, alice):
    address = way(alice, targets["topic"])
    Client().post(address, {"step": "weekly"})
    Client().post(address, {"step": "official"})
    row = alice.subscriptions.exclude(topic=None).get()
    assert (row.level, row.delivery) == ("official", "weekly")
    assert steps(Client().get(address)) == ["none", "nothing"]


@pytest.mark.parametrize("step", ["", "all", "instant", "everything", "x" * 500])
def test_no_step_that_brings_more_is_taken(step, targets, alice):
    Client().post(way(alice, targets["topic"]), {"step": "daily"})
    before = standing(alice)
    assert Client().post(way(alice, targets["topic"]), {"step": step}).status_code == 200
    assert standing(alice) == before


@pytest.mark.parametrize(
    "target",
    ["topic-999999", "topic-", "topic-x", "topic-1-2", "topic-" + "9" * 30, "place-1", "item-12", f"item-{uuid.UUID(int=1)}",
     "search-999999", "space-0", "followed-999999", "x", "topic-²"],
)  # fmt: skip
def test_what_is_made_up_leads_nowhere(target, targets, alice):
    assert {Client().get(way(alice, target)).status_code, Client().post(way(alice, target)).status_code} == {404}


def test_a_token_that_is_made_up_leads_nowhere(targets, alice):
    address = way(alice, targets["topic"])
    spoilt = address.replace(digest_times.token_of(alice), "x")
    assert Client().post(spoilt, {"step": "none"}).status_code == 404
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert Client().post(address, {"step": "none"}).status_code == 404


def test_what_its_owner_may_not_see_any_more_leads_nowhere(targets, quality, alice, bob):
    addresses = {kind: way(alice, targets[kind]) for kind in ("space", "item", "person", "topic")}
    alice.memberships.all().delete()
    quality.is_open = False
    quality.save()
    factories.topic().delete()
    for kind, address in addresses.items():
        response = Client().get(address)
        assert (kind, response.status_code) == (kind, 404)
        assert "Quality" not in response.content.decode()
    search = way(bob, targets["search"])
    assert Client().post(search, {"step": "nothing"}).status_code == 404, "somebody else’s"


def test_a_person_who_left_is_not_told_of(targets, alice):
    User.objects.filter(first_name="Author").update(is_active=False)
    assert Client().get(way(alice, targets["person"])).status_code == 404


def test_leaving_a_space_ends_what_came_of_it_and_not_what_was_silenced(targets, quality, alice, bob):
    for person, level in ((alice, "official"), (bob, "muted")):
        joining.join(user=person, space=quality)
        subscriptions.follow(user=person, space=quality, level=level)
        joining.leave(user=person, space=quality)
    assert [row.user for row in Subscription.objects.filter(space=quality)] == [bob]


def test_who_has_left_a_space_has_nothing_less_to_ask(targets, quality, alice):
    alice.memberships.all().delete()
    response = Client().get(way(alice, targets["space"]))
    assert (response.status_code, steps(response)) == (200, [])
    assert not Subscription.objects.filter(user=alice, space=quality).exists()
