"""What is filled in to let one language be read before the other: nothing of it may be left out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.days import DayInput, Days
from spaces.forms.translations import by_name
from spaces.models import today


class ExceptionForm(Days, forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Every member reads it, in the place of the page that is not there yet."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ModelChoiceField(
        label=_("Who sees to the other language"),
        help_text=_("Named to readers; told by mail when the day has come."),
        queryset=None,
        empty_label=_("Choose somebody"),
    )
    due_on = forms.DateField(label=_("Due"), widget=DayInput())

    def __init__(self, *args, people, is_older, **kwargs):
        super().__init__(*args, **kwargs)
        if is_older:
            self.fields["reason"].help_text = _("Every member reads it, above the page that still has its older words.")
        self.fields["owner"].queryset = by_name(people)

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if due < today() and due != self.initial.get("due_on"):  # a day that has passed may stay
            raise forms.ValidationError(_("This day is past: choose today or a later one."))
        return due
