"""Entries of calendars that go by mail: what is the same for all of a language is written once, and who it is for."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from cms import icalendar
from cms.mailing import Entry
from cms.templatetags.typo import plain_typo
from spaces.models import Answer
from spaces.services import calendars

#: What a calendar says of somebody who answered here; who waits for a seat has not been accepted yet.
ANSWERED = {Answer.ATTENDS: "ACCEPTED", Answer.DELEGATE: "DELEGATED", Answer.CANNOT: "DECLINED"}
OPEN = "NEEDS-ACTION"


@dataclass(frozen=True)
class Blank:
    """An entry without the line of whom it is for: the octets before it and after."""

    method: str
    before: bytes
    after: bytes

    def addressed(self, attendee):
        return Entry(self.method, self.before + icalendar.folded(attendee) + self.after)


def blank(event, method):
    lines = calendars.whole(event, method)
    return Blank(method, icalendar.write(lines[:-2]), icalendar.write(lines[-2:]))


def request(page, community):
    """A meeting for the calendars of those called to it, in the language that is active."""
    return blank(calendars.meeting(page, community, is_past=False), "REQUEST")


def cancel(told, community):
    """The same once it is off: `told` is its Cancellation."""
    return blank(calendars.off(told, community), "CANCEL")


def attendee(name, address, *, answer="", waits=False, delegate="", delegated_from=""):
    """The line of whom an entry is for. Nobody answers by the calendar: what they do there does not come here."""
    status = OPEN if waits else ANSWERED.get(answer, OPEN)
    parts = [f"ATTENDEE;CN={icalendar.parameter(name)}", "CUTYPE=INDIVIDUAL", "ROLE=REQ-PARTICIPANT"]
    parts += [f"PARTSTAT={status}", "RSVP=FALSE"]
    parts += [f'DELEGATED-TO="{mailto(delegate)}"'] if delegate and status == "DELEGATED" else []
    parts += [f'DELEGATED-FROM="{mailto(delegated_from)}"'] if delegated_from else []
    return f"{';'.join(parts)}:{mailto(address)}"


def mailto(address):
    """An address as a calendar has it: whatever is no plain letter there is written in numbers."""
    return f"mailto:{quote(address, safe='@!$*+-._~')}"


# -- for delegates, who may know when and how, and no more


def for_delegate(page, community, *, teams_url, address):
    """A meeting as it may be told somebody who is sent there: its title, its hours, and the ways in that are given."""
    fact, title = page.meeting, plain_typo(page.title, page.language)
    ways = [_("Join in Teams: %(address)s") % {"address": teams_url}] if teams_url else []
    ways += [_("Agenda and documents: %(address)s") % {"address": address}] if address else []
    changed = max(filter(None, (page.last_published_at, fact.changed_at)), default=fact.starts_at)
    words = "\n".join(ways)
    lines = [
        *calendars.when(page.translation_key, fact.starts_at, fact.ends_at, sequence=fact.sequence, changed=changed),
        f"SUMMARY;LANGUAGE={page.language}-CA:{icalendar.text(title)}",
        *([f"DESCRIPTION:{icalendar.text(words)}"] if words else []),
        *(["LOCATION:Microsoft Teams"] if fact.teams_url else []),
        *calendars.standing(fact.space, community, "CONFIRMED"),
    ]
    return blank(icalendar.component("VEVENT", lines), "REQUEST")


def off_for_delegate(said, community, *, changed):
    """The same once they need not come: `said` has its key, space, hours, the next SEQUENCE, and what it is called."""
    lines = [
        *calendars.when(said["key"], said["starts_at"], said["ends_at"], sequence=said["sequence"], changed=changed),
        f"SUMMARY:{icalendar.text(said['title'])}",
        *calendars.standing(said["space"], community, "CANCELLED"),
    ]
    return blank(icalendar.component("VEVENT", lines), "CANCEL")
