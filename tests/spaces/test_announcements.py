"""Announcements: official words, newest first, said to be required reading when they are."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from spaces.models import Announcement, AnnouncementPage
from tests import factories


def titles(client, address):
    html = client.get(address).content.decode()
    return [row.partition("</a>")[0].rpartition(">")[2] for row in html.split('class="feed"')[1:]]


@pytest.fixture
def shelf(quality):
    """23 announcements, one a day."""
    space = factories.parents(quality)["en"]
    for number in range(23):
        when = timezone.now() - timedelta(days=number)
        fact = Announcement.objects.create(space=quality, published_at=when, is_must_read=number == 1)
        page = AnnouncementPage(
            title=f"News {number:02}", summary="Said.", announcement=fact, locale=space.locale, first_published_at=when
        )
        type(space).objects.get(pk=space.pk).add_child(instance=page)
    return quality


def test_the_list_is_newest_first_by_twenties(shelf, as_user, alice):
    client = as_user(alice)
    assert titles(client, "/en/announcements/") == [f"News {number:02}" for number in range(20)]
    assert titles(client, "/en/announcements/?page=2") == [f"News {number:02}" for number in range(20, 23)]


def test_a_page_that_does_not_exist_is_the_nearest_one(shelf, as_user, alice):
    client = as_user(alice)
    last = [f"News {number:02}" for number in range(20, 23)]
    assert [titles(client, f"/en/announcements/?page={page}") for page in ("3", "999", "0", "-1")] == [last] * 4
    assert titles(client, "/en/announcements/?page=abc")[0] == "News 00"


def test_required_reading_is_said_in_lists_and_on_the_page(shelf, as_user, alice):
    client = as_user(alice)
    assert client.get("/en/announcements/").content.decode().count("Must read</span>") == 1
    html = client.get("/en/quality/news-01/").content.decode()
    assert "Must read</span>" in html
    assert "Must read</span>" not in client.get("/en/quality/news-02/").content.decode()


def test_the_tab_of_a_space_lists_its_own(quality, as_user, alice):
    other = factories.space("chat", fr="Clavardage", en="Chat")
    factories.announcement(quality, en="Here")
    factories.announcement(other, en="There")
    client = as_user(alice)
    assert titles(client, "/en/spaces/quality/announcements/") == ["Here"]
    assert sorted(titles(client, "/en/announcements/")) == ["Here", "There"]


def test_the_home_page_shows_the_latest_of_the_whole_community_only(quality, as_user, alice):
    community = factories.space("community", fr="Communauté", en="Community", kind="community")
    factories.announcement(community, en="From the co-chairs", author=alice)
    factories.announcement(quality, en="From a sub-group")
    html = as_user(alice).get("/en/").content.decode()
    assert "From the co-chairs</a>" in html
    assert "From a sub-group" not in html


def test_an_announcement_in_one_language_is_labelled_in_the_lists_of_the_other(quality, as_user, alice):
    fact = Announcement.objects.create(space=quality)
    words = {"en": {"title": "Only here", "summary": "Said."}}
    page = factories.pair(AnnouncementPage, factories.parents(quality), words, announcement=fact)["en"]
    html = as_user(alice).get("/fr/annonces/").content.decode()
    assert f'<a href="/fr/a-traduire/{page.pk}/only-here/" lang="en">Only here</a>' in html
    assert re.findall(r'<span class="chip">([^<]+)</span>', html) == ["En anglais"]
    assert '<p lang="en">Said.</p>' in html
