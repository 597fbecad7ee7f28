"""Members: where a person comes from, and what they are in each space and in the community, from when to when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.models.jurisdictions import Jurisdiction
from spaces.models.spaces import Space
from spaces.models.subscriptions import Reader
from spaces.models.terms import Term, today


class Level(models.TextChoices):
    EXECUTIVE = "executive", _("Executive")
    MANAGER = "manager", _("Manager")
    STAFF = "staff", _("Staff")


class Role(models.TextChoices):
    """What one may be in a space. Whoever has one of the others is a member besides."""

    MEMBER = "member", _("member")
    EDITOR = "editor", _("editor")
    TO_FRENCH = "to_french", _("translator into French")
    TO_ENGLISH = "to_english", _("translator into English")
    LEAD = "lead", _("lead")


class Duty(models.TextChoices):
    """What one may be for the whole community."""

    FEDERAL_CHAIR = "federal_chair", _("federal co-chair")
    PROVINCIAL_CHAIR = "provincial_chair", _("provincial co-chair")
    SUPPORT = "support", _("co-chairs’ support")
    ADMINISTRATOR = "administrator", _("administrator")


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


class Membership(Term):
    """One role of one person in one space, from a day to a day. Ended rows stay: they say who was what, and when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("member")
    )
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("space"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "space", "role"], condition=Q(ends_on=None), name="one_running_role_per_space"
            ),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="role_ends_after"),
        ]
        indexes = [models.Index(fields=["space", "role"])]

    def __str__(self):
        return f"{self.user} · {self.space.name} · {self.get_role_display()}"

    def save(self, *args, **kwargs):
        """Whoever is in a space has a digest, whatever the door; rows made in bulk call Reader.objects.open()."""
        super().save(*args, **kwargs)
        Reader.objects.open([self.user_id])


class CommunityRole(Term):
    """One duty of one person for the whole community, from a day to a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    duty = models.CharField(_("duty"), max_length=20, choices=Duty)

    class Meta:
        verbose_name = _("duty for the community")
        verbose_name_plural = _("duties for the community")
        constraints = [
            models.UniqueConstraint(fields=["user", "duty"], condition=Q(ends_on=None), name="one_running_duty"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="duty_ends_after"),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_duty_display()}"

    def clean(self):
        super().clean()
        if self.starts_on is None:
            return  # the form has said so
        before = CommunityRole.objects.filter(pk=self.pk, starts_on__lte=today()).first()
        if before and any(getattr(before, name) != getattr(self, name) for name in ("user_id", "duty", "starts_on")):
            raise ValidationError(
                _("This duty has begun: its person, what it is and its first day stay. End it, and give another.")
            )

    def validate_constraints(self, exclude=None):
        """In words first, and then not again by the name of a constraint, which says less."""
        if self.starts_on is None:
            return
        others = CommunityRole.objects.unfinished(self.starts_on).filter(user=self.user_id, duty=self.duty)
        if self.ends_on:
            others = others.filter(starts_on__lte=self.ends_on)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError(_("This person has the same duty already at that time."))
        super().validate_constraints(exclude)
