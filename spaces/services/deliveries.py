"""The ledger's life: queued at publication, claimed and settled by what sends, withdrawn when the right is gone.

Who has a row for an item. At publication, whoever it reaches and whose next digest covers that moment. Somebody who
comes later (joins the space, follows a topic) gets a row when their digest is sent, if it covers the publication: a
newcomer reads the news of the week, never older news. An item reaches a person once: editing it, publishing its other
language or publishing it anew adds no row to one that was sent.
"""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import import_string

from spaces.models import Delivery, DeliveryState, Reason, Subscription
from spaces.services.reach import audience

#: How long what is being sent is left to whoever is sending it; after that, it was cut short.
PATIENCE = timedelta(hours=1)


def post(fact):
    """Have the rows of a published fact written by the worker, once its publication is certain."""
    name, pk = fact._meta.model_name, fact.pk
    transaction.on_commit(lambda: import_string("spaces.tasks.queue_deliveries").enqueue(name, pk))


@transaction.atomic
def queue(name, pk):
    """Write the rows of a fact, and queue anew what was withdrawn from people who are entitled again.

    Returns how many people it reaches; running twice adds nothing. Nobody is queued whose digest has gone past the
    publication: what is published again keeps its date, so it is not news a second time.
    """
    fact = apps.get_model("spaces", name).objects.select_related("space").filter(pk=pk).first()
    key = fact and fact.pages.values_list("translation_key", flat=True).first()
    if key is None or fact.published_at is None:
        return 0
    topics = fact.topics.all()
    followers = set(Subscription.objects.filter(topic__in=topics).values_list("user_id", flat=True))
    reached = audience(fact.space, topics).filter(reader__covered_until__lt=fact.published_at)
    people = reached.values_list("pk", flat=True)
    rows = [row(pk, key, fact.space_id, Reason.TOPIC if pk in followers else Reason.SPACE) for pk in people]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    gone = Delivery.objects.filter(key=key, state=DeliveryState.WITHDRAWN, user__in=people)
    gone.update(state=DeliveryState.QUEUED, space=fact.space_id, settled_at=None)
    return len(rows)


def row(user_id, key, space_id, reason):
    return Delivery(user_id=user_id, key=key, space_id=space_id, reason=reason)


def moved(fact, key):
    """A fact came into another space: what nobody got yet is queued anew for those it reaches there.

    What was sent stays in the log of where it was, so that no lead learns who is in another space.
    """
    Delivery.objects.filter(key=key).exclude(state__in=(DeliveryState.SENDING, DeliveryState.SENT)).delete()
    post(fact)


@transaction.atomic
def claim(user, news, *, now):
    """Those of these items that are this run's to send to a person: not sent before, nor being sent by another run.

    An item without a reason is a line that is about nothing published: it is in no ledger.
    """
    items = {item.key: item for item in news if item.reason}
    rows = [row(user.pk, key, item.space_id, item.reason) for key, item in items.items()]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    theirs = Delivery.objects.filter(user=user, key__in=items).exclude(state=DeliveryState.SENT)
    free = theirs.exclude(state=DeliveryState.SENDING, settled_at__gt=now - PATIENCE)
    keys = dict(free.select_for_update().values_list("pk", "key"))
    Delivery.objects.filter(pk__in=keys).settle(DeliveryState.SENDING, now)
    mine = {str(key) for key in keys.values()}
    return [item for item in news if not item.reason or item.key in mine]


def settle(user, news, state, *, now):
    """Say what became of the items that were claimed."""
    Delivery.objects.filter(user=user, key__in=[item.key for item in news if item.reason]).settle(state, now)


def withdraw(user, news, *, until, now):
    """Take back what waited for a person and is not in their digest: the right, or the reason, went meanwhile."""
    waiting = Delivery.objects.waiting().filter(user=user, queued_at__lte=until)
    waiting.exclude(key__in=[item.key for item in news if item.reason]).settle(DeliveryState.WITHDRAWN, now)


def withdraw_from_closed(*, now):
    """Take back what waited for accounts that were closed: no digest of theirs comes due."""
    Delivery.objects.waiting().filter(user__is_active=False).settle(DeliveryState.WITHDRAWN, now)
