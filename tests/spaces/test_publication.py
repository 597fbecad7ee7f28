"""When a page goes live or is withdrawn, lists learn of it through its fact."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import Page

from spaces.models import Announcement, AnnouncementPage, Article, ArticlePage
from tests import factories

MONDAY = datetime(2026, 11, 2, 14, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 6, 14, tzinfo=UTC)


@pytest.fixture(params=["article", "announcement"])
def draft(request, quality):
    """A fact whose two pages are drafts."""
    if request.param == "article":
        return factories.article(quality, fr="Rappel", en="Callback", topics=[factories.topic()], live=False)
    fact = Announcement.objects.create(space=quality)
    words = {code: {"title": "Rappel", "summary": "En bref."} for code in ("fr", "en")}
    fact.made = factories.pair(AnnouncementPage, factories.parents(quality), words, live=False, announcement=fact)
    return fact


@pytest.fixture
def article(quality):
    """One whose languages are published one by one."""
    return factories.article(quality, fr="Rappel", en="Callback", topics=[factories.topic()], live=False)


def publish(page, at):
    with time_machine.travel(at, tick=False):
        page.save_revision().publish()
    page.refresh_from_db()


def dated(fact):
    return type(fact).objects.get(pk=fact.pk).published_at


def rows(client, address):
    return client.get(address).content.decode().count('class="feed"')


def listed(client, fact):
    """How many rows the list of its kind has, in English and in French."""
    lists = {Article: ("/en/practices/", "/fr/pratiques/"), Announcement: ("/en/announcements/", "/fr/annonces/")}
    return [rows(client, address) for address in lists[type(fact)]]


@pytest.mark.parametrize("first", ["fr", "en"])
def test_the_first_language_dates_the_fact_and_the_second_does_not(first, article):
    second = factories.OTHER[first]
    publish(article.made[first], MONDAY)
    assert dated(article) == MONDAY
    publish(article.made[second], FRIDAY)
    assert dated(article) == MONDAY
    publish(article.made[first], FRIDAY)
    assert dated(article) == MONDAY


@pytest.mark.parametrize("draft", ["announcement"], indirect=True)
@pytest.mark.parametrize("first", ["fr", "en"])
def test_official_content_is_dated_the_day_both_languages_are_live(first, draft, as_user, alice):
    publish(draft.made[first], MONDAY)
    assert (dated(draft), listed(as_user(alice), draft)) == (None, [0, 0])
    publish(draft.made[factories.OTHER[first]], FRIDAY)
    assert (dated(draft), listed(as_user(alice), draft)) == (FRIDAY, [1, 1])


def test_a_draft_is_on_no_list_and_one_live_language_is_enough_for_both(article, as_user, alice):
    client = as_user(alice)
    assert listed(client, article) == [0, 0]
    publish(article.made["fr"], MONDAY)
    assert listed(client, article) == [1, 1]
    article.made["fr"].unpublish()
    assert listed(client, article) == [0, 0]


def test_withdrawing_one_language_keeps_the_fact_and_both_take_it_off_the_lists(article, as_user, alice):
    client, draft = as_user(alice), article
    for page in draft.made.values():
        publish(page, MONDAY)
    draft.made["en"].unpublish()
    assert (dated(draft), listed(client, draft)) == (MONDAY, [1, 1])
    draft.made["fr"].unpublish()
    assert (dated(draft), listed(client, draft)) == (None, [0, 0])
    draft.made["fr"].refresh_from_db()
    publish(draft.made["fr"], FRIDAY)
    assert dated(draft) == MONDAY  # it comes back at its place, not as news


def test_deleting_the_last_live_page_takes_its_fact_off_the_lists_and_counts(draft, as_user, alice):
    client = as_user(alice)
    for page in draft.made.values():
        publish(page, MONDAY)
    Page.objects.get(pk=draft.made["en"].pk).specific.delete()
    if isinstance(draft, Article):
        assert (dated(draft), listed(client, draft)) == (MONDAY, [1, 1])
        Page.objects.get(pk=draft.made["fr"].pk).specific.delete()
    assert (dated(draft), listed(client, draft)) == (None, [0, 0])


def test_the_counts_follow_what_is_live(quality, as_user, alice):
    fact = factories.article(quality, en="Callback", topics=[factories.topic()])
    client = as_user(alice)

    def counts():
        found = client.get("/en/practices/").content.decode()
        (topic,) = client.get("/en/topics/").context["topics"]
        return "1 practice<" in found, topic.practices

    assert counts() == (True, 1)
    Page.objects.get(pk=fact.made["en"].pk).specific.delete()
    assert counts() == (False, 0)


def test_a_scheduled_page_is_dated_the_minute_it_goes_live(quality, as_user, alice):
    fact = factories.article(quality, fr="Rappel", live=False)
    page = fact.made["fr"]
    page.go_live_at = FRIDAY
    publish(page, MONDAY)
    with time_machine.travel(FRIDAY - timedelta(minutes=1), tick=False):
        call_command("publish_scheduled")
    assert (dated(fact), ArticlePage.objects.get().live) == (None, False)
    with time_machine.travel(FRIDAY + timedelta(minutes=1), tick=False):
        call_command("publish_scheduled")
    assert (dated(fact), ArticlePage.objects.get().live) == (FRIDAY + timedelta(minutes=1), True)
    assert listed(as_user(alice), fact) == [1, 1]


def test_an_expired_page_leaves_the_lists(quality, as_user, alice):
    fact = factories.article(quality, fr="Rappel", live=False)
    page = fact.made["fr"]
    page.expire_at = FRIDAY
    publish(page, MONDAY)
    assert dated(fact) == MONDAY
    with time_machine.travel(FRIDAY + timedelta(minutes=1), tick=False):
        call_command("publish_scheduled")
    assert (dated(fact), listed(as_user(alice), fact)) == (None, [0, 0])
