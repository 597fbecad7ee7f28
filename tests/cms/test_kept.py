"""Pages kept whole but for holes: never personal, never past a change, never beyond their gate."""

import re

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client, RequestFactory

from cms import kept
from cms.models import CommunitySettings, ContentVersion
from spaces.models import Membership, Space
from tests import factories

pytestmark = pytest.mark.django_db


def version():
    row = ContentVersion.objects.filter(pk=1).values_list("pages", "frame").first()
    return row or (0, 0)


@pytest.fixture(autouse=True)
def names(db):
    """The names of the community are a row made when first asked for, which is a change."""
    CommunitySettings.load()


def pages_kept():
    """The HTML of every page this process keeps."""
    cache = caches["rendered"]
    keys = [key.split(":", 2)[2] for key in list(cache._cache) if ":kept:" in key]
    return [cache.get(key).html for key in keys]


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        (lambda: factories.ordinary(), (True, True)),
        (lambda: factories.homes()["fr"].save(), (True, False)),
        (lambda: factories.topic("new", "Neuf", "New"), (True, False)),
        (lambda: CommunitySettings.load().save(), (True, True)),
        (lambda: factories.parents(Space.objects.get())["fr"].delete(), (True, False)),
        (lambda: factories.parents(Space.objects.get())["fr"].unpublish(), (True, False)),
        (lambda: Space.objects.get().topics.add(factories.topic("new", "Neuf", "New")), (True, False)),
        (lambda: factories.person("Newcomer"), (True, False)),
    ],
)
def test_every_change_of_what_pages_show_moves_the_version(identity, change, moved):
    before = version()
    change()
    assert tuple(now > then for now, then in zip(version(), before, strict=True)) == moved


@pytest.mark.parametrize("field", ["last_login", "reading_language", "time_zone", "theme"])
def test_ones_own_choices_move_nothing(alice, field):
    before = version()
    alice.save(update_fields=[field])
    assert version() == before
    alice.save(update_fields=[field, "last_name"])
    assert version() != before


def test_a_change_that_is_rolled_back_moves_nothing(quality):
    before = version()
    with transaction.atomic():
        factories.topic("new", "Neuf", "New")
        transaction.set_rollback(True)
    assert version() == before


def test_a_kept_page_is_answered_again_without_being_made(alice, bob, as_user, quality, django_assert_max_num_queries):
    page = factories.article(quality, en="Callback").made["en"]
    as_user(alice).get(page.url)
    client = as_user(bob)
    client.get(page.url)
    with django_assert_max_num_queries(5):
        html = client.get(page.url).content.decode()
    assert "<h1>Callback</h1>" in html


def test_nothing_of_the_person_is_in_a_kept_page(chantal, as_user, quality):
    """The page is kept as the co-chair asked for it; no word of hers, nor the way to the desk, is in what is kept."""
    page = factories.article(quality, en="Callback").made["en"]
    html = as_user(chantal).get(page.url).content.decode()
    assert "Chantal" in html
    assert "csrfmiddlewaretoken" in html
    (page,) = pages_kept()
    assert "<h1>Callback</h1>" in page
    for mine in ("Chantal", "chantal", "csrfmiddlewaretoken", "/admin/", "data-theme"):
        assert mine not in page


def test_each_request_gets_a_token_of_its_own_session(alice, bob, as_user, quality):
    page = factories.article(quality, en="Callback").made["en"]
    clients = as_user(alice), as_user(bob)
    secrets = set()
    for client in clients:
        html = client.get(page.url).content.decode()
        assert "CSRF-TOKEN-HERE" not in html
        secrets.add(client.cookies["csrftoken"].value)
    assert len(secrets) == 2


def test_a_member_signs_out_from_a_kept_page(alice, quality, as_user):
    page = factories.article(quality, en="Callback").made["en"]
    as_user(alice).get(page.url)
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="cms.people.MemberBackend")
    token, *_others = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(page.url).content.decode())
    client.post("/en/accounts/logout/", {"csrfmiddlewaretoken": token})
    assert "_auth_user_id" not in client.session


def test_nobodys_text_makes_a_hole(alice, as_user, quality):
    text = "<!--0123456789abcdef account --> <!-- account --> %s"
    page = factories.article(quality, en=f"A {text}").made["en"]
    html = as_user(alice).get(page.url).content.decode()
    assert "A &lt;!--0123456789abcdef account --&gt; &lt;!-- account --&gt; %s" in html
    assert html.count("Account menu, Alice Test") == 1


def test_no_mark_of_a_hole_is_left_in_what_is_answered(alice, as_user, quality):
    page = factories.article(quality, en="Callback").made["en"]
    client = as_user(alice)
    for address in ("/en/", page.url, "/en/practices/", "/en/topics/", "/en/spaces/", "/en/quality/"):
        assert "<!--" not in client.get(address).content.decode(), address


def test_a_gate_that_closes_closes_what_was_kept(alice, bob, as_user, quality):
    page = factories.article(quality, en="Callback").made["en"]
    clients = {user: as_user(user) for user in (alice, bob)}
    for client in clients.values():
        assert "<h1>Callback</h1>" in client.get(page.url).content.decode()
    Membership.objects.create(user=alice, space=quality)
    quality.is_open = False
    quality.save()
    assert clients[alice].get(page.url).status_code == 200
    assert clients[bob].get(page.url).status_code == 404


def test_what_is_kept_for_a_member_is_not_answered_to_an_outsider(alice, bob, as_user, identity):
    page = factories.article(identity, en="Secret callback").made["en"]
    assert "<h1>Secret callback</h1>" in as_user(alice).get(page.url).content.decode()
    assert kept.find(request_for(page.url, alice)) is not None
    assert as_user(bob).get(page.url).status_code == 404
    for address in ("/en/practices/", "/en/", "/en/identity/"):
        as_user(alice).get(address)
        assert "Secret callback" not in as_user(bob).get(address).content.decode()


def request_for(address, user):
    request = RequestFactory().get(address)
    request.user = user
    return request


def test_a_message_is_said_once_and_to_its_own_reader(alice, bob, as_user, quality):
    factories.topic()
    client = as_user(alice)
    client.post("/en/topics/callback/follow/", {"next": "/en/quality/"})
    assert "You follow the topic" in client.get("/en/quality/").content.decode()
    assert "You follow the topic" not in client.get("/en/quality/").content.decode()
    assert "You follow the topic" not in as_user(bob).get("/en/quality/").content.decode()


def test_a_long_query_is_answered_and_not_kept(alice, as_user, quality):
    factories.article(quality, en="Callback")
    client = as_user(alice)
    client.get("/en/practices/")
    before = pages_kept()
    for number in range(3):
        assert "Callback" in client.get("/en/practices/", {"x": "y" * 120 + str(number)}).content.decode()
    assert pages_kept() == before


def test_the_chosen_display_is_each_readers_own(alice, bob, as_user, quality):
    alice.theme = "dark"
    alice.save(update_fields=["theme"])
    assert 'data-theme="dark"' in as_user(alice).get("/en/quality/").content.decode()
    assert "data-theme" not in as_user(bob).get("/en/quality/").content.decode()
