"""A meeting that has begun stays where it began: for the form, and for a draft of before that goes live later."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import Page, Revision

from spaces.models import Call, Meeting, MeetingPage
from spaces.services import hours
from tests import factories
from tests.spaces import desk

STARTS = datetime(2026, 12, 10, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENDS = STARTS + 2 * HOUR
BEFORE, DURING, AFTER = STARTS - 24 * HOUR, STARTS + HOUR, STARTS + 24 * HOUR
WHEN = {"en": "The hours of the meeting stay as they were: it has begun, and what was published gave others. The rest of it is published.",
        "fr": "Les heures de la réunion restent ce qu’elles étaient : elle a commencé, et la version publiée en donnait d’autres. Le reste est publié."}  # fmt: skip


@pytest.mark.parametrize(
    ("now", "starts", "ends", "written", "refused"),
    [
        (BEFORE, STARTS + HOUR, ENDS + HOUR, None, None),
        (BEFORE, BEFORE - HOUR, ENDS, None, "starts_at"),
        (BEFORE, ENDS, ENDS, None, "ends_at"),
        (DURING, STARTS + HOUR, ENDS + HOUR, None, "starts_at"),
        (DURING, STARTS, ENDS + HOUR, DURING, None),
        (DURING, STARTS, ENDS + HOUR, BEFORE, "starts_at"),
        (AFTER, STARTS, ENDS + HOUR, None, None),
        (AFTER, STARTS - HOUR, ENDS, AFTER, None),
        (AFTER, STARTS - HOUR, ENDS, BEFORE, "ends_at"),
        (AFTER, AFTER + HOUR, AFTER + 2 * HOUR, None, "ends_at"),
    ],
)
def test_what_hours_may_take_the_place_of_those_readers_have(now, starts, ends, written, refused):
    found = hours.refusal((STARTS, ENDS), (starts, ends), now=now, written=written)
    assert (found and found[0]) == refused
    assert hours.refusal((STARTS, ENDS), (STARTS, ENDS), now=now, written=written) is None
    if ends > starts:
        assert hours.refusal(None, (starts, ends), now=now) is None, "nobody reads it"


@pytest.fixture
def drafted(quality, as_user, chantal):
    """A meeting that is read, with a draft of the day before: another day, another clock, seats, a title."""
    with time_machine.travel(BEFORE, tick=False):
        meeting = factories.meeting(quality, fr="Bilan", en="Review", starts=STARTS)
        said = {"title": "Bilan de l’année", "summary": "Résumé.", "seats": "12", "time_zone": "America/Halifax"}
        moved = {"starts_at": "2026-12-17 13:00", "ends_at": "2026-12-17 15:00", "reply_by": "2026-12-16 12:00"}
        desk.edit(as_user(chantal), meeting.made["fr"], **said, **moved)
    return meeting


def publish(meeting, user):
    page = MeetingPage.objects.get(pk=meeting.made["fr"].pk)
    page.latest_revision.publish(user=user)


def facts(meeting):
    meeting = Meeting.objects.get(pk=meeting.pk)
    return meeting.starts_at, meeting.ends_at, meeting.time_zone, meeting.reply_by, meeting.seats


HELD = (STARTS, ENDS, "America/Toronto", None, 12)


@pytest.fixture
def excepted(drafted):
    """Its French page may go live alone."""
    factories.excepted(drafted.made["fr"])
    return drafted


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_form_says_why_and_what_was_drafted_before_keeps_all_but_its_hours(
    language, excepted, as_user, alice, chantal
):
    excepted.replies.create(user=alice, answer="attends")
    type(chantal).objects.filter(pk=chantal.pk).update(language=language)
    chantal.refresh_from_db()
    with time_machine.travel(DURING, tick=False):
        client, page = as_user(chantal), excepted.made["fr"]
        later = {"title": "Bilan", "starts_at": "2026-12-10 14:00", "ends_at": "2026-12-10 15:00"}
        response, _page = desk.edit(client, page, **later, **desk.PUBLISH)
        assert set(desk.errors(response)) == {"starts_at"}
        publish(excepted, chantal)
        assert facts(excepted) == HELD
        assert MeetingPage.objects.get(pk=page.pk).title == "Bilan de l’année"
        assert (Call.objects.count(), Meeting.objects.get(pk=excepted.pk).sequence) == (0, 0)
        assert WHEN[language] in client.get(desk.edit_url(page)).content.decode().replace("\u00a0", " ")
        assert WHEN[language] in client.get(f"/admin/pages/{page.pk}/history/").content.decode().replace("\u00a0", " ")


def test_so_does_one_that_a_minute_publishes(excepted):
    page = MeetingPage.objects.get(pk=excepted.made["fr"].pk)
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=DURING)
    with time_machine.travel(AFTER, tick=False):
        call_command("publish_scheduled", verbosity=0)
    assert facts(excepted) == HELD
    assert Page.objects.get(pk=page.pk).title == "Bilan de l’année"


def test_of_a_meeting_that_was_withdrawn_nobody_expects_the_hours(drafted, chantal):
    with time_machine.travel(BEFORE, tick=False):
        for page in MeetingPage.objects.filter(meeting=drafted):
            page.unpublish()
    factories.excepted(drafted.made["fr"])
    with time_machine.travel(AFTER, tick=False):
        publish(drafted, chantal)
    assert facts(drafted)[0] == STARTS + 7 * 24 * HOUR - HOUR


LATE = {"en": "Replies are taken until the meeting starts: what was published gave a later date for them, or an earlier start. The rest is published.",
        "fr": "On répond jusqu’au début de la réunion : la version publiée donnait une date limite plus tardive, ou un début plus tôt. Le reste est publié."}  # fmt: skip


@pytest.mark.parametrize(
    ("drafted", "meanwhile"),
    [
        ({"reply_by": "2026-12-09 23:00"}, {"starts_at": BEFORE, "ends_at": BEFORE + HOUR}),
        ({"starts_at": "2026-12-09 13:00", "ends_at": "2026-12-09 14:00"}, {"reply_by": STARTS - HOUR}),
    ],
)
def test_of_two_drafts_that_end_replies_and_move_the_start_neither_is_lost(
    drafted, meanwhile, quality, as_user, chantal
):
    with time_machine.travel(BEFORE - 48 * HOUR, tick=False):
        meeting = factories.meeting(quality, fr="Bilan", en="Review", starts=STARTS)
        desk.edit(as_user(chantal), meeting.made["fr"], title="Bilan de l’année", summary="Résumé.", **drafted)
        Meeting.objects.filter(pk=meeting.pk).update(**meanwhile)
        factories.excepted(meeting.made["fr"])
        publish(meeting, chantal)
        client, address = as_user(chantal), desk.edit_url(meeting.made["fr"])
        assert LATE["fr"] in client.get(address).content.decode().replace("\u00a0", " ")
    starts, _ends, _zone, reply_by, _seats = facts(meeting)
    assert (starts, reply_by) == (BEFORE, BEFORE)
    assert MeetingPage.objects.get(pk=meeting.made["fr"].pk).title == "Bilan de l’année"
