"""Coming into a space: a word to its leads, and the account of somebody invited."""

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from cms.models import User
from cms.models.people import ZONES
from spaces.models import JoinRequest, Jurisdiction, Level, Order, in_order

LARGER = {Order.PROVINCIAL, Order.TERRITORIAL}


class AskForm(forms.Form):
    message = forms.CharField(
        label=_("A word to the leads"),
        help_text=_("Who you are and what brings you, if they do not know you. Optional."),
        max_length=JoinRequest._meta.get_field("message").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AccountForm(forms.ModelForm):
    """What the community needs to know of a newcomer; the address is that of the invitation and is not asked."""

    jurisdiction = forms.ChoiceField(label=_("Jurisdiction"))
    municipality = forms.CharField(
        label=_("Name of your municipality"),
        help_text=_("Only if it is not in the list above. Choose its province or territory there."),
        max_length=Jurisdiction._meta.get_field("name_fr").max_length,
        required=False,
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.MANAGER)
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least eight characters, and not a common word."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "time_zone"]

    def __init__(self, *args, invitation, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.email = invitation.email
        self.places = {place.code: place for place in Jurisdiction.objects.all()}
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        self.fields["language"].initial = language
        self.fields["time_zone"].choices = ZONES
        rows = [(place.code, place.name) for place in in_order(self.places.values())]
        self.fields["jurisdiction"].choices = [("", _("Choose one")), *rows]

    def clean(self):
        found = super().clean()
        place = self.places.get(found.get("jurisdiction"))
        if found.get("municipality") and place and place.order not in LARGER:
            self.add_error("jurisdiction", _("Choose the province or territory of the municipality you name below."))
        return found

    def clean_password(self):
        password_validation.validate_password(self.cleaned_data["password"], self.instance)
        return self.cleaned_data["password"]

    @property
    def facts(self):
        """What `take_up` needs: the person's own fields, and their profile's."""
        person = {name: self.cleaned_data[name] for name in self.Meta.fields}
        place = self.places[self.cleaned_data["jurisdiction"]]
        return person, {"jurisdiction": place, "level": self.cleaned_data["level"]}

    def clean_municipality(self):
        return " ".join(self.cleaned_data["municipality"].split())
