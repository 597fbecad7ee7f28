"""The days people type. A slip in a year is said at once: beyond the calendar, sums of days have no answer."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2199  # nothing the community writes down happened before, nor is planned after


def within_reach(moment):
    """Refuse a day or an instant nobody means."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("Give a year from %(first)s to %(last)s.") % years)


def refuse_out_of_reach(row, *names):
    """The same of a row, for forms that are made of its fields."""
    for name in names:
        if day := getattr(row, name):
            try:
                within_reach(day)
            except ValidationError as wrong:
                raise ValidationError({name: wrong}) from wrong


class DayInput(forms.DateInput):
    """A day as browsers let one pick it."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class Days:
    """A form that refuses such days in all its fields."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, (forms.DateField, forms.DateTimeField)):
                field.validators = [*field.validators, within_reach]
