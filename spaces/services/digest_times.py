"""When somebody has their digest: how often, on which day and hour of their own clock, and not before which day."""

import zoneinfo

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.models import User
from spaces.models import Delivery, DeliveryChannel, DeliveryState, Frequency, Reader, today
from spaces.services import lines, matching, notices

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
def choose(*, user, frequency, weekday, hour, paused_until=None, mentions=None, reminders=None, now=None):
    """Have the digest so from now on. What is published while it is put off comes in the first one after that day.

    Without a digest nothing waits for the person any more; once they want one again, it begins with what comes then.
    `mentions` says how soon what names them comes, `reminders` whether they are reminded of meetings; as before, when
    it is not said.
    """
    now = now or timezone.now()
    Reader.objects.open([user.pk], now=now)
    reader = Reader.objects.select_for_update().get(user=user)
    if reader.frequency == Frequency.NONE != frequency:
        reader.covered_until = now
    reader.user, reader.frequency, reader.paused_until = user, frequency, paused_until
    reader.weekday, reader.hour, reader.mentions = weekday, hour, mentions or reader.mentions
    reader.reminders = reader.reminders if reminders is None else reminders
    set_dates(reader, now)
    reader.save()
    rematch(user, now=now)
    return reader


def set_dates(reader, now):
    """The dates of somebody's next digests, by what they asked for over all and for what they follow."""
    own = set(
        reader.user.subscriptions.of_own_pace(Frequency.DAILY, Frequency.WEEKLY).values_list("delivery", flat=True)
    )
    for section in lines.sections():
        own |= section.paces(reader.user)
    if reader.frequency != Frequency.NONE:
        own.add(reader.mentions)
    reader.is_daily = Frequency.DAILY in {reader.frequency, *own}
    is_weekly = reader.frequency != Frequency.NONE or Frequency.WEEKLY in own
    reader.weekly_at = (reader.weekly_at or now) if is_weekly else None
    reader.next_digest_at = reader.next_digest_at or now
    reader.go_past(now)


@transaction.atomic
def renew(user, *, now=None):
    """What somebody follows, or how, has changed: so do the dates of their digests and what waits for them."""
    now = now or timezone.now()
    reader = Reader.objects.select_for_update().filter(user=user).first()
    if reader is None:
        return
    reader.user = user
    was = reader.is_daily, bool(reader.weekly_at)
    kept = reader.weekly_at, reader.next_digest_at
    set_dates(reader, now)
    if was == (reader.is_daily, bool(reader.weekly_at)):
        reader.weekly_at, reader.next_digest_at = kept  # one that is due is not moved
    else:
        reader.save()
    rematch(user, now=now)


def rematch(user, *, now):
    """What waits for somebody comes as they ask today; what they no longer ask for does not come."""
    rows = list(user.deliveries.waiting().exclude(state=DeliveryState.SENDING))
    found = lines.load({row.key for row in rows})
    subjects = {key: line.subject for (key, language), line in found.items() if language == user.language}
    person = matching.people(list(subjects.values()), [user.pk]).get(user.pk) or matching.Person(user.pk)
    for row in rows:
        if row.key not in subjects or row.reason in matching.OTHERS:
            continue  # asked when they go
        way = matching.match(subjects[row.key], person)
        if way is None:
            row.state, row.settled_at = DeliveryState.WITHDRAWN, now
            continue
        row.reason, row.about = way.reason, way.about
        if way.channel != DeliveryChannel.INSTANT:  # what waited for a digest is no news to be told at once
            row.channel = way.channel
        if way.channel == DeliveryChannel.SITE:
            row.state, row.settled_at = DeliveryState.SHOWN, now
    Delivery.objects.bulk_update(rows, ["state", "settled_at", "channel", "reason", "about"])
    notices.count_anew([user.pk])


@transaction.atomic
def have_mentions(user, pace, *, now=None):
    """How soon what names somebody comes from now on."""
    Reader.objects.open([user.pk], now=now)
    Reader.objects.filter(user=user).update(mentions=pace)
    renew(user, now=now)


@transaction.atomic
def stop(user, *, now=None):
    """No digest, and no mail of what one follows, from now on; asking twice changes nothing.

    What was never to come by mail stays so, should they want a digest again.
    """
    reader = of(user)
    user.subscriptions.exclude(delivery__in=("", Frequency.NONE)).update(delivery="")
    for section in lines.sections():
        section.stop(user)
    choose(user=user, frequency=Frequency.NONE, weekday=reader.weekday, hour=reader.hour, now=now)


@transaction.atomic
def follow_clock(user, *, now=None):
    """The person is on another clock: the digest comes at the same hour of that."""
    reader = Reader.objects.select_for_update().filter(user=user).exclude(hour=None).first()
    if reader and reader.next_digest_at:
        reader.user = user
        reader.go_past(now or timezone.now())
        reader.save(update_fields=["next_digest_at", "weekly_at"])


def paces(pace):
    """[(value, words)] of how soon something may come; `pace`: how soon everything else does."""
    own = {Frequency.NONE: _("never by mail")}
    return [
        ("", _("As the rest (%(pace)s)") % {"pace": own.get(pace) or Frequency(pace).label}),
        *((one.value, capfirst(own.get(one) or one.label)) for one in Frequency),
    ]


def token_of(user):
    """What a link in mail says of whose digest it is about, without an account being asked for."""
    return signing.dumps(user.pk, salt=SALT)


def way_out(user):
    """Where this person ends their digest, without signing in."""
    with translation.override(user.language):
        return settings.BASE_URL + reverse("unsubscribe", args=[token_of(user)])


def owner_of(token):
    """The User of such a link; None of one that is made up, or whose account is closed."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
