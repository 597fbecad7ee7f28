"""A document as the leads of a space keep it: a file, and the same in the other language."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms import media, sizes
from cms.models import File
from cms.upload_forms import TwoFiles


class DocumentForm(TwoFiles, forms.ModelForm):
    drop_other = forms.BooleanField(label=_("Remove the file in the other language"), required=False)

    class Meta:
        model = File
        fields = ["title", "language", "file", "other_title", "other_file"]
        widgets = {"file": forms.FileInput, "other_file": forms.FileInput}

    def __init__(self, *args, is_given=False, **kwargs):
        """What was given to the community library stays in both languages."""
        super().__init__(*args, **kwargs)
        self.kept_file = self.instance.file.name
        fields = self.fields
        fields["title"].help_text = gettext("In the language of the first file.")
        fields["language"].required = True
        fields["language"].choices = [("", gettext("Choose one")), *File.language.field.choices]
        fields["language"].help_text = gettext("That of the first file.")
        fields["file"].help_text = kept_note(self.instance.first_copy) if self.kept_file else kinds()
        if self.kept_other_file:
            fields["other_file"].help_text = kept_note(self.instance.second_copy)
        if is_given or not self.kept_other_file:
            del fields["drop_other"]

    def clean(self):
        """A file chosen anew wins over the box that takes the old one off."""
        data = super().clean()
        if data.get("drop_other") and "other_file" not in self.changed_data:
            data["other_file"] = False  # what Django calls cleared
        return data

    def save(self, commit=True):
        if "file" in self.changed_data:
            self.instance._set_document_file_metadata()
            if commit and self.kept_file:
                media.drop(self.instance.file.storage, self.kept_file)
        return super().save(commit)


def kinds():
    """What may be chosen."""
    accepted = ", ".join(sorted(settings.WAGTAILDOCS_EXTENSIONS)).upper()
    most = sizes.in_words(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    return gettext("%(kinds)s; %(most)s at most.") % {"kinds": accepted, "most": most}


def kept_note(copy):
    """What is there already."""
    return gettext("Now: %(name)s. Choose a file only to replace it.") % {"name": copy.name}
