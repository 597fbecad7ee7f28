"""Editors' forms: one form writes the words of a page and the fact it points at.

The form never saves the fact itself (a preview uses the same form): it hangs it on the page, and the page writes it
when it is itself saved (spaces/models/facts.py).
"""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.references import ReachForm
from spaces.models import (
    Announcement,
    Article,
    ArticleKind,
    Channel,
    Cost,
    Jurisdiction,
    Maturity,
    Scale,
    Topic,
    Unit,
    drafts,
    in_order,
    sort_key,
)

NOTHING: list = [("", "—")]


def sort_choices(field):
    """Labelled rows in the alphabetical order of the editor's language."""
    rows = [(row.pk, row.name) for row in in_order(field.queryset)]
    field.choices = rows if isinstance(field, forms.ModelMultipleChoiceField) else [*NOTHING, *rows]


def sort_people(field, *, kept=None):
    """Members by name, as they are read: first name first; an account that only administers is nobody’s contact."""
    members = field.queryset.filter(Q(is_active=True, profile__isnull=False) | Q(pk=kept))
    people = sorted(members, key=lambda person: sort_key(str(person)))
    field.choices = [*NOTHING, *((person.pk, str(person)) for person in people)]


class FactPageForm(ReachForm):
    """A page form that also holds the fields of the page's fact."""

    fact_model: type
    fact_fields: list[str] = []
    fact_sets: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fact = self._current_fact()
        draft = self.instance.fact_draft
        waiting = drafts.hang(self.fact, draft) if draft else {}
        for name in [*self.fact_fields, *self.fact_sets]:
            if name in self.fields:
                self.fields[name].label = capfirst(self.fields[name].label)
        for name in self.fact_fields:
            if name in self.fields:
                self.fields[name].initial = getattr(self.fact, name)
        for name in ("topics", "jurisdiction"):
            if name in self.fields:
                sort_choices(self.fields[name])
        if "contact" in self.fields:
            sort_people(self.fields["contact"], kept=self.fact.contact_id)
        for name in self.fact_sets:
            if name in self.fields and self.fact.pk:
                self.fields[name].initial = waiting.get(name, list(getattr(self.fact, name).all()))

    def _current_fact(self):
        name = self.instance.fact_name
        if getattr(self.instance, f"{name}_id"):
            return getattr(self.instance, name)
        parent = getattr(self.parent_page, "specific", None)
        return self.fact_model(space_id=getattr(parent, "space_id", None), **self.starting_values())

    def starting_values(self):
        """What a new fact starts with."""
        return {}

    def save(self, commit=True):
        for name in self.fact_fields:
            if name in self.cleaned_data:
                setattr(self.fact, name, self.cleaned_data[name])
        sets = {name: self.cleaned_data[name] for name in self.fact_sets if name in self.cleaned_data}
        names = [name for name in self.fact_fields if name in self.cleaned_data]
        self.instance.pending_fact = (self.fact, sets, names)
        if self.fact.pk is None:
            setattr(self.instance, self.instance.fact_name, self.fact)
        return super().save(commit=commit)


class TopicsField(forms.ModelMultipleChoiceField):
    """Topics as boxes to tick, sorted in the editor's language."""

    def __init__(self, **kwargs):
        super().__init__(
            Topic.objects.all(),
            label=_("topics"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Members who follow a topic find the page in their digest."),
            **kwargs,
        )


class ArticlePageForm(FactPageForm):
    fact_model = Article
    fact_fields = [
        "kind", "maturity", "jurisdiction", "contact", "channels", "scale", "cost",
        "result_before", "result_after", "result_unit", "measured_on",
    ]  # fmt: skip
    fact_sets = ["topics"]

    kind = forms.ChoiceField(
        label=_("kind"),
        choices=ArticleKind.choices,
        help_text=_(
            "A practice can be taken up as it is; a lesson says what to do otherwise; an innovation is still on trial; "
            "a question waits for its answer."
        ),
    )
    maturity = forms.ChoiceField(
        label=_("maturity"),
        choices=NOTHING + Maturity.choices,
        required=False,
        help_text=_("How far it has gone today."),
    )
    topics = TopicsField()
    jurisdiction = forms.ModelChoiceField(
        Jurisdiction.objects.all(),
        label=_("jurisdiction"),
        required=False,
        help_text=_("The jurisdiction whose experience it is."),
    )
    contact = forms.ModelChoiceField(
        get_user_model().objects.all(),
        label=_("contact person"),
        required=False,
        help_text=_("The member who answers questions about it."),
    )
    channels = forms.MultipleChoiceField(
        label=_("channels"),
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The channels the practice changes."),
    )
    scale = forms.ChoiceField(
        label=_("scale"), choices=NOTHING + Scale.choices, required=False, help_text=_("Size of the contact centre.")
    )
    cost = forms.ChoiceField(
        label=_("cost"),
        choices=NOTHING + Cost.choices,
        required=False,
        help_text=_("An order of magnitude, for those who would do the same."),
    )
    result_before = forms.DecimalField(
        label=_("figure before"), required=False, max_digits=12, decimal_places=2, help_text=_("A number alone.")
    )
    result_after = forms.DecimalField(
        label=_("figure after"), required=False, max_digits=12, decimal_places=2, help_text=_("The same measure.")
    )
    result_unit = forms.ChoiceField(
        label=_("unit"), choices=NOTHING + Unit.choices, required=False, help_text=_("Of both figures.")
    )
    measured_on = forms.DateField(
        label=_("measured on"), required=False, widget=AdminDateInput, help_text=_("Day of the figure after.")
    )

    def starting_values(self):
        profile = getattr(self.for_user, "profile", None)
        return {"author": self.for_user, "contact": self.for_user, "jurisdiction": profile and profile.jurisdiction}

    def clean(self):
        cleaned = super().clean()
        figures = [cleaned.get("result_before"), cleaned.get("result_after")]
        if any(figure is not None for figure in figures) and not cleaned.get("result_unit"):
            self.add_error("result_unit", ValidationError(_("Say what the figure counts: choose a unit.")))
        kind = cleaned.get("kind", self.fact.kind)
        if cleaned.get("answer") and kind != ArticleKind.QUESTION:
            self.add_error(
                "answer", ValidationError(_("Only a question has an answer: choose that kind, or empty it."))
            )
        return cleaned


class AnnouncementPageForm(FactPageForm):
    fact_model = Announcement
    fact_fields = ["is_must_read"]
    fact_sets = ["topics"]

    topics = TopicsField()
    is_must_read = forms.BooleanField(
        label=_("must be read by all"),
        required=False,
        help_text=_("Marks the announcement in lists. Use it only for what nobody should miss."),
    )

    def starting_values(self):
        return {"author": self.for_user}
