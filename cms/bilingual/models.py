"""The drift ledger: how the two languages of one thing stand to each other, and who confirmed which words.

Knows no domain model: a pair is known by the translation key its pages share (product.md F2).
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.shares import percent

LANGUAGES = [("fr", _("French")), ("en", _("English"))]


class State(models.TextChoices):
    """How the other language stands to the one a thing was written in."""

    UP_TO_DATE = "up_to_date", _("up to date")
    SOURCE_CHANGED = "source_changed", _("original changed")
    TARGET_CHANGED = "target_changed", _("translation changed alone")
    INCOMPLETE = "incomplete", _("incomplete")
    MISSING = "missing", _("missing")


class PairQuerySet(models.QuerySet):
    def behind(self):
        """Pairs somebody has work on."""
        return self.exclude(state=State.UP_TO_DATE)


class Pair(models.Model):
    """One thing in two languages: which was first, what the other lacks. Written by cms/bilingual/ledger.py only."""

    key = models.UUIDField(primary_key=True, editable=False)
    source = models.CharField(_("language of the original"), max_length=2, choices=LANGUAGES)
    kind = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    is_together = models.BooleanField(_("both languages are published together"), default=False)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.MISSING, db_index=True)
    #: What differs, in segments and in words of the original.
    segments = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(_("words to translate"), default=0)
    all_segments = models.PositiveIntegerField(default=0)
    all_words = models.PositiveIntegerField(default=0)
    #: Since when the translation is behind, and who changed the original; empty while it is up to date.
    since = models.DateTimeField(_("since"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: When every segment was confirmed for the first time: what comes after is a change, not a translation under way.
    completed_at = models.DateTimeField(null=True, blank=True)
    #: Days between the first publication in one language and in the other; empty until both were published.
    days_apart = models.PositiveIntegerField(_("days between the two publications"), null=True, blank=True)
    #: What readers of the translation have lags behind what is confirmed; or it is confirmed, its original is published
    #: and it is not.
    is_unpublished = models.BooleanField(default=False)
    fr_page = models.OneToOneField("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    en_page = models.OneToOneField("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    assessed_at = models.DateTimeField(default=timezone.now)
    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of pages")
        verbose_name_plural = _("pairs of pages")

    def __str__(self):
        return f"{self.key} · {self.source} · {self.state}"

    @property
    def target(self):
        """The language translated into."""
        return "en" if self.source == "fr" else "fr"

    @property
    def source_page(self):
        return getattr(self, f"{self.source}_page")

    @property
    def target_page(self):
        return getattr(self, f"{self.target}_page")

    def goes_along(self, page):
        """Whether a page is the translation of one that nobody reads, thus goes live with it, exception or not."""
        return page.language == self.target and not self.source_page.live

    @property
    def percent(self):
        """How much is confirmed, in whole percents of segments; 100 only when nothing is left."""
        return percent(self.all_segments - min(self.segments, self.all_segments), self.all_segments)


class Confirmation(models.Model):
    """Somebody said that these words say the same: one segment of the original and its translation, as they were.

    Rows stay when the original moves on (`is_current` says which one a translator compares with): they are the
    history, and the wording before.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="confirmations")
    path = models.TextField()  # where the segment stands: a field, then the ids of blocks
    order = models.PositiveIntegerField(default=0)
    source_hash = models.CharField(max_length=32)
    source_text = models.TextField()
    target_hash = models.CharField(max_length=32)
    target_text = models.TextField()
    is_current = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["pair", "is_current"], name="confirmations_of_a_pair"),
            models.Index(fields=["source_hash"], name="confirmations_by_source"),  # the memory looks for both
            models.Index(fields=["target_hash"], name="confirmations_by_target"),
            models.Index(fields=["-at"], name="confirmations_by_date"),
        ]

    def __str__(self):
        return f"{self.pair_id} · {self.path}"
