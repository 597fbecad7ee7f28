"""What is filled in about proposed topics and the templates of agendas."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.forms.facts import NOTHING, sort_choices
from spaces.models import Part, Proposal, Topic
from spaces.models.agenda import KINDS, MOST
from spaces.models.proposals import LANGUAGES
from spaces.services import proposals


def longest(name):
    return Proposal._meta.get_field(name).max_length


class ProposalForm(forms.Form):
    """A topic, in the language one writes best."""

    space = forms.ChoiceField(label=_("For the meetings of"))
    title = forms.CharField(
        label=_("Topic to discuss"), max_length=longest("title"), help_text=_("As it would stand on an agenda.")
    )
    why = forms.CharField(
        label=_("Why, and what is expected"),
        required=False,
        max_length=longest("why"),
        widget=forms.Textarea({"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language you wrote it in"), choices=LANGUAGES)
    minutes = forms.IntegerField(label=_("Minutes wished"), min_value=5, max_value=MOST, initial=15)
    kind = forms.ChoiceField(label=_("Kind"), choices=NOTHING + KINDS, required=False)
    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("Topic of the shared list"), required=False)

    def __init__(self, *args, spaces, **kwargs):
        super().__init__(*args, **kwargs)
        self.spaces = {space.code: space for space in spaces}
        self.fields["space"].choices = [(space.code, space.name) for space in spaces]
        self.fields["language"].initial = (get_language() or "en")[:2]
        sort_choices(self.fields["topic"])

    def clean_space(self):
        return self.spaces[self.cleaned_data["space"]]

    @property
    def like(self):
        """What was proposed before in nearly the same words."""
        data = getattr(self, "cleaned_data", {})
        return proposals.like(data["space"], data["title"]) if data.get("space") and data.get("title") else []


class WordsForm(forms.Form):
    """A proposal in its other language."""

    title = forms.CharField(label=_("Topic to discuss"), max_length=longest("other_title"))
    why = forms.CharField(
        label=_("Why, and what is expected"), required=False, max_length=longest("other_why"),
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args, proposal, **kwargs):
        initial = {"title": proposal.other_title, "why": proposal.other_why}
        super().__init__(*args, initial=initial, auto_id="words-%s", **kwargs)
        for field in self.fields.values():
            field.widget.attrs["lang"] = proposal.other_language


class AsideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it will not be on an agenda"), max_length=longest("reason"),
        help_text=_("Everybody who reads the proposal reads it."),
    )  # fmt: skip


class LineForm(forms.Form):
    """A line of a template; a line left empty is none."""

    part = forms.ChoiceField(label=_("What stands there"), choices=Part.choices)
    title_fr = forms.CharField(
        label=_("In French"), required=False, max_length=200, widget=forms.TextInput({"lang": "fr"})
    )
    title_en = forms.CharField(
        label=_("In English"), required=False, max_length=200, widget=forms.TextInput({"lang": "en"})
    )
    minutes = forms.IntegerField(
        label=_("Duration in minutes"), min_value=1, max_value=MOST, required=False, initial=10
    )
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99, required=False)

    @property
    def is_empty(self):
        data = getattr(self, "cleaned_data", {})
        has_words = data.get("title_fr") or data.get("title_en")
        return not has_words and (data.get("part") != Part.TOPICS or not data.get("place"))

    def clean(self):
        data = super().clean()
        if self.is_empty or data.get("part") == Part.TOPICS:
            return data
        for name in ("title_fr", "title_en"):
            if not data.get(name):
                self.add_error(name, ValidationError(_("Say it in both languages.")))
        if not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", ValidationError(_("Say how long it takes.")))
        return data


LineFormSet = forms.formset_factory(LineForm, extra=2, max_num=40, validate_max=True)


def lines_of(formset):
    """The lines of a template that was filled in, in the order of the places given."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data and not form.is_empty]
    ordered = sorted(enumerate(rows), key=lambda row: (row[1].get("place") or 100, row[0]))
    names = ("part", "title_fr", "title_en")
    return [{**{name: row[name] for name in names}, "minutes": row.get("minutes") or 15} for _number, row in ordered]
