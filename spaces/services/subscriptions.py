"""Following a topic: one row for both languages, and a digest from then on."""

from django.db import transaction

from spaces.models import Reader, Subscription


@transaction.atomic
def follow(*, user, topic):
    """Subscribe a person to a topic; doing it twice changes nothing."""
    subscription, _ = Subscription.objects.get_or_create(user=user, topic=topic)
    Reader.objects.open([user.pk])
    return subscription


def unfollow(*, user, topic):
    """End a subscription; ending none changes nothing."""
    Subscription.objects.filter(user=user, topic=topic).delete()
