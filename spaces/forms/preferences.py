"""How a member wants to be spoken to, and when their digest comes."""

from datetime import datetime, timedelta

from django import forms
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms import dates
from cms.days import DayInput, Days
from cms.models import User
from spaces.models import Frequency, today

A_MONDAY = datetime(2026, 11, 30)
LONGEST_PAUSE = timedelta(days=366)


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language", "time_zone", "theme"]

    def save(self, commit=True):
        self.instance.reading_language = ""  # the language chosen here is that of the site as well as of its mail
        return super().save(commit)


def weekdays():
    days = (A_MONDAY + timedelta(days=number) for number in range(7))
    return [(number, capfirst(formats.date_format(day, "l"))) for number, day in enumerate(days)]


def hours():
    return [(hour, dates.clock(timezone.make_aware(A_MONDAY.replace(hour=hour)))) for hour in range(24)]


def frequencies():
    """How often, and what that means."""
    words = {
        Frequency.INSTANT: _("At once: a mail for each item, as it is published"),
        Frequency.DAILY: _("Every day: one digest, at your hour"),
        Frequency.WEEKLY: _("Once a week: one digest, on your day and at your hour"),
        Frequency.NONE: _(
            "Never by mail: on the site, but for what everyone must read and what you set otherwise below"
        ),
    }
    return list(words.items())


class DigestForm(Days, forms.Form):
    """How often, on which day and hour, and not before which day."""

    frequency = forms.ChoiceField(label=_("I receive what is new"), choices=frequencies, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(
        label=_("Day"), help_text=_("For the weekly digest."), coerce=int, choices=weekdays
    )
    hour = forms.TypedChoiceField(label=_("Hour"), help_text=_("On your own clock."), coerce=int, choices=hours)
    paused_until = forms.DateField(
        label=_("Mute until"),
        help_text=_(
            "No mail of what you follow until that day, but what everyone must read. What is published meanwhile comes"
            " in the first digest from then on. Leave empty otherwise."
        ),
        required=False,
        widget=DayInput(),
    )

    mentions = forms.ChoiceField(label=_("What names me comes"), required=False)
    reminders = forms.BooleanField(
        label=_("Remind me of the meetings I am called to"),
        help_text=_("To answer, a week before; that I come, the day before. Without any mail, not at all."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = {**dict(Frequency.choices), Frequency.NONE: _("never by mail")}
        self.fields["mentions"].choices = [(value, capfirst(label)) for value, label in words.items()]

    def clean_paused_until(self):
        day = self.cleaned_data["paused_until"]
        if day and day <= today():
            raise forms.ValidationError(_("Choose a day from tomorrow on, or leave it empty."))
        if day and day > today() + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a day within a year."))
        return day
