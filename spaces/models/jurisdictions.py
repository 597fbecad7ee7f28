"""Administrations: the Government of Canada, thirteen provinces and territories, and municipalities."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from spaces.models.labels import Labelled


class Order(models.TextChoices):
    """Order of government, in the order they are listed."""

    FEDERAL = "federal", _("Federal")
    PROVINCIAL = "provincial", _("Provincial")
    TERRITORIAL = "territorial", _("Territorial")
    MUNICIPAL = "municipal", _("Municipal")


class Jurisdiction(Labelled):
    """An administration people belong to and practices come from."""

    order = models.CharField(_("order of government"), max_length=12, choices=Order)
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="municipalities", verbose_name=_("within")
    )

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(order="municipal") | models.Q(within=None), name="only_a_municipality_is_within"
            )
        ]
