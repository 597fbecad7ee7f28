"""Names in both languages on one row, sorted as each language sorts."""

import unicodedata

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def sort_key(text):
    """Accents do not count (É with E, Île under I), nor case; œ sorts as oe."""
    text = text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae")
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


class Labelled(models.Model):
    """Anything whose name is a fact: one row, two labels."""

    code = models.SlugField(
        _("code"),
        unique=True,
        max_length=60,
        help_text=_("A short, unique name in small letters and hyphens. It may stand in addresses: keep it."),
    )
    name_fr = models.CharField(_("name in French"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)

    changes = "pages"

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_in(get_language() or "en")

    def name_in(self, language):
        return self.name_fr if language.startswith("fr") else self.name_en


class WordField(models.SlugField):
    """Filled with the code when nobody gave a word, so that a row written by whatever way has one."""

    def pre_save(self, row, add):
        if not getattr(row, self.attname):
            setattr(row, self.attname, row.code)
        return super().pre_save(row, add)


class Addressed(Labelled):
    """A labelled row that addresses name: by its code in English, by a word of its own in French.

    Neither changes once given: processes keep them (spaces/words.py), and people keep links.
    """

    code_fr = WordField(
        _("word in French addresses"),
        unique=True,
        blank=True,
        max_length=60,
        help_text=_("Made of the French name when left empty. In English addresses, the code is used."),
    )
    words = ("code", "code_fr")

    class Meta:
        abstract = True


def in_order(labelled):
    """A list of labelled rows in the alphabetical order of the active language."""
    return sorted(labelled, key=lambda row: sort_key(row.name))
