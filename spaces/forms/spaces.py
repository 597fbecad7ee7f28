"""The form of a space in the editors' admin."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from spaces.forms.facts import sort_choices
from spaces.models import RESERVED_CODES


class SpaceForm(WagtailAdminModelForm):
    """Topics stand in the alphabetical order of the editor's language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "topics" in self.fields:
            sort_choices(self.fields["topics"])

    def clean_code(self):
        """Refuse a word that an address of the site takes."""
        code = self.cleaned_data["code"]
        if code in RESERVED_CODES:
            raise ValidationError(_("An address of the site uses this word: choose another one."))
        return code
