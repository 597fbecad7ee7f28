"""Sending a translation done elsewhere back to the site."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.bilingual import exchange_files
from cms.bilingual.files import Unreadable
from cms.uploads import within


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Translated file"),
        help_text=_("XLIFF, PO, or a zip of them; 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.po,.zip"}),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        within(upload, exchange_files.LARGEST)
        self.content = upload.read()
        self.found = read(upload.name, self.content)
        return upload


def read(name, content):
    """[(name of a file, [Sheet])] of what was sent; ValidationError with the reason when it cannot be read."""
    try:
        return exchange_files.read(name, content)
    except Unreadable as error:
        raise ValidationError(str(error)) from error
