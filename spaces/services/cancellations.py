"""Meetings that are off: calendars that hold them are told, until their day is over."""

from datetime import timedelta

from django.utils import timezone

from spaces.models import Cancellation
from spaces.services import calling

KEPT = timedelta(days=2)  # after the end: by then the day is over on every clock


def note(sender, instance, **kwargs):
    """A meeting to come lost its last page: withdrawn or deleted, it is off. (A page being deleted is still live.)"""
    meeting, now = instance.meeting, timezone.now()
    if meeting.ends_at < now or meeting.pages.filter(live=True).exclude(pk=instance.pk).exists():
        return
    meeting.refresh_from_db(fields=["sequence"])
    facts = {name: getattr(meeting, name) for name in ("space_id", "starts_at", "ends_at")}
    told = {**facts, "sequence": meeting.sequence + 1, "at": now}
    off, _is_new = Cancellation.objects.update_or_create(key=instance.translation_key, defaults=told)
    calling.note_off(meeting, off)
    Cancellation.objects.filter(ends_at__lt=now - KEPT).delete()


def take_back(page):
    """The meeting is read again: its entry is newer than the one that said it is off."""
    for told in Cancellation.objects.filter(key=page.translation_key):
        page.meeting.save(update_fields=page.meeting.raise_sequence(above=told.sequence))
        told.delete()
