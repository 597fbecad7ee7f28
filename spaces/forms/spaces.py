"""The form of a space in the editors' admin."""

from wagtail.admin.forms import WagtailAdminModelForm

from spaces.forms.facts import sort_choices


class SpaceForm(WagtailAdminModelForm):
    """Topics stand in the alphabetical order of the editor's language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "topics" in self.fields:
            sort_choices(self.fields["topics"])
