"""The home page: one's own greeting, news and spaces, within a page kept for everyone with the same spaces."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from spaces.models import CommunityRole, Duty, JoinRequest, Membership, Role, Space, Subscription, today
from spaces.services import joining, lifecycle, memberships
from tests import factories

pytestmark = pytest.mark.django_db


def look(client, language="en"):
    return client.get(f"/{language}/").content.decode()


def sections(html):
    """{heading: titles under it} of the news."""
    found = re.findall(r'<section class="section" aria-labelledby="(?:new|rest)">.*?</section>', html, re.S)
    return {re.search("<h2[^>]*>([^<]+)", part)[1]: re.findall(r"<h3><a [^>]+>([^<]+)</a>", part) for part in found}


def titles(html):
    """Titles of the news, in their order."""
    return [title for group in sections(html).values() for title in group]


def follow(user, *topics):
    for topic in topics:
        Subscription.objects.create(user=user, topic=topic)


def test_a_kept_page_greets_each_reader_by_their_own_name(alice, as_user):
    stranger = factories.person("Zoe")
    stranger.first_name = "Zoé <b>"
    stranger.save()
    for user, name in ((alice, "Alice"), (stranger, "Zoé &lt;b&gt;"), (alice, "Alice")):
        assert re.findall("<h1>(.*)</h1>", look(as_user(user))) == [f"Hello, {name}"]


def test_news_are_those_of_ones_topics_and_of_everyone_while_one_follows_none(alice, bob, as_user, quality):
    chat, transfers = (
        factories.topic("chat", "Clavardage", "Chat"),
        factories.topic("transfers", "Transferts", "Transfers"),
    )
    factories.article(quality, en="On chat", topics=[chat], days_ago=2)
    factories.article(quality, en="On transfers", topics=[transfers], days_ago=1)
    follow(alice, chat)
    html = look(as_user(alice))
    assert sections(html) == {"New in your topics": ["On chat"], "New in the community": ["On transfers"]}
    assert "Choose my topics" not in html
    html = look(as_user(bob))
    assert sections(html) == {"New in the community": ["On transfers", "On chat"]}
    assert "Choose my topics" in html


def test_three_news_of_ones_topics_are_enough(alice, as_user, quality):
    topic = factories.topic()
    for day in range(3):
        factories.article(quality, en=f"On topic {day}", topics=[topic], days_ago=9 + day)
    factories.article(quality, en="Elsewhere", days_ago=1)
    follow(alice, topic)
    assert sections(look(as_user(alice))) == {"New in your topics": [f"On topic {day}" for day in range(3)]}


def test_what_is_older_than_a_year_is_not_news_of_ones_topics(alice, as_user, quality):
    topic = factories.topic()
    factories.article(quality, en="Old", topics=[topic], days_ago=366)
    follow(alice, topic)
    html = look(as_user(alice))
    assert sections(html) == {"New in the community": ["Old"]}
    assert "Choose my topics" not in html
    factories.article(quality, en="This year", topics=[topic], days_ago=364)
    assert sections(look(as_user(alice))) == {"New in your topics": ["This year"], "New in the community": ["Old"]}


def test_an_article_on_two_of_ones_topics_is_shown_once(alice, as_user, quality):
    both = [factories.topic("chat", "Clavardage", "Chat"), factories.topic("transfers", "Transferts", "Transfers")]
    factories.article(quality, en="On both", topics=both)
    follow(alice, *both)
    assert titles(look(as_user(alice))) == ["On both"]


def test_news_are_six_newest_first(alice, as_user, quality):
    for day in range(8):
        factories.article(quality, en=f"Article {day}", days_ago=day)
    assert titles(look(as_user(alice))) == [f"Article {day}" for day in range(6)]


def test_what_is_published_is_news_at_once_and_what_is_withdrawn_is_gone(alice, as_user, quality):
    client = as_user(alice)
    assert "Nothing has been published yet" in look(client)
    page = factories.article(quality, en="Fresh").made["en"]
    assert titles(look(client)) == ["Fresh"]
    page.title = "Fresher"
    page.save_revision().publish()
    assert titles(look(client)) == ["Fresher"]
    page.unpublish()
    assert "Fresh" not in look(client)


def test_news_of_a_closed_space_are_for_its_members(alice, bob, as_user, identity):
    topic = factories.topic()
    factories.article(identity, en="Secret callback", topics=[topic])
    for user in (alice, bob):
        follow(user, topic)
    assert titles(look(as_user(alice))) == ["Secret callback"]
    html = look(as_user(bob))
    assert "Secret" not in html
    assert "Identity" not in html


def test_the_same_home_in_two_languages(as_user, quality):
    factories.article(quality, fr="Rappel", en="Callback")
    factories.article(quality, fr="En français seulement", days_ago=1)
    client = as_user(factories.person("Ann", language="fr"))
    assert titles(look(client, "fr")) == ["Rappel", "En français seulement"]
    html = look(client, "en")
    assert titles(html) == ["Callback", "En français seulement"]
    assert 'lang="fr">En français seulement</a> <span class="chip">In French</span>' in html
    assert "Hello, Ann" in html


def test_ones_spaces_are_ones_own_with_what_is_new_in_them(alice, bob, as_user, quality, identity):
    Membership.objects.create(user=alice, space=quality)
    factories.article(quality, en="New", days_ago=3)
    factories.article(quality, en="Old", days_ago=40)
    (card,) = re.findall(r'<section class="card" aria-labelledby="sp">.*?</section>', look(as_user(alice)), re.S)
    assert re.findall(r'<a href="([^"]+)">', card) == ["/en/identity/", "/en/quality/"]
    assert re.findall(r'class="n">(\d+)<span class="vh"> new practice<', card) == ["1"]
    assert "You are not a member of a space yet." in look(as_user(bob))
    Membership.objects.filter(user=alice, space=identity).delete()
    assert "Identity" not in look(as_user(alice))


def test_the_greeting_is_dated_on_the_readers_own_clock(as_user):
    """At any instant it is not the same day everywhere: the date is that of the person's zone."""
    zones = ("America/St_Johns", "America/Vancouver")
    for number, zone in enumerate(zones):
        html = look(as_user(factories.person(f"Ann{number}", zone=zone)))
        today = timezone.now().astimezone(ZoneInfo(zone)).date().isoformat()
        assert f'<div class="hello"><h1>Hello, Ann{number}</h1>\n<p><time datetime="{today}">' in html


def waiting(html):
    """[(words, where they lead)] of what waits for the reader."""
    card = re.search(r'<section class="card" aria-labelledby="wt">.*?</section>', html, re.S)
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', card[0]) if card else []


def test_a_lead_sees_what_waits_at_the_desks_as_it_is_now(alice, bob, as_user, quality):
    ann = factories.person("Ann")
    led = factories.space("led", en="Led", fr="Mené", leads=[ann, alice], members=[bob], joining="request")
    factories.space("other", en="Other", fr="Autre", leads=[bob], members=[ann])
    for space in Space.objects.all():
        JoinRequest.objects.create(user=factories.person(f"Hal{space.code}"), space=space)
    client = as_user(ann)
    assert waiting(look(client)) == [("/en/spaces/led/desk/requests/", "1 request to join")]
    joining.ask(user=factories.person("Zoe"), space=led)  # no content changes: what is kept stays, this is read anew
    assert waiting(look(client)) == [("/en/spaces/led/desk/requests/", "2 requests to join")]
    Space.objects.filter(pk=led.pk).update(prompted_on=today())
    asks = ("/fr/espaces/led/bureau/vie/", "L’espace poursuit-il ses activités?")
    assert waiting(look(client, "fr")) == [("/fr/espaces/led/bureau/demandes/", "2 demandes d’adhésion"), asks]
    assert [waiting(look(as_user(user))) for user in (bob, factories.person("Out"))] == [
        [("/en/spaces/other/desk/requests/", "1 request to join")], []
    ]  # fmt: skip
    lifecycle.archive(space=led, by=ann)
    assert waiting(look(client)) == []


def test_co_chairs_see_the_quiet_spaces_of_which_nobody_answers(alice, bob, chantal, nadia, as_user):
    ann, month = factories.person("Ann"), timedelta(days=30)
    CommunityRole.objects.create(user=chantal, duty=Duty.FEDERAL_CHAIR)
    for code, asked_on, leads in (("asked", today() - month, [ann]), ("fresh", today(), [ann]), ("lone", today(), [])):
        factories.space(code, en=code.title(), fr=code.title(), leads=leads, prompted_on=asked_on)
    for code, gone in (("kept", "archived_at"), ("gone", "removed_at")):
        factories.space(code, prompted_on=today() - month, **{gone: timezone.now()})
    said = "Un espace sans activité\u00a0: personne n’a répondu"
    for chair in (chantal, nadia):
        ways = [f"/fr/espaces/{code}/bureau/vie/" for code in ("asked", "lone")]
        assert waiting(look(as_user(chair), "fr")) == [(way, said) for way in ways]
    assert waiting(look(as_user(bob))) == []
    assert [words for _way, words in waiting(look(as_user(ann)))] == ["Does the space go on?"] * 2
    memberships.grant(user=nadia, space=Space.objects.get(code="asked"), role=Role.LEAD)
    asks = ("/fr/espaces/asked/bureau/vie/", "L’espace poursuit-il ses activités?")
    assert waiting(look(as_user(nadia), "fr")) == [asks, ("/fr/espaces/lone/bureau/vie/", said)], "once, as its lead"
