"""The ledger of what is sent: one row a person and item, so that nothing reaches anybody twice."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spaces.models.spaces import Space


class DeliveryChannel(models.TextChoices):
    DIGEST = "digest", _("digest")


class DeliveryState(models.TextChoices):
    """Where a row stands. What is being sent and never settled was cut short, and may be taken up again."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", pgettext_lazy("of a delivery", "sent")
    FAILED = "failed", _("failed, to be tried again")
    WITHDRAWN = "withdrawn", _("no longer entitled")


class Reason(models.TextChoices):
    """Why somebody gets an item; the first that holds, in this order."""

    TOPIC = "topic", _("follows one of its topics")
    SPACE = "space", _("member of the space")
    SEARCH = "search", _("follows it by a search")


#: States of what a person has yet to get.
WAITING = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.FAILED)


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Those to be sent, or tried again."""
        return self.filter(state__in=WAITING)

    def settle(self, state, at):
        """Say what became of them; returns how many."""
        return self.update(state=state, settled_at=at)


class Delivery(models.Model):
    """One item on its way to one person. `key` is the translation key: both languages are one item."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    key = models.UUIDField()
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=DeliveryChannel, default=DeliveryChannel.DIGEST)
    reason = models.CharField(max_length=8, choices=Reason)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    queued_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_delivery_per_person")]
        indexes = [
            models.Index(fields=["space", "key"], name="deliveries_by_item"),
            models.Index(fields=["user"], condition=Q(state__in=WAITING), name="deliveries_waiting"),
        ]

    def __str__(self):
        return f"{self.user_id} · {self.key} · {self.state}"
