"""Pictures and files. Their own models from the first migration, because adding one later cannot be done."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


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

    def alt_in(self, language):
        """The alternative text in one language, empty when it was not written."""
        return self.alt_fr if language == "fr" else self.alt_en


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_filter")
        ]


class File(AbstractDocument):
    """A file, with its own title and language."""

    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=[("fr", _("French")), ("en", _("English"))]
    )

    changes = "pages"
    admin_form_fields = (*without_tags(Document.admin_form_fields), "language")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
