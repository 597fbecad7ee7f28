"""Every door of a closed space: shut to outsiders as if nothing were there, open to members; warm or cold."""

from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect

from search import documents, outbox
from search.engines import engine
from spaces.models import Space
from spaces.services import digests, subscriptions
from tests import factories
from tests.addresses import SIGN_IN
from tests.once import begin_with, made_once, taken_back

CANARIES = ("Zirconium", "zirconium")  # as it is written, and as addresses hold it
LANGUAGES = ("fr", "en")


def make_world(code, members, **facts):
    """A closed space whose every word is a canary, its topic, and one bilingual open article beside it."""
    topic = factories.topic()
    space = factories.space(code, fr="Groupe fermé", en="Closed group", is_open=False, members=members, **facts)
    said = {"summary_fr": "Zirconium en bref.", "summary_en": "Zirconium in short."}
    article = factories.article(space, fr="Plan Zirconium", en="Zirconium plan", topics=[topic], days_ago=1, **said)
    half = factories.article(
        space, fr="Zirconium seul", topics=[topic], other_summary="Zirconium alone.", **said
    )  # fmt: skip
    meeting = factories.meeting(space, fr="Réunion Zirconium", en="Zirconium meeting", kind="quarterly")
    announcement = factories.announcement(space, fr="Annonce Zirconium", en="Zirconium announcement")
    Space.objects.filter(pk=space.pk).update(kind="community")  # so that the home page could show its announcement
    outbox.drain()
    return SimpleNamespace(
        space=space, topic=topic, article=article, half=half, meeting=meeting, announcement=announcement
    )


made_alice, alice = made_once("alice", lambda: factories.person("Alice"))


def pytest_generate_tests(metafunc):
    """One of the two spaces is there at a time; `world` is each in its turn."""
    kinds = [kind for kind in ("closed", "hidden") if kind in metafunc.fixturenames]
    if "world" in metafunc.fixturenames and not kinds:
        metafunc.parametrize("made", ["closed", "hidden"], indirect=True, scope="module")
    else:
        begin_with(metafunc, "closed", "hidden", languages=None)


@pytest.fixture(autouse=True, scope="module")
def made(made_quality, made_alice, request):
    worlds = {"closed": {"code": "ferme"}, "hidden": {"code": "cache", "is_listed": False}}
    with taken_back():
        yield request.param and make_world(members=[made_alice], **worlds[request.param])


@pytest.fixture
def world(db, made):
    """Found by searching."""
    engine().rebuild(documents.build())
    return deepcopy(made)


@pytest.fixture
def closed(world):
    return world


@pytest.fixture
def hidden(world):
    return world


def page_doors(world):
    """Addresses of one thing inside the space: they answer 404 to an outsider."""
    doors = {}
    for fact in (world.article, world.meeting, world.announcement):
        for code, page in fact.made.items():
            doors[page.url] = page
            doors[reverse("lasting", args=[page.pk])] = page
            with translation.override("en" if code == "fr" else "fr"):
                doors[reverse("untranslated", args=[page.pk, page.slug])] = page
    french_only = world.half.made["fr"]
    doors[french_only.url] = french_only
    doors[reverse("lasting", args=[french_only.pk])] = french_only
    doors[french_only.url.replace("/fr/", "/en/")] = french_only  # its address under the other language's prefix
    with translation.override("en"):
        doors[reverse("untranslated", args=[french_only.pk, "anything"])] = french_only
    return list(doors)


def tab_doors(world):
    names = ("space_practices", "space_meetings", "space_announcements", "space_members")
    return [address for name in names for address in in_both(name, world.space.code)]


def list_doors(world):
    """Addresses that answer everyone, with what each may see."""
    lists = [address for name in ("articles", "meetings", "announcements") for address in in_both(name)]
    topics = in_both("topic", world.topic.code)
    filtered = [f"{address}?topic={world.topic.code}" for address in in_both("articles")]
    found = [f"{address}?q={word}" for address in in_both("search") for word in ("plan", "reunion", "annonce")]
    return ["/fr/", "/en/", *lists, *topics, *filtered, *found]


def in_both(name, *args):
    addresses = []
    for code in LANGUAGES:
        with translation.override(code):
            addresses.append(reverse(name, args=args))
    return addresses


def shows(client, address):
    """Whether a canary stands in the answer, or in an address on the way to it."""
    response = client.get(address, follow=True)
    places = response.content.decode() + "".join(step for step, _status in response.redirect_chain)
    return any(canary in places for canary in CANARIES)


def status(client, address):
    return client.get(address, follow=True).status_code


def warm(client, addresses):
    for address in addresses:
        client.get(address, follow=True)


def test_the_address_of_a_thing_inside_answers_an_outsider_as_a_missing_one(world, as_user, alice, bob):
    doors = [*page_doors(world), *tab_doors(world)]
    assert len(doors) == 3 * 6 + 4 + 8
    warm(as_user(alice), doors)  # what is kept for members must not open to others
    outsider = as_user(bob)
    assert {door: status(outsider, door) for door in doors} == dict.fromkeys(doors, 404)
    at_once = [door for door in doors if not door.startswith("/page/")]  # those try the language prefix first
    assert {door: outsider.get(door).status_code for door in at_once} == dict.fromkeys(at_once, 404)
    silent = [door for door in doors if "zirconium" not in door]  # nothing on the way may say more than one asked
    assert len(silent) == 7 + 1 + 8
    assert {door: shows(outsider, door) for door in silent} == dict.fromkeys(silent, False)
    missing = outsider.get("/en/no-such-page/").content.decode()
    refused = outsider.get(world.article.made["en"].url).content.decode()
    assert title_of(refused) == title_of(missing)
    assert "Zirconium" not in refused


def title_of(html):
    return html.partition("<h1>")[2].partition("</h1>")[0]


def test_its_members_find_every_door_open(world, as_user, alice, bob):
    doors = [*page_doors(world), *list_doors(world)]
    warm(as_user(bob), doors)
    insider = as_user(alice)
    assert {door: shows(insider, door) for door in doors} == dict.fromkeys(doors, True)


def test_no_list_names_what_is_inside_to_an_outsider(world, as_user, alice, bob):
    doors = list_doors(world)
    warm(as_user(alice), doors)
    outsider = as_user(bob)
    assert {door: shows(outsider, door) for door in doors} == dict.fromkeys(doors, False)


def test_a_closed_space_that_is_listed_shows_its_name_and_mandate_and_nothing_else(closed, as_user, alice, bob):
    pages = factories.parents(closed.space)
    as_user(alice).get(pages["en"].url)
    html = as_user(bob).get(pages["en"].url).content.decode()
    assert "Mandate Closed group" in html
    assert "What this space holds is for its members." in html
    assert "Zirconium" not in html
    assert "Mandat Groupe fermé" in as_user(bob).get(pages["fr"].url).content.decode()
    assert "Zirconium" in as_user(alice).get(pages["en"].url).content.decode()


def test_a_hidden_space_is_in_no_list_and_has_no_address_outside(hidden, as_user, alice, bob):
    addresses = [page.url for page in factories.parents(hidden.space).values()]
    names = {"/en/spaces/": "Closed group", "/fr/espaces/": "Groupe fermé"}
    insider, outsider = as_user(alice), as_user(bob)
    assert [insider.get(address).status_code for address in addresses] == [200, 200]
    assert [outsider.get(address).status_code for address in addresses] == [404, 404]
    assert [name in insider.get(address).content.decode() for address, name in names.items()] == [True, True]
    assert [name in outsider.get(address).content.decode() for address, name in names.items()] == [False, False]
    assert "Closed group" in as_user(alice).get("/en/search/?q=closed+group").content.decode()
    assert "Closed group" not in as_user(bob).get("/en/search/?q=closed+grou").content.decode()


def test_counts_of_a_topic_are_of_what_the_reader_may_open(closed, quality, as_user, alice, bob):
    factories.article(quality, en="Callback at noon", topics=[closed.topic])
    counted = {}
    for user in (alice, bob):
        topics = as_user(user).get("/en/topics/").context["topics"]
        counted[user.first_name] = {topic.code: topic.practices for topic in topics}
    assert counted == {"Alice": {"callback": 3}, "Bob": {"callback": 1}}
    assert as_user(alice).get("/en/practices/").content.decode().count('class="feed"') == 3
    assert as_user(bob).get("/en/practices/").content.decode().count('class="feed"') == 1


def test_the_digest_says_nothing_of_a_closed_space_to_an_outsider(closed, alice, bob):
    for user in (alice, bob):
        subscriptions.follow(user=user, topic=closed.topic)
        user.reader.covered_until = timezone.now() - timezone.timedelta(days=7)
        user.reader.next_digest_at = timezone.now()
        user.reader.save()
    digests.send_due()
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]
    assert "Zirconium" in mail.outbox[0].body


def test_a_visitor_who_is_not_signed_in_is_led_to_the_sign_in_page_from_every_door(closed, client):
    doors = [*page_doors(closed), *tab_doors(closed), *list_doors(closed), "/en/spaces/", "/en/topics/"]
    answers = {door: client.get(door) for door in doors}
    assert {answer.status_code for answer in answers.values()} == {302}
    led_to = {answer["Location"].partition("?next=")[0] for answer in answers.values()}
    assert led_to <= set(SIGN_IN.values())
    assert not any("Zirconium" in answer.content.decode() for answer in answers.values())


def test_an_account_that_was_closed_reads_nothing_more(closed, as_user, alice):
    client = as_user(alice)
    assert shows(client, closed.article.made["en"].url)
    alice.is_active = False
    alice.save()
    answer = client.get(closed.article.made["en"].url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/accounts/login/")


def test_opening_and_closing_a_space_counts_at_the_next_request_in_both_languages(closed, as_user, bob):
    outsider = as_user(bob)
    pages = [closed.article.made[code].url for code in LANGUAGES]
    lists = list_doors(closed)
    for is_open in (False, True, False):
        space = Space.objects.get(pk=closed.space.pk)
        space.is_open = is_open
        space.save()
        assert [outsider.get(page).status_code for page in pages] == [200 if is_open else 404] * 2
        assert {door: shows(outsider, door) for door in lists} == dict.fromkeys(lists, is_open)


def test_a_draft_is_found_at_no_door_even_by_members_and_superusers(identity, as_user, alice):
    root = type(alice).objects.create_superuser("root@example.org", "password")
    fact = factories.article(identity, fr="Ébauche", en="Draft", live=False)
    doors = [reverse("lasting", args=[page.pk]) for page in fact.made.values()]
    doors += [page.url for page in fact.made.values()]
    doors += [f"/en/untranslated/{fact.made['fr'].pk}/ebauche/"]
    for user in (alice, root):
        client = as_user(user)
        assert {door: status(client, door) for door in doors} == dict.fromkeys(doors, 404)


def test_an_address_that_moved_leads_to_the_new_one_only_those_who_may_read_it(identity, as_user, alice, bob):
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = factories.article(identity, en="Plan", live=False).made["en"]
        page.title = "Zirconium plan"
        page.save()
    for user in (alice, bob):
        assert as_user(user).get("/en/identity/plan/").status_code == 404
    page.save_revision().publish()
    for address in ("/en/identity/plan/", "/en/identity/plan/?from=mail"):
        led = as_user(alice).get(address)
        assert (led.status_code, led["Location"]) == (301, "/en/identity/zirconium-plan/")
        assert as_user(bob).get(address).status_code == 404
    Redirect.objects.create(old_path="/en/teams", redirect_link="https://example.org/")
    assert as_user(bob).get("/en/teams/")["Location"] == "https://example.org/"


@pytest.mark.parametrize("kept", ["/fr/équipes", "/fr/%C3%A9quipes", "/fr/équipes?page=2", "/fr/%C3%A9quipes?page=2"])
def test_an_old_address_is_known_however_it_was_kept(kept, as_user, bob):
    Redirect.objects.create(old_path=kept, redirect_link="https://example.org/")
    client = as_user(bob)
    assert client.get("/fr/équipes/?page=2")["Location"].startswith("https://example.org/")
    for other in ("/fr/équipe/?page=2", "/fr/équipes%00/?page=2", "/fr/équipes/é/"):
        assert client.get(other).status_code == 404


def test_the_sections_of_the_digest_named_in_the_settings_are_the_ones_tested_here():
    assert settings.DIGEST_SECTIONS == ["search.alerts"]  # by tests/search/test_alerts.py
