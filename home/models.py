"""The two homes, and ordinary pages such as the terms of reference."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms import kept
from cms.bilingual.twins import language_state
from cms.blocks import BodyBlock
from cms.fields import BodyField
from cms.models import BasePage, Publication
from cms.rendered import body_of
from home import first_look


class HomePage(BasePage):
    """The root of one language. Both exist and are live from the first migration."""

    publication = Publication.PAIRED
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["spaces.SpacePage", "home.StandardPage"]
    max_count_per_parent = 2
    template = "home/home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def serve(self, request, *args, **kwargs):
        return first_look.answer(request)


class StandardPage(BasePage):
    """An ordinary page: terms of reference, accessibility, privacy."""

    publication = Publication.PAIRED
    changes = "frame"  # the foot of every page lists them
    summary = models.TextField(_("summary"), max_length=300, blank=True)
    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary", help_text=_("One or two sentences; lists and search results show them.")),
        FieldPanel("body", help_text=_("What the page says, in the blocks and the order you choose.")),
    ]
    promote_panels = [
        *BasePage.promote_panels,
        FieldPanel("show_in_menus", help_text=_("Shown at the foot of every page, in both languages.")),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/standard.html"

    class Meta:
        verbose_name = _("ordinary page")
        verbose_name_plural = _("ordinary pages")

    def serve(self, request, *args, **kwargs):
        context = {"page": self, "state": language_state(self), "body": body_of(self)}
        return kept.answer(request, kept.keep(request, self.template, context))

    def get_context(self, request, *args, **kwargs):
        words = {"state": language_state(self), "body": body_of(self)}
        return {**super().get_context(request, *args, **kwargs), **words}
