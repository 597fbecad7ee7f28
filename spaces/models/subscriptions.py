"""Subscriptions are to facts, never to a page of one language; a reader has one digest and its next date."""

import zoneinfo
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.topics import Topic

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class Frequency(models.TextChoices):
    """How often somebody has their digest."""

    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("once a week")
    NONE = "none", _("never")


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
        """A digest, each week until they choose, from now on for those of these people (their ids) who have none."""
        now = now or timezone.now()
        rows = (Reader(user_id=pk, covered_until=now, next_digest_at=now + WEEK) for pk in people)
        self.bulk_create(rows, ignore_conflicts=True)

    def due(self, now):
        return self.filter(next_digest_at__lte=now, user__is_active=True).select_related("user")

    def receiving(self):
        """Those who have not said that they want no digest."""
        return self.exclude(frequency=Frequency.NONE)


class Reader(models.Model):
    """Where a person's digest stands: what it covers ends where the next one starts.

    Its day and hour are those on the person's own clock. Until they choose, it comes each week at the moment they
    began; without a digest, it has no next date.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reader")
    covered_until = models.DateTimeField(default=timezone.now)
    next_digest_at = models.DateTimeField(db_index=True, null=True)
    frequency = models.CharField(max_length=6, choices=Frequency, default=Frequency.WEEKLY)
    weekday = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(6)])  # 0: Monday
    hour = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(23)])
    paused_until = models.DateField(null=True, blank=True)
    objects = ReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency=Frequency.NONE, next_digest_at=None)
                | ~Q(frequency=Frequency.NONE) & Q(next_digest_at__isnull=False),
                name="a_digest_has_a_date",
            )
        ]

    def __str__(self):
        return str(self.user)

    def digest_after(self, now):
        """The first date after an instant; a missed week is not sent twice. None without a digest."""
        if self.frequency == Frequency.NONE:
            return None
        if self.hour is None:
            missed = max(0, (now - self.next_digest_at) // WEEK)
            return self.next_digest_at + WEEK * (missed + 1)
        zone = zoneinfo.ZoneInfo(self.user.time_zone)
        day = now.astimezone(zone).date()
        if self.paused_until:
            day = max(day, self.paused_until)
        while not self.is_on(day) or (at := datetime.combine(day, time(self.hour), zone)) <= now:
            day += DAY
        return at.astimezone(UTC)

    def is_on(self, day):
        return self.frequency == Frequency.DAILY or day.weekday() == self.weekday
