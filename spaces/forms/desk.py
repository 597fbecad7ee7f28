"""What leads fill in at their desk."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from spaces.models import Role, Space, today


def roles_to_give():
    """Every role but that of member, which each of them brings along."""
    return [(role.value, capfirst(role.label)) for role in Role if role != Role.MEMBER]


class RoleForm(forms.Form):
    """A role from a day to a day."""

    role = forms.ChoiceField(label=_("Role"), choices=roles_to_give)
    starts_on = forms.DateField(
        label=_("First day"), initial=today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave empty when no end is set."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
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


class SettingsForm(forms.ModelForm):
    """What a space is, who may see it and how one joins it."""

    mandate_ends_on = forms.DateField(
        label=_("End of the mandate"),
        help_text=_("Leave empty when no end is set."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Space
        fields = [
            "name_fr", "name_en", "mandate_fr", "mandate_en", "mandate_ends_on", "is_open", "is_listed", "joining",
            "topics",
        ]  # fmt: skip
        widgets = {
            "mandate_fr": forms.Textarea(attrs={"rows": 3, "lang": "fr"}),
            "mandate_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
            "topics": forms.CheckboxSelectMultiple,
        }

    def clean_mandate_ends_on(self):
        """A new end is in the future; one that has passed may stay as it is."""
        last = self.cleaned_data["mandate_ends_on"]
        if last and last <= today() and "mandate_ends_on" in self.changed_data:
            raise forms.ValidationError(_("The end of the mandate is in the future: choose a later day."))
        return last
