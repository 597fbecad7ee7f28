"""What is typed while a meeting lasts, and after: decisions, actions, notes; who was there; the minutes."""

import uuid

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.days import DayInput, Days
from spaces.models import Action, ActionState, Decision, Jurisdiction, Note, day_of, in_order, today
from spaces.services import naming
from spaces.services.memberships import Refused

LONGEST = Decision._meta.get_field("text_fr").max_length
KINDS = [
    (Decision.kind, _("Decision")),
    (Action.kind, pgettext_lazy("what is to be done", "Action")),
    (Note.kind, _("Note")),
]


def words(label, language):
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "lang": language})
    )


class OwnerFields(Days, forms.Form):
    """Who is to do it, and by when. An owner is somebody of the community, an administration, or a name in words."""

    owner = forms.CharField(
        label=pgettext_lazy("what is to be done", "Owner"),
        help_text=_("The name of somebody who may read this meeting."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    owner_name = forms.CharField(
        label=_("Or an administration, or somebody else"), required=False,
        max_length=Action._meta.get_field("owner_name").max_length,
        widget=forms.TextInput(attrs={"list": "administrations", "autocomplete": "off"}),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Due"), required=False, widget=DayInput())

    def clean(self):
        data = super().clean()
        typed, name = data.get("owner", ""), data.get("owner_name", "")
        if typed and name:
            self.add_error("owner_name", _("An action has one owner: leave one of the two empty."))
        if typed:
            try:
                data["owner"] = naming.find(self.meeting.space, typed)
            except Refused as refused:
                self.add_error("owner", str(refused))
        return data

    def owned(self):
        """The facts of the owner, as an action keeps them."""
        name = self.cleaned_data["owner_name"]
        place = Jurisdiction.objects.filter(name_fr__iexact=name) | Jurisdiction.objects.filter(name_en__iexact=name)
        place = place.first() if name else None
        return {
            "owner": self.cleaned_data["owner"] or None, "jurisdiction": place,
            "owner_name": "" if place else name, "due_on": self.cleaned_data["due_on"],
        }  # fmt: skip

    @staticmethod
    def of(action):
        """How the fields stand for an action."""
        place = action.jurisdiction.name if action.jurisdiction else action.owner_name
        return {"owner": str(action.owner) if action.owner else "", "owner_name": place, "due_on": action.due_on}


class Worded(forms.Form):
    """Words in one language at least."""

    text_fr = words(_("In French"), "fr")
    text_en = words(_("In English"), "en")

    def clean(self):
        data = super().clean()
        if not data.get("text_fr") and not data.get("text_en") and not {"text_fr", "text_en"} & self.errors.keys():
            own = f"text_{(translation.get_language() or 'en')[:2]}"
            self.add_error(own, _("Type the words, in one language at least."))
        return data

    def said(self):
        return {name: self.cleaned_data[name] for name in ("text_fr", "text_en")}


class AddForm(OwnerFields, Worded):
    """A line under an item of the agenda."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect, initial=Decision.kind)
    key = forms.UUIDField(widget=forms.HiddenInput)
    item = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["kind", "text_fr", "text_en", "owner", "owner_name", "due_on", "key", "item"]

    def __init__(self, *args, meeting, item=None, **kwargs):
        self.meeting = meeting
        initial = {"item": item, "key": uuid.uuid4(), "kind": Decision.kind}
        super().__init__(*args, initial=initial, auto_id=f"{anchor(item)}-%s", **kwargs)

    def clean(self):
        data = super().clean()
        wants_owner = [name for name in ("owner", "owner_name", "due_on") if data.get(name)]
        if data.get("kind") != Action.kind and wants_owner:
            self.add_error(wants_owner[0], _("Only an action has an owner and a day: choose “Action”, or empty this."))
        return data

    @property
    def ours(self):
        """The field of the reader's language, which comes first."""
        return self[f"text_{(translation.get_language() or 'en')[:2]}"]

    @property
    def theirs(self):
        return self["text_en" if self.ours.name == "text_fr" else "text_fr"]

    def facts(self):
        return {**self.said(), **(self.owned() if self.cleaned_data["kind"] == Action.kind else {})}


def anchor(item):
    """The id of an item on the page of the record."""
    return f"item-{item}" if item else "whole"


class DecisionForm(Worded):
    jurisdictions = forms.ModelMultipleChoiceField(
        label=_("Administrations it is about"),
        help_text=_("None when it is about all."),
        queryset=Jurisdiction.objects.all(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args, row, **kwargs):
        initial = {"text_fr": row.text_fr, "text_en": row.text_en, "jurisdictions": row.jurisdictions.all()}
        super().__init__(*args, initial=initial, **kwargs)
        places = in_order(Jurisdiction.objects.all())
        self.fields["jurisdictions"].choices = [(place.pk, place.name) for place in places]

    def facts(self):
        return {**self.said(), "jurisdictions": self.cleaned_data["jurisdictions"]}


class NoteForm(Worded):
    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, initial={"text_fr": row.text_fr, "text_en": row.text_en}, **kwargs)

    def facts(self):
        return self.said()


class OwnerForm(OwnerFields):
    """What may change of an action whose minutes are adopted."""

    def __init__(self, *args, row, **kwargs):
        self.meeting = row.meeting
        super().__init__(*args, initial=self.of(row), **kwargs)

    def facts(self):
        return self.owned()


class ActionForm(OwnerFields, Worded):
    field_order = ["text_fr", "text_en", "owner", "owner_name", "due_on"]

    def __init__(self, *args, row, **kwargs):
        self.meeting = row.meeting
        initial = {"text_fr": row.text_fr, "text_en": row.text_en, **self.of(row)}
        super().__init__(*args, initial=initial, **kwargs)

    def facts(self):
        return {**self.said(), **self.owned()}


def as_shown(form):
    """{field: what stands in it}, for the fields that hold one value: sent back, they tell what somebody touched."""
    several = forms.ModelMultipleChoiceField
    shown = {one.name: one.field.widget.format_value(one.value()) for one in form if not isinstance(one.field, several)}
    return {name: value or "" for name, value in shown.items()}


def beside_others(form_class, sent, now):
    """The form of a line somebody else changed meanwhile: what was typed stays, and elsewhere is how it reads now."""
    data = sent.copy()
    for name, value in as_shown(form_class(row=now)).items():
        if same(sent.get(name, ""), sent.get(f"was-{name}", "")):
            data[name] = value
    return form_class(data, row=now)


def same(one, other):
    """Whether two texts are alike, however a browser sends their line ends."""
    return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")


class StateForm(forms.Form):
    state = forms.ChoiceField(label=_("How far it is"), choices=ActionState.choices)


class AttendanceForm(forms.Form):
    """Who was there: ticked among those one expects, named besides; and how many guests."""

    guests = forms.IntegerField(label=_("Guests"), min_value=0, max_value=9999, initial=0)
    others = forms.CharField(
        label=_("Others who were there"),
        help_text=_("One name a line, of people who may read this meeting."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, meeting, **kwargs):
        self.meeting = meeting
        super().__init__(*args, **kwargs)

    def clean_others(self):
        found, wrong = [], []
        for typed in filter(None, map(str.strip, self.cleaned_data["others"].splitlines())):
            try:
                found.append(naming.find(self.meeting.space, typed))
            except Refused as refused:
                wrong.append(str(refused))
        if wrong:
            raise forms.ValidationError(wrong)
        return found


class AdoptForm(Days, forms.Form):
    on = forms.DateField(label=_("Adopted on"), initial=today, widget=DayInput())
    at_meeting = forms.ModelChoiceField(
        label=_("At the meeting"), required=False, queryset=None, empty_label=_("Outside of a meeting")
    )

    def __init__(self, *args, meeting, later, **kwargs):
        self.meeting = meeting
        super().__init__(*args, **kwargs)
        self.fields["at_meeting"].queryset = later
        self.fields["at_meeting"].label_from_instance = lambda one: one.title

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("This day is to come."))
        if on < day_of(self.meeting.starts_at):
            raise forms.ValidationError(_("This day is before the meeting."))
        return on


class CorrectForm(forms.Form):
    reason_fr = forms.CharField(
        label=_("Why, in French"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2, "lang": "fr"})
    )
    reason_en = forms.CharField(
        label=_("Why, in English"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2, "lang": "en"})
    )
