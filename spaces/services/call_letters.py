"""The letters about a meeting one is called to, put together as digests are: from pieces rendered once for all readers
of a language and a clock. A name, a reply and the line of the calendar that says who it is for are one person’s."""

import re
import zoneinfo
from html import escape
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import dates, mail
from cms.bilingual import twins
from cms.mailing import Mail
from cms.templatetags.typo import plain_typo
from spaces.models import Answer, Occasion
from spaces.models.deliveries import CALLS
from spaces.services import entries, replies
from spaces.services.digest_mail import Piece, mark
from spaces.services.reading import preferred

CANCELLED = gettext_lazy("Meeting cancelled")
MOST = 12  # items of an agenda that a letter names; the page has them all
TEMPLATES = {Occasion.OFF: "call_off", Occasion.REPLY: "call_reminder", Occasion.SOON: "call_reminder"}
GAPS, SPACE = re.compile(r"\n\s*\n"), "\n\n"


def letter(press, user, told):
    """The Mail of one person."""
    one, name = told.convened, TEMPLATES.get(told.occasion, "call")
    standing = standing_of(told.reply)
    key = (name, one.key, told.occasion, told.sequence, told.change, standing)
    subject, text, html = press.kept_as(key, lambda: pieces(press, name, told, standing))
    who, delegate = user.get_short_name(), told.reply.delegate_name if told.reply else ""
    address = mail.address_of(user)
    return Mail(
        to=address,
        language=press.language,
        subject=subject,
        text=text.fill(name=who, delegate=delegate),
        html=html.fill(name=escape(who), delegate=escape(delegate)),
        headers={"List-Id": f"<meetings.{urlsplit(settings.BASE_URL).hostname}>"},
        entry=entry(press, user, address, told) if told.occasion in CALLS else None,
    )


def standing_of(reply):
    """What somebody has answered, as their letter says it: "", an answer, or that they wait."""
    return "" if reply is None else "waiting" if reply.is_waiting else reply.answer


def entry(press, user, address, told):
    """What goes to the calendar of one person."""
    one, is_off, reply = told.convened, told.occasion == Occasion.OFF, told.reply
    community = press.context["community"]
    page = None if is_off else preferred(one.pages, press.language)
    blank = press.kept_as(
        ("entry", one.key, is_off, told.sequence),
        lambda: entries.cancel(one.off, community) if is_off else entries.request(page, community),
    )
    said = {"answer": reply.answer, "waits": reply.is_waiting, "delegate": reply.delegate_email} if reply else {}
    return blank.addressed(entries.attendee(user.get_full_name(), address, **said))


def pieces(press, name, told, standing):
    """(subject, Piece of text, Piece of HTML) of all letters that differ in nothing but whom they are for."""
    of = of_the_end if told.occasion == Occasion.OFF else of_the_meeting
    context = {**press.context, "told": told, "standing": standing, "change": told.change, **of(told, press.language)}
    context |= {word: mark(word) for word in ("name", "delegate")}
    subject, text, html = (
        render_to_string(f"spaces/mail/{name}{ending}", context) for ending in (".subject.txt", ".txt", ".html")
    )
    return mail.subject_of(subject), Piece(f"{GAPS.sub(SPACE, text).strip()}\n"), Piece(mail.inline(html))


def of_the_meeting(told, language):
    """What a letter says of a meeting: in the language and on the clock that are active."""
    one, page = told.convened, preferred(told.convened.pages, language)
    meeting, change = one.meeting, told.change
    agenda = page.lines
    items = [(dates.clock(line.starts), plain_typo(line.item["title"], page.language)) for line in agenda[:MOST]]
    address = settings.BASE_URL + page.address
    reply = settings.BASE_URL + reverse("meeting_reply", args=[meeting.pk])
    return {
        "page": page, "meeting": meeting, "title": page.title, "title_language": page.language,
        "space": one.space.name_in(language), "when": when(meeting.starts_at, meeting.ends_at),
        "there": there(meeting.starts_at, meeting.ends_at, meeting.time_zone),
        "was": when(change.starts_at, change.ends_at, capital=False) if change and change.starts_at else "",
        "was_there": there(change.starts_at, change.ends_at, meeting.time_zone) if change and change.starts_at else "",
        "is_notice": told.occasion == Occasion.CALLED, "is_soon": told.occasion == Occasion.SOON,
        "agenda": items, "rest": len(agenda) - len(items), "address": address, "reply": reply,
        "answers": [(words, f"{reply}?answer={answer.value}") for answer, words in answers().items()],
        "helps": helps(meeting), "until": dates.moment(meeting.closes_at), "other": other_address(one, page, language),
        "reason": told.reason, "is_open": not replies.closed(meeting),
    }  # fmt: skip


def answers():
    return {
        Answer.ATTENDS: _("I’ll attend"),
        Answer.DELEGATE: _("I’ll send a delegate"),
        Answer.CANNOT: _("I can’t attend"),
    }


def helps(meeting):
    """What helps to follow it."""
    found = {
        _("Simultaneous interpretation"): meeting.interpretation,
        _("Captions in both languages"): meeting.captions,
    }
    signs = _("Interpreted into %(languages)s") % {"languages": meeting.get_sign_languages_display()}
    found[signs] = meeting.sign_languages
    return [words for words, is_there in found.items() if is_there]


def other_address(one, page, language):
    """Where the meeting stands in the other language; empty when it does not."""
    twin = one.pages.get(twins.other(language))
    if twin is None or twin.pk == page.pk:
        return ""
    with translation.override(twins.other(language)):
        return settings.BASE_URL + twin.url


def of_the_end(told, language):
    """What a letter says of a meeting that is off: its words are no longer read."""
    off, one = told.convened.off, told.convened
    said = {"when": when(off.starts_at, off.ends_at, capital=False), "day": dates.day(off.starts_at)}
    there_too = there(off.starts_at, off.ends_at, one.meeting.time_zone)
    return {**said, "there": there_too, "space": off.space.name_in(language), "kind": one.meeting.get_kind_display()}


def when(starts, ends, zone="", *, capital=True):
    """«Le jeudi 10 décembre 2026, de 13 h à 15 h (HE)», on the reader’s clock or another; over midnight, both days."""
    day = dates.day(starts, weekday=True, zone=zone, capital=capital)
    if dates.on_clock(starts, zone).date() == dates.on_clock(ends, zone).date():
        return f"{day}, {dates.span(starts, ends, zone=zone)}"
    said = {"day": day, "hour": dates.clock(starts, zone=zone)}
    last = {"last": dates.day(ends, zone=zone), "end": dates.hour(ends, zone=zone)}
    return _("%(day)s at %(hour)s, to %(last)s at %(end)s") % {**said, **last}


def there(starts, ends, zone):
    """The same on the clock of the meeting, without a day that is the same; empty when the reader’s says all of it."""
    place = zoneinfo.ZoneInfo(zone)
    if all(dates.on_clock(at).utcoffset() == at.astimezone(place).utcoffset() for at in (starts, ends)):
        return ""
    if len({dates.on_clock(at, of).date() for at in (starts, ends) for of in ("", zone)}) == 1:
        return dates.span(starts, ends, zone=zone)
    return when(starts, ends, zone, capital=False)
