"""Spaces: one row a working group, whatever the language; SpacePage is what it says about itself."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail_localize.fields import SynchronizedField

from cms.bilingual.addresses import locale_ids
from cms.bilingual.twins import notice_address, other, reading_language
from cms.blocks import RICH
from cms.models import BasePage
from spaces.models.labels import Addressed
from spaces.models.terms import day_of, running, today
from spaces.models.topics import Topic

#: Words that stand where a space's code does in addresses of the site's own (spaces/urls.py), in both languages.
RESERVED_CODES = frozenset({"new", "nouveau", "removed", "retires"})


class SpaceKind(models.TextChoices):
    COMMUNITY = "community", _("whole community")
    NETWORK = "network", _("network")
    SUBGROUP = "subgroup", _("sub-group")


class Joining(models.TextChoices):
    """How one becomes a member."""

    FREE = "free", _("freely")
    REQUEST = "request", _("on request")
    INVITATION = "invitation", _("by invitation")


class SpaceQuerySet(models.QuerySet):
    def of(self, user):
        """Spaces this user is a member of today."""
        return self.filter(pk__in=user.memberships.current().values("space"))

    def with_people(self):
        """Adds `people`, how many members each space has today."""
        return self.annotate(people=Count("memberships__user", filter=running(prefix="memberships__"), distinct=True))

    def with_practices(self):
        """Adds `practice_count`, how many practices each space has that are live in a language at least."""
        return self.annotate(practice_count=Count("articles", filter=Q(articles__published_at__isnull=False)))

    def with_addresses(self):
        """Adds `path_fr`, `path_en`, `page_fr`, `page_en`: paths and ids of the space's live pages, None if missing."""
        found = {}
        for code, locale_id in locale_ids().items():
            pages = SpacePage.objects.filter(space=models.OuterRef("pk"), locale_id=locale_id, live=True)
            found[f"path_{code}"] = models.Subquery(pages.values("url_path")[:1])
            found[f"page_{code}"] = models.Subquery(pages.values("pk")[:1])
        return self.annotate(**found)


class Space(Addressed):
    """A working group."""

    kind = models.CharField(_("kind"), max_length=12, choices=SpaceKind, default=SpaceKind.SUBGROUP)
    is_open = models.BooleanField(_("open to all members"), default=True)
    is_listed = models.BooleanField(
        _("listed"), default=True, help_text=_("Every member sees the name and mandate, even when the space is closed.")
    )
    joining = models.CharField(_("joining"), max_length=10, choices=Joining, default=Joining.FREE)
    mandate_fr = models.TextField(_("mandate in French"), max_length=500, blank=True)
    mandate_en = models.TextField(_("mandate in English"), max_length=500, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="spaces")
    position = models.PositiveSmallIntegerField(_("position in lists"), default=100)
    mandate_ends_on = models.DateField(_("end of the mandate"), null=True, blank=True)
    prompted_on = models.DateField(
        _("leads last asked whether the space goes on"), null=True, blank=True, editable=False
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="space"
    )
    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        ordering = ["position", "code"]

    def clean(self):
        """Refuse what contradicts itself: nobody can ask to enter, nor read, what they cannot know of."""
        super().clean()
        if self.is_open and not self.is_listed:
            raise ValidationError({"is_listed": _("A space that all members may read is listed.")})
        if not self.is_listed and self.joining != Joining.INVITATION:
            raise ValidationError({"joining": _("A space that is not listed is joined by invitation only.")})

    @property
    def both_names(self):
        """For what editors of either language meet in one list."""
        return self.name_fr if self.name_fr == self.name_en else f"{self.name_fr} / {self.name_en}"

    @property
    def archived_on(self):
        """One day for every reader, on the community's calendar; None while it is not archived."""
        return day_of(self.archived_at) if self.archived_at else None

    @property
    def mandate(self):
        return self.mandate_in(get_language() or "en")

    def mandate_in(self, language):
        return self.mandate_fr if language.startswith("fr") else self.mandate_en

    @property
    def address(self):
        """Where the reader opens the space: its page in their language, or the notice that shows the other one.

        Empty while it has no live page. Needs with_addresses().
        """
        language = reading_language()[0]
        if path := getattr(self, f"path_{language}"):
            return f"/{language}/" + "/".join(path.split("/")[2:])
        code = other(language)
        page, path = getattr(self, f"page_{code}"), getattr(self, f"path_{code}")
        return notice_address(page, path.rstrip("/").split("/")[-1], language) if page else ""


class DeliverableQuerySet(models.QuerySet):
    def late(self):
        """Those whose day has passed and that are not handed in."""
        return self.filter(due_on__lt=today(), done_on=None)


class Deliverable(models.Model):
    """What a space was set up to hand in."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="deliverables", verbose_name=_("space"))
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("handed in"), null=True, blank=True)
    objects = DeliverableQuerySet.as_manager()

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_fr if (get_language() or "").startswith("fr") else self.name_en

    @property
    def is_late(self):
        return bool(self.due_on and self.due_on < today() and not self.done_on)


class SpacePage(BasePage):
    """What a space says about itself, once per language."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="pages", verbose_name=_("space"))
    introduction = RichTextField(_("introduction"), blank=True, features=RICH)

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("space", overridable=False),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("space", help_text=_("The space this page presents; its name, mandate and people are kept there.")),
        FieldPanel("introduction", help_text=_("A few words of welcome, above the latest practices.")),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["spaces.ArticlePage", "spaces.MeetingPage", "spaces.AnnouncementPage"]
    template = "spaces/spaces/page.html"
    view: Callable  # bound when the application is ready, because views stand above models

    class Meta:
        verbose_name = _("space page")
        verbose_name_plural = _("space pages")

    def serve_preview(self, request, mode_name):
        """A draft as its readers would get it."""
        request.is_preview = self.is_draft_preview = True
        return type(self).view(request, self)

    def clean(self):
        """A space has one page a language: a second would show the first one's content under another name."""
        super().clean()
        others = SpacePage.objects.filter(space_id=self.space_id, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.space_id and self.locale_id and others.exists():
            raise ValidationError({"space": _("This space already has its page in this language.")})
