"""What is due: claim a row first, enqueue second, so that two machines never run the same job twice."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.models import ScheduledJob


def enqueue_due(*, now=None):
    """Enqueue every job of settings.SCHEDULE that is due. Returns the names enqueued."""
    now = now or timezone.now()
    started = []
    for name, minutes in settings.SCHEDULE.items():
        job, _ = ScheduledJob.objects.get_or_create(name=name, defaults={"due_at": now})
        if job.due_at > now:
            continue
        claimed = ScheduledJob.objects.filter(pk=job.pk, due_at=job.due_at)
        if claimed.update(due_at=now + timedelta(minutes=minutes)):
            import_string(name).enqueue()
            started.append(name)
    return started
