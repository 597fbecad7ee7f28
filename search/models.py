"""What search keeps: the outbox of changes, searches of members, what is asked, answers put first, what files say."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from spaces.models import Frequency


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


class SavedSearch(models.Model):
    """A question somebody keeps, with its filters as an address has them. `alerts_since`: what is new is told them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches", verbose_name=_("member")
    )
    text = models.CharField(max_length=400)
    query = models.CharField(max_length=2000, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    alerts_since = models.DateTimeField(null=True, blank=True)
    delivery = models.CharField(max_length=7, choices=Frequency, blank=True)  # how soon; empty: as the rest

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "text", "query"], name="one_saved_search_each")]

    def __str__(self):
        return self.text


class Asked(models.Model):
    """One question put to search, by nobody in particular; removed after settings.SEARCH_INSIGHTS_DAYS.

    `folded` are its words as they compare, `opened` how many of its answers were opened, `rank` which one first.
    """

    token = models.CharField(max_length=32, unique=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    total = models.PositiveIntegerField()
    opened = models.PositiveSmallIntegerField(default=0)
    rank = models.PositiveSmallIntegerField(null=True)

    def __str__(self):
        return self.text


class PromotedAnswer(models.Model):
    """A page that answers certain questions before all others, in both languages at once; one question a line."""

    asked_fr = models.TextField(_("questions in French"), blank=True, max_length=4000)
    asked_en = models.TextField(_("questions in English"), blank=True, max_length=4000)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    until = models.DateField(_("until"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    changes = "pages"

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self):
        return self.page.title


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
