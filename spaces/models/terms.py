"""Terms: what holds from a day to a day, both included, on the community's own calendar."""

import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms import dates
from cms.days import refuse_out_of_reach


def today():
    """The day it is for the community (settings.SITE_TIME_ZONE), whatever the clock of the person reading."""
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(settings.SITE_TIME_ZONE))


def day_of(instant):
    """The day of an instant on the same calendar."""
    return timezone.localdate(instant, timezone=zoneinfo.ZoneInfo(settings.SITE_TIME_ZONE))


def running(day=None, prefix=""):
    """The Q of terms that hold on a day (today): `running(prefix="memberships__")` asks it of related rows."""
    day = day or today()
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    )


class TermQuerySet(models.QuerySet):
    def current(self, day=None):
        """Those that hold on a day; today when none is given."""
        return self.filter(running(day))

    def unfinished(self, day=None):
        """Those that hold on a day or will later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day or today()))


class Term(models.Model):
    """A row with a first and a last day."""

    starts_on = models.DateField(_("first day"), default=today)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        refuse_out_of_reach(self, "starts_on", "ends_on")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day comes before the first.")})

    def get_ends_on_display(self):
        """What the admin writes of it: no day is a dash, where Wagtail says None in either language."""
        return dates.day(self.ends_on) if self.ends_on else "–"

    @property
    def is_current(self):
        day = today()
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    @property
    def is_to_come(self):
        return self.starts_on > today()

    @property
    def is_over(self):
        return self.ends_on is not None and self.ends_on < today()
