"""What is filled in to have a thing translated: by whom, by when, and with what in mind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.days import DayInput, Days
from spaces.models import today


def by_name(people):
    return people.order_by("last_name", "first_name")


class DueForm(Days, forms.Form):
    """By when. A day that was set before may stay although it has passed."""

    due_on = forms.DateField(
        label=_("Due"), help_text=_("Leave empty when there is no hurry."), required=False, widget=DayInput()
    )

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if due and due < today() and "due_on" in self.changed_data:
            raise forms.ValidationError(_("This day is past: choose today or a later one."))
        return due


class AskForm(DueForm):
    assignee = forms.ModelChoiceField(
        label=_("Translator"),
        help_text=_("Leave empty to tell all who translate into this language."),
        queryset=None,
        required=False,
        empty_label=_("Whoever takes it"),
    )
    note = forms.CharField(
        label=_("Note to the translator"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    is_together = forms.BooleanField(
        label=_("Publish both languages together"),
        help_text=_("Nobody reads one before the other is ready."),
        required=False,
    )

    field_order = ["due_on", "assignee", "note", "is_together"]

    def __init__(self, *args, people, may_choose=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = by_name(people)
        if not may_choose:
            del self.fields["is_together"]


class TaskForm(DueForm):
    assignee = forms.ModelChoiceField(
        label=_("Translator"), queryset=None, required=False, empty_label=_("Whoever takes it")
    )
    reviser = forms.ModelChoiceField(label=_("Reviser"), queryset=None, required=False, empty_label=_("Whoever may"))

    field_order = ["assignee", "reviser", "due_on"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("assignee", "reviser"):
            self.fields[name].queryset = by_name(people)
