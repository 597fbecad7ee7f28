"""The editors’ form of a meeting: hours of its own clock, seats, and until when one may reply."""

from datetime import UTC, datetime

import pytest

from spaces.models import Meeting, MeetingPage
from tests import factories
from tests.spaces import desk

pytestmark = pytest.mark.django_db
SKIPPED = {
    "en": "The clocks go forward that night: this hour does not exist. Choose another.",
    "fr": "On avance l’heure cette nuit-là : cette heure n’existe pas. Choisissez-en une autre.",
}
TWICE = {
    "en": "The clocks go back that night: this hour comes twice. Choose another.",
    "fr": "On recule l’heure cette nuit-là : cette heure revient deux fois. Choisissez-en une autre.",
}
ZONES = ["America/St_Johns", "America/Halifax", "America/Toronto", "America/Winnipeg", "America/Vancouver"]


@pytest.fixture
def editors(denis):
    return {"fr": denis, "en": factories.editor("Elise", language="en")}


@pytest.fixture
def new(quality, as_user, editors):
    """new(language, **fields) -> (errors of the form, the page)."""

    def post(language="en", **fields):
        parent = factories.parents(quality)["fr"]
        response, page = desk.create(as_user(editors[language]), MeetingPage, parent, **fields)
        return (desk.errors(response) if page is None else {}), page

    return post


def day(first, last="15:00"):
    return {"starts_at": first, "ends_at": f"{first[:10]} {last}"}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_hour_that_does_not_exist_or_comes_twice_on_its_clock_is_refused_in_words(language, zone, new):
    assert new(language, time_zone=zone, **day("2024-03-10 02:30"))[0] == {"starts_at": [SKIPPED[language]]}
    assert new(language, time_zone=zone, **day("2024-11-03 01:30"))[0] == {"starts_at": [TWICE[language]]}
    ends = {"starts_at": "2024-11-02 23:00", "ends_at": "2024-11-03 01:30"}
    assert new(language, time_zone=zone, **ends)[0] == {"ends_at": [TWICE[language]]}
    assert new(language, time_zone=zone, reply_by="2024-11-03 01:30")[0] == {"reply_by": [TWICE[language]]}
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("hour", ["2027-03-14 02:30", "2026-11-01 01:30"])
def test_a_clock_that_stays_has_every_hour_once_whatever_the_clock_of_the_editor(hour, new):
    wrong, page = new(time_zone="America/Regina", **day(hour))
    naive = datetime.fromisoformat(hour)
    assert (wrong, page.meeting.starts_at) == ({}, naive.replace(hour=naive.hour + 6, tzinfo=UTC))


@pytest.mark.parametrize(
    ("hour", "instant"),
    [("2027-03-14 01:59", 6), ("2027-03-14 03:00", 7), ("2026-11-01 00:59", 4), ("2026-11-01 02:00", 7)],
)
def test_the_hours_around_a_change_of_clock_are_taken(hour, instant, new):
    wrong, page = new(**day(hour))
    at = page.meeting.starts_at
    assert (wrong, at.hour, at.minute) == ({}, instant, int(hour[-2:]))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Replies must end before the meeting starts."),
        ("fr", "Les réponses doivent se terminer avant le début de la réunion."),
    ],
)
def test_replies_end_before_the_meeting_starts_or_with_it(language, words, new):
    assert new(language, reply_by="2026-12-10 13:01")[0] == {"reply_by": [words]}
    wrong, page = new(language, reply_by="2026-12-10 13:00", seats="12")
    assert (wrong, page.meeting.reply_by, page.meeting.seats) == ({}, page.meeting.starts_at, 12)


@pytest.mark.parametrize("seats", ["0", "-1", "many", "1.5"])
def test_a_meeting_has_a_seat_at_least(seats, new):
    wrong, page = new(seats=seats)
    assert (set(wrong), page) == ({"seats"}, None)


def test_both_may_be_left_empty_and_changed_by_a_draft_that_waits(new, as_user, chantal):
    _wrong, page = new()
    assert (page.meeting.seats, page.meeting.reply_by) == (None, None)
    client = as_user(chantal)
    made = factories.meeting(page.meeting.space, starts=datetime(2026, 12, 10, 18, tzinfo=UTC)).made["en"]
    _response, made = desk.edit(client, made, seats="5", reply_by="2026-12-09 17:00")
    assert Meeting.objects.get(pk=made.meeting_id).seats is None
    form = client.get(desk.edit_url(made)).context["form"]
    assert (form["seats"].value(), form["reply_by"].value()) == (5, datetime(2026, 12, 9, 17))
    desk.edit(client, made, seats="5", reply_by="2026-12-09 17:00", **desk.PUBLISH)
    fact = Meeting.objects.get(pk=made.meeting_id)
    assert (fact.seats, fact.reply_by) == (5, datetime(2026, 12, 9, 22, tzinfo=UTC))
    desk.edit(client, made, seats="", reply_by="", **desk.PUBLISH)
    fact.refresh_from_db()
    assert (fact.seats, fact.reply_by) == (None, None)
