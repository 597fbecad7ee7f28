"""A change to all the meetings to come of a series: whom it reaches, what is left as it is, and what is said of it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup

from cms import versions
from spaces.models import Meeting, MeetingPage, Membership, Role, Series, SeriesAct
from spaces.services import series, series_acts
from tests.spaces.in_series import (  # noqa: F401  fixtures
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
    assert "Changed in part Thursday, April 8, 2027 – Keeps what is its own: the level." in said
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
    assert "Changed in part Thursday, January 14, 2027 – Keeps what is its own: the level." in said
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


def drafted(meeting, **fields):
    """An unpublished change of its English page."""
    page = MeetingPage.objects.get(meeting=meeting, locale__language_code="en")
    page.fact_draft = {"fields": fields, "sets": {}}
    page.save_revision()
    return page


def rows(client, made):
    """What each row of the page of a series says of its meeting."""
    html = BeautifulSoup(client.get(at("series", made.pk)).content, "html.parser")
    return [words(row) for row in html.select("section:has(> #all) li")]


def test_what_a_change_did_is_said_after_a_redirect_and_again_on_a_reload_for_a_day(client, made, clock):
    Meeting.objects.filter(series=made, number=2).update(level="all")
    typed = {"hour": "13:30", "minutes": "90", "ordinal": "2", "weekday": "3", "level": "manager", "languages": "both"}
    response = client.post(at("series", made.pk), {**typed, "teams_url": TEAMS, "interpretation": "on"})
    assert (response.status_code, response["Location"]) == (302, at("series", made.pk))
    for _reload in range(2):
        html = BeautifulSoup(client.get(response["Location"]).content, "html.parser")
        said = words(html.select_one("section[role=status]"))
        assert said.startswith("3 meetings to come have changed. Leah ")
        assert said.endswith("Left as they are Thursday, April 8, 2027 – Changed by itself: the level.")
    clock.shift(timedelta(days=1, seconds=1))
    assert series_acts.latest(made, []) is None
    clock.shift(timedelta(days=30))
    series_acts.forget()
    assert not SeriesAct.objects.exists()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "Left as they are Thursday, January 14, 2027 – Changed by itself: the hour, the level. "
            "Changed in part Thursday, April 8, 2027 – Keeps what is its own: the level.",
        ),
        (
            "fr",
            "Laissées telles quelles Le jeudi 14 janvier 2027 – Propre à cette réunion : l’heure, le niveau. "
            "Modifiées en partie Le jeudi 8 avril 2027 – Garde ce qui lui est propre : le niveau.",
        ),
    ],
)
def test_what_a_meeting_that_changes_keeps_is_said_apart_from_those_left_whole(language, told, client, made):
    first, second, *_rest = series.meetings(made)
    later = first.starts_at + timedelta(hours=1)
    Meeting.objects.filter(pk=first.pk).update(starts_at=later, ends_at=later + timedelta(minutes=90), level="all")
    Meeting.objects.filter(pk=second.pk).update(level="all")
    assert "3 meetings to come have changed." in change(client, made, level="manager", hour="10:00")
    html = BeautifulSoup(client.get(at("series", made.pk, language=language)).content, "html.parser")
    assert words(html.select_one("section[role=status]")).endswith(told)


def test_what_waits_in_a_draft_that_follows_the_series_is_no_exception_and_goes_on_following(client, made):
    first = series.meetings(made)[0]
    publish(first)
    page = drafted(first, starts_at="2027-01-14T15:00:00Z", ends_at="2027-01-14T16:30:00Z")
    assert "Changed by itself: the hour." in rows(client, made)[0]
    said = change(client, made, hour="10:00")
    assert "3 meetings to come have changed." in said
    assert "Thursday, January 14, 2027 – Waits for publication: the hour." in said, "which it has in its draft already"
    assert "Waits for publication: the hour. Published" in rows(client, made)[0]
    assert "Changed by itself" not in said
    said = change(client, made, hour="11:00")
    first.refresh_from_db()
    fields = MeetingPage.objects.get(pk=page.pk).latest_revision.content["fact_draft"]["fields"]
    assert (local(first)[11:], fields["starts_at"]) == ("13:30", "2027-01-14T16:00:00Z")
    assert "4 meetings to come have changed." in said
    assert "To look at Thursday, January 14, 2027 – Waits for publication: the hour." in said
    publish(first)
    assert local(first)[11:] == "11:00"
    assert not [row for row in rows(client, made) if "Waits" in row or "itself" in row]


def test_a_meeting_whose_night_has_no_such_hour_is_none_either(client, made):
    second = series.meetings(made)[1]
    starts = datetime(2027, 3, 14, 17, 30, tzinfo=UTC)
    Meeting.objects.filter(pk=second.pk).update(starts_at=starts, ends_at=starts + timedelta(minutes=90))
    change(client, made, hour="02:30")
    assert "Changed by itself: the day." in rows(client, made)[1], "and not the hour, which it kept for want of another"
    change(client, made, hour="09:00")
    second.refresh_from_db()
    assert local(second) == "2027-03-14 09:00"


def test_other_days_are_looked_over_before_they_are_those_of_the_meetings_to_come(client, made):
    first, second, third, fourth = series.meetings(made)
    publish(first)
    publish(third)
    moved = second.starts_at + timedelta(days=1)  # a Friday, of its own
    Meeting.objects.filter(pk=second.pk).update(starts_at=moved, ends_at=moved + timedelta(minutes=90))
    said = change(client, made, weekday="3", ordinal="1")
    assert [local(one)[:10] for one in series.meetings(made)] == [
        "2027-01-14",
        "2027-04-09",
        "2027-07-08",
        "2027-10-14",
    ]
    assert "Nothing has changed yet." in said
    assert "Thursday, July 1, 2027, 1:30 to 3 p.m. (ET) Before: Thursday, July 8, 2027 Canada Day" in said
    assert "Friday, April 9, 2027, 1:30 to 3 p.m. (ET) Changed by itself: the day. Stays as it is" in said
    assert "First Thursday" not in change(client, made, ordinal="1", act="back"), "nothing typed is lost, nor done"
    said = change(client, made, weekday="3", ordinal="1", act="sure")
    found = list(series.meetings(made))
    assert [local(one) for one in found] == [
        "2027-01-07 13:30", "2027-04-09 13:30", "2027-07-01 13:30", "2027-10-07 13:30",
    ]  # fmt: skip
    assert [one.sequence for one in found] == [1, 0, 1, 0], "calendars hear of it"
    assert "3 meetings to come have changed." in said
    assert "To look at Thursday, July 1, 2027 – Canada Day" in said
    assert "Every quarter, on the first Thursday of the month" in said
    assert "Canada Day" in rows(client, made)[2]
    assert fourth.reply_by is None


def test_weekly_meetings_move_within_their_week_on_the_clock_of_the_series(client, what, clock):
    weekly = {"cadence": "week", "weekday": "3", "since": "2026-12-03", "number": "2", "hour": "23:30"}
    dates = client.post(at("series_new"), {**what, **weekly, "time_zone": "America/Vancouver"})["Location"]
    client.post(dates, {"day": ["2026-12-03", "2026-12-10"]})
    made = Series.objects.get()
    clock.move_to(datetime(2026, 12, 2, 15, tzinfo=UTC))
    client.force_login(Membership.objects.get(role=Role.LEAD).user, backend="cms.people.MemberBackend")
    typed = {"hour": "23:30", "ordinal": "1"}
    assert "Which one of the month" not in words(
        BeautifulSoup(client.get(at("series", made.pk)).content, "html.parser").main
    )
    said = change(client, made, weekday="1", act="sure", **typed)
    zone = ZoneInfo("America/Vancouver")
    assert [f"{one.starts_at.astimezone(zone):%Y-%m-%d %H:%M}" for one in series.meetings(made)] == [
        "2026-12-03 23:30", "2026-12-08 23:30",
    ]  # fmt: skip
    assert "It would have begun already." in said
    assert "Its title still names the former day: change it on its pages." in said


def test_two_meetings_of_a_series_do_not_come_to_be_on_one_day(client, made):
    first, second, *_rest = series.meetings(made)
    taken = datetime(2027, 1, 7, 15, tzinfo=UTC)
    Meeting.objects.filter(pk=second.pk).update(starts_at=taken, ends_at=taken + timedelta(minutes=90))
    said = change(client, made, ordinal="1", act="sure")
    first.refresh_from_db()
    assert local(first)[:10] == "2027-01-14"
    assert "Thursday, January 14, 2027 – Another meeting of the series is on that day." in said
