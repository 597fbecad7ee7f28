"""What people are told of a meeting they are called to: that it takes place, that it changed, that it is off."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.meetings import Meeting

#: What a call says of a meeting, and what it was before.
FACTS = ("starts_at", "ends_at", "teams_url")


class CallKind(models.TextChoices):
    NOTICE = "notice", _("notice of meeting")
    MOVED = "moved", _("change of the meeting")
    OFF = "off", _("cancellation")


class Call(models.Model):
    """Something to tell, kept with the change it tells of; whom it is told are rows of the ledger (Delivery).

    The worker writes these and sets `done_at`. It keeps when the meeting was to be, then and before, so that whoever
    is told of a change reads what they had been told.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="calls")
    key = models.UUIDField(db_index=True)  # the translation key of its pages: they may be gone
    kind = models.CharField(max_length=8, choices=CallKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="calls")
    at = models.DateTimeField(default=timezone.now)
    sequence = models.PositiveIntegerField()  # of the entry in calendars that goes along
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    teams_url = models.URLField(blank=True, max_length=500)
    old_starts_at = models.DateTimeField(null=True)
    old_ends_at = models.DateTimeField(null=True)
    old_teams_url = models.URLField(blank=True, max_length=500)
    people = models.PositiveIntegerField(default=0)  # how many it was written for
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CallKind.values), name="call_is_of_a_kind"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="call_ends_after_start"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(kind="notice", done_at=None), name="one_notice_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["key", "sequence"], condition=~Q(kind="notice"), name="one_call_per_change"
            ),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(done_at=None), name="calls_to_write")]

    def __str__(self):
        return f"{self.meeting_id} · {self.kind} {self.sequence}"
