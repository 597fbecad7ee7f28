"""A series of meetings: made in one go, changed together or one by one, and ended."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from spaces.models import (
    Answer,
    Cancellation,
    CommunityRole,
    Meeting,
    MeetingPage,
    Membership,
    Plan,
    Reply,
    Role,
    Series,
)
from spaces.services import series
from tests import factories
from tests.spaces.in_series import (  # noqa: F401  fixtures
    DAYS,
    TEAMS,
    change,
    local,
    publish,
    the_client,
    the_clock,
    the_dates,
    the_leah,
    the_made,
    the_what,
)
from tests.spaces.side_by_side import at, words

pytestmark = pytest.mark.django_db


def test_only_who_calls_the_quarterly_meeting_plans_it(client, leah, what):
    assert "quarterly" in dict(client.get(at("series_new")).context["form"].fields["kind"].choices)
    CommunityRole.objects.all().delete()
    for name in ("series_new", "meeting_new"):
        assert "quarterly" not in dict(client.get(at(name)).context["form"].fields["kind"].choices)
    assert set(client.post(at("series_new"), what).context["form"].errors) == {"kind"}


def test_the_meetings_of_a_year_are_made_in_one_go_each_with_its_drafts(client, dates, leah, quality):
    shown = BeautifulSoup(client.get(dates).content, "html.parser")
    assert [one["value"] for one in shown.select("[name=day][checked]")] == DAYS
    assert "Thursday, January 14, 2027, 1:30 to 3 p.m. (ET)" in words(shown.main)
    assert not Meeting.objects.exists()
    first, second = (client.post(dates, {"day": DAYS})["Location"] for _ in range(2))
    made = Series.objects.get()
    assert first == second == client.get(dates)["Location"] == at("series", made.pk)
    meetings = list(series.meetings(made))
    assert [local(one) for one in meetings] == [f"{day} 13:30" for day in DAYS]
    assert {one.starts_at.hour for one in meetings} == {18, 17}, "the clocks change, the local hour stays"
    assert [one.number for one in meetings] == [1, 2, 3, 4]
    assert made.planned == 4
    assert {(one.kind, one.level, one.teams_url, one.interpretation) for one in meetings} == {
        ("quarterly", "executive", TEAMS, True)
    }
    titles = {(page.title, page.live) for page in meetings[1].pages.all()}
    assert titles == {("Quarterly meeting – April 2027", False), ("Réunion trimestrielle – avril 2027", False)}
    publish(meetings[1])
    assert MeetingPage.objects.filter(live=True).count() == 2


def test_dates_are_left_out_and_one_without_such_an_hour_is_said_and_not_made(client, what):
    weekly = {"cadence": "week", "weekday": "6", "since": "2027-03-07", "number": "3", "hour": "02:30"}
    dates = client.post(at("series_new"), {**what, **weekly})["Location"]
    html = BeautifulSoup(client.get(dates).content, "html.parser")
    assert [one["value"] for one in html.select("[name=day][disabled]")] == ["2027-03-14"]
    assert "One date has no such hour, and is left out" in words(html.main)
    assert "Keep a date at least." in client.post(dates, {"day": ["2027-03-14"]}, follow=True).content.decode()
    client.post(dates, {"day": ["2027-03-14", "2027-03-21"]})
    (meeting,) = Meeting.objects.all()
    assert local(meeting) == "2027-03-21 02:30"
    assert {page.title for page in meeting.pages.all()} == {
        "Quarterly meeting – March 21, 2027", "Réunion trimestrielle – 21 mars 2027",
    }  # fmt: skip


def test_a_holiday_is_named_beside_its_date(client, what):
    dates = client.post(at("series_new"), {**what, "since": "2027-07-01", "ordinal": "1", "number": "1"})["Location"]
    assert [words(one) for one in BeautifulSoup(client.get(dates).content, "html.parser").select(".chip.warn")] == [
        "Canada Day"
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": ""}, {"number": "Say how many meetings, or until when."}),
        ({"until": "2027-12-31"}, {"number": "Say how many meetings or until when, not both."}),
        ({"number": "", "until": "2026-12-31"}, {"until": "The last day comes before the first."}),
        (
            {"number": "", "cadence": "week", "until": "2060-01-03"},
            {"until": "That is more than 52 meetings: choose an earlier day."},
        ),
        ({"number": "", "until": "2027-01-03"}, {"until": "No such day comes before this one: choose a later day."}),
        ({"since": "2026-11-29"}, {"since": "A series begins today at the earliest: choose a later day."}),
        ({"title_fr": ""}, {"title_fr": "This field is required."}),
        ({"kind": "targeted"}, {"kind": "Select a valid choice. targeted is not one of the available choices."}),
        ({"number": "53"}, {"number": "Ensure this value is less than or equal to 52."}),
    ],
)
def test_what_is_wrong_is_said(typed, said, client, what):
    html = BeautifulSoup(client.post(at("series_new"), {**what, **typed}).content, "html.parser")
    assert {one["id"].removeprefix("id_").removesuffix("_error"): words(one) for one in html.select(".error")} == said
    assert not Plan.objects.exists()


@pytest.mark.parametrize("ahead", ["keep", "withdraw"])
def test_a_series_ends_and_those_to_come_are_kept_or_off(ahead, client, made, clock):
    meetings = list(series.meetings(made))
    for meeting in meetings[:3]:
        publish(meeting)
    clock.move_to(meetings[0].ends_at + timedelta(hours=1))
    client.force_login(Membership.objects.get(role=Role.LEAD).user, backend="cms.people.MemberBackend")
    asked = words(BeautifulSoup(client.post(at("series_end", made.pk), {"ahead": ahead}).content, "html.parser").main)
    assert client.get(at("series_end", made.pk))["Location"] == at("series", made.pk)
    assert Series.objects.get().ended_at is None
    assert ("2 meetings to come will be called off" in asked) == (ahead == "withdraw")
    assert "1 meeting that nobody has read yet will stay as a draft. This cannot be undone." in asked
    response = client.post(at("series_end", made.pk), {"ahead": ahead, "confirm": "1"}, follow=True)
    live = set(MeetingPage.objects.filter(live=True).values_list("meeting__number", flat=True))
    off = Cancellation.objects.count()
    assert (live, off) == (({1, 2, 3}, 0) if ahead == "keep" else ({1}, 2))
    said = words(BeautifulSoup(response.content, "html.parser").main)
    assert ("2 meetings are off" in said, "Change all those to come" in said) == (ahead == "withdraw", False)
    assert "This series is over" in change(client, made, level="all")
    assert Meeting.objects.count() == 4
    assert ("each of its meetings goes on by itself" in said) == (ahead == "keep")
    assert "1 draft stays as it is." in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "2 people who were called or replied will be told"),
        ("fr", "2 personnes convoquées ou ayant répondu en seront"),
    ],
)
def test_who_is_told_is_said_before_meetings_are_called_off(language, said, client, made, alice, nadia):
    first, second, *_rest = series.meetings(made)
    for meeting in (first, second):
        publish(meeting)
        Reply.objects.create(meeting=meeting, user=alice, answer=Answer.ATTENDS)
    Reply.objects.create(meeting=second, user=nadia, answer=Answer.CANNOT)
    response = client.post(at("series_end", made.pk, language=language), {"ahead": "withdraw"})
    assert said in words(BeautifulSoup(response.content, "html.parser").main)
    assert not Cancellation.objects.exists()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "not yours to withdraw"), ("fr", "vous ne pouvez pas les retirer")]
)
def test_who_may_not_withdraw_its_pages_does_not_call_its_meetings_off(language, said, client, made):
    publish(series.meetings(made)[0])
    MeetingPage.objects.filter(meeting__number=1, locale__language_code="fr").update(locked=True)
    for typed in ({}, {"confirm": "1"}):
        address = at("series_end", made.pk, language=language)
        response = client.post(address, {"ahead": "withdraw", **typed}, follow=True)
        assert said in words(BeautifulSoup(response.content, "html.parser").body)
    assert (Series.objects.get().ended_at, Cancellation.objects.count()) == (None, 0)


def test_a_series_that_is_over_says_what_became_of_it_and_nothing_older(client, made):
    first, second, *_drafts = series.meetings(made)
    publish(first)
    publish(second)
    assert "4 meetings to come have changed." in change(client, made, minutes="60")
    series.end(series=made, by=Membership.objects.get(role=Role.LEAD).user, withdraw=True)
    for address, said in (
        (at("series", made.pk), "2 meetings to come were called off. 2 drafts stay as they are."),
        (at("series", made.pk, language="fr"), "2 réunions à venir ont été annulées. 2 brouillons restent tels quels."),
    ):
        html = BeautifulSoup(client.get(address).content, "html.parser")
        assert [words(one).endswith(said) for one in html.main.select(".notice")] == [True]


@pytest.mark.parametrize(("language", "heading"), [("en", "In preparation"), ("fr", "En préparation")])
def test_what_was_withdrawn_is_not_in_preparation(language, heading, client, made):
    for meeting in series.meetings(made)[:2]:
        publish(meeting)
    for page in MeetingPage.objects.filter(meeting__number=1):
        page.unpublish()
    html = BeautifulSoup(client.get(at("meeting_new", language=language)).content, "html.parser")
    assert (words(html.select_one("#prep")), len(html.select("section:has(> #prep) li"))) == (heading, 2)


def test_only_who_plans_there_sees_or_changes_a_series(made, alice, nadia, as_user):
    for user in (alice, nadia):
        client = as_user(user)
        assert client.get(at("series", made.pk)).status_code == 404
        assert client.post(at("series", made.pk), {"hour": "10:00"}).status_code == 404
        assert client.post(at("series_end", made.pk), {"ahead": "withdraw"}).status_code == 404
    assert Series.objects.get().ended_at is None


def test_a_page_says_its_place_in_the_series_with_what_one_reads_before_and_after(made, client, alice, as_user):
    first, second, third, fourth = series.meetings(made)
    for meeting in (first, second, fourth):
        publish(meeting)
    pages = {page.meeting_id: page for page in MeetingPage.objects.filter(locale__language_code="en")}
    html = BeautifulSoup(as_user(alice).get(pages[second.pk].url).content, "html.parser")
    assert words(html.select_one("#ofs")) == "2 of 4 of the series"
    ways = {one["rel"][0]: one["href"] for one in html.select("section:has(> #ofs) a[rel]")}
    reader = as_user(alice)
    assert {rel: reader.get(way)["Location"] for rel, way in ways.items()} == {
        "prev": pages[first.pk].url, "next": pages[fourth.pk].url,
    }  # fmt: skip
    last = reader.get(at("meeting_after", fourth.pk), follow=True)
    assert "No later meeting of the series is published yet." in last.content.decode()
    assert reader.get(at("meeting_before", third.pk)).status_code == 404, "nobody reads it yet"
    whole = BeautifulSoup(client.get(pages[second.pk].url).content, "html.parser").select("section:has(> #ofs) .more")
    assert [one["href"] for one in whole] == [at("series", made.pk)], "for who plans there"


@pytest.mark.parametrize(
    ("language", "rule", "clock"),
    [
        (
            "en",
            "Every quarter, on the second Thursday of the month, at 1:30 p.m. (ET)",
            "On the clock of the series: Eastern Time (ET).",
        ),
        (
            "fr",
            "Chaque trimestre, le deuxième jeudi du mois, à 13 h 30 (HE)",
            "Selon le fuseau de la série : Heure de l’Est (HE).",
        ),
    ],
)
def test_the_hour_of_a_series_is_said_with_its_clock(language, rule, clock, made, client):
    said = words(BeautifulSoup(client.get(at("series", made.pk, language=language)).content, "html.parser").main)
    assert rule in said
    assert clock in said


@pytest.mark.parametrize(
    ("language", "name", "without"),
    [
        ("en", "Quarterly meeting", "Quality – Every quarter, on the second Thursday of the month"),
        ("fr", "Réunion trimestrielle", "Qualité – Chaque trimestre, le deuxième jeudi du mois"),
    ],
)
def test_the_page_of_a_series_is_named_after_what_its_meetings_are_called(language, name, without, made, client):
    def said():
        html = BeautifulSoup(client.get(at("series", made.pk, language=language)).content, "html.parser")
        return words(html.h1), words(html.title).startswith(words(html.h1))

    MeetingPage.objects.filter(meeting__number=1).update(title="Special – January 2027")
    assert said() == (name, True)
    MeetingPage.objects.update(title="Nothing in common")
    assert said() == (without, True)


def test_a_copy_of_a_meeting_is_in_no_series(made, quality):
    page = MeetingPage.objects.filter(meeting__series=made).first()
    copy = page.copy(update_attrs={"title": "Copy", "slug": "copy"}, recursive=False)
    assert (copy.meeting.series, copy.meeting.number) == (None, None)
    assert series.meetings(made).count() == 4


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_page_of_a_series_asks_as_much_for_fifty_meetings_as_for_one(
    count, client, made, django_assert_num_queries
):
    made.meetings.exclude(number=1).update(series=None)
    first = made.meetings.get()
    for number in range(2, count + 1):
        meeting = factories.meeting(made.space, starts=first.starts_at + timedelta(days=number))
        Meeting.objects.filter(pk=meeting.pk).update(series=made, number=number)
    client.get(at("series", made.pk))
    with django_assert_num_queries(11):  # the last two: what was last done to it, and who may publish drafts
        client.get(at("series", made.pk))
