"""Pictures and files. Their own models from the first migration, because adding one later cannot be done.

Where a file lies cannot be guessed, and is never an address: every one goes through cms/media.py, which asks.
"""

import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

LANGUAGES = [("fr", _("French")), ("en", _("English"))]


def unguessable(path):
    """The path with a random folder before its last part, which stays the name people gave the file."""
    path = PurePosixPath(path)
    return str(path.parent / secrets.token_urlsafe(16) / path.name)


def place_of_document(instance, filename):
    return unguessable(f"documents/{filename}")


def without_tags(fields):
    """A form's fields without free tags: one list for all spaces would say what closed ones hold."""
    return tuple(name for name in fields if name != "tags")


class Picture(AbstractImage):
    """A picture; what it shows is said in each language, because a reader hears only one of them."""

    alt_fr = models.CharField(_("alternative text in French"), max_length=250, blank=True)
    alt_en = models.CharField(_("alternative text in English"), max_length=250, blank=True)

    changes = "pages"
    admin_form_fields = (*without_tags(Image.admin_form_fields), "alt_fr", "alt_en")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]
        indexes = [models.Index(fields=["file"], name="picture_by_file")]

    def get_upload_to(self, filename):
        return unguessable(super().get_upload_to(filename))

    def alt_in(self, language):
        """The alternative text in one language, empty when it was not written."""
        return self.alt_fr if language == "fr" else self.alt_en


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_filter")
        ]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]

    def get_upload_to(self, filename):
        """Named for what it is, not for the picture: pages read by others than the picture hold its address."""
        name = self.filter_spec.replace("|", ".") + PurePosixPath(filename).suffix
        return unguessable(super().get_upload_to(name))


@dataclass(frozen=True)
class Copy:
    """A document in one language: what a link to it says."""

    language: str
    title: str
    url: str
    file: models.fields.files.FieldFile

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name it has when it is downloaded: the one it was given."""
        return PurePosixPath(self.file.name).name

    @property
    def language_name(self):
        return dict(LANGUAGES).get(self.language, "")

    @property
    def extension(self):
        return PurePosixPath(self.file.name).suffix[1:].lower()

    @property
    def size(self):
        """In bytes; None when the file is lost, which must not take the page along."""
        try:
            return self.file.size
        except OSError:
            return None


class File(AbstractDocument):
    """A document: one file, or one for each language. Both are read by the same people."""

    file = models.FileField(_("file"), upload_to=place_of_document, max_length=255)
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=LANGUAGES,
        help_text=_("That of the file above; leave empty when it holds no words."),
    )
    other_file = models.FileField(
        _("file in the other language"),
        upload_to=place_of_document,
        max_length=255,
        blank=True,
        help_text=_("The same document in the other language: each reader gets theirs from the same link."),
    )
    other_title = models.CharField(
        _("title in the other language"), max_length=255, blank=True, help_text=_("Leave empty when it is the same.")
    )

    changes = "pages"
    admin_form_fields = (*without_tags(Document.admin_form_fields), "language", "other_file", "other_title")
    search_fields = [*AbstractDocument.search_fields, index.SearchField("other_title")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def clean(self):
        """A second file is in the other language than the first, so the first one's is known."""
        if self.file and self.file._committed:
            super().clean()  # a new file was checked by its form (cms/uploads.py), which says all of it once
        if self.other_file and not self.language:
            raise ValidationError({"language": _("Say in which language the first file is: the other follows.")})

    @property
    def other_language(self):
        return {"fr": "en", "en": "fr"}.get(self.language, "")

    @property
    def languages(self):
        """Codes of the languages this document exists in, French first; none when it was not said."""
        held = {self.language, self.other_language if self.other_file else ""}
        return [code for code, _name in LANGUAGES if code in held]

    @property
    def first_copy(self):
        return self._copy(self.language, self.title, self.file)

    @property
    def second_copy(self):
        """The copy in the other language, None when there is none."""
        if not self.other_file:
            return None
        return self._copy(self.other_language, self.other_title or self.title, self.other_file)

    @property
    def copies(self):
        """Every copy there is, the French one first."""
        found = [copy for copy in (self.first_copy, self.second_copy) if copy]
        return sorted(found, key=lambda copy: copy.language != "fr")

    def copy_for(self, language):
        """The copy in a language; the one there is when there is none in it."""
        return self.second_copy if self.other_file and language == self.other_language else self.first_copy

    def _copy(self, language, title, file):
        """Its address names the language, so that a link said to be in French stays so for everyone; not the file."""
        address = reverse("document", args=[self.pk])
        return Copy(language, title, f"{address}?lang={language}" if language and self.other_file else address, file)
