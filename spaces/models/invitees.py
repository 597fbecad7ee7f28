"""Who is called to a targeted meeting."""

from django.conf import settings
from django.db import models

from spaces.models.meetings import Meeting
from spaces.models.topics import Topic


class Invitee(models.Model):
    """Somebody called to a targeted meeting, and the topic they follow that speaks for it; none when added by name."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invited_to")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitees")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="invited_once")]

    def __str__(self):
        return f"{self.user_id} · {self.meeting_id}"
