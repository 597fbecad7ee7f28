"""Setting up a space: all that is asked, in one form."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.days import DayInput, Days
from cms.models import User
from spaces.models import Joining, Space, today

NAME = Space._meta.get_field("name_fr").max_length
MANDATE = Space._meta.get_field("mandate_fr").max_length
ORIGINALS = [("fr", _("French")), ("en", _("English"))]


class Visibility(models.TextChoices):
    """Who sees what of a space."""

    OPEN = "open", _("Open: every member reads what it holds")
    LISTED = "listed", _("Listed: every member sees its name and mandate, its members read the rest")
    HIDDEN = "hidden", _("Hidden: only its members, the co-chairs, their support and the administrators know of it")

    @classmethod
    def of(cls, space):
        return cls.OPEN if space.is_open else cls.LISTED if space.is_listed else cls.HIDDEN

    @property
    def facts(self):
        """Fields of the row."""
        return {"is_open": self == Visibility.OPEN, "is_listed": self != Visibility.HIDDEN}


WAYS_IN = [
    (Joining.FREE.value, _("Freely: whoever wants to is a member at once")),
    (Joining.REQUEST.value, _("On request: its leads answer")),
    (Joining.INVITATION.value, _("By invitation of its leads")),
]


def words(label, language, length, *, required=True, **widget):
    """A field for words of one language."""
    kind = forms.Textarea if "rows" in widget else forms.TextInput
    attrs = {**widget, "lang": language}
    return forms.CharField(label=label, max_length=length, required=required, widget=kind(attrs=attrs))


class LeadField(forms.EmailField):
    """A member by their address; names are offered while one types (the <datalist> «people» of the page)."""

    widget = forms.EmailInput(attrs={"list": "people", "autocomplete": "off"})

    def clean(self, value):
        address = super().clean(value)
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            raise ValidationError(_("No member has the address %(address)s."), params={"address": address})
        if not user.is_active:
            raise ValidationError(_("The account of %(name)s is closed."), params={"name": user})
        return user


class NewSpaceForm(Days, forms.Form):
    """The facts of a space, and the two people who will lead it."""

    name_fr = words(_("Name in French"), "fr", NAME)
    name_en = words(_("Name in English"), "en", NAME)
    mandate_fr = words(_("Mandate in French"), "fr", MANDATE, rows=3)
    mandate_en = words(_("Mandate in English"), "en", MANDATE, rows=3)
    original = forms.ChoiceField(
        label=_("Language these words were first written in"),
        help_text=_("What is added later is translated from it."),
        choices=ORIGINALS,
    )
    first_lead = LeadField(label=_("First lead"), help_text=_("Type a name or an address, and choose the address."))
    second_lead = LeadField(label=_("Second lead"), help_text=_("A space has two leads at least."))
    mandate_ends_on = forms.DateField(
        label=_("End of the mandate"),
        help_text=_("Leave empty when no end is set."),
        required=False,
        widget=DayInput(),
    )
    visibility = forms.ChoiceField(
        label=_("Visibility"), choices=Visibility.choices, initial=Visibility.LISTED, widget=forms.RadioSelect
    )
    joining = forms.ChoiceField(
        label=_("How one becomes a member"), choices=WAYS_IN, initial=Joining.REQUEST, widget=forms.RadioSelect
    )

    def clean_mandate_ends_on(self):
        last = self.cleaned_data["mandate_ends_on"]
        if last and last <= today():
            raise ValidationError(_("The end of the mandate must be in the future: choose a later day."))
        return last

    def clean(self):
        data = super().clean()
        if data.get("first_lead") and data.get("first_lead") == data.get("second_lead"):
            self.add_error("second_lead", _("Name two different people."))
        if "visibility" in data and "joining" in data:
            try:
                Space(joining=data["joining"], **self.seen).clean()
            except ValidationError as error:
                self.add_error("joining", error.message_dict["joining"])
        return data

    @property
    def seen(self):
        return Visibility(self.cleaned_data["visibility"]).facts

    @property
    def facts(self):
        """Fields of the row."""
        names = ("name_fr", "name_en", "mandate_fr", "mandate_en", "mandate_ends_on", "joining")
        return {name: self.cleaned_data[name] for name in names} | self.seen

    @property
    def leads(self):
        return [self.cleaned_data["first_lead"], self.cleaned_data["second_lead"]]
