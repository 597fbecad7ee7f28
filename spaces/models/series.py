"""Series: meetings that come back on the same weekday and at the same local hour; what was done to all of them at once;
and plans of what is to be made."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.meetings import Meeting
from spaces.models.spaces import Space


class Cadence(models.TextChoices):
    """How often the meetings of a series come back."""

    QUARTER = "quarter", _("Every quarter, four times a year")
    MONTH = "month", _("Every month, or every so many months")
    WEEK = "week", _("Every week, or every so many weeks")


class Ordinal(models.IntegerChoices):
    """Which of the weekdays of a month."""

    FIRST = 1, _("first")
    SECOND = 2, _("second")
    THIRD = 3, _("third")
    FOURTH = 4, _("fourth")
    LAST = 5, _("last")


LAST = Ordinal.LAST
#: What the meetings of a series have in common as facts of their own, and may be changed in all those to come.
SHARED = ("level", "teams_url", "interpretation", "captions", "languages", "sign_languages", "seats")


class Series(models.Model):
    """The rule several meetings were made by, and what those to come have in common.

    Each meeting stands by itself, with its pages, agenda and record; one whose facts differ from these was changed by
    itself, and keeps what differs.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="series", verbose_name=_("space"))
    cadence = models.CharField(max_length=8, choices=Cadence)
    every = models.PositiveSmallIntegerField(default=1)  # so many weeks or months
    weekday = models.PositiveSmallIntegerField()  # 0: Monday
    ordinal = models.PositiveSmallIntegerField(choices=Ordinal, default=Ordinal.FIRST)  # of the month; not of weeks
    hour = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    planned = models.PositiveSmallIntegerField(default=0)  # how many were made in one go
    time_zone = Meeting._meta.get_field("time_zone").clone()
    level = Meeting._meta.get_field("level").clone()
    teams_url = Meeting._meta.get_field("teams_url").clone()
    interpretation = Meeting._meta.get_field("interpretation").clone()
    captions = Meeting._meta.get_field("captions").clone()
    languages = Meeting._meta.get_field("languages").clone()
    sign_languages = Meeting._meta.get_field("sign_languages").clone()
    seats = Meeting._meta.get_field("seats").clone()
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    changes = "pages"

    class Meta:
        verbose_name = _("series of meetings")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="series_on_a_weekday"),
            models.CheckConstraint(condition=Q(ordinal__range=(1, 5)), name="series_on_a_day_of_the_month"),
            models.CheckConstraint(condition=Q(every__gte=1) & Q(minutes__gte=1), name="series_goes_on"),
        ]

    def __str__(self):
        return f"{self.cadence} {self.planned}"


class SeriesActKind(models.TextChoices):
    """What may be done to all the meetings to come of a series."""

    CHANGE = "change", _("change")
    PUBLISH = "publish", _("publication")


class SeriesAct(models.Model):
    """Something done to the meetings to come of a series: which of them it reached, which it left, and why.

    Kept so that what is said of it stays on the page, and so that the worker goes on where it was stopped. Reasons are
    words in both languages: what they tell of may have changed since.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=8, choices=SeriesActKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    meetings = models.JSONField(default=list)  # [id] of those it is about
    reached = models.JSONField(default=list)  # [id]
    left = models.JSONField(default=list)  # [[id, {language: why}]]
    notes = models.JSONField(default=list)  # [[id, {language: what to look at}]]
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SeriesActKind.values), name="series_act_is_of_a_kind"),
            models.UniqueConstraint(fields=["series"], condition=Q(done_at=None), name="one_act_of_a_series_at_a_time"),
        ]

    def __str__(self):
        return f"{self.series_id} · {self.kind}"


class Plan(models.Model):
    """What somebody has typed of a meeting, or of a series, that is not made yet: kept from one screen to the next.

    Once made, it says of what: the same form sent twice makes one thing. Others never see it.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="plans")
    what = models.TextField()  # the fields of the form, as they were sent
    people = models.JSONField(default=dict)  # who is invited so far (services/plans.py)
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, related_name="plans")
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, related_name="plans")
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return str(self.key)
