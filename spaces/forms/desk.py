"""What leads fill in at their desk."""

from datetime import date
from types import NoneType

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.days import DayInput, Days
from spaces.forms.creation import MANDATE, NAME, WAYS_IN, Visibility, words
from spaces.forms.facts import sort_choices
from spaces.models import Role, Space, today


def roles_to_give():
    """Every role but that of member, which each of them brings along."""
    return [(role.value, capfirst(role.label)) for role in Role if role != Role.MEMBER]


class RoleForm(Days, forms.Form):
    """A role from a day to a day."""

    role = forms.ChoiceField(label=_("Role"), choices=roles_to_give)
    starts_on = forms.DateField(label=_("First day"), initial=today, widget=DayInput())
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave empty when no end is set."),
        required=False,
        widget=DayInput(),
    )

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data["starts_on"] < today():
            self.add_error("starts_on", _("A role cannot begin in the past."))
        elif data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day comes before the first."))
        return data


class InviteForm(forms.Form):
    addresses = forms.CharField(
        label=_("Email addresses"),
        help_text=_("One a line, or separated by commas or semicolons."),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )


class SettingsForm(Days, forms.ModelForm):
    """What a space is, who may see it and how one joins it: what its creation asked, and its topics."""

    name_fr = words(_("Name in French"), "fr", NAME)
    name_en = words(_("Name in English"), "en", NAME)
    mandate_fr = words(_("Mandate in French"), "fr", MANDATE, rows=3, required=False)
    mandate_en = words(_("Mandate in English"), "en", MANDATE, rows=3, required=False)
    mandate_ends_on = forms.DateField(
        label=_("End of the mandate"),
        help_text=_("Leave empty when no end is set."),
        required=False,
        widget=DayInput(),
    )
    visibility = forms.ChoiceField(label=_("Visibility"), choices=Visibility.choices, widget=forms.RadioSelect)
    joining = forms.ChoiceField(label=_("How one becomes a member"), choices=WAYS_IN, widget=forms.RadioSelect)
    field_order = ["name_fr", "name_en", "mandate_fr", "mandate_en", "mandate_ends_on", "visibility", "joining"]

    class Meta:
        model = Space
        fields = ["name_fr", "name_en", "mandate_fr", "mandate_en", "mandate_ends_on", "joining", "topics"]
        widgets = {"topics": forms.CheckboxSelectMultiple}

    def __init__(self, *args, is_closed=False, **kwargs):
        """`is_closed`: they are to be read only."""
        super().__init__(*args, **kwargs)
        self.initial["visibility"] = Visibility.of(self.instance)
        sort_choices(self.fields["topics"])
        for field in self.fields.values():
            field.disabled = is_closed

    def clean_visibility(self):
        """Written on the row here, so that the row's own rules see it."""
        chosen = Visibility(self.cleaned_data["visibility"])
        for name, value in chosen.facts.items():
            setattr(self.instance, name, value)
        return chosen

    def clean_mandate_ends_on(self):
        """A new end is in the future; one that has passed may stay as it is."""
        last = self.cleaned_data["mandate_ends_on"]
        if last and last <= today() and "mandate_ends_on" in self.changed_data:
            raise forms.ValidationError(_("The end of the mandate must be in the future: choose a later day."))
        return last

    @property
    def changes(self):
        """[[field, before, after]] of what differs, as the log keeps it."""
        return [[name, plain(self.initial.get(name)), plain(self.cleaned_data[name])] for name in self.changed_data]


def plain(value):
    """Words and codes as they are, a day as its figures, topics by both their names."""
    if isinstance(value, (str, NoneType)):
        return str(value or "")
    if isinstance(value, date):
        return value.isoformat()
    return [{"fr": topic.name_fr, "en": topic.name_en} for topic in value]
