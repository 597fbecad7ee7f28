"""A closed space of eighteen on a Monday when every digest has just gone out, and what the ledger of deliveries holds."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import time_machine
from django.core import mail

from spaces.models import Delivery, Reader
from spaces.models.subscriptions import WEEK
from spaces.services import digests
from tests import factories

MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
NEXT = MONDAY + WEEK  # when digests are due
REFUSING = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 9,
}  # fmt: skip


def begun(*members):
    with time_machine.travel(MONDAY, tick=False):
        people = [factories.person(f"Person{number}") for number in range(16)]
        space = factories.space("closed", fr="Fermé", en="Closed", is_open=False, members=[*members, *people])
        Reader.objects.update(covered_until=MONDAY, next_digest_at=NEXT)
    return space


def states():
    return dict(Counter(Delivery.objects.values_list("state", flat=True)))


def state_of(user):
    return Delivery.objects.get(user=user).state


def news(user, since, until):
    """The items the digest of a window would bring somebody, in their order."""
    Reader.objects.filter(user=user).update(covered_until=since)
    previews = digests.preview(user, now=until)
    return [line for _at, groups in previews for _heading, found in groups for line, _why in found]


def key_of(fact):
    return fact.made["en"].translation_key


def mails():
    """{address: how many mails}."""
    return dict(Counter(message.to[0] for message in mail.outbox))
