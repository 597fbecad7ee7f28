"""A notice of meeting as it arrives: what the mail says and what it puts into a calendar, read by a library of others."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

from icalendar import Calendar

from cms.models import User
from spaces.models import Delivery, Meeting, MeetingPage, Membership, Occasion
from spaces.services import calling
from tests import factories

STARTS = datetime(2026, 12, 10, 18, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEAMS = "https://teams.microsoft.com/l/meetup-join/1"


def meeting_of(space, *people, **facts):
    """A meeting in twenty days; these people are members of its space."""
    for person in people:
        Membership.objects.create(user=person, space=space)
    said = {"fr": "Bilan d’automne", "en": "Autumn review", "starts": STARTS, "teams_url": TEAMS, **facts}
    return factories.meeting(space, agenda=[{"title": "Round table", "minutes": 30}], **said)


def call(meeting, by):
    return calling.send(meeting=meeting, by=User.objects.get(pk=by.pk))


def change(meeting, **facts):
    """Facts changed in the draft of a page that is live, and the page published."""
    page = MeetingPage.objects.filter(meeting=meeting.pk).order_by("pk").first()
    page.fact_draft = {"fields": facts, "sets": {}}
    page.save_revision().publish()
    return Meeting.objects.get(pk=meeting.pk)


def withdraw(meeting):
    for page in MeetingPage.objects.filter(meeting=meeting.pk):
        page.unpublish()


def entry_of(raw):
    """(method, VEVENT) of the calendar in the octets of a mail: that beside the words and that attached are the same."""
    parsed = message_from_bytes(raw, policy=policy.default)
    found = {part.get_content_type(): part for part in parsed.walk() if not part.is_multipart()}
    assert set(found) == {"text/plain", "text/html", "text/calendar", "application/ics"}
    beside, attached = found["text/calendar"], found["application/ics"]
    assert attached.get_filename() == "invite.ics"
    octets = attached.get_payload(decode=True)
    assert beside.get_payload(decode=True).rstrip() == octets.rstrip()
    calendar = Calendar.from_ical(octets)
    (event,) = calendar.walk("VEVENT")
    assert beside["Content-Type"].params["method"] == calendar["METHOD"]
    assert beside["Content-Type"].params["charset"].lower() == "utf-8"
    return str(calendar["METHOD"]), event


def told(occasion=Occasion.CALLED):
    """{first name: state} of the rows of an occasion."""
    return dict(Delivery.objects.filter(occasion=occasion).values_list("user__first_name", "state"))


def got(sink):
    """[(first name, subject)] of what arrived, in its order."""
    return [
        (mail.recipients[0].partition("@")[0].capitalize(), mail["Subject"].replace("\u00a0", " "))
        for mail in sink.mails
    ]
