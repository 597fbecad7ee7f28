"""The one door of mail: one layout, the reader's own language from the subject to the last date.

Addresses: a domain with accents is written in the ASCII form every server knows (IDNA); a name with accents before
the @ would need SMTPUTF8, which few servers have, and is refused here, for that one person.
"""

import logging
import re
import smtplib
import zoneinfo
from contextlib import contextmanager

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cms import bounces, mailing
from cms.models import CommunitySettings

log = logging.getLogger(__name__)
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)
LONGEST_SUBJECT = 150  # characters; a title may have twice as many
UNPRINTED = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")  # no-break spaces stay
SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character, which no encoding has
CLOSING = {"“": "”", "«": "\u00a0»"}


class Unaddressable(smtplib.SMTPException):
    """An address no server would take, known before any was asked; what it says names nobody."""


@contextmanager
def read_by(person):
    """The language and the clock of one person, for what is put in words for them."""
    with translation.override(person.language), timezone.override(zoneinfo.ZoneInfo(person.time_zone)):
        yield


def inline(html):
    """The same page with its style sheet written on each element, as mail programs want it; kept for dark mode."""
    return _inliner.inline(html)


def address_of(person):
    """Where their mail goes, in ASCII. Raises Unaddressable."""
    local, _at, domain = person.email.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise Unaddressable("no such domain can be") from None
    if not re.fullmatch(r"[\x21-\x7e]+@[a-zA-Z0-9.-]+", address):
        raise Unaddressable("not in the characters every server takes")
    return address


def subject_of(text):
    """One line without anything unprinted, ended at a word when it is very long; quotes that were opened are closed."""
    said = UNPRINTED.sub(" ", text).strip()
    if len(said) <= LONGEST_SUBJECT:
        return said
    cut = said[: LONGEST_SUBJECT - 3]
    cut = (cut[: cut.rindex(" ")] if " " in cut[LONGEST_SUBJECT // 2 :] else cut).rstrip(" \u00a0,;:.–")
    open_ones = [mark for mark in CLOSING if cut.rfind(mark) > cut.rfind(CLOSING[mark][-1])]
    return cut + "…" + "".join(CLOSING[mark] for mark in open_ones)


def envelope(person, reference=""):
    """The sender on the envelope of their mail, to which it comes back: says whom it was for and what it was about.

    That of all mail, when the site has no address for that. The sender one reads stays the same.
    """
    if not settings.BOUNCE_ADDRESS or person.pk is None:
        return mailing.plain(settings.DEFAULT_FROM_EMAIL)
    local, _at, host = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{local}+{bounces.token_of(person, reference)}@{host}"


def compose(name, *, to, context, headers=None, reference="", entry=None):
    """Render «<name>.subject.txt», «.txt» and «.html» for one person and return the message, not yet sent.

    `to` is a User: its language and clock decide how everything is written. `entry` goes to their calendar.
    Mail with the same `name` has the same parts in both languages; a missing template is an error. `reference` says
    what it is about to whoever hears that it came back (cms/bounces.py). Raises Unaddressable.
    """
    address = address_of(to)
    with read_by(to):
        context = {
            "reader": to,
            "community": CommunitySettings.load(),
            "base_url": settings.BASE_URL,
            "language": to.language,
            **context,
        }
        subject, text, html = (
            SURROGATE.sub("\ufffd", render_to_string(name + ending, context))
            for ending in (".subject.txt", ".txt", ".html")
        )
    message = EmailMultiAlternatives(
        subject_of(subject),
        text,
        from_email=envelope(to, reference) if settings.BOUNCE_ADDRESS else None,
        to=[address],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Auto-Submitted": "auto-generated",
            "Content-Language": f"{to.language}-CA",
            **(headers or {}),
        },
    )
    message.attach_alternative(inline(html), "text/html")
    return mailing.with_entry(message, entry) if entry else message


def send(name, *, to, context, headers=None, reference="", entry=None, is_asked=False):
    """Compose and send to one person. Returns the number of messages accepted, as Django does.

    Nothing goes to an address that is stopped (cms/bounces.py) but what `is_asked` for at this very moment: then it
    is 0. A refusal of this person’s mail is noted, and raised like any failure to send (OSError).
    """
    if not is_asked and bounces.is_stopped(to):
        log.info("nothing is sent to user %s, whose address refuses mail", to.pk)
        return 0
    try:
        return compose(name, to=to, context=context, headers=headers, reference=reference, entry=entry).send()
    except (Unaddressable, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        if to.pk:
            is_permanent, said = refusal_of(error)
            bounces.note(to, is_permanent=is_permanent, said=said, reference=reference)
        raise


def refusal_of(error):
    """(is_permanent, said) of what was raised for the mail of one person."""
    if isinstance(error, Unaddressable):
        return True, f"550 5.1.3 {error}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, answer),) = error.recipients.values()
        return bounces.of_refusal(code, answer)
    return bounces.of_refusal(error.smtp_code, error.smtp_error)
