"""Mails to be sent, as rows: written with what they are to bring, claimed by whoever sends, settled, taken up again.

A row is claimed before it is sent and settled after, so that two that send at once send one copy. Whoever dies leaves
what it had claimed: another takes it up once it has shown no life for PATIENCE. The one mail that was being sent may
have gone: it goes again, and its row says so.
"""

import logging
import uuid
from collections import defaultdict
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.module_loading import import_string

from spaces.models import Delivery, DeliveryChannel, DeliveryState, Dispatch, DispatchState
from spaces.models.deliveries import DIGESTED

log = logging.getLogger(__name__)
BATCH = 200
PATIENCE = timedelta(minutes=10)
#: How long after each refusal a mail is tried again; then it waits for the next digest.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720))
KEPT = timedelta(days=90)  # longer than mail comes back
SOON = timedelta(minutes=1)  # when no server answers, it is asked again
DAY = timedelta(days=1)
HELD = (DispatchState.CLAIMED, DispatchState.SENDING)


def queue(rows, *, now):
    """A mail at once for each of these rows of the ledger, sent by the worker once they are certain."""
    if not rows:
        return
    users = defaultdict(list)
    for one in rows:
        users[one.key, one.occasion, one.sequence].append(one.user_id)
    mails = [
        Dispatch(user_id=user, key=key, occasion=occasion, sequence=sequence, due_at=now, retry_at=now)
        for (key, occasion, sequence), ids in users.items()
        for user in ids
    ]
    Dispatch.objects.bulk_create(mails, ignore_conflicts=True)
    over = Dispatch.objects.filter(state__in=(DispatchState.EMPTY, DispatchState.FAILED))
    for (key, occasion, sequence), ids in users.items():
        again = over.filter(key=key, occasion=occasion, sequence=sequence, user__in=ids)
        again.update(state=DispatchState.WAITING, retry_at=now, attempts=0)
    transaction.on_commit(lambda: import_string("spaces.tasks.send_mail").enqueue())


def queue_digests(readers, *, now):
    """The mail of each of these people whose digest is due and has something to bring. Returns how many."""
    waiting = Delivery.objects.waiting().filter(channel__in=DIGESTED, queued_at__lte=now)
    waiting = waiting.filter(user__in=[reader.user_id for reader in readers])
    found = {}
    for user, channel in waiting.values_list("user_id", "channel").order_by().distinct():
        found.setdefault(user, set()).add(channel)
    mails = [
        Dispatch(user_id=reader.user_id, due_at=reader.next_digest_at, is_whole=reader.is_whole(now), retry_at=now)
        for reader in readers
        if found.get(reader.user_id, set()) & (set(DIGESTED) if reader.is_whole(now) else {DeliveryChannel.DAILY})
    ]
    Dispatch.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def claim(*, now):
    """Take a batch of mails that wait: (run, [Dispatch]), an empty list when none does. Their rows are being sent."""
    run = uuid.uuid4()
    wanted = Dispatch.objects.filter(state=DispatchState.WAITING, retry_at__lte=now).order_by("retry_at", "pk")
    with transaction.atomic():
        ids = list(wanted.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
                   .values_list("pk", flat=True)[:BATCH])  # fmt: skip
        if not ids:
            return run, []
        mine = Dispatch.objects.filter(pk__in=ids, state=DispatchState.WAITING)
        mine.update(state=DispatchState.CLAIMED, run=run, claimed_at=now)
        claimed = Dispatch.objects.filter(run=run, state=DispatchState.CLAIMED)
        take(claimed, now=now)
        return run, list(claimed.select_related("user").order_by("user__language", "pk"))


def take(claimed, *, now):
    """Have the rows of the ledger that wait go by these mails."""
    waiting = Delivery.objects.waiting().filter(queued_at__lte=now)  # what came meanwhile goes by the next
    waiting = waiting.filter(Q(dispatch=None) | ~Q(dispatch__state__in=HELD) | Q(dispatch__in=claimed.values("pk")))
    digests = claimed.filter(key=None)
    whole = Q(channel__in=DIGESTED, user__in=digests.filter(is_whole=True).values("user"))
    daily = Q(channel=DeliveryChannel.DAILY, user__in=digests.values("user"))
    own = digests.filter(user=OuterRef("user")).order_by("-due_at").values("pk")[:1]
    give(waiting.filter(whole | daily), own, now)
    instants = claimed.filter(key__isnull=False)
    same = {name: OuterRef(name) for name in ("user", "key", "occasion", "sequence")}
    single = instants.filter(**same).values("pk")[:1]
    at_once = waiting.filter(channel=DeliveryChannel.INSTANT, user__in=instants.values("user"))
    give(at_once.alias(single=Subquery(single)).filter(single__isnull=False), single, now)


def give(rows, dispatch, now):
    ids = list(rows.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=ids).update(
        state=DeliveryState.SENDING, settled_at=now, dispatch_id=Subquery(dispatch)
    )


STEP = (
    "UPDATE spaces_dispatch SET claimed_at = %s, state = CASE WHEN id = %s THEN 'sending' ELSE 'sent' END"
    " WHERE id IN (%s, %s)"
)


def step(before, after, *, at):
    """One mail has gone (its id, or None) and the next goes (or None): one statement a mail, none put together."""
    with connection.cursor() as cursor:
        at = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(STEP, [at, after or 0, before or 0, after or 0])


def show_life(run, *, at):
    """What is claimed and not yet sent is still being sent."""
    Dispatch.objects.filter(run=run, state__in=HELD).update(claimed_at=at)


def settle(run, *, now):
    """Close the rows of the ledger by what became of their mails."""
    mails = Dispatch.objects.filter(run=run)
    mails.filter(settled_at=None).exclude(state__in=(*HELD, DispatchState.WAITING)).update(settled_at=now)
    rows = Delivery.objects.filter(state=DeliveryState.SENDING)
    rows.filter(dispatch__in=mails.filter(state=DispatchState.SENT).values("pk")).settle(DeliveryState.SENT, now)


def put_back(dispatches, *, now, said="", counts=True):
    """Try these again later; after the last try their rows wait for the next digest. `counts`: this was a try."""
    for mail in dispatches:
        mail.attempts += counts
        mail.said = said or mail.said
        is_over = mail.attempts > len(BACKOFF)
        mail.state = DispatchState.FAILED if is_over else DispatchState.WAITING
        mail.retry_at = now + (BACKOFF[min(mail.attempts, len(BACKOFF)) - 1] if counts else SOON)
        mail.run, mail.settled_at = None, now if is_over else None
    changed = ["attempts", "said", "state", "retry_at", "run", "settled_at", "is_doubtful"]
    Dispatch.objects.bulk_update(dispatches, changed)
    rows = Delivery.objects.filter(dispatch__in=[mail.pk for mail in dispatches], state=DeliveryState.SENDING)
    over = [mail.pk for mail in dispatches if mail.state == DispatchState.FAILED]
    rows.filter(dispatch__in=over, channel=DeliveryChannel.INSTANT).update(channel=DeliveryChannel.WEEKLY)
    rows.settle(DeliveryState.FAILED, now)


def refuse(mail, *, said, now):
    """The server will not have this one: it is not tried again."""
    Dispatch.objects.filter(pk=mail.pk).update(state=DispatchState.REFUSED, said=said, settled_at=now)
    mail.deliveries.filter(state=DeliveryState.SENDING).settle(DeliveryState.REFUSED, now)


def say_nothing(mails, *, now):
    """These have nothing to bring any more."""
    ids = [mail.pk for mail in mails]
    Dispatch.objects.filter(pk__in=ids).update(state=DispatchState.EMPTY, settled_at=now)


def prune(*, now):
    """Forget mails that are settled long since; the ledger keeps what they brought. Returns how many."""
    over = Dispatch.objects.exclude(state__in=(*HELD, DispatchState.WAITING)).filter(settled_at__lt=now - KEPT)
    return over.delete()[0]


def recover(*, now):
    """Take up what was left by a process that ended. What was just being sent may go a second time: that is logged."""
    late = Dispatch.objects.filter(claimed_at__lt=now - PATIENCE)
    left = late.filter(state__in=HELD)
    # it may have ended when the last one had gone, and none of their rows was closed yet
    gone = Q(state=DispatchState.SENT, settled_at=None, claimed_at__gte=now - DAY)
    with transaction.atomic():
        for run in late.filter(Q(state__in=HELD) | gone).order_by().values_list("run", flat=True).distinct():
            settle(run, now=now)
        mails = list(left.select_for_update())
        for mail in mails:
            if mail.state == DispatchState.SENDING:
                mail.is_doubtful = True
                log.warning("mail %s to user %s may go twice: what sent it ended meanwhile", mail.pk, mail.user_id)
        if mails:
            put_back(mails, now=now, counts=False)
    return len(mails)
