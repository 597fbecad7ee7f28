"""Subscriptions are to facts, never to a page of one language; a reader has one digest and its next date."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.topics import Topic

WEEK = timedelta(days=7)


class Subscription(models.Model):
    """One person follows one topic, in both languages at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions", verbose_name=_("member")
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="subscriptions", verbose_name=_("topic"))
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="one_subscription_per_topic")]

    def __str__(self):
        return f"{self.user} · {self.topic.code}"


class ReaderQuerySet(models.QuerySet):
    def open(self, people, *, now=None):
        """A weekly digest from now on for those of these people (their ids) who have none."""
        now = now or timezone.now()
        rows = (Reader(user_id=pk, covered_until=now, next_digest_at=now + WEEK) for pk in people)
        self.bulk_create(rows, ignore_conflicts=True)

    def due(self, now):
        return self.filter(next_digest_at__lte=now, user__is_active=True).select_related("user")


class Reader(models.Model):
    """Where a person's digest stands: what it covers ends where the next one starts."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reader")
    covered_until = models.DateTimeField(default=timezone.now)
    next_digest_at = models.DateTimeField(db_index=True)
    objects = ReaderQuerySet.as_manager()

    def __str__(self):
        return str(self.user)

    def digest_after(self, now):
        """The first weekly date after `now`, on the same weekday and hour: a missed week is not sent twice."""
        missed = max(0, (now - self.next_digest_at) // WEEK)
        return self.next_digest_at + WEEK * (missed + 1)
