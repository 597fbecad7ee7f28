"""What mail servers said of somebody’s address: one row for each person whose mail came back."""

from django.conf import settings
from django.db import models
from django.db.models import F


class MailboxQuerySet(models.QuerySet):
    def stopped(self):
        """Those that are written to no more; not of an address the person has no longer."""
        return self.filter(stopped_at__isnull=False, address=F("user__email"))


class Mailbox(models.Model):
    """The failures of one address (cms/bounces.py has the rule); they mean nothing for another address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mailbox")
    address = models.EmailField()
    failures = models.PositiveIntegerField(default=0)  # for good, about the address
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=500, blank=True)  # by the mail server, the last time
    stopped_at = models.DateTimeField(null=True)
    tried_again_at = models.DateTimeField(null=True)  # failures from before mean nothing any more
    objects = MailboxQuerySet.as_manager()

    def __str__(self):
        return f"mailbox of user {self.user_id}"

    def widen(self, at, within):
        """Take in a failure; False of one that is known, or too long before. Too long after, all begins with it."""
        if self.first_at is None or at - self.first_at > within:
            self.first_at, self.last_at, self.failures = at, at, 1
        elif self.first_at <= at <= self.last_at or self.first_at - at > within:
            return False
        else:
            self.first_at, self.last_at = min(at, self.first_at), max(at, self.last_at)
            self.failures += 1
        return True

    def begin(self, address, tried_again_at=None):
        """As if nothing had come back."""
        self.address, self.failures, self.said, self.tried_again_at = address, 0, "", tried_again_at
        self.first_at = self.last_at = self.stopped_at = None
