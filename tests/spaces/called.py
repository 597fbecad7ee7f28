"""A notice of meeting as it arrives: what the mail says and what it puts into a calendar, read by a library of others."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
import time_machine
from icalendar import Calendar

from cms.models import User
from spaces.models import CommunityRole, Delivery, Meeting, MeetingPage, Membership, Occasion
from spaces.services import calling, reminders, sending
from tests import factories

STARTS = datetime(2026, 12, 10, 18, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEAMS = "https://teams.microsoft.com/l/meetup-join/1"


def clock_at(moment):
    """The fixture «clock» of a module: it stands at this moment until a test moves it."""

    @pytest.fixture(autouse=True, name="clock")
    def stopped():
        with time_machine.travel(moment, tick=False) as travelling:
            yield travelling

    return stopped


def meeting_of(space, *people, **facts):
    """A meeting in twenty days; these people are members of its space."""
    for person in people:
        Membership.objects.create(user=person, space=space)
    said = {"fr": "Bilan d’automne", "en": "Autumn review", "starts": STARTS, "teams_url": TEAMS, **facts}
    return factories.meeting(space, agenda=[{"title": "Round table", "minutes": 30}], **said)


def begun():
    """Alice and Denis are in a space with a meeting to come; Leah leads it."""
    with time_machine.travel(NOW, tick=False):
        made = SimpleNamespace(alice=factories.person("Alice"), denis=factories.person("Denis", language="fr"))
        made.leah = factories.person("Leah")
        made.quality = factories.space(members=[made.alice, made.denis], leads=[made.leah])
        made.meeting = meeting_of(made.quality)
    return made


def begun_and_called():
    """The same, and its notice has gone to Alice and Denis: Leah is the co-chair, whom it does not call."""
    made = begun()
    Membership.objects.filter(user=made.leah).delete()
    with time_machine.travel(NOW, tick=False):
        CommunityRole.objects.create(user=made.leah, duty="federal_chair")
        calling.write(call(made.meeting, made.leah).pk)
        sending.send_all()
    return made


def scenes(make):
    """Two fixtures: the scene made once a module, and each test’s own copy of it."""

    @pytest.fixture(scope="module", name="made_scene")
    def made(once):
        return make()

    @pytest.fixture(name="scene")
    def mine(db, made_scene):
        return deepcopy(made_scene)

    return made, mine


def each(name):
    """A fixture: each test’s own copy of somebody, or something, of the scene."""
    return pytest.fixture(name=name)(lambda scene: getattr(scene, name))


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


@pytest.fixture(name="remind")
def the_remind(posted, clock):
    """remind(at) -> how many reminders are due then; they are sent."""

    def due(at):
        clock.move_to(at)
        with posted():
            return reminders.send_due()

    return due
