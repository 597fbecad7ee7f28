"""How a member wants to be spoken to: language, clock, display."""

from datetime import UTC, datetime

import pytest
from django.contrib.messages import get_messages

from cms.models import User
from tests import factories

CHOICES = {"language": "fr", "time_zone": "America/Halifax", "theme": "dark"}


def chosen(user):
    return User.objects.values("language", "time_zone", "theme").get(pk=user.pk)


def test_what_one_chooses_is_kept_and_said_in_the_language_chosen(as_user, alice, bob):
    client = as_user(alice)
    response = client.post("/en/preferences/", CHOICES)
    assert (response.status_code, response["Location"]) == (302, "/fr/preferences/")
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Vos préférences sont enregistrées."]
    assert chosen(alice) == CHOICES
    assert chosen(bob) == {"language": "en", "time_zone": "America/Toronto", "theme": ""}
    html = client.get("/fr/preferences/").content.decode()
    assert "Vos préférences sont enregistrées." in html
    assert 'data-theme="dark"' in html
    assert client.get("/")["Location"] == "/fr/"


def test_the_language_saved_here_is_that_of_the_site_whatever_the_switch_said_before(as_user, alice):
    client = as_user(alice)
    client.get("/language/fr/")
    assert client.get("/")["Location"] == "/fr/"
    client.post("/fr/preferences/", CHOICES | {"language": "en"})
    assert client.get("/")["Location"] == "/en/"


def test_the_form_shows_what_was_chosen(as_user, denis):
    form = as_user(denis).get("/fr/preferences/").context["form"]
    assert {name: form[name].value() for name in CHOICES} == {
        "language": "fr",
        "time_zone": "America/Toronto",
        "theme": "",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [("language", "de"), ("language", ""), ("time_zone", "Mars/Olympus"), ("time_zone", ""), ("theme", "pink")],
)
def test_what_does_not_exist_is_refused_in_words_and_nothing_is_kept(name, value, as_user, alice):
    before = chosen(alice)
    response = as_user(alice).post("/en/preferences/", CHOICES | {name: value})
    html = response.content.decode()
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [name]
    assert "One thing needs your attention" in html
    assert f'aria-describedby="id_{name}_error" aria-invalid="true"' in html
    assert chosen(alice) == before


def test_one_changes_nothing_but_ones_own_choices(as_user, alice):
    as_user(alice).post(
        "/en/preferences/", CHOICES | {"email": "other@example.org", "is_superuser": "on", "first_name": "Eve"}
    )  # fmt: skip
    user = User.objects.get(pk=alice.pk)
    assert (user.email, user.is_superuser, user.first_name) == ("alice@example.org", False, "Alice")


def test_each_reader_gets_dates_on_their_own_clock_whoever_came_first(quality, as_user, alice):
    fact = factories.article(quality, en="Late at night", author=alice)
    type(fact).objects.filter(pk=fact.pk).update(published_at=datetime(2025, 1, 1, 3, 45, tzinfo=UTC))
    space = factories.parents(quality)["en"]
    addresses = ["/en/", "/en/practices/", fact.made["en"].url, space.url, "/en/spaces/quality/practices/"]
    dates = {"America/Toronto": "December\u00a031, 2024", "America/St_Johns": "January\u00a01, 2025"}
    shown = {}
    for zone in dates:
        User.objects.filter(pk=alice.pk).update(time_zone=zone)
        pages = [as_user(alice).get(address).content.decode() for address in addresses]
        shown[zone] = [[date for date in dates.values() if date in html] for html in pages]
    assert shown == {zone: [[date]] * len(addresses) for zone, date in dates.items()}


def test_what_one_follows_is_one_click_away(as_user, alice):
    html = as_user(alice).get("/en/preferences/").content.decode()
    assert '<a class="more" href="/en/subscriptions/">What I follow, and when it comes</a>' in html


def test_nobody_else_opens_them(client):
    assert client.get("/en/preferences/")["Location"] == "/en/accounts/login/?next=/en/preferences/"
