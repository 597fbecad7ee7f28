"""Announcements everyone must read: said on the page, counted by administration, reminded of once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from cms.models import User
from spaces.models import Acknowledgement, Announcement
from spaces.services import letters, memberships, must_read
from spaces.services.memberships import Refused
from tests import factories


@pytest.fixture
def lead(quality):
    lead = factories.person("Lead")
    memberships.grant(user=lead, space=quality, role="lead")
    return lead


@pytest.fixture
def news(quality, alice, bob, lead):
    """An announcement of today everyone must read, in both languages."""
    User.objects.update(date_joined=timezone.now() - timedelta(days=30))
    made = factories.announcement(quality, fr="Panne ce soir", en="Outage tonight")
    Announcement.objects.filter(pk=made.pk).update(is_must_read=True, published_at=timezone.now())
    made.refresh_from_db()
    return made


def at(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


def soup(client, address, **more):
    return BeautifulSoup(client.get(address, more).content, "html.parser")


def words(part):
    return " ".join(part.get_text(" ").replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("language", "asked", "noted"),
    [
        ("fr", "Tout le monde doit lire cette annonce et l’indiquer.", "Vous avez indiqué l’avoir lue le"),
        ("en", "Everyone is asked to read this, and to say so.", "You said on"),
    ],
)
def test_it_is_said_at_the_foot_of_the_page_once_for_both_languages(news, alice, as_user, language, asked, noted):
    client = as_user(alice)
    address = news.made[language].url
    form = soup(client, address).select_one("form.notice")
    assert asked in words(form)
    client.get(address)  # the page is kept by now
    given = {"next": form.select_one("[name=next]")["value"]}
    assert client.post(form["action"], given)["Location"] == address
    client.post(form["action"], given)
    assert Acknowledgement.objects.filter(user=alice, announcement=news).count() == 1
    for page in news.made.values():
        assert soup(client, page.url).select("form.notice") == []
    assert noted in words(soup(client, address).select_one("main"))


@pytest.mark.database
def test_another_announcement_asks_for_nothing(quality, alice, as_user):
    made = factories.announcement(quality, fr="Annonce", en="News")
    client = as_user(alice)
    assert soup(client, made.made["en"].url).select("form.notice") == []
    assert client.post(at("announcement_read", made.pk)).status_code == 404


@pytest.mark.database
def test_the_list_says_what_one_has_yet_to_read(news, alice, as_user):
    client = as_user(alice)
    chips = lambda: [words(chip) for chip in soup(client, "/en/announcements/").select("li.feed .chip")]  # noqa: E731
    assert chips() == ["You have yet to read it"]
    must_read.acknowledge(user=alice, announcement=news)
    assert chips() == ["Must read"]


def test_whoever_came_later_does_not_owe_what_was_said_before(news):
    newcomer = factories.person("Newcomer")
    assert must_read.owed(newcomer).count() == 0
    assert newcomer not in must_read.missing(news), "nor is reminded of it"
    assert must_read.find(newcomer, news.pk) == news, "they may say so all the same"


def test_who_may_not_read_it_is_answered_as_if_there_were_none(news, quality, alice, bob, as_user):
    quality.is_open = False
    quality.save()
    memberships.grant(user=alice, space=quality)
    address = at("announcement_read", news.pk)
    assert as_user(bob).post(address).status_code == 404
    assert not Acknowledgement.objects.exists()
    assert must_read.owed(bob).count() == 0
    assert as_user(alice).post(address).status_code == 302
    assert as_user(alice).get(address).status_code == 302, "back to where the button is"


def test_it_is_counted_by_administration_among_those_who_may_read_it(news, alice, bob, lead, as_user):
    factories.person("Closed", jurisdiction="halifax")
    long_ago = timezone.now() - timedelta(days=30)
    User.objects.filter(first_name="Closed").update(is_active=False, date_joined=long_ago)
    must_read.acknowledge(user=bob, announcement=news)
    page = soup(as_user(lead), at("desk_delivery", "quality", news.made["en"].translation_key))
    rows = {
        words(row.th): [words(cell) for cell in row.select("td")]
        for row in page.select("#reading ~ .tablewrap tbody tr")
    }
    every = rows.pop("All administrations")
    halifax = next(counts for name, counts in rows.items() if "Halifax" in name)
    assert halifax == ["1", "1"]
    assert sum(int(read) for read, _people in rows.values()) == 1
    assert every == [str(sum(int(row[at]) for row in rows.values())) for at in (0, 1)]
    assert sum(int(people) for _read, people in rows.values()) == User.objects.filter(is_active=True).count()
    assert {words(one) for one in page.select("#reading ~ details .strong")} == {"Alice Test", "Lead Test"}


@pytest.mark.parametrize("count", [1, 5, 50])
def test_counting_costs_the_same_however_many_there_are(count, news, lead, as_user, django_assert_num_queries):
    for number in range(count):
        must_read.acknowledge(user=factories.person(f"Person{number}"), announcement=news)
    with django_assert_num_queries(2):  # its space, and the count
        must_read.standings(news, "en")


@pytest.mark.database
def test_those_who_have_not_read_it_are_reminded_once(news, alice, bob, lead, as_user, posted):
    User.objects.filter(pk=bob.pk).update(language="fr")
    must_read.acknowledge(user=alice, announcement=news)
    client = as_user(lead)
    address = at("desk_remind", "quality", news.made["en"].translation_key)
    with posted():
        response = client.post(address, follow=True)
    assert "Those who have not read it are being reminded." in response.content.decode()
    assert {message.to[0] for message in mail.outbox} == {"bob@example.org", "lead@example.org"}
    to_bob = next(message for message in mail.outbox if message.to == ["bob@example.org"])
    assert to_bob.subject.replace("\u00a0", " ") == "À lire : Panne ce soir"
    assert f"http://testserver{news.made['fr'].url}" in to_bob.body
    with posted():
        response = client.post(address, follow=True)
    assert "one reminder is all there is" in response.content.decode()
    assert len(mail.outbox) == 2
    with pytest.raises(Refused):
        must_read.remind(news)


def test_who_has_read_it_meanwhile_is_not_reminded_nor_who_lost_the_right(news, quality, alice, bob, lead):
    must_read.acknowledge(user=lead, announcement=news)
    quality.is_open = False
    quality.save()
    memberships.grant(user=alice, space=quality)
    letters.write("must_read", [news.pk])
    assert {message.to[0] for message in mail.outbox} == {"alice@example.org"}
    mail.outbox.clear()
    must_read.acknowledge(user=alice, announcement=news)
    letters.write("must_read", [news.pk])
    assert mail.outbox == []


def test_an_announcement_withdrawn_meanwhile_reminds_nobody(news):
    Announcement.objects.update(published_at=None)
    assert letters.write("must_read", [news.pk]) == 0


@pytest.mark.database
def test_an_archived_space_reminds_nobody(news, lead, quality, as_user):
    quality.archived_at = timezone.now()
    quality.save()
    address = at("desk_remind", "quality", news.made["en"].translation_key)
    assert as_user(lead).post(address).status_code == 404
    assert Announcement.objects.get().reminded_at is None


def test_a_member_reminds_nobody(news, alice, quality, as_user):
    memberships.grant(user=alice, space=quality)
    address = at("desk_remind", "quality", news.made["en"].translation_key)
    assert as_user(alice).post(address).status_code == 404
    assert Announcement.objects.get().reminded_at is None


@pytest.mark.database
def test_whoever_says_it_has_read_it(news, alice, bob):
    Announcement.objects.update(author=alice)
    news.refresh_from_db()
    assert (must_read.owed(alice).count(), must_read.owed(bob).count()) == (0, 1)
    assert alice not in must_read.missing(news)
