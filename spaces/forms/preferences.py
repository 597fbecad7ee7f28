"""How a member wants to be spoken to."""

from django import forms

from cms.models import User


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language", "time_zone", "theme"]
