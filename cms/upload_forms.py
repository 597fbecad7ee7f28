"""The forms of Wagtail's admin for pictures and documents, with our check of what is uploaded."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms import media, uploads

#: Pillow refuses twice this many by what the head of a file says; Wagtail's field counts once all is unpacked.
Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2
DAMAGED = _(
    "This image is damaged or incomplete: it cannot be read to its end, so it was not kept."
    " Save it again with the software it comes from, then send that."
)


class SecondFileInput(forms.ClearableFileInput):
    """Shows the file that is there by its name and the address that asks; where it lies is no address."""

    def format_value(self, value):
        return value.instance.second_copy if self.is_initial(value) else None


class TwoFiles:
    """What every form of a document does with its files: look at the new ones, take a replaced second one away."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept_other_file = self.instance.other_file.name

    def clean_file(self):
        return uploads.checked_document(self.cleaned_data["file"])

    def clean_other_file(self):
        return uploads.checked_document(self.cleaned_data["other_file"])

    def save(self, commit=True):
        if commit and self.kept_other_file and self.kept_other_file != self.instance.other_file.name:
            media.drop(self.instance.other_file.storage, self.kept_other_file)
        return super().save(commit)


class PictureField(WagtailImageField):
    """Reads the picture whole. Wagtail's knows a picture by its head, and fails on a body that is cut."""

    def to_python(self, data):
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # whatever a decoder makes of damaged bytes
            raise ValidationError(DAMAGED, code="invalid_image") from error


class PictureForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # Wagtail makes the field for itself, whatever this class declares
            made = self.fields["file"]
            self.fields["file"] = PictureField(label=made.label, required=made.required, widget=made.widget)

    def clean_file(self):
        return uploads.checked_image(self.cleaned_data["file"])


class DocumentForm(TwoFiles, BaseDocumentForm):
    """One file, or one in each language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" not in self.fields:  # the form that follows several files at once posts no file
            self.fields.pop("other_file", None)

    class Meta(BaseDocumentForm.Meta):
        widgets = {**BaseDocumentForm.Meta.widgets, "other_file": SecondFileInput}
