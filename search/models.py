"""The outbox: what changed and is not yet in the index. And what files say, each read once, for the index to hold."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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


class State(models.TextChoices):
    """How reading a file ended."""

    READ = "read", _("read")
    CUT = "cut", _("too long: only its beginning is read")
    EMPTY = "empty", _("no words in it, as when pages are scanned")
    ENCRYPTED = "encrypted", _("locked by a password")
    DAMAGED = "damaged", _("damaged")
    OTHER = "other", _("not what its name says")
    BIG = "big", _("too big")
    HEAVY = "heavy", _("too heavy once it is unpacked")
    SLOW = "slow", _("too slow to read")


class FileText(models.Model):
    """What the same bytes say, wherever they lie. A file that is not read to the end keeps what was."""

    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State)
    text = models.TextField(blank=True)
    pages = models.PositiveIntegerField(null=True)  # read
    pages_in_all = models.PositiveIntegerField(null=True)
    characters = models.PositiveIntegerField(default=0)
    why = models.TextField(blank=True)  # in the words of a library, for those who run the site
    read_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.digest[:12]}: {self.state}"


class FilePlace(models.Model):
    """Where a file lies, and its text; none when there was nothing to open."""

    name = models.CharField(max_length=255, unique=True)
    text = models.ForeignKey(FileText, on_delete=models.CASCADE, null=True, related_name="places")

    def __str__(self):
        return self.name


class Attachment(models.Model):
    """A concept whose live pages lead to a file, as they did when its document was built: whom a change of it concerns.

    Numbers, not keys: what is deleted must still be known by then, and Wagtail is not to count these as uses.
    """

    concept = models.CharField(max_length=80)
    file = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concept", "file"], name="one_attachment_per_file")]

    def __str__(self):
        return f"{self.concept} → {self.file}"
