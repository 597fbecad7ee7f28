"""Publishing the drafts of a series in one go: each meeting whole, through the gate, and why some are left."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.bilingual.gate_models import Waiting
from cms.models import User
from spaces.models import MeetingPage, Membership, Role, Series, SeriesAct
from spaces.services import series, series_publishing
from tests import factories
from tests.spaces.in_series import publish, the_client, the_clock, the_dates, the_leah, the_made, the_what  # noqa: F401
from tests.spaces.side_by_side import at, words

pytestmark = pytest.mark.django_db


def main(response):
    return words(BeautifulSoup(response.content, "html.parser").main)


def page_of(meeting, language="en"):
    return MeetingPage.objects.get(meeting=meeting, locale__language_code=language)


def live(made):
    pages = MeetingPage.objects.filter(meeting__series=made, live=True)
    return sorted(pages.values_list("meeting__number", "locale__language_code"))


def press(client, made, capture):
    """The button: what it began is done once the transaction is over."""
    with capture(execute=True):
        response = client.post(at("series_publish", made.pk))
    assert (response.status_code, response["Location"]) == (302, at("series", made.pk))
    return main(client.get(response["Location"]))


@pytest.fixture
def capture(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.mark.database
def test_all_that_wait_go_live_in_both_languages_once_looked_over(client, made, capture):
    assert "Publish the 4 drafts that wait…" in main(client.get(at("series", made.pk)))
    shown = main(client.get(at("series_publish", made.pk)))
    assert ("Ready to be published" in shown, "Publish 4 meetings" in shown, "Not ready" in shown) == (
        True,
        True,
        False,
    )
    assert live(made) == []
    for _again in range(2):
        said = press(client, made, capture)
    assert live(made) == [(number, code) for number in (1, 2, 3, 4) for code in ("en", "fr")]
    assert "No draft of this series waits that is yours to publish." in said
    assert "4 meetings are published." in said
    assert "drafts that wait" not in said
    assert "No draft of this series waits" in main(client.get(at("series_publish", made.pk)))


def test_what_is_not_ready_is_left_as_it_was_and_said_with_why(client, made, capture, clock):
    first, second, third, fourth = series.meetings(made)
    page = page_of(first)
    page.summary = "Words that have no French yet."
    page.save_revision()
    publish(second)
    late = page_of(second, "en")
    late.fact_draft = {"fields": {"level": "all"}, "sets": {}}
    late.save_revision()
    locked = page_of(third, "fr")
    locked.locked, locked.locked_at = True, timezone.now()
    locked.save()
    publish(fourth)
    for one in fourth.pages.all():
        MeetingPage.objects.get(pk=one.pk).unpublish()
    why = "1 passage is not translated into French."
    assert "1:30 to 3 p.m. (ET) Changed by itself: the level. Changes wait to be published. Published" in main(
        client.get(at("series", made.pk))
    )
    shown = main(client.get(at("series_publish", made.pk)))
    assert "Publish one meeting" in shown
    assert why in shown
    said = press(client, made, capture)
    assert "1 meeting is published." in said
    assert "Left as they are Thursday, January 14, 2027 – " in said
    assert why in said
    assert "Thursday, July 8, 2027 – The French page is locked." in said
    second.refresh_from_db()
    assert (live(made), second.level) == ([(2, "en"), (2, "fr")], "all")
    assert not Waiting.objects.exists(), "nothing of it goes live later by itself"


def test_an_older_draft_that_fits_the_hours_no_more_stops_none_of_them(client, made, capture):
    first = series.meetings(made)[0]
    publish(first)
    page = page_of(first)
    page.fact_draft = {"fields": {"reply_by": "2027-01-20T12:00:00Z"}, "sets": {}}  # after it starts
    page.save_revision()
    said = press(client, made, capture)
    assert "4 meetings are published." in said
    first.refresh_from_db()
    assert first.reply_by == first.starts_at


def test_the_hour_that_goes_live_is_shown_beside_the_one_readers_have(client, made):
    first = series.meetings(made)[0]
    publish(first)
    page = page_of(first)
    page.fact_draft = {"fields": {"starts_at": "2027-01-14T15:00:00Z", "ends_at": "2027-01-14T16:30:00Z"}, "sets": {}}
    page.save_revision()
    said = main(client.get(at("series_publish", made.pk)))
    assert "Thursday, January 14, 2027, 10 to 11:30 a.m. (ET) Now: Thursday, January 14, 2027, 1:30 to 3 p.m." in said
    said = main(client.get(at("series_publish", made.pk, language="fr")))
    assert "Le jeudi 14 janvier 2027, de 10 h à 11 h 30 (HE) Maintenant : le jeudi 14 janvier 2027, de 13 h 30" in said


def test_who_may_not_publish_a_page_has_no_button_and_is_told_why(made, leah, capture):
    (row, *_rest) = rows = series_publishing.waiting_in(made)
    translator = factories.person("Tom")
    Membership.objects.create(user=translator, space=made.space, role=Role.TO_FRENCH)
    translator = User.objects.get(pk=translator.pk)
    assert not series_publishing.may_publish(translator, rows)
    assert [str(why) for why in series_publishing.refusals(row.drafts, by=translator)] == [
        "The English page is not yours to publish."
    ]
    assert series_publishing.may_publish(User.objects.get(pk=leah.pk), rows)


def test_many_are_published_by_the_worker_which_goes_on_where_it_was_stopped(client, made, clock, monkeypatch):
    monkeypatch.setattr(series_publishing, "AT_ONCE", 3)
    client.post(at("series_publish", made.pk))  # its task is not run: the transaction of the test does not end
    act = SeriesAct.objects.get()
    series_publishing.one(act.pk)
    assert live(made) == [(1, "en"), (1, "fr")]
    said = main(client.get(at("series", made.pk)))
    assert "Drafts are being published: 1 meeting of 4 so far." in said
    assert "See how far it is" in said
    assert "already" in main(client.post(at("series_publish", made.pk), follow=True))
    series_publishing.go_on(now=timezone.now())
    assert len(live(made)) == 2, "somebody may be at it"
    series_publishing.go_on(now=timezone.now() + timedelta(minutes=4))
    assert len(live(made)) == 8
    series_publishing.run(act.pk)
    act.refresh_from_db()
    assert (len(act.reached), act.left, bool(act.done_at)) == (4, [], True)


def test_only_who_plans_there_publishes_a_series(made, alice, as_user):
    client = as_user(alice)
    for ask in (client.get, client.post):
        assert ask(at("series_publish", made.pk)).status_code == 404
    assert not SeriesAct.objects.exists()


def test_a_series_that_ends_meanwhile_is_published_no_further(client, made, monkeypatch):
    monkeypatch.setattr(series_publishing, "AT_ONCE", 3)
    client.post(at("series_publish", made.pk))
    act = SeriesAct.objects.get()
    series_publishing.one(act.pk)
    Series.objects.update(ended_at=timezone.now())
    series_publishing.run(act.pk)
    assert live(made) == [(1, "en"), (1, "fr")]
    assert SeriesAct.objects.get().done_at
