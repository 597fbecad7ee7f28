"""A series of meetings: made in one go, changed together or one by one, and ended."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup

from cms import versions
from spaces.models import Cancellation, CommunityRole, Duty, Meeting, MeetingPage, Membership, Plan, Role, Series
from spaces.services import series
from tests import factories
from tests.spaces.side_by_side import at, words

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
TORONTO = ZoneInfo("America/Toronto")
TEAMS = "https://teams.microsoft.com/l/meetup-join/1"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def leah(quality):
    user = factories.person("Leah")
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=user, space=quality, role=role)
    CommunityRole.objects.create(user=user, duty=Duty.FEDERAL_CHAIR)  # who calls the quarterly meetings
    return user


@pytest.fixture
def client(leah, as_user):
    return as_user(leah)


@pytest.fixture
def what(quality):
    """The first screen."""
    return {
        "title_en": "Quarterly meeting", "summary_en": "Where we are.", "title_fr": "Réunion trimestrielle",
        "summary_fr": "Où nous en sommes.", "space": quality.pk, "kind": "quarterly", "cadence": "quarter", "every": "1",
        "ordinal": "2", "weekday": "3", "since": "2027-01-01", "number": "4", "hour": "13:30", "minutes": "90",
        "time_zone": "America/Toronto", "level": "executive", "languages": "both", "interpretation": "on",
        "teams_url": TEAMS,
    }  # fmt: skip


@pytest.fixture
def dates(client, what):
    """The address of the second screen."""
    return client.post(at("series_new"), what)["Location"]


def test_only_who_calls_the_quarterly_meeting_plans_it(client, leah, what):
    assert "quarterly" in dict(client.get(at("series_new")).context["form"].fields["kind"].choices)
    CommunityRole.objects.all().delete()
    for name in ("series_new", "meeting_new"):
        assert "quarterly" not in dict(client.get(at(name)).context["form"].fields["kind"].choices)
    assert set(client.post(at("series_new"), what).context["form"].errors) == {"kind"}


DAYS = ["2027-01-14", "2027-04-08", "2027-07-08", "2027-10-14"]


@pytest.fixture
def made(client, dates):
    client.post(dates, {"day": DAYS})
    return Series.objects.get()


def local(meeting):
    return f"{meeting.starts_at.astimezone(TORONTO):%Y-%m-%d %H:%M}"


def publish(meeting):
    for page in meeting.pages.all():
        page.get_latest_revision().publish(skip_permission_checks=True)
    meeting.refresh_from_db()


def change(client, made, **typed):
    given = {
        "hour": "13:30",
        "minutes": "90",
        "level": "executive",
        "languages": "both",
        "interpretation": "on",
        "teams_url": TEAMS,
    }
    response = client.post(at("series", made.pk), {**given, **typed}, follow=True)
    return words(BeautifulSoup(response.content, "html.parser").main)


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


@pytest.mark.database
def test_a_change_to_all_reaches_those_to_come_but_what_was_changed_by_itself(client, made, clock):
    first, second, third, _fourth = series.meetings(made)
    publish(first)
    publish(third)
    Meeting.objects.filter(pk=second.pk).update(level="all", ends_at=second.starts_at + timedelta(hours=3))
    clock.move_to(first.starts_at + timedelta(minutes=1))
    client.force_login(
        client.session and Membership.objects.get(role=Role.LEAD).user, backend="cms.people.MemberBackend"
    )
    version = versions.current(type("R", (), {})())
    said = change(client, made, hour="10:00", level="manager", teams_url=f"{TEAMS}2")
    assert "3 meetings to come have changed." in said
    assert "Thursday, April 8, 2027 – Changed by itself: the level." in said
    found = list(series.meetings(made))
    assert [local(one)[11:] for one in found] == ["13:30", "10:00", "10:00", "10:00"]
    assert [one.level for one in found] == ["executive", "all", "manager", "manager"]
    assert [one.teams_url.endswith("2") for one in found] == [False, True, True, True]
    assert (found[1].ends_at - found[1].starts_at, found[3].ends_at - found[3].starts_at) == (
        timedelta(hours=3), timedelta(minutes=90),
    )  # fmt: skip
    assert [one.sequence for one in found] == [0, 0, 1, 0], "what is read is a newer entry in calendars"
    assert versions.current(type("R", (), {})()) != version
    made.refresh_from_db()
    assert (made.hour, made.level) == (time(10), "manager")


@pytest.mark.database
def test_a_draft_that_waits_keeps_what_it_changes_and_is_not_published(client, made):
    meeting = series.meetings(made)[0]
    publish(meeting)
    page = MeetingPage.objects.get(meeting=meeting, locale__language_code="en")
    page.summary, page.fact_draft = "Not yet.", {"fields": {"level": "all"}, "sets": {}}
    page.save_revision()
    said = change(client, made, level="manager", minutes="60")
    assert "Thursday, January 14, 2027 – Changed by itself: the level." in said
    meeting.refresh_from_db()
    page.refresh_from_db()
    assert (meeting.level, meeting.ends_at - meeting.starts_at, meeting.sequence) == (
        "executive",
        timedelta(hours=1),
        1,
    )
    draft = page.get_latest_revision_as_object()
    assert (page.summary, draft.summary, draft.fact_draft["fields"]) == ("Where we are.", "Not yet.", {"level": "all"})


def test_replies_end_before_an_earlier_hour_and_an_hour_that_does_not_exist_is_left(client, made):
    first, second, *_rest = series.meetings(made)
    Meeting.objects.filter(pk=first.pk).update(reply_by=first.starts_at)
    Meeting.objects.filter(pk=second.pk).update(
        starts_at=datetime(2027, 3, 14, 17, 30, tzinfo=UTC), ends_at=datetime(2027, 3, 14, 19, tzinfo=UTC)
    )
    said = change(client, made, hour="02:30")
    assert "Sunday, March 14, 2027 – The clocks go forward that night" in said
    first.refresh_from_db()
    second.refresh_from_db()
    assert (local(first)[11:], first.reply_by, local(second)[11:]) == ("02:30", first.starts_at, "13:30")
    assert "nothing has changed" in change(client, made, hour="02:30")


@pytest.mark.parametrize("ahead", ["keep", "withdraw"])
def test_a_series_ends_and_those_to_come_are_kept_or_off(ahead, client, made, clock):
    meetings = list(series.meetings(made))
    for meeting in meetings[:3]:
        publish(meeting)
    clock.move_to(meetings[0].ends_at + timedelta(hours=1))
    client.force_login(Membership.objects.get(role=Role.LEAD).user, backend="cms.people.MemberBackend")
    response = client.post(at("series_end", made.pk), {"ahead": ahead}, follow=True)
    live = set(MeetingPage.objects.filter(live=True).values_list("meeting__number", flat=True))
    off = Cancellation.objects.count()
    assert (live, off) == (({1, 2, 3}, 0) if ahead == "keep" else ({1}, 2))
    said = words(BeautifulSoup(response.content, "html.parser").main)
    assert ("2 meetings are off" in said, "Change all those to come" in said) == (ahead == "withdraw", False)
    assert "This series is over" in change(client, made, level="all")
    assert Meeting.objects.count() == 4


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
    with django_assert_num_queries(9):
        client.get(at("series", made.pk))
