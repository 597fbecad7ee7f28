"""What the publish gate remembers: halves of pairs that wait for each other, and exceptions that let one go alone."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.bilingual.models import LANGUAGES, Pair
from cms.bilingual.task_models import person


class Waiting(models.Model):
    """One language of a thing, published by somebody, that goes live as soon as the other one is ready."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="waiting")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("page that waits for its other language")
        verbose_name_plural = _("pages that wait for their other language")
        constraints = [models.UniqueConstraint(fields=["pair", "language"], name="one_waiting_version_a_language")]

    def __str__(self):
        return f"{self.pair_id} · {self.language}"


class Ending(models.TextChoices):
    """How an exception ended."""

    PUBLISHED = "published", _("both languages are published")
    TAKEN_BACK = "taken_back", _("taken back")
    WITHDRAWN = "withdrawn", _("withdrawn from readers")


class ExemptionQuerySet(models.QuerySet):
    def open(self):
        """Those that still let one language go without the other; a pair has one at most."""
        return self.filter(closed_at=None)

    def read(self):
        """Those that are read (Exemption.is_read): nobody meets one recorded on a draft before that is published."""
        found = models.Q()
        for code, other in (("fr", "en"), ("en", "fr")):
            since = {f"pair__{code}_page__last_published_at__gte": models.F("at")}
            alone = models.Q(**{f"pair__{other}_page": None}) | models.Q(**{f"pair__{other}_page__live": False})
            found |= models.Q(alone | models.Q(**since), language=code, **{f"pair__{code}_page__live": True})
        return self.filter(found)


class Exemption(models.Model):
    """A recorded exception: one language may be read before the other, for a reason, and until somebody sees to it.

    (Editors read “exception”; the word is taken in Python.)
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="exemptions")
    language = models.CharField(_("goes out alone in"), max_length=2, choices=LANGUAGES)
    reason = models.TextField(_("reason"), max_length=1000)
    reason_language = models.CharField(max_length=2, choices=LANGUAGES)
    owner = person(verbose_name=_("who sees to the other language"))
    due_on = models.DateField(_("due"))
    by = person()
    at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = person()
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    #: The last day its owner was written to.
    chased_on = models.DateField(null=True, blank=True)
    objects = ExemptionQuerySet.as_manager()

    changes = "pages"  # the page that is missing says it

    class Meta:
        verbose_name = _("exception to publishing in both languages")
        verbose_name_plural = _("exceptions to publishing in both languages")
        constraints = [
            models.UniqueConstraint(fields=["pair"], condition=models.Q(closed_at=None), name="one_open_exemption")
        ]

    def __str__(self):
        return f"{self.pair_id} · {self.language}"

    @property
    def missing(self):
        """The language that is not there yet."""
        return "en" if self.language == "fr" else "fr"

    @property
    def is_read(self):
        """Whether readers have what goes alone: the page, or its new version while the other has older words."""
        page = getattr(self.pair, f"{self.language}_page")
        if page is None or not page.live or self.older is None:
            return bool(page and page.live)
        return bool(page.last_published_at and page.last_published_at >= self.at)

    @property
    def older(self):
        """The page of the other language, when it is read with the words it had before; None when nobody reads it."""
        page = getattr(self.pair, f"{self.missing}_page")
        return page if page and page.live else None

    def close(self, ending, *, by=None):
        self.closed_at, self.ending, self.closed_by = timezone.now(), ending, by
        self.save(update_fields=["closed_at", "ending", "closed_by"])


class WishQuerySet(models.QuerySet):
    def waiting(self):
        """Those that have not come true yet."""
        return self.filter(told_at=None)


class Wish(models.Model):
    """A member asks for the translation of what is read in one language."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="asked")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for a translation")
        verbose_name_plural = _("wishes for translations")
        constraints = [models.UniqueConstraint(fields=["pair", "by"], name="one_wish_a_member")]

    def __str__(self):
        return f"{self.pair_id} · {self.by_id}"
