"""A series of meetings: how often it comes back, until when; and what changes in all its meetings to come."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.days import DayInput
from spaces.forms.meetings import MeetingPageForm
from spaces.forms.planning import FACTS, CallingForm, borrow, hour_field, minutes_field
from spaces.models import Cadence, MeetingKind, Ordinal, today
from spaces.services import cadences, series_words


def weekday_field(**more):
    return forms.TypedChoiceField(label=_("Day of the week"), coerce=int, **more)


def ordinal_field(**more):
    return forms.TypedChoiceField(label=_("Which one of the month"), choices=Ordinal.choices, coerce=int, **more)


def name_days(form):
    """The days of the week, in the language of the reader."""
    form.fields["weekday"].choices = [(number, capfirst(str(name))) for number, name in WEEKDAYS.items()]


class NewSeriesForm(CallingForm):
    """Its words are given in both languages: one pair for all the meetings."""

    own_language_is_enough = False
    when = ("cadence", "every", "ordinal", "weekday", "since", "number", "until")

    cadence = forms.ChoiceField(
        label=_("How often"), choices=Cadence.choices, initial=Cadence.QUARTER, widget=forms.RadioSelect
    )
    every = forms.IntegerField(
        label=_("Every how many weeks or months"), min_value=1, max_value=12, initial=1,
        help_text=_("2 for every second one; a quarter stays a quarter."),
    )  # fmt: skip
    ordinal = ordinal_field(
        initial=Ordinal.SECOND,
        help_text=_("With the day below, “the second Thursday”. It does not matter when counting in weeks."),
    )
    weekday = weekday_field(initial=3)
    since = forms.DateField(
        label=pgettext_lazy("a day", "From"),
        widget=DayInput(),
        help_text=_("The first meeting is on this day or the first one after it."),
    )
    number = forms.IntegerField(
        label=_("How many meetings"), required=False, min_value=1, max_value=cadences.MOST,
        help_text=_("Four make a year of quarters. Give this, or a last day below."),
    )  # fmt: skip
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    hour = hour_field()
    minutes = minutes_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_days(self)
        kind = self.fields["kind"]
        kind.choices = [one for one in kind.choices if one[0] != MeetingKind.TARGETED]  # each has its own invitees

    def clean_since(self):
        if self.cleaned_data["since"] < today():
            raise ValidationError(_("A series begins today at the earliest: choose a later day."))
        return self.cleaned_data["since"]

    def clean(self):
        cleaned = super().clean()
        number, until, since = (cleaned.get(name) for name in ("number", "until", "since"))
        if not {"number", "until"} & self.errors.keys():
            if not number and not until:
                self.add_error("number", _("Say how many meetings, or until when."))
            elif number and until:
                self.add_error("number", _("Say how many meetings or until when, not both."))
        if until and since and until < since:
            self.add_error("until", _("The last day comes before the first."))
        if not self.errors and not self.days:
            self.add_error("until", _("No such day comes before this one: choose a later day."))
        if not self.errors and len(self.days) > cadences.MOST:
            self.add_error(
                "until", _("That is more than %(most)s meetings: choose an earlier day.") % {"most": cadences.MOST}
            )
        return cleaned

    @property
    def rule(self):
        every = 1 if self.cleaned_data["cadence"] == Cadence.QUARTER else self.cleaned_data["every"]
        names = ("cadence", "weekday", "ordinal")
        return cadences.Rule(every=every, **{name: self.cleaned_data[name] for name in names})

    @property
    def days(self):
        return cadences.days(self.rule, **{name: self.cleaned_data[name] for name in ("since", "number", "until")})

    @property
    def slots(self):
        """Each date, with its instants or why it has none."""
        clock = {name: self.cleaned_data[name] for name in ("hour", "minutes")}
        return cadences.slots(self.days, zone=self.cleaned_data["time_zone"], **clock)


class SeriesForm(forms.Form):
    """What the meetings to come of a series have in common."""

    clean_teams_url = MeetingPageForm.clean_teams_url
    ordinal = ordinal_field(help_text=_("With the day below, “the second Thursday”."))
    weekday = weekday_field(help_text=_("Each meeting stays in its week or its month. You see the dates first."))
    hour = hour_field()
    minutes = minutes_field()

    def __init__(self, *args, series, **kwargs):
        names = ("ordinal", "weekday", "hour", "minutes", *FACTS)
        super().__init__(*args, initial={name: getattr(series, name) for name in names}, **kwargs)
        if series.cadence == Cadence.WEEK:
            del self.fields["ordinal"]
        name_days(self)
        borrow(self, *FACTS)
        self.fields["hour"].help_text = _("On the clock of the series: %(zone)s.") % {"zone": series_words.zone(series)}

    @property
    def changes(self):
        """{name: value} of what differs from the series."""
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data[name] != self.initial[name]}


class EndForm(forms.Form):
    """What becomes of the meetings to come when a series ends."""

    KEEP, WITHDRAW = "keep", "withdraw"
    ahead = forms.ChoiceField(
        label=_("The meetings to come"),
        choices=[
            (KEEP, _("They take place: each goes on by itself.")),
            (WITHDRAW, _("They are off: their pages are withdrawn, and calendars are told.")),
        ],
        widget=forms.RadioSelect,
    )
