"""The outbox: what changed and is not yet in the index. Written in the same transaction as the change."""

from django.db import models
from django.utils import timezone


class OutboxEntry(models.Model):
    """One concept to index anew. A row is deleted only when an engine has taken it."""

    concept = models.CharField(max_length=80, unique=True)
    queued_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "outbox entries"
        ordering = ["queued_at", "pk"]

    def __str__(self):
        return self.concept
