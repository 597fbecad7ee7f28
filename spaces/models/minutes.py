"""Who was at a meeting, and its minutes: drafted from its record, reviewed in both languages, adopted, frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.meetings import Meeting


class Attendance(models.Model):
    """Somebody was at a meeting, or sent a delegate who was."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attendances")
    delegate_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="attends_once")]

    def __str__(self):
        return f"{self.user_id} · {self.meeting_id}"


class Roll(models.Model):
    """The attendance of a meeting was taken: by whom, and how many guests there were besides."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="roll")
    guests = models.PositiveIntegerField(_("guests"), default=0)
    number = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self):
        return f"{self.meeting_id} · {self.guests}"


class Frozen(Exception):
    """Adopted minutes stand as they are: what is wrong in them is put right by a new version."""


#: What is forgotten of adopted minutes too when its row goes: the snapshot holds the names.
FORGOTTEN = {"drafted_by", "fr_by", "en_by", "adopted_by", "at_meeting"}


class MinutesQuerySet(models.QuerySet):
    """Refuses whatever would change or delete adopted minutes in bulk."""

    def adopted(self):
        return self.filter(adopted_at__isnull=False)

    def drafts(self):
        return self.filter(adopted_at=None)

    def refuse(self):
        if self.order_by().filter(adopted_at__isnull=False).exists():
            raise Frozen

    def update(self, **values):
        if any(value is not None or name not in FORGOTTEN for name, value in values.items()):
            self.refuse()
        return super().update(**values)

    def bulk_update(self, objs, fields, batch_size=None):
        objs = list(objs)
        self.filter(pk__in=[one.pk for one in objs]).refuse()
        return super().bulk_update(objs, fields, batch_size=batch_size)

    def delete(self):
        self.refuse()
        return super().delete()

    def bulk_create(self, objs, *args, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise Frozen
        return super().bulk_create(objs, *args, **kwargs)


IS_DRAFT = Q(adopted_at=None, adopted_on=None, snapshot__isnull=True, digest="")
IS_ADOPTED = (
    Q(adopted_at__isnull=False, adopted_on__isnull=False, snapshot__isnull=False)
    & Q(fr_at__isnull=False, en_at__isnull=False)
    & ~Q(digest="")
)


class Minutes(models.Model):
    """A version of the minutes of a meeting. A draft holds no words: it is drawn from the rows of the record.

    `fr_digest` is of what its French reviewer read: the mark holds as long as the French words are the same.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    version = models.PositiveIntegerField(default=1)
    reason_fr = models.TextField(max_length=1000, blank=True)  # of a correction
    reason_en = models.TextField(max_length=1000, blank=True)
    drafted_at = models.DateTimeField(default=timezone.now)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    fr_at = models.DateTimeField(null=True)
    fr_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    fr_digest = models.CharField(max_length=64, blank=True)
    en_at = models.DateTimeField(null=True)
    en_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    en_digest = models.CharField(max_length=64, blank=True)
    adopted_at = models.DateTimeField(null=True)  # when it was put down
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    adopted_on = models.DateField(null=True)  # the day on which the meeting, or its members, adopted it
    at_meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, related_name="+")
    snapshot = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    objects = MinutesQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_minutes_a_version"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(adopted_at=None), name="one_draft_of_minutes"),
            models.CheckConstraint(condition=IS_DRAFT | IS_ADOPTED, name="minutes_are_draft_or_adopted"),
            models.CheckConstraint(
                condition=Q(version=1) | (~Q(reason_fr="") & ~Q(reason_en="")), name="correction_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.meeting_id} · {self.version}"

    def save(self, *args, **kwargs):
        self.refuse()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.refuse()
        return super().delete(*args, **kwargs)

    @property
    def is_adopted(self):
        return self.adopted_at is not None

    @property
    def is_correction(self):
        return self.version > 1

    def refuse(self):
        """Raise Frozen when the row in the database is adopted, whatever this object says."""
        if self.pk and type(self).objects.filter(pk=self.pk, adopted_at__isnull=False).exists():
            raise Frozen

    def is_reviewed(self, language, digest):
        """Whether somebody has read exactly these words in the language."""
        return getattr(self, f"{language}_at") is not None and getattr(self, f"{language}_digest") == digest
