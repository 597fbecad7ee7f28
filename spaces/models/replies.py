"""Replies to a meeting: one a person, whichever language they read it in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.meetings import Meeting


class Answer(models.TextChoices):
    ATTENDS = "attends", _("I’ll attend")
    DELEGATE = "delegate", _("I’ll send a delegate")
    CANNOT = "cannot", _("I can’t attend")


WITH_DELEGATE = Q(answer=Answer.DELEGATE) & ~Q(delegate_name="") & ~Q(delegate_email="")
WITHOUT_DELEGATE = ~Q(answer=Answer.DELEGATE) & Q(delegate_name="", delegate_email="")


class ReplyQuerySet(models.QuerySet):
    def coming(self):
        """Those who have a seat, themselves or by a delegate."""
        return self.filter(is_waiting=False).exclude(answer=Answer.CANNOT)

    def waiting(self):
        """Those without a seat yet, in the order in which they asked for one."""
        return self.filter(is_waiting=True).order_by("answered_at", "pk")


class Reply(models.Model):
    """Whether somebody comes to a meeting, or who comes in their place; a delegate takes the seat.

    What one needs to take part is kept for the co-chairs’ support alone (spaces/access_meetings.py).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="replies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="replies")
    answer = models.CharField(max_length=10, choices=Answer)
    delegate_name = models.CharField(max_length=160, blank=True)
    delegate_email = models.EmailField(blank=True)
    accommodation = models.CharField(max_length=500, blank=True)
    is_waiting = models.BooleanField(default=False)
    answered_at = models.DateTimeField(default=timezone.now)  # when they asked for a seat, or gave theirs up
    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="one_reply_each"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="reply_is_an_answer"),
            models.CheckConstraint(condition=WITH_DELEGATE | WITHOUT_DELEGATE, name="delegate_has_an_address"),
            models.CheckConstraint(
                condition=~Q(answer=Answer.CANNOT) | Q(is_waiting=False, accommodation=""),
                name="who_cannot_needs_nothing",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "is_waiting", "answered_at"], name="reply_by_arrival")]

    def __str__(self):
        return f"{self.user_id} · {self.meeting_id} · {self.answer}"

    @property
    def asks_for_a_seat(self):
        return self.answer != Answer.CANNOT
