"""Accounts: one person, one e-mail address, one preferred language."""

import zoneinfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ZONES = [
    ("America/St_Johns", _("Newfoundland Time")),
    ("America/Halifax", _("Atlantic Time")),
    ("America/Toronto", _("Eastern Time")),
    ("America/Winnipeg", _("Central Time")),
    ("America/Regina", _("Saskatchewan Time")),
    ("America/Edmonton", _("Mountain Time")),
    ("America/Whitehorse", _("Yukon Time")),
    ("America/Vancouver", _("Pacific Time")),
    ("America/Iqaluit", _("Nunavut, Eastern Time")),
    ("America/Yellowknife", _("Northwest Territories Time")),
    ("America/Moncton", _("New Brunswick, Atlantic Time")),
]


class Theme(models.TextChoices):
    AUTO = "", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


def validate_zone(name):
    """Refuse a name the IANA time zone database does not have."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a known time zone."), params={"name": name})


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """Make an account; the address is kept in lower case so that no two differ by a capital."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, with the language and clock they want to be spoken to in."""

    email = models.EmailField(_("email"), unique=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    language = models.CharField(_("preferred language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    reading_language = models.CharField(
        _("language last chosen on the site"), max_length=2, choices=settings.LANGUAGES, blank=True
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, default=settings.SITE_TIME_ZONE, choices=ZONES, validators=[validate_zone]
    )
    theme = models.CharField(_("display"), max_length=5, choices=Theme, default=Theme.AUTO, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    unread = models.PositiveIntegerField(default=0, editable=False)  # notices on the site, counted as they come
    unread_under = models.CharField(max_length=40, default="", blank=True, editable=False)  # what that was counted of
    last_seen_on = models.DateField(_("last day on the site"), null=True, blank=True, editable=False)
    objects = UserManager()
    changes = "pages"  # names are shown beside what people write (cms/versions.py)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self):
        return self.get_full_name()

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self):
        return self.first_name or self.email.partition("@")[0]

    @property
    def site_language(self):
        """The language the site opens in: the last one chosen by the switch. Mail keeps to `language`."""
        return self.reading_language or self.language

    @property
    def initials(self):
        """Two letters for the round badge beside the name."""
        return (self.first_name[:1] + self.last_name[:1] or self.email[:2]).upper()

    @property
    def hue(self):
        """One of five badge colours, always the same for the same person."""
        return "abcde"[(self.pk or 0) % 5]
