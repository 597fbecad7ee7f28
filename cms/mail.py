"""The one door of mail: one layout, the reader's own language from the subject to the last date.

Addresses: a domain with accents is written in the ASCII form every server knows (IDNA); a name with accents before
the @ would need SMTPUTF8, which few servers have, and is refused here, for that one person.
"""

import logging
import re
import zoneinfo
from contextlib import contextmanager

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cms.models import CommunitySettings

log = logging.getLogger(__name__)
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)
LONGEST_SUBJECT = 150  # characters; a title may have twice as many
UNPRINTED = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")  # no-break spaces stay
SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character, which no encoding has
CLOSING = {"“": "”", "«": "\u00a0»"}


class Unaddressable(ValueError):
    """An address no server would take; what it says names nobody."""


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


def compose(name, *, to, context, headers=None):
    """Render «<name>.subject.txt», «.txt» and «.html» for one person and return the message, not yet sent.

    `to` is a User: its language and clock decide how everything is written.
    Mail with the same `name` has the same parts in both languages; a missing template is an error.
    Raises Unaddressable.
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
        to=[address],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": f"{to.language}-CA", **(headers or {})},
    )
    message.attach_alternative(inline(html), "text/html")
    return message


def send(name, *, to, context, headers=None):
    """Compose and send to one person. Returns the number of messages accepted: 0 of an address no server would take.

    What a server answers, or that none does, is raised (OSError).
    """
    try:
        message = compose(name, to=to, context=context, headers=headers)
    except Unaddressable as refusal:
        log.warning("no mail to user %s, whose address is %s", to.pk, refusal)
        return 0
    return message.send()
