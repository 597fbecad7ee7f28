"""The abstract page: what every page of the site has, in either language."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from cms.bilingual.addresses import code_of, slug_from, url_of
from cms.bilingual.listeners import draft_saved
from cms.bilingual.state_panel import StatePanel
from cms.bilingual.term_panel import TermsPanel
from cms.bilingual.twins import address_without_twin
from cms.fields import OwnField
from cms.minute_panel import MinutePanel
from cms.references import ReachForm

#: Fields no form has, which point at rows that were just read or made.
SET_BY_WAGTAIL = ("content_type", "latest_revision", "live_revision")


class Publication(models.TextChoices):
    SINGLE = "single", _("may be live in one language, labelled")
    PAIRED = "paired", _("live in both languages together")


class PlainCopyForm(CopyForm):
    """A copy is a page of its own, never an alias (docs/decisions/0007)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
        tree = Page.objects.descendant_of(self.page, inclusive=True).order_by()
        kinds = ContentType.objects.in_bulk(tree.values_list("content_type", flat=True).distinct()).values()
        if any(getattr(kind.model_class(), "publication", "") == Publication.PAIRED for kind in kinds):
            self.fields.pop("publish_copies", None)  # a copy has no other language yet


class BasePage(Page):
    """Words in one language. Facts live in plain rows; the twin is the page with the same translation key."""

    publication = Publication.SINGLE
    private_page_options = []  # access is decided by space, never by page (docs/decisions/0002)
    base_form_class = ReachForm
    copy_form_class = PlainCopyForm
    override_translatable_fields = [
        OwnField("slug"),
        OwnField("seo_title"),
        SynchronizedField("show_in_menus", overridable=False),
    ]
    # no TitleFieldPanel: it fills a slug field, and slugs are made from titles (docs/decisions/0009)
    content_panels = [
        FieldPanel("title", help_text=_("What the page is called: it stands at its head and in every list.")),
        TermsPanel(),
        StatePanel(),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "search_description",
                    help_text=_("What programs read in the code of the page instead of its summary; it is not shown."),
                )
            ],
            _("For search"),
        )
    ]
    settings_panels = [MinutePanel()]

    class Meta:
        abstract = True

    @property
    def language(self):
        """«fr» or «en», without a query."""
        return code_of(self.locale_id)

    @property
    def is_foreign(self):
        """Whether the reader is meeting words that are not in the language of the page around them."""
        return self.language != (get_language() or "en")[:2]

    @property
    def address(self):
        """Where this reader opens the page: its URL, or the place that shows it under their own language."""
        return address_without_twin(self, (get_language() or "en")[:2]) if self.is_foreign else self.url

    def get_url(self, request=None, current_site=None):
        return url_of(self)

    url = property(get_url)

    def _set_core_field_defaults(self):
        """Where Wagtail would make the slug, of a draft too, make it of our own words: no accents, never reserved."""
        if not self.slug and (self.path or getattr(self, "_cached_parent_obj", None)):
            self.slug = slug_from(self.title, parent=self.get_parent(), page=self)
        super()._set_core_field_defaults()

    def full_clean(self, exclude=None, **kwargs):
        """What only Wagtail sets is there: the database sees to it, and is not asked at each save."""
        super().full_clean(exclude={*(exclude or ()), *SET_BY_WAGTAIL}, **kwargs)

    def save(self, *args, **kwargs):
        if self._state.adding and self.publication == Publication.PAIRED and not self.first_published_at:
            self.live = False  # Wagtail's form of a new page adds it live, and then publishes it (create.py, 8.0)
        if self.pk and not self.first_published_at and self._was_retitled():
            self.slug = slug_from(self.title, parent=self.get_parent(), page=self)
        return super().save(*args, **kwargs)

    def save_revision(self, *args, user=None, **kwargs):
        """A draft is what translators work on while nobody reads the page, or when both languages go live together."""
        revision = super().save_revision(*args, user=user, **kwargs)
        draft_saved(self, by=user)
        return revision

    def _was_retitled(self):
        """Until it is published an address follows the title: a draft may start with half of it, or with its twin's."""
        return not Page.objects.filter(pk=self.pk, title=self.title).exists()
