"""Members: where a person comes from, and what they are in each space."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.models.jurisdictions import Jurisdiction
from spaces.models.spaces import Space


class Level(models.TextChoices):
    EXECUTIVE = "executive", _("Executive")
    MANAGER = "manager", _("Manager")
    STAFF = "staff", _("Staff")


class Role(models.TextChoices):
    MEMBER = "member", _("member")
    LEAD = "lead", _("lead")


class Profile(models.Model):
    """A person's place in the community."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile", verbose_name=_("member")
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, related_name="people", verbose_name=_("jurisdiction")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.MANAGER)
    organization_fr = models.CharField(_("organization in French"), max_length=160, blank=True)
    organization_en = models.CharField(_("organization in English"), max_length=160, blank=True)
    title_fr = models.CharField(_("job title in French"), max_length=160, blank=True)
    title_en = models.CharField(_("job title in English"), max_length=160, blank=True)
    changes = "pages"

    class Meta:
        verbose_name = _("member profile")
        verbose_name_plural = _("member profiles")

    def __str__(self):
        return str(self.user)

    @property
    def organization(self):
        return self.organization_fr if (get_language() or "").startswith("fr") else self.organization_en

    @property
    def title(self):
        return self.title_fr if (get_language() or "").startswith("fr") else self.title_en


class Membership(models.Model):
    """One person in one space."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("member")
    )
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("space"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "space"], name="one_membership_per_space")]

    def __str__(self):
        return f"{self.user} · {self.space.code}"
