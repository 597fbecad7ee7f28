"""The forms of Wagtail's admin for pictures and documents, with our check of what is uploaded."""

from django import forms
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms import media, uploads


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


class PictureForm(BaseImageForm):
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
