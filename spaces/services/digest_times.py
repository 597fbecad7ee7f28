"""When somebody has their digest: how often, on which day and hour of their own clock, and not before which day."""

import zoneinfo

from django.core import signing
from django.db import transaction
from django.utils import timezone

from cms.models import User
from spaces.models import Frequency, Reader, today
from spaces.services import deliveries

SALT = "spaces.digest"  # of the links in mail
MONDAY, MORNING = 0, 8  # when a digest comes to those who never had one


def of(user):
    """The Reader of a person, not saved for those who have none yet; with the day and hour it comes.

    A day until which it was put off is over once it has come.
    """
    reader = Reader.objects.filter(user=user).first() or Reader(user=user)
    if reader.paused_until and reader.paused_until <= today():
        reader.paused_until = None
    if reader.hour is None:
        at = reader.next_digest_at and reader.next_digest_at.astimezone(zoneinfo.ZoneInfo(user.time_zone))
        reader.weekday, reader.hour = (at.weekday(), at.hour) if at else (MONDAY, MORNING)
    return reader


@transaction.atomic
def choose(*, user, frequency, weekday, hour, paused_until=None, now=None):
    """Have the digest so from now on. What is published while it is put off comes in the first one after that day.

    Without a digest nothing waits for the person any more; once they want one again, it begins with what comes then.
    """
    now = now or timezone.now()
    Reader.objects.open([user.pk], now=now)
    reader = Reader.objects.select_for_update().get(user=user)
    if frequency == Frequency.NONE:
        deliveries.withdraw(user, (), until=now, now=now)
    elif reader.frequency == Frequency.NONE:
        reader.covered_until = now
    reader.user, reader.frequency, reader.paused_until = user, frequency, paused_until
    reader.weekday, reader.hour = weekday, hour
    reader.next_digest_at = reader.digest_after(now)
    reader.save()
    return reader


def stop(user, *, now=None):
    """No digest from now on; asking twice changes nothing."""
    reader = of(user)
    choose(user=user, frequency=Frequency.NONE, weekday=reader.weekday, hour=reader.hour, now=now)


@transaction.atomic
def follow_clock(user, *, now=None):
    """The person is on another clock: the digest comes at the same hour of that."""
    reader = Reader.objects.select_for_update().filter(user=user).exclude(hour=None).first()
    if reader and reader.frequency != Frequency.NONE:
        reader.user = user
        reader.next_digest_at = reader.digest_after(now or timezone.now())
        reader.save(update_fields=["next_digest_at"])


def token_of(user):
    """What a link in mail says of whose digest it is about, without an account being asked for."""
    return signing.dumps(user.pk, salt=SALT)


def owner_of(token):
    """The User of such a link; None of one that is made up, or whose account is closed."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
