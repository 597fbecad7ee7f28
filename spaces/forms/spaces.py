"""The forms of a space and of its page in the editors' admin."""

from wagtail.admin.forms import WagtailAdminModelForm

from cms.references import ReachForm
from spaces.forms.facts import sort_choices


class SpaceForm(WagtailAdminModelForm):
    """Topics stand in the alphabetical order of the editor's language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "topics" in self.fields:
            sort_choices(self.fields["topics"])


class SpacePageForm(ReachForm):
    """A page keeps its space: the rights of those who work in it follow."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "space" in self.fields and self.instance.pk and not self.for_user.is_superuser:
            self.fields["space"].disabled = True
