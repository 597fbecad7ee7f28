"""Forms of those who look after search."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.bilingual.addresses import url_of
from cms.bilingual.folding import words
from cms.days import Days
from search import queries
from search.models import PromotedAnswer

ROWS = {"rows": 4}


class PromotedForm(Days, forms.ModelForm):
    """An answer and the questions it stands first for. The page is named by its address, in either language."""

    address = forms.CharField(
        label=_("Address of the page"), max_length=500, help_text=_("Copied from the browser, in either language.")
    )
    field_order = ["address", "asked_fr", "asked_en", "until"]
    use_required_attribute = False  # what is missing is said by the site, in the reader's language

    class Meta:
        model = PromotedAnswer
        fields = ["asked_fr", "asked_en", "until"]
        widgets = {
            "asked_fr": forms.Textarea({**ROWS, "lang": "fr"}), "asked_en": forms.Textarea({**ROWS, "lang": "en"}),
            "until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }  # fmt: skip
        help_texts = {
            "asked_fr": _("One question a line, as members type it. Accents, capitals and plurals do not matter."),
            "asked_en": _("One question a line, as members type it. Accents, capitals and plurals do not matter."),
            "until": _("The last day it stands first. Empty: until it is removed."),
        }  # fmt: skip

    def __init__(self, *args, user, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.version = user, version
        self.fields["address"].widget.attrs["aria-required"] = "true"
        if self.instance.pk:
            self.initial["address"] = url_of(self.instance.page)

    def clean_address(self):
        """The page that stands at this address and that the writer may open, else the same words as for none."""
        try:
            path = urlsplit(self.cleaned_data["address"].strip()).path
        except ValueError:
            path = ""
        slug = path.strip("/").rpartition("/")[2]
        found = [
            page for page in Page.objects.filter(slug=slug, live=True) if url_of(page).strip("/") == path.strip("/")
        ]
        keys = [str(page.translation_key) for page in found]
        if not queries.openable(self.user, keys, self.version):
            raise ValidationError(_("No page of the site that you can read stands at this address."))
        self.instance.page = found[0]
        return self.cleaned_data["address"]

    def clean(self):
        said = (self.cleaned_data.get("asked_fr", ""), self.cleaned_data.get("asked_en", ""))
        if not any(words(one) for one in said) and not self.errors:
            raise ValidationError(_("Write at least one question, in either language."))
        return self.cleaned_data
