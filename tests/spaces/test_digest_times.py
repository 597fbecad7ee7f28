"""When a digest comes: on the day and hour of its reader's clock, put off, ended from mail, and seen before it goes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import translation

from cms.models import User
from spaces.models import Article, Delivery, DeliveryState, Frequency, Reader
from spaces.services import deliveries, digest_times, digests, reach, subscriptions
from tests import factories

NOW = datetime(2026, 11, 9, 12, tzinfo=UTC)  # a Monday
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def topic(db):
    return factories.topic()


@pytest.fixture
def reader(alice, topic):
    subscriptions.follow(user=alice, topic=topic)
    Reader.objects.filter(user=alice).update(covered_until=NOW - WEEK, next_digest_at=NOW + DAY)
    return alice


def chosen(user, frequency=Frequency.WEEKLY, weekday=0, hour=8, now=NOW, **more):
    return digest_times.choose(user=user, frequency=frequency, weekday=weekday, hour=hour, now=now, **more)


def published(space, at, topic, **words):
    fact = factories.article(space, topics=[topic], **words)
    Article.objects.filter(pk=fact.pk).update(published_at=at)
    return fact


def dates(user, zone, start, count, **how):
    """The next moments of a digest, as the clock on its reader's wall says them."""
    User.objects.filter(pk=user.pk).update(time_zone=zone)
    row, found = chosen(User.objects.get(pk=user.pk), now=start, **how), []
    for _ in range(count):
        found.append(row.next_digest_at)
        row.go_past(row.next_digest_at)
    return [at.astimezone(ZoneInfo(zone)).strftime("%a %d %b %H:%M %z") for at in found]


@pytest.mark.parametrize(
    ("zone", "start", "wall"),
    [
        ("America/St_Johns", datetime(2026, 10, 28, tzinfo=UTC),
         ["Mon 02 Nov 08:00 -0330", "Mon 09 Nov 08:00 -0330"]),
        ("America/St_Johns", datetime(2026, 10, 20, tzinfo=UTC),
         ["Mon 26 Oct 08:00 -0230", "Mon 02 Nov 08:00 -0330"]),
        ("America/Vancouver", datetime(2026, 3, 3, tzinfo=UTC), ["Mon 09 Mar 08:00 -0700", "Mon 16 Mar 08:00 -0700"]),
        ("America/Regina", datetime(2026, 3, 3, tzinfo=UTC), ["Mon 09 Mar 08:00 -0600", "Mon 16 Mar 08:00 -0600"]),
        ("America/Toronto", datetime(2028, 2, 22, tzinfo=UTC), ["Mon 28 Feb 08:00 -0500", "Mon 06 Mar 08:00 -0500"]),
    ],
)  # fmt: skip
def test_the_hour_is_that_of_the_wall_before_and_after_a_change_of_clock(alice, zone, start, wall):
    assert dates(alice, zone, start, len(wall)) == wall


def test_every_day_has_one_at_the_end_of_months_and_on_a_leap_day(alice):
    found = dates(alice, "America/Toronto", datetime(2028, 2, 28, tzinfo=UTC), 4, frequency=Frequency.DAILY)
    assert [at[:6] for at in found] == ["Mon 28", "Tue 29", "Wed 01", "Thu 02"]


def test_an_hour_that_does_not_exist_or_exists_twice_has_one_digest(alice):
    spring = dates(alice, "America/Toronto", datetime(2026, 3, 7, 20, tzinfo=UTC), 2, frequency=Frequency.DAILY, hour=2)
    assert spring == ["Sun 08 Mar 03:00 -0400", "Mon 09 Mar 02:00 -0400"]
    autumn = dates(
        alice, "America/Toronto", datetime(2026, 10, 31, 20, tzinfo=UTC), 2, frequency=Frequency.DAILY, hour=1
    )
    assert autumn == ["Sun 01 Nov 01:00 -0400", "Mon 02 Nov 01:00 -0500"]


def test_a_run_that_comes_late_sends_one_and_loses_nothing(quality, reader, topic):
    chosen(reader, frequency=Frequency.DAILY)
    published(quality, NOW + DAY, topic, en="Missed")
    published(quality, NOW + 3 * DAY, topic, en="Late")
    assert digests.send_due(now=NOW + 3 * DAY + timedelta(hours=2)) == 1
    assert ("Missed" in mail.outbox[0].body, "Late" in mail.outbox[0].body) == (True, True)
    assert Reader.objects.get(user=reader).next_digest_at > NOW + 3 * DAY + timedelta(hours=2)
    assert digests.send_due(now=NOW + 5 * DAY) == 0, "nothing new, nothing sent"


def test_without_a_digest_nothing_comes_and_nothing_waits(quality, reader, topic):
    fact = published(quality, NOW, topic, en="Callback")
    deliveries.queue("article", fact.pk)
    Delivery.objects.update(queued_at=NOW)
    assert reach.reach(quality, [topic]).people == 1
    digest_times.stop(reader, now=NOW + timedelta(hours=1))
    assert [row.state for row in Delivery.objects.all()] == [DeliveryState.SHOWN], "it is on the site"
    assert reach.reach(quality, [topic]) == reach.Reach(people=1, digest=0, site=1)
    assert digests.send_due(now=NOW + 5 * WEEK) == 0
    deliveries.queue("article", fact.pk)
    assert not Delivery.objects.waiting().exists()


def test_a_digest_that_is_wanted_again_begins_then(quality, reader, topic):
    digest_times.stop(reader, now=NOW)
    published(quality, NOW + DAY, topic, en="Meanwhile")
    row = chosen(reader, now=NOW + 2 * DAY)
    assert row.covered_until == NOW + 2 * DAY
    published(quality, NOW + 3 * DAY, topic, en="Since")
    digests.send_due(now=row.next_digest_at)
    assert ("Since" in mail.outbox[0].body, "Meanwhile" in mail.outbox[0].body) == (True, False)


def test_what_is_published_while_it_is_put_off_comes_afterwards(quality, reader, topic):
    row = chosen(reader, frequency=Frequency.DAILY, paused_until=date(2026, 12, 1))
    published(quality, NOW + DAY, topic, en="Meanwhile")
    assert digests.send_due(now=NOW + 10 * DAY) == 0
    assert row.next_digest_at == datetime(2026, 12, 1, 13, tzinfo=UTC)
    assert digests.send_due(now=row.next_digest_at) == 1
    assert "Meanwhile" in mail.outbox[0].body


def test_another_clock_keeps_the_hour(reader, as_user):
    chosen(reader, hour=8)
    reader.time_zone = "America/St_Johns"
    digest_times.follow_clock(reader, now=NOW + DAY)
    assert Reader.objects.get(user=reader).next_digest_at == datetime(2026, 11, 16, 11, 30, tzinfo=UTC)


# -- on the site


def said(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Votre prochain résumé arrive le mardi 10 novembre 2026 à 14 h (HE), s’il y a du nouveau."),
        ("en", "Your next digest comes Tuesday, November 10, 2026 at 2 p.m. (ET), if there is something new."),
    ],
)
def test_it_is_chosen_in_one_form(reader, as_user, language, words):
    User.objects.filter(pk=reader.pk).update(language=language)
    with translation.override(language):
        address = reverse("subscriptions")
    given = {"frequency": "weekly", "weekday": 1, "hour": 14, "paused_until": ""}
    response = as_user(reader).post(address, given, follow=True)
    assert words in said(response).replace("\u00a0", " ") or words in response.content.decode().replace("\u00a0", " ")
    row = Reader.objects.get(user=reader)
    assert (row.frequency, row.weekday, row.hour) == ("weekly", 1, 14)
    shown = BeautifulSoup(response.content, "html.parser").select_one("#digest")
    assert [one["value"] for one in shown.select("option[selected]")] == ["1", "14", "instant"]


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-01", "from tomorrow on"),
        ("2029-01-01", "within a year"),
        ("0001-01-01", "Give a year"),
        ("x", "valid"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_the_rest_stays(reader, as_user, day, words):
    before = Reader.objects.values().get(user=reader)
    given = {"frequency": "daily", "weekday": 3, "hour": 20, "paused_until": day}
    response = as_user(reader).post("/en/subscriptions/", given)
    page = BeautifulSoup(response.content, "html.parser")
    assert words in page.select_one(".errors").get_text()
    shown = page.select_one("#digest")
    assert words in shown.get_text()
    assert shown.select_one("input[name=frequency][checked]")["value"] == "daily"
    assert shown.select_one("[name=paused_until]").get("value") == day
    assert Reader.objects.values().get(user=reader) == before


@time_machine.travel(NOW, tick=False)
def test_a_day_it_was_put_off_until_is_over_once_it_has_come(reader, as_user):
    chosen(reader, paused_until=date(2026, 11, 5), now=NOW - WEEK)
    client = as_user(reader)
    form = BeautifulSoup(client.get("/en/subscriptions/").content, "html.parser").select_one("#digest")
    assert not form.select_one("[name=paused_until]").get("value")
    given = {"frequency": "daily", "weekday": 0, "hour": 9, "paused_until": ""}
    assert client.post("/en/subscriptions/", given).status_code == 302


@time_machine.travel(NOW, tick=False)
def test_a_digest_that_is_due_is_not_moved_by_other_preferences(reader, as_user):
    chosen(reader)
    Reader.objects.filter(user=reader).update(next_digest_at=NOW - timedelta(minutes=1))
    given = {"language": "en", "time_zone": reader.time_zone, "theme": "dark"}
    as_user(reader).post("/en/preferences/", given)
    assert Reader.objects.get(user=reader).next_digest_at == NOW - timedelta(minutes=1)
    as_user(reader).post("/en/preferences/", {**given, "time_zone": "America/St_Johns"})
    assert Reader.objects.get(user=reader).next_digest_at == datetime(2026, 11, 16, 11, 30, tzinfo=UTC)


def test_the_preview_says_what_would_go_and_sends_nothing(quality, reader, topic, as_user):
    published(quality, NOW, topic, en="Callback")
    before = list(Reader.objects.values())
    with time_machine.travel(NOW + timedelta(hours=3)):
        response = as_user(reader).get("/en/digest/")
    assert "Callback" in said(response)
    assert (mail.outbox, list(Reader.objects.values()), Delivery.objects.count()) == ([], before, 0)


def test_the_preview_tells_the_next_digest_from_that_of_the_week(quality, reader, topic, as_user, bob):
    """One topic comes each day, the rest each week."""
    hours = factories.topic("hours", "Heures", "Hours")
    subscriptions.follow(user=reader, topic=hours, delivery=Frequency.DAILY)
    published(quality, NOW, topic, en="Of the week")
    published(quality, NOW, hours, en="Of the day")
    Reader.objects.update(covered_until=NOW - WEEK, next_digest_at=NOW + DAY, weekly_at=NOW + 3 * DAY)
    day, week = digests.preview(reader, now=NOW)
    assert [at for at, _groups in (day, week)] == [NOW + DAY, NOW + 3 * DAY]
    with time_machine.travel(NOW + timedelta(hours=3)):
        text = said(as_user(reader).get("/en/digest/"))
    assert text.index("Of the day") < text.index("Then, Thursday, November 12, 2026") < text.index("Of the week")
    assert digests.send_due(now=NOW + DAY) == 1
    assert ("Of the day" in mail.outbox[0].body, "Of the week" in mail.outbox[0].body) == (True, False)


def test_without_a_digest_one_is_told_what_still_comes(reader, topic, as_user):
    digest_times.stop(reader, now=NOW)
    assert "only what everyone must read comes by mail" in said(as_user(reader).get("/en/digest/"))
    subscriptions.follow(user=reader, topic=topic, delivery=Frequency.INSTANT)
    text = said(as_user(reader).get("/en/digest/"))
    assert "what everyone must read, and what you set to come at once" in text
    assert "You receive no digest" in text


def test_ending_it_leaves_what_was_never_to_come_by_mail_as_it_was(reader, topic):
    hours = factories.topic("hours", "Heures", "Hours")
    subscriptions.follow(user=reader, topic=topic, delivery=Frequency.INSTANT)
    subscriptions.follow(user=reader, topic=hours, delivery=Frequency.NONE)
    digest_times.stop(reader, now=NOW)
    assert dict(reader.subscriptions.values_list("topic__code", "delivery")) == {topic.code: "", "hours": "none"}


def test_while_it_is_put_off_the_page_says_so(reader, as_user):
    with time_machine.travel(NOW):
        chosen(reader, paused_until=date(2026, 12, 1))
        assert "Muted until December 1, 2026." in said(as_user(reader).get("/en/subscriptions/"))


def test_a_preview_without_news_says_so(alice, as_user):
    text = said(as_user(alice).get("/en/digest/"))
    assert "Your digest begins with the first topic you follow" in text
    assert "What you follow is in your notices." in text


def test_following_says_what_it_brings(reader, as_user):
    chat, client = factories.topic("chat", "Clavardage", "Chat"), as_user(reader)
    brings = {
        Frequency.WEEKLY: "in your weekly digest", Frequency.DAILY: "in your daily digest",
        Frequency.INSTANT: "by mail at once", Frequency.NONE: "You have no digest.",
    }  # fmt: skip
    for frequency, words in brings.items():
        chosen(reader, frequency=frequency)
        response = client.post(f"/en/topics/{chat.code}/follow/", {"follow": "yes"}, follow=True)
        assert words in response.content.decode()
