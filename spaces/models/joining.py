"""On the way into a space: what somebody asks, and what somebody is offered."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.spaces import Space
from spaces.models.terms import today

OPEN_FOR = timedelta(days=30)  # how long an invitation may be taken up


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class JoinRequest(models.Model):
    """One person asks to enter one space; a lead answers once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="join_requests")
    message = models.TextField(_("a word to the leads"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "space"], condition=Q(state="waiting"), name="one_waiting_request_per_space"
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.space.code} · {self.get_state_display()}"


def last_day():
    return today() + OPEN_FOR


class Invitation(models.Model):
    """A place in a space, offered to somebody who has no account yet. The address is kept in lower case."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    ends_on = models.DateField(_("open until"), default=last_day)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "space", condition=Q(state="waiting"), name="one_waiting_invitation_per_space"
            )
        ]

    def __str__(self):
        return f"{self.email} · {self.space.code} · {self.get_state_display()}"

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @property
    def is_open(self):
        """Whether it may be taken up: in time, and into a space that still takes people in."""
        waits = self.state == State.WAITING and self.ends_on >= today()
        return waits and not self.space.archived_at and not self.space.removed_at
