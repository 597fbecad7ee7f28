"""Atom feeds: what is new on a topic or in a space, asked as the person whose key is in the address."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.models import User
from spaces.models import FeedKey
from spaces.services import feeds, lifecycle, memberships, subscriptions
from tests import factories
from tests.spaces import many

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def address(feed_key, kind="space", code="quality", language="en"):
    with translation.override(language):
        return reverse(f"{kind}_feed", args=[feed_key.token, code])


def read(where):
    """A feed as a program that is not signed in reads it."""
    response = Client().get(where)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314  our own words


def titles(where):
    return [entry.findtext(f"{ATOM}title") for entry in read(where).iter(f"{ATOM}entry")]


def test_a_feed_is_atom_in_the_language_of_its_address(feed_key, alice, quality):
    topic = factories.topic()
    fact = factories.article(quality, fr="Rappel", en="Callback", topics=[topic], author=alice, days_ago=1)
    feed = read(address(feed_key, "topic", "callback"))
    assert feed.get(LANG) == "en-CA"
    assert feed.findtext(f"{ATOM}title").startswith("Callback – ")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/en/topics/callback/",
        "self": "http://testserver" + address(feed_key, "topic", "callback"),
    }
    (entry,) = feed.iter(f"{ATOM}entry")
    said = {name: entry.findtext(f"{ATOM}{name}") for name in ("title", "summary", "id", "published")}
    assert said == {
        "title": "Callback", "summary": "Summary.", "id": f"urn:uuid:{fact.made['en'].translation_key}",
        "published": "2026-11-19T15:00:00+00:00",
    }  # fmt: skip
    assert entry.findtext(f"{ATOM}updated") == "2026-11-20T15:00:00+00:00" == feed.findtext(f"{ATOM}updated")
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/en/quality/callback/"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Alice Test"
    assert entry.find(f"{ATOM}category").get("term") == "Callback"


def test_both_languages_are_one_item(feed_key, quality):
    factories.article(quality, fr="Rappel", en="Callback")
    french, english = (read(address(feed_key, language=language)) for language in ("fr", "en"))
    ids = [feed.find(f"{ATOM}entry/{ATOM}id").text for feed in (french, english)]
    assert ids[0] == ids[1]
    assert french.get(LANG) == "fr-CA"
    assert french.findtext(f"{ATOM}entry/{ATOM}title") == "Rappel"
    assert french.findtext(f"{ATOM}id") != english.findtext(f"{ATOM}id")
    assert re.fullmatch(r"/fr/fils/[\w.-]{40,}/espaces/quality\.xml", address(feed_key, language="fr"))


def test_what_is_in_one_language_is_labelled(feed_key, quality):
    factories.article(quality, fr="Rappel : dès aujourd’hui", other_summary="Callback, in short.")
    entry = read(address(feed_key)).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Rappel\xa0: dès aujourd’hui [in French]"
    assert (entry.get(LANG), entry.find(f"{ATOM}summary").get(LANG)) == ("fr-CA", "en-CA")
    assert entry.findtext(f"{ATOM}summary") == "Callback, in short."
    assert "/en/untranslated/" in entry.find(f"{ATOM}link").get("href")


def test_a_space_brings_announcements_and_meetings_besides_the_newest_first(feed_key, quality, clock):
    factories.article(quality, fr="Un", en="One", days_ago=2)
    factories.announcement(quality, fr="Deux", en="Two")
    clock.shift(timedelta(hours=1))
    factories.meeting(quality, en="Three", starts=NOW + timedelta(days=3))
    User.objects.update(time_zone="America/Halifax")
    feed = read(address(feed_key))
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Three", "Two", "One"]
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == "Monday, November\xa023, 2026, 11\xa0a.m.\xa0(AT) – Summary."


def test_what_xml_cannot_write_is_left_out(feed_key, quality):
    fact = factories.article(quality, en="One")
    page = fact.made["en"]
    type(page).objects.filter(pk=page.pk).update(title="A <b>\x08&\x1b</b>", summary="\x01]]>")
    assert titles(address(feed_key)) == ["A <b>&</b>"]


@pytest.mark.parametrize("count", [1, 5, 50])
def test_as_many_queries_for_fifty_as_for_one(count, feed_key, quality, django_assert_num_queries):
    many.practices(quality, count, topics=[factories.topic()])
    many.announcements(quality, count)
    many.meetings(quality, count)
    client, where = Client(), address(feed_key)
    for _ in range(2):
        assert client.get(where).content.count(b"<entry") == min(50, 2 * count)  # those of meetings were not published
    with django_assert_num_queries(10):
        client.get(where)


def test_what_has_not_changed_is_not_made_again(feed_key, quality, django_assert_num_queries):
    factories.article(quality, en="One")
    client, where = Client(), address(feed_key)
    first = [client.get(where) for _ in range(2)][1]
    assert (first["Cache-Control"], first["Content-Type"]) == ("private", "application/atom+xml; charset=utf-8")
    assert not client.cookies
    with django_assert_num_queries(4):
        again = client.get(where, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    since = client.get(where, headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    factories.article(quality, en="Two")
    assert client.get(where, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_change_of_rights_changes_the_feed(feed_key, alice, closed, leads):
    factories.article(closed, en="Secret", topics=[factories.topic()])
    client, where = Client(), address(feed_key, "topic", "callback")
    first = client.get(where)
    assert b"Secret" in first.content
    memberships.end(user=alice, space=closed, role="member")
    after = client.get(where, headers={"if-none-match": first["ETag"]})
    assert (after.status_code, b"Secret" in after.content) == (200, False)


def test_nothing_is_opened_that_its_owner_may_not_read_and_all_is_answered_alike(
    feed_key, alice, bob, nadia, closed, quality, leads
):
    where = address(feed_key, "space", "closed")
    factories.article(closed, en="Secret")
    assert titles(where) == ["Secret"]
    feeds.renew(bob)
    stranger = address(feeds.key_of(bob), "space", "closed")
    nowhere = address(feed_key, "space", "nowhere"), address(feed_key, "topic", "nowhere")
    made_up = where.replace(feed_key.token, feed_key.token[:-1] + ("A" if feed_key.token[-1] != "A" else "B"))
    others = where.replace(feed_key.token, FeedKey(user_id=bob.pk, serial=9).token), where.replace(feed_key.token, "x")
    answers = [Client().get(one) for one in (stranger, *nowhere, made_up, *others)]
    memberships.end(user=alice, space=closed, role="member")
    answers.append(Client().get(where))
    lifecycle.remove(space=quality, by=nadia)
    answers.append(Client().get(address(feed_key)))
    User.objects.filter(pk=bob.pk).update(is_active=False)
    answers.append(Client().get(stranger.replace("closed", "quality")))
    assert {answer.status_code for answer in answers} == {404}
    plain = {
        re.sub(r"/(en|fr)/(feeds|fils)/[^\"<&]+|%2F(feeds|fils)%2F[^\"<&]+", "", one.content.decode())
        for one in answers
    }
    assert len(plain) == 1
    assert "Secret" not in plain.pop()


def test_new_addresses_end_the_old_ones_and_no_feeds_ends_all(alice, quality, as_user):
    memberships.grant(user=alice, space=quality)
    client, shown = as_user(alice), re.compile(r' readonly value="http://testserver([^"]+)"')
    assert shown.findall(client.get("/en/feeds/").content.decode()) == []

    def answers(*addresses):
        return [[Client().get(one).status_code for one in several] for several in addresses]

    client.post("/en/feeds/", {"act": "renew"})
    first = shown.findall(client.get("/en/feeds/").content.decode())
    assert [address.rpartition("/")[2] for address in first] == ["meetings.ics", "quality.xml"]
    assert answers(first) == [[200, 200]]
    client.post("/en/feeds/", {"act": "renew"})
    second = shown.findall(client.get("/en/feeds/").content.decode())
    assert answers(first, second) == [[404, 404], [200, 200]]
    client.post("/en/feeds/", {"act": "end"})
    client.post("/en/feeds/", {"act": "anything"})
    assert answers(second) == [[404, 404]]
    client.post("/en/feeds/", {"act": "renew"})
    third = shown.findall(client.get("/en/feeds/").content.decode())
    assert answers(first, second, third) == [[404, 404], [404, 404], [200, 200]]


def test_the_page_lists_what_one_follows_or_is_in_and_what_one_came_from(
    feed_key, alice, quality, closed, identity, as_user
):
    topic, other = factories.topic(), factories.topic("other", fr="Autre", en="Other")
    factories.space("hidden", fr="Caché", en="Hidden", is_open=False, is_listed=False)
    subscriptions.follow(user=alice, topic=topic)
    subscriptions.follow(user=alice, space=quality)
    listed = re.compile(r'<li class="field" id="([^"]+)">')
    found = listed.findall(as_user(alice).get("/en/feeds/").content.decode())
    assert found == ["topic-callback", "space-closed", "space-identity", "space-quality"]
    assert found == listed.findall(as_user(alice).get("/en/feeds/?topic=%00&space=%00").content.decode())
    found = listed.findall(as_user(alice).get(f"/en/feeds/?topic={other.code}&space=hidden").content.decode())
    assert found == ["topic-callback", "topic-other", "space-closed", "space-identity", "space-quality"]


@pytest.mark.parametrize("where", ["/en/topics/callback/", "/en/quality/", "/en/preferences/", "/en/subscriptions/"])
def test_the_pages_lead_to_feeds_and_hold_no_key(where, feed_key, alice, quality, as_user):
    factories.topic()
    html = as_user(alice).get(where).content.decode()
    assert 'href="/en/feeds/' in html
    assert feed_key.token not in html
