"""What is filled in about the life of a space: deliverables, its reopening, its removal."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.days import DayInput, Days
from spaces.forms.creation import LeadField
from spaces.models import Deliverable, today
from spaces.services import memberships
from spaces.services.spaces import plain


def date_field(**said):
    return forms.DateField(required=False, widget=DayInput(), **said)


class DeliverableForm(Days, forms.ModelForm):
    due_on = date_field(label=_("Due on"), help_text=_("Leave empty when no day is set."))

    class Meta:
        model = Deliverable
        fields = ["name_fr", "name_en", "due_on"]
        widgets = {
            "name_fr": forms.TextInput(attrs={"lang": "fr"}),
            "name_en": forms.TextInput(attrs={"lang": "en"}),
        }


class ReopenForm(Days, forms.Form):
    """The new end, and the leads that are wanting to have two: as many fields as the space has too few."""

    mandate_ends_on = date_field(label=_("New end of the mandate"), help_text=_("Leave empty when no end is set."))
    first_lead = LeadField(label=_("First lead"), help_text=_("Type a name or an address, and choose the address."))
    second_lead = LeadField(label=_("Second lead"), help_text=_("A space has two leads at least."))

    def __init__(self, *args, space, **kwargs):
        super().__init__(*args, **kwargs)
        self.leading = memberships.leads(space)
        for name in ("first_lead", "second_lead")[: len(self.leading)]:
            del self.fields[name]

    def clean_mandate_ends_on(self):
        last = self.cleaned_data["mandate_ends_on"]
        if last and last <= today():
            raise ValidationError(_("The end of the mandate must be in the future: choose a later day."))
        return last

    def clean(self):
        data = super().clean()
        if data.get("second_lead") in {*self.leading, data.get("first_lead")} - {None}:
            self.add_error("second_lead", _("Name two different people."))
        return data

    @property
    def wants_leads(self):
        return "second_lead" in self.fields

    @property
    def leads(self):
        """Those named here."""
        named = (self.cleaned_data.get(name) for name in ("first_lead", "second_lead"))
        return [person for person in named if person]


class RemoveForm(forms.Form):
    """The name of the space, typed: nobody removes one by a slip of the hand."""

    name = forms.CharField(
        label=_("Type the name of the space"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args, space, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {plain(space.name_fr), plain(space.name_en)}

    def clean_name(self):
        if plain(self.cleaned_data["name"]) not in self.names:
            raise ValidationError(_("This is not the name of the space."))
        return self.cleaned_data["name"]
