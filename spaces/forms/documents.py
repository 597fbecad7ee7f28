"""A document as the leads of a space keep it: a file, and the same in the other language."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cms import media
from cms.models import File
from cms.upload_forms import SecondFileInput, TwoFiles


class DocumentForm(TwoFiles, forms.ModelForm):
    class Meta:
        model = File
        fields = ["title", "language", "file", "other_title", "other_file"]
        widgets = {"file": forms.FileInput, "other_file": SecondFileInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept_file = self.instance.file.name
        self.fields["title"].help_text = _("In the language of the first file.")
        self.fields["language"].required = True
        self.fields["language"].help_text = _("That of the first file.")
        self.fields["file"].help_text = self.kept_note() or self.kinds()

    def kinds(self):
        kinds = ", ".join(sorted(settings.WAGTAILDOCS_EXTENSIONS)).upper()
        most = filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
        return _("%(kinds)s; %(most)s at most.") % {"kinds": kinds, "most": most}

    def kept_note(self):
        """What is there already; empty for a new document."""
        if not self.kept_file:
            return ""
        return _("Now: %(name)s. Choose a file only to replace it.") % {"name": self.instance.filename}

    def save(self, commit=True):
        if "file" in self.changed_data:
            self.instance._set_document_file_metadata()
            if commit and self.kept_file:
                media.drop(self.instance.file.storage, self.kept_file)
        return super().save(commit)
