"""The meetings of a month: on the day they begin on the reader's clock, in weeks that begin on Sunday."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup

from spaces.services import months
from tests import factories

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def table(client, query="", language="en"):
    where = {"en": "/en/meetings/calendar/", "fr": "/fr/reunions/calendrier/"}[language]
    response = client.get(where + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def standing(page):
    """{day: [titles]} of the days that hold something."""
    cells = page.select("table.month tbody td:has(li)")
    return {int(cell.select_one(".figure").text): [link.text for link in cell.select("li a")] for cell in cells}


def columns(page):
    return [cell.text for cell in page.select("table.month thead th[scope=col]")]


def test_a_month_is_a_table_of_weeks_that_begin_on_sunday(quality, as_user, alice):
    factories.meeting(quality, fr="Bilan", en="Review", starts=NOW + timedelta(days=1))
    english, french = (table(as_user(alice), language=language) for language in ("en", "fr"))
    assert columns(english) == ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    assert columns(french) == ["Dimanche", "Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi"]
    assert (english.h2.text, french.h2.text) == ("November 2026", "Novembre 2026")
    assert (standing(english), standing(french)) == ({21: ["Review"]}, {21: ["Bilan"]})
    assert english.caption.text == "Meetings week by week: November 2026"
    rows = english.select("table.month tbody tr")
    assert [len(row.select("td")) for row in rows] == [7] * 5
    assert [cell.text for cell in rows[0].select("td")[:2]] != ["", ""]  # the first of November 2026 is a Sunday
    assert len(english.select("td.none")) == 35 - 30


def test_today_is_said_in_words(quality, as_user, alice):
    for language, word in (("en", "Today"), ("fr", "Aujourd’hui")):
        (cell,) = table(as_user(alice), language=language).select("td[aria-current=date]")
        assert (cell.select_one(".figure").text, cell.select_one(".chip").text) == ("20", word)
    assert table(as_user(alice), "?month=2026-12").select("td[aria-current]") == []


#: Past midnight in Newfoundland, before it elsewhere; and the first minutes of a month in Vancouver.
@pytest.mark.parametrize(
    ("zone", "november", "december"),
    [
        ("America/St_Johns", {21: ["Late"]}, {1: ["Turn", "Turned"]}),
        ("America/Toronto", {20: ["Late"], 30: ["Turn"]}, {1: ["Turned"]}),
        ("America/Vancouver", {20: ["Late"], 30: ["Turn"]}, {1: ["Turned"]}),
    ],
)
def test_a_meeting_stands_on_the_day_it_begins_on_the_readers_clock(zone, november, december, quality, as_user):
    factories.meeting(quality, en="Late", starts=datetime(2026, 11, 21, 4, tzinfo=UTC), minutes=180)
    factories.meeting(quality, en="Turn", starts=datetime(2026, 12, 1, 4, tzinfo=UTC), minutes=300)
    factories.meeting(quality, en="Turned", starts=datetime(2026, 12, 1, 8, 30, tzinfo=UTC))
    client = as_user(factories.person("Fiona", zone=zone))
    assert standing(table(client, "?month=2026-11")) == november
    assert standing(table(client, "?month=2026-12")) == december


@pytest.mark.parametrize("zone", ["America/St_Johns", "America/Vancouver"])
def test_months_of_a_change_of_clock_begin_and_end_at_midnight(zone, quality, as_user):
    local = [datetime(2027, 3, 1), datetime(2027, 3, 31, 23, 59), datetime(2027, 11, 1), datetime(2027, 11, 30, 23, 59)]
    for number, moment in enumerate(local):
        factories.meeting(quality, en=f"M{number}", starts=moment.replace(tzinfo=ZoneInfo(zone)))
    client = as_user(factories.person("Fiona", zone=zone))
    assert standing(table(client, "?month=2027-03")) == {1: ["M0"], 31: ["M1"]}
    assert standing(table(client, "?month=2027-11")) == {1: ["M2"], 30: ["M3"]}


def test_one_turns_from_month_to_month_under_the_same_space(quality, as_user, alice):
    page = table(as_user(alice), "?month=2026-12&space=quality")
    links = {link.get("rel", ["now"])[0]: link["href"] for link in page.select(".head nav a")}
    assert links == {
        "prev": "/en/meetings/calendar/?month=2026-11&space=quality",
        "now": "/en/meetings/calendar/?space=quality",
        "next": "/en/meetings/calendar/?month=2027-01&space=quality",
    }
    assert [link.text for link in page.select(".head nav a")] == ["←November 2026", "This month", "January 2027→"]


@pytest.mark.parametrize(
    "words", ["", "2026", "2026-13", "2026-00", "0000-01", "1899-12", "2200-01", "2026-1", "x" * 500, "٢٠٢٦-١٢", "%00"]
)
def test_what_is_no_month_is_that_of_today(words, as_user, alice):
    assert table(as_user(alice), f"?month={words}").h2.text == "November 2026"


def test_the_calendar_ends_somewhere(as_user, alice):
    client = as_user(alice)
    assert [link["rel"] for link in table(client, "?month=1900-01").select(".head nav a[rel]")] == [["next"]]
    assert [link["rel"] for link in table(client, "?month=2199-12").select(".head nav a[rel]")] == [["prev"]]
    assert months.beside(months.asked("2026-12"), 1).isoformat() == "2027-01-01"


def test_an_empty_month_says_so(quality, as_user, alice):
    client = as_user(alice)
    said = [
        table(client, query).select_one(".notice").text for query in ("?month=2030-01", "?month=2030-01&space=quality")
    ]
    assert said == ["No meeting this month.", "No meeting this month under these filters."]
    assert "Aucune réunion ce mois-ci." in table(client, "?month=2030-01", "fr").text


@pytest.mark.parametrize("where", ["/en/meetings/", "/en/meetings/calendar/"])
def test_the_list_and_the_month_are_narrowed_by_space(where, quality, closed, as_user, alice, bob):
    other, empty = factories.space("other", fr="Autre", en="Other"), factories.space("empty", fr="Vide", en="Empty")
    for space, name in ((quality, "One"), (other, "Two"), (closed, "Secret")):
        factories.meeting(space, en=name, starts=NOW + timedelta(days=1))

    def found(user, query=""):
        html = as_user(user).get(where + query).content.decode()
        return sorted(name for name in ("One", "Two", "Secret") if f">{name}</a>" in html)

    assert found(alice) == ["One", "Secret", "Two"]
    assert (found(alice, "?space=other"), found(alice, "?space=closed")) == (["Two"], ["Secret"])
    assert (found(bob), found(bob, "?space=closed"), found(bob, "?space=%00nowhere")) == (["One", "Two"], [], [])
    choices = re.findall(r'<option value="(\w+)"', as_user(bob).get(where).content.decode())
    assert sorted(choices) == ["other", "quality"]
    assert empty.code not in re.findall(r'<option value="(\w+)"', as_user(alice).get(where).content.decode())


def test_the_list_leads_to_the_month_and_back(quality, as_user, alice):
    client = as_user(alice)
    for where, current in (("/en/meetings/", "List"), ("/en/meetings/calendar/", "Month")):
        page = BeautifulSoup(client.get(where + "?space=quality").content, "html.parser")
        tabs = {link.text: link["href"] for link in page.select("nav.tabs a")}
        assert tabs == {
            "List": "/en/meetings/?space=quality", "Month": "/en/meetings/calendar/?space=quality",
            "Records": "/en/meetings/records/", "Topics proposed": "/en/meetings/proposals/",
            "In my own calendar": "/en/feeds/#meetings", "Speakers": "/en/speakers/",
        }  # fmt: skip
        assert [link.text for link in page.select("nav.tabs a[aria-current=page]")] == [current]


def test_a_meeting_in_the_other_language_is_labelled(quality, as_user, alice):
    page = factories.meeting(quality, fr="Visite", starts=NOW + timedelta(days=1)).made["en"]
    type(page).objects.filter(pk=page.pk).update(live=False)
    (cell,) = table(as_user(alice)).select("td:has(li)")
    assert (cell.a.text, cell.a["lang"], cell.li.select_one(".chip").text) == ("Visite", "fr", "In French")
