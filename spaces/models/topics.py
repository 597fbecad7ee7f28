"""Topics: one shared list, each topic one concept with two labels."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.models.labels import Addressed


class TopicQuerySet(models.QuerySet):
    def followed_by(self, user):
        """Those a person follows and has not muted."""
        return self.filter(subscriptions__user=user, subscriptions__level__in=("all", "official", "mentions"))


class Topic(Addressed):
    """Something members care about and subscribe to."""

    description_fr = models.CharField(_("description in French"), max_length=300, blank=True)
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    @property
    def description(self):
        return self.description_fr if (get_language() or "").startswith("fr") else self.description_en
