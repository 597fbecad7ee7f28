"""The ledger: one row a person and item, so that nothing reaches anybody twice; and the mails these go by."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models import User
from spaces.models.spaces import Space


class DeliveryChannel(models.TextChoices):
    """How an item reaches somebody, the soonest first."""

    INSTANT = "instant", _("mail at once")
    DAILY = "daily", _("daily digest")
    WEEKLY = "weekly", _("weekly digest")
    SITE = "site", _("notice on the site")


#: What digests bring.
DIGESTED = (DeliveryChannel.DAILY, DeliveryChannel.WEEKLY)


class DeliveryState(models.TextChoices):
    """Where a row stands. What is being sent and never settled was cut short, and may be taken up again."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", pgettext_lazy("of a delivery", "sent")
    SHOWN = "shown", _("on the site only")
    FAILED = "failed", _("failed, to be tried again")
    REFUSED = "refused", _("refused by the mail server")
    BOUNCED = "bounced", _("came back")
    WITHDRAWN = "withdrawn", _("not to be sent any more")


class Occasion(models.TextChoices):
    """What there is to say of an item: each once a person."""

    PUBLISHED = "published", _("published")
    TRANSLATED = "translated", _("now in their language")
    AHEAD = "ahead", _("a meeting ahead")
    CALLED = "called", _("notice of meeting")
    MOVED = "moved", _("change of a meeting")
    OFF = "off", _("meeting cancelled")
    REPLY = "reply", _("reminder to reply to a meeting")
    SOON = "soon", _("reminder of a meeting")


class Reason(models.TextChoices):
    """Why somebody gets an item; the first that holds, in this order."""

    MUST_READ = "must_read", _("everyone must read it")
    MENTION = "mention", _("is named in it")
    ITEM = "item", _("follows it")
    TOPIC = "topic", _("follows one of its topics")
    SPACE = "space", _("member of the space")
    FOLLOWED = "followed", _("follows the space")
    PERSON = "person", _("follows its author")
    JURISDICTION = "jurisdiction", _("follows the jurisdiction")
    SEARCH = "search", _("follows it by a search")
    BEFORE = "before", _("had it in the other language")
    CALLED = "called", _("is called to it")
    ANSWERED = "answered", _("replied to it")


#: What puts a meeting into the calendar of who is called to it, or takes it out.
CALLS = (Occasion.CALLED, Occasion.MOVED, Occasion.OFF)
REMINDERS = (Occasion.REPLY, Occasion.SOON)
#: States of what a person has yet to get.
WAITING = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.FAILED)
#: States of what a person was given.
GIVEN = (DeliveryState.SENT, DeliveryState.SHOWN)


class DispatchState(models.TextChoices):
    WAITING = "waiting", _("queued")
    CLAIMED = "claimed", _("being prepared")
    SENDING = "sending", _("being sent")
    SENT = "sent", pgettext_lazy("of a delivery", "sent")
    EMPTY = "empty", _("nothing to say")
    REFUSED = "refused", _("refused by the mail server")
    FAILED = "failed", _("given up")


class Dispatch(models.Model):
    """One mail to one person: the digest of a date, or one item at once. Written before it is sent, so sent once.

    A mail that was being sent when its process ended may have gone: it goes again, and `is_doubtful` says so.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dispatches")
    due_at = models.DateTimeField()  # the date of the digest; the instant at which the item was queued
    key = models.UUIDField(null=True)  # of what is sent at once; none of a digest
    occasion = models.CharField(max_length=10, choices=Occasion, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    is_whole = models.BooleanField(default=True)  # a digest that brings what comes once a week too
    state = models.CharField(max_length=8, choices=DispatchState, default=DispatchState.WAITING)
    run = models.UUIDField(null=True, db_index=True)  # who sends it
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    is_doubtful = models.BooleanField(default=False)
    said = models.TextField(blank=True)  # by the mail server, when it refused

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "due_at"], condition=Q(key=None), name="one_digest_per_date"),
            models.UniqueConstraint(
                fields=["user", "key", "occasion", "sequence"],
                condition=Q(key__isnull=False),
                name="one_instant_per_item",
            ),
        ]
        indexes = [
            models.Index(fields=["retry_at", "id"], condition=Q(state="waiting"), name="dispatches_waiting"),
            models.Index(fields=["state", "claimed_at"], name="dispatches_by_state"),
        ]

    def __str__(self):
        return f"{self.user_id} · {self.key or self.due_at} · {self.state}"


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Those to be sent, or tried again."""
        return self.filter(state__in=WAITING)

    def settle(self, state, at):
        """Say what became of them; returns how many. Of what is withdrawn, nobody has anything to read any more."""
        if state == DeliveryState.WITHDRAWN:
            people = User.objects.filter(pk__in=self.order_by().values("user"), unread__gt=0)
            people.update(unread_under="")  # the next page counts anew
        return self.update(state=state, settled_at=at)


class Delivery(models.Model):
    """One item on its way to one person. `key` is the translation key: both languages are one item.

    `about` is the id of what the reason is about: the topic, the space, the person, the administration, the search.
    `sequence` tells the changes of a meeting apart; `told` is that of the entry in calendars a mail brought.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    key = models.UUIDField()
    occasion = models.CharField(max_length=10, choices=Occasion, default=Occasion.PUBLISHED)
    sequence = models.PositiveIntegerField(default=0)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=DeliveryChannel, default=DeliveryChannel.WEEKLY)
    reason = models.CharField(max_length=12, choices=Reason)
    about = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    dispatch = models.ForeignKey(Dispatch, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    language = models.CharField(max_length=2, blank=True)  # in which the item was shown
    told = models.PositiveIntegerField(null=True)
    queued_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # on the site
    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key", "occasion", "sequence"], name="one_delivery_per_person"),
        ]
        indexes = [
            models.Index(fields=["space", "key"], name="deliveries_by_item"),
            models.Index(fields=["key"], name="deliveries_by_key"),
            models.Index(fields=["user"], condition=Q(state__in=WAITING), name="deliveries_waiting"),
            models.Index(fields=["user", "-queued_at"], name="deliveries_by_person"),
        ]

    def __str__(self):
        return f"{self.user_id} · {self.key} · {self.state}"
