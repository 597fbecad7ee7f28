"""When each scheduled job last ran: one row a job, claimed before it is enqueued."""

from django.db import models


class ScheduledJob(models.Model):
    """A line of settings.SCHEDULE as the database knows it."""

    name = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.name
