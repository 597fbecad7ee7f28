"""Reports of mail servers about mail that was not delivered (RFC 3464): whom they are about, and what they say."""

import mailbox
import re
from contextlib import closing
from datetime import UTC
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from cms import bounces
from cms.models import User

#: Where servers write whom a report was sent to.
SENT_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
STATUS_PARTS = {"message/delivery-status", "message/global-delivery-status"}


class Reading(NamedTuple):
    """What became of a report."""

    outcome: str
    user: User | None = None
    said: str = ""

    def __str__(self):
        about = f", user {self.user.pk}" if self.user else ""
        return f"{self.outcome}{about}" + (f": {self.said}" if self.said else "")


STOPPED, PERMANENT, TEMPORARY = "address stopped", "permanent failure", "temporary failure"
NO_REPORT, MADE_UP, NOBODY = "no report of a failure", "made-up sender", "nobody known"


def messages_in(place):
    """The raw messages of a Maildir, a mbox or a file of one message, by their date."""
    path = Path(place)
    if path.is_dir():
        raw = all_of(mailbox.Maildir(path, create=False))
    else:
        with path.open("rb") as file:
            is_mbox = file.read(5) == b"From "
        raw = all_of(mailbox.mbox(path, create=False)) if is_mbox else [path.read_bytes()]
    return sorted(raw, key=lambda one: date_of(parsed(one)))


def all_of(box):
    with closing(box):
        return [box.get_bytes(key) for key in box.keys()]  # noqa: SIM118  a box is no dictionary


def read(raw):
    """Note what one message reports; reading it again changes nothing. Returns a Reading for each recipient."""
    report = parsed(raw)
    found = recipients(report)
    if not found:
        return [Reading(NO_REPORT)]
    tokens = tokens_of(report)
    known = [whom for token in tokens if (whom := bounces.read_token(token))]
    if tokens and not known:
        return [Reading(MADE_UP)]
    at = date_of(report)
    if known:
        worst = min(found, key=lambda fields: not is_permanent(fields))
        return [noted(*known[0], worst, at)]
    return [noted(named(fields), "", fields, at) for fields in found]


def noted(user, reference, fields, at):
    if user is None:
        return Reading(NOBODY)
    is_final, said = is_permanent(fields), said_in(fields)
    is_stopped = bounces.note(user, is_permanent=is_final, said=said, at=at, reference=reference)
    return Reading(STOPPED if is_stopped else PERMANENT if is_final else TEMPORARY, user, bounces.one_line(said))


def recipients(report):
    """The fields about each recipient that failed or is late; none of a report that it arrived, or of an answer."""
    blocks = []
    for part in report.walk():
        if part.get_content_type() in STATUS_PARTS and isinstance(part.get_payload(), list):
            for block in part.get_payload():  # in those of RFC 6533, what follows the first is taken for its text
                blocks += [block, *(message_from_string(text) for text in re.split(r"\n\s*\n", text_of(block)))]
    return [block for block in blocks if field(block, "Action").lower() in {"failed", "delayed"}]


def text_of(block):
    return block.get_payload() if isinstance(block.get_payload(), str) else ""


def parsed(raw):
    """A message; an empty one of what is nested too deeply to be read, which nobody does by accident."""
    try:
        message = message_from_bytes(raw)
        list(message.walk())
        return message
    except RecursionError:
        return Message()


def field(block, name):
    return bounces.one_line(str(block.get(name, "")))


def is_permanent(fields):
    return field(fields, "Action").lower() == "failed" and field(fields, "Status").startswith("5")


def said_in(fields):
    """The words of the server, without the name of their protocol, and the status when they do not say it."""
    status, words = field(fields, "Status"), field(fields, "Diagnostic-Code")
    words = (words.partition(";")[2] or words).strip()
    return words if status and status in words else f"{status} {words}".strip()


def tokens_of(report):
    """What the site wrote in the sender of the envelope, to which the report came back."""
    local, _at, host = settings.BOUNCE_ADDRESS.lower().rpartition("@")
    start, end = f"{local}+", f"@{host}"
    headers = [str(value) for name in SENT_TO for value in report.get_all(name, [])]
    addresses = [address.lower() for _name, address in getaddresses(headers)]
    return [
        address.removeprefix(start).removesuffix(end)
        for address in dict.fromkeys(addresses)
        if host and address.startswith(start) and address.endswith(end)
    ]


def named(fields):
    """The member a report without our token is about, by the address it names."""
    for name in ("Original-Recipient", "Final-Recipient"):
        address = field(fields, name).rpartition(";")[2].strip().strip("<>")
        if address and (user := User.objects.filter(email__iexact=address).first()):
            return user
    return None


def date_of(report):
    """When a report was written; now, when it does not say so."""
    try:
        at = parsedate_to_datetime(str(report["Date"]))
    except (ValueError, TypeError, OverflowError):
        return timezone.now()
    return at if at.tzinfo else at.replace(tzinfo=UTC)
