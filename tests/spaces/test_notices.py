"""Notices on the site: what reached somebody, by day, and how many are unread beside the bell of every page."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cms.models import User
from spaces.models import Delivery, DeliveryState, Membership, Occasion, Reader
from spaces.services import deliveries, memberships, subscriptions
from tests import factories
from tests.spaces import many

BELL = re.compile(r'<a class="tool" href="/(?:en/notices|fr/avis)/".*?<span class="vh">([^<]+)</span>')
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)  # a Friday


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def reader(alice, quality):
    memberships.grant(user=alice, space=quality)
    Reader.objects.filter(user=alice).update(covered_until=NOW - timedelta(days=400))
    return alice


def told(fact):
    """The rows of a fact, written as the worker writes them."""
    deliveries.queue(fact._meta.model_name, fact.pk)
    return fact


def titles(client, query=""):
    html = client.get(f"/en/notices/{query}").content.decode()
    return re.findall(r'<h3><a href="[^"]+"[^>]*>([^<]+)</a>', html)


def bell(client, address="/en/topics/"):
    """What a screen reader is told beside the bell."""
    return BELL.search(client.get(address).content.decode())[1]


def test_what_waits_for_a_digest_is_there_at_once_and_why(reader, quality, as_user):
    told(factories.article(quality, fr="Rappel", en="Callback", topics=[factories.topic()]))
    html = as_user(reader).get("/en/notices/").content.decode()
    assert Delivery.objects.get().state == DeliveryState.QUEUED
    assert '<a href="/en/quality/callback/">Callback</a>' in html
    for words in (
        "Summary.",
        "Today",
        "Friday, November\xa020",
        "You are a member of “Quality”.",
        "Mark as read",
        "Callback</span>",
    ):
        assert words in html
    assert "Official" not in html


def test_an_item_of_the_other_language_is_labelled(reader, quality, as_user):
    told(factories.article(quality, fr="Rappel"))
    html = as_user(reader).get("/en/notices/").content.decode()
    assert re.search(
        r'<a href="/en/untranslated/\d+/rappel/" lang="fr">Rappel</a>.*?<span class="chip">In French</span>', html
    )


def test_official_content_and_occasions_are_said(reader, quality, as_user):
    told(factories.announcement(quality, is_must_read=True))
    told(factories.announcement(quality, fr="Avis", en="Word"))
    meeting = factories.meeting(quality, starts=NOW + timedelta(days=3), en="Gathering").made["en"]
    way = deliveries.matching.Way("weekly", "space", quality.pk)
    item = factories.article(quality, fr="Rappel", en="Callback").made["en"]
    rows = [(meeting, Occasion.AHEAD), (item, Occasion.TRANSLATED)]
    rows = [deliveries.row(reader.pk, page.translation_key, quality.pk, way, occasion=one) for page, one in rows]
    deliveries.write(rows, now=NOW)
    html = as_user(reader).get("/en/notices/").content.decode()
    assert html.count("Must read") == 1
    assert html.count("Official") == 2
    assert "Monday, November\xa023, 10\xa0a.m.\xa0(ET)" in html
    assert "Now in English" in html
    assert bell(as_user(reader)) == "4 unread notices"


@pytest.mark.database
def test_days_are_those_of_the_readers_own_clock(reader, quality, as_user):
    told(factories.article(quality, fr="Un", en="One"))
    Delivery.objects.update(queued_at=datetime(2026, 11, 20, 3, 30, tzinfo=UTC))  # in Toronto, still Thursday
    assert "Yesterday" in as_user(reader).get("/en/notices/").content.decode()
    User.objects.update(time_zone="America/St_Johns")
    assert "Today" in as_user(reader).get("/en/notices/").content.decode()
    Delivery.objects.update(queued_at=datetime(2025, 3, 1, 12, tzinfo=UTC))
    html = as_user(reader).get("/fr/avis/").content.decode()
    assert "Le samedi 1<sup>er</sup>\xa0mars 2025" in html


@pytest.mark.database
def test_one_is_read_and_one_is_back_at_the_same_place(reader, quality, as_user):
    one = told(factories.article(quality, fr="Un", en="One"))
    told(factories.article(quality, fr="Deux", en="Two"))
    client, row = as_user(reader), Delivery.objects.get(key=one.made["en"].translation_key)
    response = client.post(f"/en/notices/{row.pk}/read/", {"next": "/en/notices/?show=all&after=1_1"})
    assert response["Location"] == "/en/notices/?show=all&after=1_1"
    assert titles(client) == ["Two"]
    assert sorted(titles(client, "?show=all")) == ["One", "Two"]
    assert bell(client) == "1 unread notice"
    assert bell(client, "/fr/themes/") == "1 avis non lu"


def test_a_get_marks_nothing_and_nobody_marks_for_another(reader, quality, bob, as_user):
    told(factories.article(quality, fr="Un", en="One"))
    address = f"/en/notices/{Delivery.objects.get().pk}/read/"
    assert as_user(reader).get(address)["Location"] == as_user(reader).get("/en/notices/read/")["Location"]
    assert as_user(bob).post(address).status_code == 404
    assert titles(as_user(reader)) == ["One"]


def test_all_is_what_was_on_the_page(reader, quality, as_user, clock):
    told(factories.article(quality, fr="Un", en="One"))
    client = as_user(reader)
    until = re.search(r'name="until" value="([^"]+)"', client.get("/en/notices/").content.decode())[1]
    clock.shift(timedelta(minutes=5))
    told(factories.article(quality, fr="Deux", en="Two"))
    Delivery.objects.filter(read_at=None).order_by("-pk")[:1].get()
    client.post("/en/notices/read/", {"until": until})
    assert titles(client) == ["Two"]
    client.post("/en/notices/read/", {"until": "2026-99-99T00:00:00Z"})
    assert titles(client) == []
    html = client.get("/en/notices/").content.decode()
    assert "You have read everything" in html
    assert bell(client) == "Notices"


def test_opening_the_item_by_any_way_reads_all_that_told_of_it(reader, quality, as_user, django_assert_num_queries):
    fact = told(factories.article(quality, fr="Rappel", en="Callback"))
    client = as_user(reader)
    address = fact.made["fr"].url
    as_user(factories.person("Bob")).get(address)  # it is kept by now
    assert bell(client) == "1 unread notice"
    assert bell(client, address) == "Avis"
    assert Delivery.objects.get().read_at == NOW
    client.get(address)
    for one in (client, as_user(factories.person("Carol"))):  # as of somebody whom nothing ever reached
        one.get(address)
        with django_assert_num_queries(5):
            one.get(address)


def test_what_one_may_not_see_any_more_is_neither_there_nor_counted(alice, identity, as_user):
    Reader.objects.filter(user=alice).update(covered_until=NOW - timedelta(days=400))
    memberships.grant(user=alice, space=identity)
    Reader.objects.update(covered_until=NOW - timedelta(days=400))
    told(factories.article(identity, fr="Secret", en="Secret word"))
    client = as_user(alice)
    assert (titles(client), bell(client)) == (["Secret word"], "1 unread notice")
    Membership.objects.filter(user=alice).update(starts_on=NOW - timedelta(days=9), ends_on=NOW - timedelta(days=1))
    assert bell(client) == "Notices"
    assert titles(client, "?show=all") == []
    memberships.grant(user=alice, space=identity)
    assert bell(client) == "1 unread notice"


def test_an_item_that_is_gone_or_unpublished_is_not_counted(reader, quality, as_user):
    fact = told(factories.article(quality, fr="Un", en="One"))
    gone = told(factories.announcement(quality))
    client = as_user(reader)
    assert bell(client) == "2 unread notices"
    for page in fact.made.values():
        page.unpublish()
    for page in gone.made.values():
        page.delete()
    assert bell(client) == "Notices"


@pytest.mark.database
def test_what_is_withdrawn_is_not_counted_and_counts_again_with_the_next_follow(reader, quality, as_user):
    told(factories.article(quality, fr="Un", en="One"))
    client = as_user(reader)
    assert bell(client) == "1 unread notice"
    subscriptions.follow(user=reader, space=quality, level="muted")
    assert bell(client) == "Notices"
    assert titles(client, "?show=all") == []


def test_a_reason_that_is_gone_is_not_named(reader, quality, as_user):
    told(factories.article(quality, fr="Un", en="One"))
    Delivery.objects.update(reason="topic", about=10**6)
    assert "You follow" not in as_user(reader).get("/en/notices/").content.decode()


def test_above_ninety_nine_the_figure_stops_and_the_words_go_on(reader, quality, as_user):
    many.practices(quality, 120)
    for fact in quality.articles.all():
        told(fact)
    html = as_user(reader).get("/en/notices/").content.decode()
    assert '<span class="count" aria-hidden="true">99+</span><span class="vh">120 unread notices</span>' in html


def test_pages_follow_one_another_and_the_last_costs_what_the_first_does(
    reader, quality, as_user, django_assert_num_queries
):
    many.practices(quality, 45)
    for fact in quality.articles.all():
        told(fact)
    client = as_user(reader)
    first = client.get("/en/notices/").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    pages = [titles(client), titles(client, older), titles(client, "?last=1")]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({title for page in pages for title in page}) == 45
    for query in ("", "?last=1"):
        with django_assert_num_queries(11):
            client.get(f"/en/notices/{query}")


@pytest.mark.parametrize("count", [1, 5, 50])
def test_as_many_queries_for_fifty_as_for_one(count, reader, quality, as_user, django_assert_num_queries):
    many.practices(quality, count, topics=[factories.topic()])
    many.announcements(quality, count)
    for fact in [*quality.articles.all(), *quality.announcements.all()]:
        told(fact)
    for row in Delivery.objects.all():  # the two kinds by turns, so that a page holds both
        Delivery.objects.filter(pk=row.pk).update(queued_at=NOW - timedelta(minutes=row.pk % count))
    client = as_user(reader)
    for _ in range(2):
        client.get("/en/notices/")
    for query in ("", "?show=all"):
        with django_assert_num_queries(12):
            client.get(f"/en/notices/{query}")


@pytest.mark.parametrize("number", [0, 3])
def test_the_number_costs_no_query(number, reader, quality, as_user, django_assert_num_queries):
    for name in range(number):
        told(factories.article(quality, en=f"Item {name}"))
    client = as_user(reader)
    client.get("/en/topics/")
    client.get("/en/topics/")
    with django_assert_num_queries(5):
        client.get("/en/topics/")
