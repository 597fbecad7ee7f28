"""How a member wants to be spoken to."""

from django import forms

from cms.models import User


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language", "time_zone", "theme"]

    def save(self, commit=True):
        self.instance.reading_language = ""  # the language chosen here is that of the site as well as of its mail
        return super().save(commit)
