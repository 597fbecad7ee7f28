"""Addresses that open without signing in, for programs that read feeds: a key in them says whose they are."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone

SIGNER = signing.Signer(salt="spaces.feeds", sep=".")


class FeedKeyQuerySet(models.QuerySet):
    def of_token(self, token):
        """The key a token stands for, with its owner; None of one made up or replaced, or whose owner left."""
        try:
            user, serial = map(int, SIGNER.unsign(token).split("."))
        except (signing.BadSignature, ValueError):
            return None
        keys = self.filter(user=user, serial=serial, ended_at=None, user__is_active=True)
        return keys.select_related("user").first()


class FeedKey(models.Model):
    """One person's key. Nothing secret is stored: the token is the person and a serial, signed by the site.

    A serial raised by one makes every address given out before worthless.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_key")
    serial = models.PositiveIntegerField(default=1)
    issued_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    objects = FeedKeyQuerySet.as_manager()

    def __str__(self):
        return f"{self.user_id} · {self.serial}"

    @property
    def token(self):
        return SIGNER.sign(f"{self.user_id}.{self.serial}")
