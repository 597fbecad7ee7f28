"""Names of the community and of its council: settings, in both languages."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

DEFAULTS = settings.COMMUNITY_DEFAULTS


@register_setting(icon="site")
class CommunitySettings(BaseGenericSetting):
    """What the community calls itself; never an image, so that each language has its own words."""

    name_fr = models.CharField(_("name in French"), max_length=120, default=DEFAULTS["name_fr"])
    name_en = models.CharField(_("name in English"), max_length=120, default=DEFAULTS["name_en"])
    council_fr = models.CharField(_("council in French"), max_length=160, default=DEFAULTS["council_fr"])
    council_en = models.CharField(_("council in English"), max_length=160, default=DEFAULTS["council_en"])
    support_email = models.EmailField(_("address of the co-chairs’ support"), default="soutien@example.org")

    behind_words = models.PositiveIntegerField(
        _("words from which a translation is said to be behind"),
        default=20,
        help_text=_("Readers of a translation are told when this many words of its original have changed since."),
    )
    behind_percent = models.PositiveSmallIntegerField(
        _("or percentage of the page"), default=10, help_text=_("The one that is reached first counts.")
    )

    changes = "frame"

    panels = [
        FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("council_fr"), FieldPanel("council_en")]),
        FieldPanel("support_email"),
        FieldRowPanel([FieldPanel("behind_words"), FieldPanel("behind_percent")]),
    ]

    class Meta:
        verbose_name = _("names of the community")

    @property
    def name(self):
        return getattr(self, f"name_{(get_language() or 'en')[:2]}")

    @property
    def council(self):
        return getattr(self, f"council_{(get_language() or 'en')[:2]}")
