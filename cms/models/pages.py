"""The abstract page: what every page of the site has, in either language."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from cms.bilingual.addresses import code_of, slug_from, url_of
from cms.bilingual.twins import address_without_twin
from cms.fields import OwnField


class Publication(models.TextChoices):
    SINGLE = "single", _("may be live in one language, labelled")
    PAIRED = "paired", _("live in both languages together")


class BasePage(Page):
    """Words in one language. Facts live in plain rows; the twin is the page with the same translation key."""

    publication = Publication.SINGLE
    private_page_options = []  # access is decided by space, never by page (docs/decisions/0002)
    base_form_class = WagtailAdminPageForm
    override_translatable_fields = [
        OwnField("slug"),
        OwnField("seo_title"),
        SynchronizedField("show_in_menus", overridable=False),
    ]
    content_panels = Page.content_panels
    promote_panels = [MultiFieldPanel([FieldPanel("search_description")], _("For search"))]
    settings_panels = [PublishingPanel()]

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

    def full_clean(self, *args, **kwargs):
        if self.path and not self.slug:
            self.slug = slug_from(self.title, parent=self.get_parent(), page=self)
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        if self.pk and not self.first_published_at and self._has_slug_of_twin():
            self.slug = slug_from(self.title, parent=self.get_parent(), page=self)
        return super().save(*args, **kwargs)

    def _has_slug_of_twin(self):
        """A page made by translation starts with the twin's slug: an address in the wrong language."""
        twins = Page.objects.filter(translation_key=self.translation_key).exclude(pk=self.pk)
        return twins.filter(slug=self.slug).exclude(title=self.title).exists()
