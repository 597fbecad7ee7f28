"""Announcements: official content of the co-chairs and of the leads."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.blocks import BodyBlock
from cms.fields import BodyField
from cms.models import BasePage, Publication
from spaces.models.facts import Fact, FactPage, FactPageQuerySet
from spaces.models.topics import Topic


class Announcement(Fact):
    """Who says it, and whether everyone must read it."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="announcements"
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="announcements")
    is_must_read = models.BooleanField(_("must be read by all"), default=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, db_index=True)
    reminded_at = models.DateTimeField(null=True, editable=False)  # those who had not read it were, once

    class Meta:
        verbose_name = _("announcement facts")

    def __str__(self):
        return f"announcement {self.pk}"


class Acknowledgement(models.Model):
    """Somebody says that they have read an announcement everyone must read, in whichever language they did."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acknowledgements")
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="acknowledgements")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "announcement"], name="one_acknowledgement_each")]

    def __str__(self):
        return f"{self.user_id} · {self.announcement_id}"


class AnnouncementPage(FactPage):
    """A word from the co-chairs or from the leads of a space."""

    publication = Publication.PAIRED
    fact_name = "announcement"
    fact_relations = ("announcement__author",)

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="pages", editable=False)
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences; lists and search results show them.")
    )
    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)
    objects = BasePage._default_manager.__class__.from_queryset(FactPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("is_must_read")],
            heading=_("Facts, the same in both languages"),
            help_text=_(
                "Written once, for the French and the English page: a change holds in both when either is published."
            ),
        ),
        FieldPanel("body", help_text=_("What the page says, in the blocks and the order you choose.")),
    ]
    template = "spaces/announcements/page.html"

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
