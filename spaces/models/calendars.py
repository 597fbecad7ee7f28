"""What calendars must be told of a meeting that has no page any more."""

from django.db import models
from django.utils import timezone

from spaces.models.spaces import Space


class Cancellation(models.Model):
    """A meeting withdrawn or deleted before it was over, of which calendars still hold an entry. It keeps no words."""

    changes = "pages"

    key = models.UUIDField(unique=True)  # the translation key its pages had, which names the entry
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="cancellations")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.key} {self.starts_at:%Y-%m-%d}"
