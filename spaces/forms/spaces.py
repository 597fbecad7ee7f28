"""The forms of a space and of its page in the editors' admin."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.references import ReachForm
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


class SpacePageForm(ReachForm):
    """A page keeps its space: the rights of those who work in it follow."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "space" in self.fields and self.instance.pk and not self.for_user.is_superuser:
            self.fields["space"].disabled = True
