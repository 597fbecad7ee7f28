"""Following a topic, a space, an item, a person or an administration: one row for both languages."""

from django.db import transaction

from spaces.models import FollowLevel, Reader, Subscription
from spaces.services import digest_times


@transaction.atomic
def follow(*, user, level=None, delivery=None, **target):
    """Follow one thing, `topic=…`, `space=…`, `person=…`, `jurisdiction=…` or `key=…`; doing it twice changes nothing.

    What is said of how much, and how soon, holds from then on; what is not said stays.
    """
    Reader.objects.open([user.pk])
    row, is_new = Subscription.objects.get_or_create(user=user, **target)
    said = {"level": level, "delivery": delivery}
    changed = {name: value for name, value in said.items() if value is not None and value != getattr(row, name)}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    if changed or (is_new and (row.delivery or row.level != FollowLevel.ALL)):
        digest_times.renew(user)
    return row


@transaction.atomic
def unfollow(*, user, **target):
    """End a subscription; ending none changes nothing."""
    if Subscription.objects.filter(user=user, **target).delete()[0]:
        digest_times.renew(user)
