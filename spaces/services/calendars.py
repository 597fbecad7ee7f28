"""Meetings for calendars: the file of one, and the feed of all that one person may read."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import icalendar
from cms.bilingual.twins import reading_language
from cms.templatetags.typo import plain_typo
from spaces import access
from spaces.models import Cancellation
from spaces.services import reading

SINCE = timedelta(days=90)  # how long a meeting that was held stays in the feed
AGAIN = "PT1H"  # how soon a program is asked to look again


def today():
    """Midnight, on the clock of the reader: what a feed leaves out changes then, and not with each minute."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def pages(user):
    """Every meeting this person may read, in the language of the address or the other, from 90 days ago on."""
    _language, locale = reading_language()
    found = reading.meeting_pages(user, locale).filter(meeting__ends_at__gte=today() - SINCE)
    return found.order_by("meeting__starts_at", "pk")


def cancelled(user):
    """Meetings that are off, in the spaces this person may read, until their day is over."""
    found = Cancellation.objects.filter(space__in=access.space_ids(user), ends_at__gte=today())
    return found.select_related("space").order_by("starts_at", "pk")


def feed(user, community):
    """The calendar of one person."""
    name = plain_typo(_("Meetings – %(community)s") % {"community": community.name})
    lines = [f"{field}:{icalendar.text(name)}" for field in ("NAME", "X-WR-CALNAME")]
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}", f"X-PUBLISHED-TTL:{AGAIN}"]
    for page in pages(user):
        lines += meeting(page, community, is_past=page.meeting.ends_at < today())
    for told in cancelled(user):
        lines += off(told, community)
    return calendar(lines)


def one(page, community):
    """The file of one meeting. It names no calendar: programs would make a new one of it."""
    return calendar(meeting(page, community, is_past=page.meeting.is_past))


def calendar(lines):
    return icalendar.write(whole(lines, "PUBLISH"))


def whole(lines, method):
    """The lines of a calendar: it is for keeping (PUBLISH), or asks something of that of its reader (RFC 5546)."""
    head = [
        "VERSION:2.0",
        f"PRODID:-//Carrefour//{reading_language()[0].upper()}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
    ]
    return icalendar.component("VCALENDAR", head + lines)


def meeting(page, community, *, is_past):
    """The entry of a meeting. The Teams address is for those who may read the meeting, until it is over."""
    fact = page.meeting
    changed = max(filter(None, (page.last_published_at, fact.changed_at)), default=fact.starts_at)
    teams_url = "" if is_past else fact.teams_url
    return icalendar.component(
        "VEVENT",
        [
            *when(page.translation_key, fact.starts_at, fact.ends_at, sequence=fact.sequence, changed=changed),
            f"SUMMARY;LANGUAGE={page.language}-CA:{icalendar.text(title(page))}",
            f"DESCRIPTION:{icalendar.text(description(page, teams_url))}",
            *(["LOCATION:Microsoft Teams"] if fact.teams_url else []),
            f"URL:{settings.BASE_URL}{page.address}",
            f"CATEGORIES:{icalendar.texts([fact.get_kind_display(), fact.space.name])}",
            *standing(fact.space, community, "CONFIRMED"),
        ],
    )


def off(told, community):
    """The entry of a meeting that is off. Its words are no longer read: it says so, and where it was to be."""
    said = plain_typo(_("Meeting cancelled – %(space)s") % {"space": told.space.name})
    return icalendar.component(
        "VEVENT",
        [
            *when(told.key, told.starts_at, told.ends_at, sequence=told.sequence, changed=told.at),
            f"SUMMARY;LANGUAGE={reading_language()[0]}-CA:{icalendar.text(said)}",
            *standing(told.space, community, "CANCELLED"),
        ],
    )


def when(key, starts_at, ends_at, *, sequence, changed):
    """Which entry it is, the same in both languages, how new, and its instants."""
    stamp = icalendar.instant(changed)
    return [
        f"UID:{key}@{urlsplit(settings.BASE_URL).hostname}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{sequence}",
        f"DTSTART:{icalendar.instant(starts_at)}",
        f"DTEND:{icalendar.instant(ends_at)}",
    ]


def standing(space, community, status):
    """Whether it takes place, who calls it, and whether those who share the calendar of a reader see its words."""
    name = icalendar.parameter(community.name)
    lines = [f"STATUS:{status}", f"ORGANIZER;CN={name}:mailto:{community.support_email}"]
    return lines if space.is_open else [*lines, "CLASS:PRIVATE"]


def title(page):
    said = plain_typo(page.title, page.language)
    return said if not page.is_foreign else f"{said} [{_('in French') if page.language == 'fr' else _('in English')}]"


def description(page, teams_url):
    """What it is about, what helps to follow it, and the ways in."""
    fact, ways = page.meeting, []
    helps = {_("Simultaneous interpretation"): fact.interpretation, _("Captions in both languages"): fact.captions}
    if teams_url:
        ways.append(_("Join in Teams: %(address)s") % {"address": teams_url})
    ways.append(_("Agenda and documents: %(address)s") % {"address": settings.BASE_URL + page.address})
    parts = (plain_typo(page.summary, page.language), "\n".join(said for said in helps if helps[said]), "\n".join(ways))
    return "\n\n".join(filter(None, parts))


def address_of_feed(key):
    """Where a program finds the calendar of the owner of a key; empty without one."""
    return settings.BASE_URL + reverse("meetings_feed", args=[key.token]) if key else ""
