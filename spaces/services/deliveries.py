"""The ledger's life: queued at publication, settled by what sends (dispatches.py), withdrawn when the right is gone.

Who has a row for an item. At publication, whoever it reaches and whose digest covers that moment. Somebody who comes
later (joins the space, follows a topic) gets a row when their digest is made, if it covers the publication: a newcomer
reads the news of the week, never older news. An item reaches a person once: editing it, publishing its other language
or publishing it anew adds no row to one that was sent.
"""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.bilingual.gate_models import Wish
from spaces import access
from spaces.models import (
    Delivery,
    DeliveryChannel,
    DeliveryState,
    FollowLevel,
    Occasion,
    Reader,
    Reason,
    Subscription,
)
from spaces.services import dispatches, lines, matching, notices

#: How long after it was published an item may still be sent at once; later, it waits for the digest.
FRESH = timedelta(days=1)
CHUNK = 1000


def post(fact):
    """Have the rows of a published fact written by the worker, once its publication is certain."""
    name, pk = fact._meta.model_name, fact.pk
    transaction.on_commit(lambda: import_string("spaces.tasks.queue_deliveries").enqueue(name, pk))


def post_translation(page):
    """Have those told by the worker who waited for this page's language, once its publication is certain."""
    key, language = str(page.translation_key), page.language
    transaction.on_commit(lambda: import_string("spaces.tasks.queue_translation").enqueue(key, language))


def queue(name, pk, *, now=None):
    """Write the rows of a fact, and queue anew what was withdrawn from people who are entitled again.

    Returns how many people it reaches; running twice adds nothing. Nobody is queued whose digest has gone past the
    publication: what is published again keeps its date, so it is not news a second time.
    """
    fact = apps.get_model("spaces", name).objects.select_related("space").filter(pk=pk).first()
    key = fact and fact.pages.values_list("translation_key", flat=True).first()
    if key is None or fact.published_at is None:
        return 0
    now = now or timezone.now()
    subject = matching.subject_of(fact, key)
    ways = matching.ways(subject)
    covered = dict(Reader.objects.filter(covered_until__gte=fact.published_at).values_list("user_id", "covered_until"))
    rows = []
    for user, way in ways.items():
        channel = way.channel
        if channel == DeliveryChannel.INSTANT and now - fact.published_at > FRESH:
            channel = DeliveryChannel.WEEKLY
        if channel == DeliveryChannel.INSTANT or user not in covered:
            rows.append(row(user, key, fact.space_id, matching.Way(channel, way.reason, way.about)))
    return write(rows, now=now)


def queue_translation(key, language, *, now=None):
    """Rows of an item that can now be read in a language: for those who had it in the other one, and who follow it.

    Whoever asked for it by name is written to already (wishes.py). Returns how many.
    """
    now = now or timezone.now()
    line = lines.load([key]).get((key, language))
    if line is None or line.language != language:
        return 0
    had = Delivery.objects.filter(key=key, occasion=Occasion.PUBLISHED, state=DeliveryState.SENT)
    had = had.filter(user__language=language).exclude(language__in=("", language))
    follows = Subscription.objects.filter(key=key, user__language=language).exclude(level=FollowLevel.MUTED)
    follows = {follow.user_id: follow for follow in follows}
    told = set(Wish.objects.filter(pair=key).values_list("by", flat=True))
    users = {*had.values_list("user_id", flat=True), *follows} - told
    people = Reader.objects.filter(user__in=access.readers(line.subject.space).filter(pk__in=users))
    said, rows = {"occasion": Occasion.TRANSLATED, "queued_at": now}, []
    asked = matching.people([line.subject], users)
    for user, frequency, until in people.values_list("user_id", "frequency", "paused_until"):
        if user in asked and matching.is_silenced(line.subject, asked[user]):
            continue
        channel = matching.Person(user, frequency, matching.is_put_off(until)).channel(follows.get(user))
        way = matching.Way(channel, Reason.ITEM if user in follows else Reason.BEFORE)
        rows.append(row(user, key, line.subject.space.pk, way, **said))
    return write(rows, now=now)


@transaction.atomic
def write(rows, *, now):
    """Add rows to the ledger, those that are not in it yet, and have at once what is to go at once.

    What was withdrawn from these people is queued anew. Returns how many people these rows are for.
    """
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        users, keys = {one.user_id for one in chunk}, {one.key for one in chunk}
        known = Delivery.objects.filter(user__in=users, key__in=keys)
        there = set(known.values_list("user_id", "key", "occasion", "sequence"))
        new = [one for one in chunk if which(one) not in there]
        Delivery.objects.bulk_create(new, ignore_conflicts=True)
        again = {which(one): one for one in chunk} if len(new) < len(chunk) else {}
        gone = known.filter(state=DeliveryState.WITHDRAWN) if again else ()
        back = [fresh(one, again) for one in gone if which(one) in again]
        Delivery.objects.bulk_update(back, ["state", "space", "channel", "reason", "about", "settled_at"])
        notices.count_up([one.user_id for one in new + back if one.read_at is None])
        dispatches.queue([one for one in new + back if one.channel == DeliveryChannel.INSTANT], now=now)
    return len(rows)


def which(row):
    """What makes it a row of its own."""
    return row.user_id, row.key, row.occasion, row.sequence


def fresh(row, again):
    """A row that was withdrawn, as it would be written today."""
    wanted = again[which(row)]
    for name in ("state", "space_id", "channel", "reason", "about", "settled_at"):
        setattr(row, name, getattr(wanted, name))
    return row


def row(user_id, key, space_id, way, *, occasion=Occasion.PUBLISHED, queued_at=None, **more):
    """A row of the ledger for one person, not saved; what comes by no mail is on the site at once."""
    is_shown = way.channel == DeliveryChannel.SITE
    at = queued_at or timezone.now()
    return Delivery(
        user_id=user_id, key=key, space_id=space_id, occasion=occasion, channel=way.channel, reason=way.reason,
        about=way.about, queued_at=at, state=DeliveryState.SHOWN if is_shown else DeliveryState.QUEUED,
        settled_at=at if is_shown else None, **more,
    )  # fmt: skip


def moved(fact, key):
    """A fact came into another space: what nobody got yet is queued anew for those it reaches there.

    What was sent stays in the log of where it was, so that no lead learns who is in another space.
    """
    kept = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.BOUNCED)
    Delivery.objects.filter(key=key).exclude(state__in=kept).delete()
    post(fact)


def withdraw(rows, *, now):
    """Take back rows of the ledger that wait: the right, or the reason, went meanwhile. Returns how many."""
    return rows.waiting().settle(DeliveryState.WITHDRAWN, now)


def withdraw_all(user, *, now=None):
    """Take back all that waits for one person."""
    return withdraw(Delivery.objects.filter(user=user), now=now or timezone.now())


def withdraw_from_closed(*, now):
    """Take back what waited for accounts that were closed: no digest of theirs comes due."""
    withdraw(Delivery.objects.filter(user__is_active=False), now=now)
