"""Subscriptions are to facts, never to a page of one language; a reader has one digest and its next dates."""

import zoneinfo
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.jurisdictions import Jurisdiction
from spaces.models.spaces import Space
from spaces.models.topics import Topic

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class Frequency(models.TextChoices):
    """How soon somebody has what reaches them."""

    INSTANT = "instant", _("at once")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("once a week")
    NONE = "none", _("never")


class FollowLevel(models.TextChoices):
    """How much of what one follows."""

    ALL = "all", _("everything")
    OFFICIAL = "official", _("official content only")
    MENTIONS = "mentions", _("only what names me")
    MUTED = "muted", _("nothing")


#: What one may follow, by the name of its column. An item is known by its translation key.
TARGETS = ("topic", "space", "person", "jurisdiction", "key")
ONE_TARGET = Q(pk__in=[])
for _name in TARGETS:
    ONE_TARGET |= Q(**{f"{name}__isnull": name != _name for name in TARGETS})


class SubscriptionQuerySet(models.QuerySet):
    def of_own_pace(self, *paces):
        """Those that do not come as everything else does, but so soon."""
        return self.filter(delivery__in=paces).exclude(level=FollowLevel.MUTED)


class Subscription(models.Model):
    """One person follows one thing, in both languages at once: how much of it, and how soon (empty: as the rest)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions", verbose_name=_("member")
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("topic")
    )
    space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True, related_name="subscriptions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="followed_by"
    )
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, null=True, related_name="subscriptions")
    key = models.UUIDField(null=True, db_index=True)
    level = models.CharField(max_length=8, choices=FollowLevel, default=FollowLevel.ALL)
    delivery = models.CharField(max_length=7, choices=Frequency, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(condition=ONE_TARGET, name="a_subscription_has_one_target"),
            *(
                models.UniqueConstraint(
                    fields=["user", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"one_subscription_per_{name}",
                )
                for name in TARGETS
            ),
        ]

    def __str__(self):
        return f"{self.user_id} · {self.kind} {self.target}"

    @property
    def kind(self):
        """Which of TARGETS it is."""
        return next(name for name in TARGETS if getattr(self, "key" if name == "key" else f"{name}_id") is not None)

    @property
    def target(self):
        """The id, or the translation key, of what is followed."""
        return self.key if self.key is not None else getattr(self, f"{self.kind}_id")


class ReaderQuerySet(models.QuerySet):
    def open(self, people, *, now=None):
        """A digest, each week until they choose, from now on for those of these people (their ids) who have none."""
        now = now or timezone.now()
        rows = (Reader(user_id=pk, covered_until=now, next_digest_at=now + WEEK, weekly_at=now + WEEK) for pk in people)
        self.bulk_create(rows, ignore_conflicts=True)

    def due(self, now):
        return self.filter(next_digest_at__lte=now, user__is_active=True).select_related("user")


class Reader(models.Model):
    """Where a person's digest stands: what it covers ends where the next one starts.

    Its day and hour are those on the person's own clock. Until they choose, it comes each week at the moment they
    began. `next_digest_at` is the date of the next, `weekly_at` of the next that brings what comes once a week; those
    of other days bring what comes every day (`is_daily`: something does). Without a digest there are no dates.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reader")
    covered_until = models.DateTimeField(default=timezone.now)
    next_digest_at = models.DateTimeField(db_index=True, null=True)
    weekly_at = models.DateTimeField(null=True)
    is_daily = models.BooleanField(default=False)
    frequency = models.CharField(max_length=7, choices=Frequency, default=Frequency.WEEKLY)
    mentions = models.CharField(max_length=7, choices=Frequency, default=Frequency.INSTANT)  # what names them
    reminders = models.BooleanField(default=True)  # of meetings they are called to
    weekday = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(6)])  # 0: Monday
    hour = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(23)])
    paused_until = models.DateField(null=True, blank=True)
    objects = ReaderQuerySet.as_manager()

    def __str__(self):
        return str(self.user)

    def is_whole(self, now):
        """Whether the digest that is due brings what comes once a week too."""
        return not self.is_daily or bool(self.weekly_at and self.weekly_at <= now)

    def go_past(self, now):
        """Set the first dates after an instant; a missed week is not sent twice."""
        if self.weekly_at:
            self.weekly_at = self.first_after(now, daily=False)
        days = self.first_after(now, daily=True) if self.is_daily else None
        self.next_digest_at = min(filter(None, (days, self.weekly_at)), default=None)

    def first_after(self, now, *, daily):
        """The first hour of the person's digest after an instant, of any day or of their weekday."""
        if self.hour is None:
            step, last = DAY if daily else WEEK, (self.weekly_at if self.is_daily else self.next_digest_at) or now
            return last + step * ((now - last) // step + 1)
        zone = zoneinfo.ZoneInfo(self.user.time_zone)
        day = now.astimezone(zone).date()
        if self.paused_until:
            day = max(day, self.paused_until)
        while (
            not (daily or day.weekday() == self.weekday) or (at := datetime.combine(day, time(self.hour), zone)) <= now
        ):
            day += DAY
        return at.astimezone(UTC)
