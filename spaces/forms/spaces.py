"""The forms of a space, of its page and of a topic in the editors' admin."""

from wagtail.admin.forms import WagtailAdminModelForm

from cms import codes
from cms.references import ReachForm
from spaces.forms.facts import sort_choices
from spaces.services import spaces
from spaces.services.memberships import Refused


class AddressedForm(WagtailAdminModelForm):
    """The words of addresses are given once; the French one is made of the name when nobody typed it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self._meta.model.words if self.instance.pk else ():
            if name in self.fields:
                self.fields[name].disabled = True

    def clean(self):
        data, model = super().clean(), self._meta.model
        if not self.instance.pk and data.get("code_fr") == "" and data.get("name_fr") and data.get("code"):
            base = codes.base_of(model, data["name_fr"], empty=data["code"])
            data["code_fr"] = codes.free(model, base, fields=model.words)
        return data


class SpaceForm(AddressedForm):
    """Topics stand in the alphabetical order of the editor's language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "topics" in self.fields:
            sort_choices(self.fields["topics"])

    def clean(self):
        """A space does not take the names of another here either."""
        data = super().clean()
        if {"name_fr", "name_en"} & set(self.changed_data) and {"name_fr", "name_en"} <= data.keys():
            try:
                spaces.refuse_taken(self.for_user, data["name_fr"], data["name_en"], but=self.instance)
            except Refused as refused:
                self.add_error(None, str(refused))
        return data


class SpacePageForm(ReachForm):
    """A page keeps its space: the rights of those who work in it follow."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "space" in self.fields and self.instance.pk and not self.for_user.is_superuser:
            self.fields["space"].disabled = True
