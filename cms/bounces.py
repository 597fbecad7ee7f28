"""Addresses that refuse mail: what counts, when one is written to no more, and the token that says whom mail was for.

docs/decisions/0026-addresses-that-refuse.md says why.
"""

import base64
import logging
import re
from datetime import timedelta

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.utils.module_loading import import_string

from cms.models import Mailbox, User

log = logging.getLogger(__name__)
#: Sent for all that is noted: user, reference (that of the mail, "" when it had none), is_permanent, said.
noted = Signal()
WITHIN = timedelta(days=30)
STATUS = re.compile(r"(?<![\d.])[245]\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")  # RFC 3463
REPLY = re.compile(
    r"(?<![\d.])(?:521|550|551|553|556)(?![\d.])"
)  # what servers without such a status say of an address
ADDRESS, MAILBOX, UNSAID = 1, 2, 0
NOT_THEIRS = {(ADDRESS, 7), (ADDRESS, 8), (MAILBOX, 3), (MAILBOX, 4)}  # the sender, a message too long, a list
REFERENCE = re.compile(r"[a-z0-9.-]{0,24}")


def of_refusal(code, message):
    """What an SMTP server answered, as `note` takes it: (is_permanent, said)."""
    words = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
    return 500 <= code < 600, one_line(f"{code} {words}")


def one_line(text):
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:500]


def is_about_address(said):
    """Whether a failure is about the address: not about who sends, what is sent or the way there."""
    kinds = [(int(kind), int(detail)) for kind, detail in STATUS.findall(said)]
    told = next((one for one in kinds if one[0] != UNSAID), None)
    if told:
        return told[0] in {ADDRESS, MAILBOX} and told not in NOT_THEIRS
    return bool(REPLY.search(said))


def note(user, *, is_permanent, said, at=None, reference=""):
    """Note what a mail server said of mail to somebody. Returns whether their address is stopped by it.

    The rule: permanent failures about the address on two different days of the community’s calendar, the second
    within 30 days of the first, stop it. Temporary ones never do, nor those about us or about what we sent. What lies
    between the first and the last failure noted changes nothing: a report may be read late, and twice.
    """
    said, at = one_line(said), min(at or timezone.now(), timezone.now())
    log.info("mail to user %s: %s failure", user.pk, "permanent" if is_permanent else "temporary")
    is_stopped = is_permanent and is_about_address(said) and count(user, said, at)
    noted.send(Mailbox, user=user, reference=reference, is_permanent=is_permanent, said=said)
    return is_stopped


@transaction.atomic
def count(user, said, at):
    Mailbox.objects.get_or_create(user=user, defaults={"address": user.email})
    box = Mailbox.objects.select_for_update().get(user=user)
    if box.address != user.email:
        box.begin(user.email)
    is_old = box.tried_again_at is not None and at <= box.tried_again_at
    if is_old or not box.widen(at, WITHIN):
        return False
    box.said = said
    is_stopped = box.stopped_at is None and day_of(box.first_at) != day_of(box.last_at)
    if is_stopped:
        box.stopped_at = timezone.now()
        log.warning("user %s is written to no more: their address refuses mail", user.pk)
        transaction.on_commit(lambda: import_string("cms.tasks.tell_of_mailbox").enqueue(user.pk))
    box.save()
    return is_stopped


def day_of(at):
    return timezone.localdate(at, timezone.get_default_timezone())


def is_stopped(user):
    return user.pk is not None and Mailbox.objects.stopped().filter(user=user).exists()


def try_again(user):
    """Write to this address again; what came back until now counts no more."""
    box = Mailbox.objects.filter(user=user).first()
    if box:
        box.begin(user.email, timezone.now())
        box.save()


# -- the token in the sender of the envelope: letters and digits of one case, for servers that know no other


def token_of(user, reference=""):
    """Says whom mail was for and what it was about; good as long as they have this address."""
    if not REFERENCE.fullmatch(reference):
        raise ValueError("A reference is up to 24 lower-case letters, digits, dots and hyphens.")
    return f"{int_to_base36(user.pk)}-{signed(user, reference)}-{reference}".rstrip("-")


def signed(user, reference):
    mark = salted_hmac("cms.bounces", f"{user.pk}:{user.email}:{reference}", algorithm="sha256").digest()[:10]
    return base64.b32encode(mark).decode().lower()


def read_token(token):
    """(user, reference) of a token of ours; None of one that is made up, or about an address they have no longer."""
    parts = [*token.lower().split("-", 2), ""][:3]
    try:
        user = User.objects.filter(pk=base36_to_int(parts[0])).first()
    except (ValueError, OverflowError):
        return None
    if user is None or len(parts) < 3 or not constant_time_compare(signed(user, parts[2]), parts[1]):
        return None
    return user, parts[2]
