"""All one follows on one page: seen, changed and ended there, and what changes with it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from spaces.models import Delivery, Frequency, Jurisdiction, Membership, Reader
from spaces.services import deliveries, digest_times, subscriptions
from tests import factories
from tests.spaces.delivering import key_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 9, 15, tzinfo=UTC)
PAGE = {"fr": "/fr/abonnements/", "en": "/en/subscriptions/"}
DIGEST = {"frequency": "weekly", "weekday": 0, "hour": 8, "paused_until": ""}


@pytest.fixture
def mine(quality, alice):
    """What Alice follows, of each kind: {kind: (the anchor of its row, the thing)}."""
    Membership.objects.create(user=alice, space=quality)
    author, topic = factories.person("Author"), factories.topic()
    network = factories.space("network", fr="Réseau", en="Network")
    fact = factories.article(quality, fr="Le rappel", en="The callback", author=author, topics=[topic])
    place = Jurisdiction.objects.get(code="ns")
    for target in ({"topic": topic}, {"space": network}, {"key": key_of(fact)}, {"person": author},
                   {"jurisdiction": place}):  # fmt: skip
        subscriptions.follow(user=alice, **target)
    return {
        "topic": (f"topic-{topic.pk}", topic), "member": (f"space-{quality.pk}", quality),
        "space": (f"space-{network.pk}", network), "item": (f"item-{key_of(fact)}", fact),
        "person": (f"person-{author.pk}", author), "jurisdiction": (f"jurisdiction-{place.pk}", place),
    }  # fmt: skip


def page_of(response):
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def options(page, name):
    return [option["value"] for option in page.select(f"[name={name}] option")]


NAMES = {
    "fr": ["Rappel", "Qualité", "Réseau", "Le rappel", "Author Test"],
    "en": ["Callback", "Quality", "Network", "The callback", "Author Test"],
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_stands_on_it_with_what_may_be_chosen(language, mine, alice, as_user):
    page = page_of(as_user(alice).get(PAGE[language]))
    assert [row.select_one(".what a").get_text() for row in page.select(".follows li")][:5] == NAMES[language]
    levels = {
        "topic": ["all", "official", "mentions", "muted"], "member": ["all", "official", "mentions", "muted"],
        "space": ["all", "official", "mentions", "muted"], "item": ["all", "muted"],
        "person": ["all", "official", "muted"], "jurisdiction": ["all", "muted"],
    }  # fmt: skip
    for kind, values in levels.items():
        anchor = mine[kind][0]
        assert options(page, f"{anchor}-level") == values, kind
        assert options(page, f"{anchor}-delivery") == ["", "instant", "daily", "weekly", "none"]
    stops = {button["value"] for button in page.select("[name=stop]")}
    assert stops == {anchor for kind, (anchor, _thing) in mine.items() if kind != "member"}
    rest = {"fr": "Comme le reste (une fois par semaine)", "en": "As the rest (once a week)"}[language]
    assert page.select_one("[name$=delivery] option").get_text() == rest


def test_all_of_it_is_saved_at_once(mine, alice, as_user):
    given = {f"{mine['topic'][0]}-level": "official", f"{mine['topic'][0]}-delivery": "instant",
             f"{mine['member'][0]}-level": "mentions", f"{mine['person'][0]}-delivery": "none"}  # fmt: skip
    response = as_user(alice).post(PAGE["en"], {**DIGEST, "frequency": "daily", **given})
    assert (response.status_code, response["Location"]) == (302, PAGE["en"])
    rows = {(row.kind, row.level, row.delivery) for row in alice.subscriptions.all()}
    assert rows == {
        ("topic", "official", "instant"), ("space", "mentions", ""), ("space", "all", ""), ("key", "all", ""),
        ("person", "all", "none"), ("jurisdiction", "all", ""),
    }  # fmt: skip
    assert Reader.objects.get(user=alice).frequency == Frequency.DAILY


def test_what_was_not_changed_is_not_touched(mine, alice, as_user):
    before = list(alice.subscriptions.values().order_by("pk")), Reader.objects.values().get(user=alice)
    page = page_of(as_user(alice).get(PAGE["en"]))
    sent = {field["name"]: (field.select_one("[selected]") or field.option)["value"] for field in page.select("select")}
    sent |= {"frequency": page.select_one("[name=frequency][checked]")["value"], "paused_until": ""}
    sent |= {box["name"]: box.get("value", "on") for box in page.select("form input[type=checkbox][checked]")}
    as_user(alice).post(PAGE["en"], sent)
    assert (list(alice.subscriptions.values().order_by("pk")), Reader.objects.values().get(user=alice)) == before


def test_what_is_wrong_is_said_and_all_that_was_typed_stays(mine, alice, as_user):
    topic, person = mine["topic"][0], mine["person"][0]
    given = {f"{topic}-level": "muted", f"{person}-level": "mentions", "stop": mine["item"][0]}
    response = as_user(alice).post(PAGE["en"], {**DIGEST, "paused_until": "2020-01-01", **given})
    page = page_of(response)
    assert page.select_one(f"[name={topic}-level] [selected]")["value"] == "muted"
    assert page.select_one("[name=paused_until]")["value"] == "2020-01-01"
    assert page.select_one(f"[name={person}-level]")["aria-invalid"] == "true"
    assert f"#{person}" in {link["href"] for link in page.select(".errors a")}
    assert alice.subscriptions.filter(level="all").count() == 5


def test_one_row_is_ended_and_the_rest_is_saved(mine, alice, as_user):
    given = {"stop": mine["person"][0], f"{mine['topic'][0]}-delivery": "daily"}
    response = as_user(alice).post(PAGE["en"], {**DIGEST, **given}, follow=True)
    assert "You no longer follow “Author Test”." in response.content.decode()
    assert not alice.subscriptions.filter(person=mine["person"][1]).exists()
    assert alice.subscriptions.get(topic=mine["topic"][1]).delivery == "daily"
    as_user(alice).post(PAGE["en"], {**DIGEST, "stop": mine["member"][0]})
    assert page_of(as_user(alice).get(PAGE["en"])).find(id=mine["member"][0]), "a member follows as one"
    as_user(alice).post(PAGE["en"], {**DIGEST, "stop": "topic-999"})
    assert alice.subscriptions.count() == 4


def test_what_may_no_longer_be_seen_is_not_there_and_comes_back_with_the_right(mine, alice, as_user):
    _anchor, network = mine["space"]
    network.is_open = False
    network.save()
    mine["item"][1].made["en"].unpublish()
    mine["item"][1].made["fr"].unpublish()
    mine["person"][1].is_active = False
    mine["person"][1].save()
    given = {f"{mine[kind][0]}-level": "muted" for kind in ("space", "item", "person")}
    as_user(alice).post(PAGE["en"], {**DIGEST, **given, "stop": mine["space"][0]})
    html = as_user(alice).get(PAGE["en"]).content.decode()
    assert [name for name in ("Network", "The callback", "Author Test") if name in html] == []
    Membership.objects.create(user=alice, space=network)
    assert page_of(as_user(alice).get(PAGE["en"])).find(id=mine["space"][0]).select_one("[selected]")["value"] == "all"


@time_machine.travel(NOW, tick=False)
def test_what_waits_comes_as_it_is_asked_for_from_then_on(mine, quality, alice, as_user):
    fact = mine["item"][1]
    deliveries.queue("article", fact.pk)
    row = Delivery.objects.get(user=alice)
    assert (row.channel, row.reason, row.state) == ("weekly", "item", "queued")
    item = mine["item"][0]
    as_user(alice).post(PAGE["en"], {**DIGEST, f"{item}-delivery": "daily"})
    row.refresh_from_db()
    assert (row.channel, row.state, Reader.objects.get(user=alice).is_daily) == ("daily", "queued", True)
    as_user(alice).post(PAGE["en"], {**DIGEST, "stop": item, f"{mine['topic'][0]}-level": "muted"})
    row.refresh_from_db()
    assert row.state == "withdrawn"


@time_machine.travel(NOW, tick=False)
def test_muted_for_a_while_is_over_by_itself(mine, alice, as_user):
    as_user(alice).post(PAGE["en"], {**DIGEST, "paused_until": "2026-11-30"})
    reader = Reader.objects.get(user=alice)
    assert (str(reader.paused_until), reader.next_digest_at >= NOW + timedelta(days=20)) == ("2026-11-30", True)
    assert page_of(as_user(alice).get(PAGE["en"])).select_one("[name=paused_until]")["value"] == "2026-11-30"


def test_who_follows_nothing_is_told_where_to_begin(bob, as_user):
    page = page_of(as_user(bob).get(PAGE["en"]))
    assert "You follow no topic yet." in page.get_text()
    assert {"/en/topics/", "/en/spaces/", "/en/practices/"} <= {link["href"] for link in page.select("a")}
    as_user(bob).post(PAGE["en"], DIGEST)
    assert digest_times.of(bob).next_digest_at is not None or not Reader.objects.filter(user=bob).exists()


def test_nobody_else_opens_it(client):
    assert client.get(PAGE["en"])["Location"].startswith("/en/accounts/login/")


@pytest.mark.parametrize("count", [1, 5, 50])
def test_fifty_rows_cost_what_one_does(count, quality, alice, as_user, django_assert_num_queries):
    for number in range(count):
        author = factories.person(f"Author{number}")
        Membership.objects.create(user=author, space=quality)
        place = Jurisdiction.objects.create(code=f"j{number}", name_fr="J", name_en="J", order="provincial")
        fact = factories.article(quality, en=f"Practice {number}") if number < 5 else None
        targets = [{"topic": factories.topic(f"t{number}")}, {"person": author}, {"jurisdiction": place}]
        for target in [*targets, *([{"key": key_of(fact)}] if fact else [])]:
            alice.subscriptions.create(**target)
    client = as_user(alice)
    client.get(PAGE["en"])
    with django_assert_num_queries(13):
        page = page_of(client.get(PAGE["en"]))
    assert len(page.select(".follows li")) == count * 3 + min(count, 5)
