"""An entry of the term base in one form: the concept, and its terms in each language."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.bilingual import term_csv, term_tbx
from cms.bilingual.files import Unreadable
from cms.bilingual.folding import words
from cms.bilingual.term_models import folded
from cms.models import Concept, Standing, Term
from cms.uploads import within
from spaces.models import Topic, in_order

LARGEST = 5 * 1024 * 1024
READERS = {"csv": term_csv, "tbx": term_tbx}
BLANK_ROWS, MOST_ROWS = 2, 30
NO_PREFERRED = {
    "fr": _("Choose the preferred term in French."),
    "en": _("Choose the preferred term in English."),
}
TWO_PREFERRED = {
    "fr": _("One term only is preferred in French: make the others accepted."),
    "en": _("One term only is preferred in English: make the others accepted."),
}
CHANGED = _(
    "Somebody changed this entry while you were writing. What you typed is below: compare it with the entry, then save "
    "again."
)


def line(label, name, **said):
    most = Term._meta.get_field(name).max_length
    return forms.CharField(label=label, required=False, max_length=most, widget=forms.TextInput(), **said)


class TermForm(forms.Form):
    """One term. A blank row is no term."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput())
    text = forms.CharField(label=_("Term"), max_length=Term._meta.get_field("text").max_length)
    standing = forms.ChoiceField(label=_("Standing"), choices=Standing.choices, initial=Standing.ACCEPTED)
    note = line(_("Why, or when"), "note", help_text=_("In the language of the term."))
    only_after = line(
        _("Only after these words"),
        "only_after",
        help_text=_("With commas between. The sign # stands for any number, ^ for the beginning of a sentence."),
    )
    never_after = line(_("Never after these words"), "never_after")
    never_before = line(_("Never before these words"), "never_before")

    def clean_text(self):
        if not words(self.cleaned_data["text"]):
            raise ValidationError(_("A term has at least one word."))
        return self.cleaned_data["text"]

    @property
    def has_conditions(self):
        return any(self[name].value() for name in Term.CONDITIONS)


class TermRows(forms.BaseFormSet):
    """The terms of one language: one of them is preferred, and none stands twice."""

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, prefix=language, **kwargs)
        self.language = language

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this term")
        for name in ("text", "note", *Term.CONDITIONS):
            form.fields[name].widget.attrs["lang"] = self.language

    def clean(self):
        seen, preferred = set(), 0
        for form in self.kept():
            key = folded(form.cleaned_data["text"])
            if key in seen:
                form.add_error("text", _("This term is there twice."))
            seen.add(key)
            preferred += form.cleaned_data.get("standing") == Standing.PREFERRED
        if preferred != 1 and not any(self.errors):
            raise ValidationError(TWO_PREFERRED[self.language] if preferred else NO_PREFERRED[self.language])

    def kept(self):
        """Rows that are a term and stay one."""
        return [form for form in self.forms if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")]

    def terms(self, own):
        """[Term] of the rows; `own` are those of the entry, by id."""
        made = []
        for form in self.kept():
            facts = {name: value for name, value in form.cleaned_data.items() if name not in {"pk", "DELETE"}}
            term = own.get(form.cleaned_data["pk"]) or Term()
            for name, value in {**facts, "language": self.language}.items():
                setattr(term, name, value)
            made.append(term)
        return made


class ConceptForm(forms.ModelForm):
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple())
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    class Meta:
        model = Concept
        fields = ["definition_fr", "definition_en", "note_fr", "note_en", "source", "topics"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3, "lang": name[-2:]})
            for name in ("definition_fr", "definition_en", "note_fr", "note_en")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(topic.code, topic.name) for topic in in_order(Topic.objects.all())]
        self.before = list(self.instance.topics)
        self.stamp = self.instance.updated_at.isoformat() if self.instance.pk else ""
        self.initial["seen"] = self.stamp
        for field in self.fields.values():
            field.label = field.label and field.label[:1].upper() + field.label[1:]

    def clean_topics(self):
        """Those chosen; codes the community has no topic for stay, they may come from a file."""
        known = {code for code, _name in self.fields["topics"].choices}
        return [*self.cleaned_data["topics"], *(code for code in self.before if code not in known)]


class EntryForm:
    """The form of an entry: its concept and the rows of each language, filled in, checked and read as one."""

    def __init__(self, concept, data=None):
        data = data.copy() if data else None
        self.concept = ConceptForm(data, instance=concept)
        rows = forms.formset_factory(
            TermForm, formset=TermRows, extra=BLANK_ROWS, can_delete=True, max_num=MOST_ROWS, validate_max=True
        )
        own = list(Term.objects.filter(concept=concept).in_order()) if concept.pk else []
        self.own = {term.pk: term for term in own}
        names = ("pk", "text", "standing", "note", *Term.CONDITIONS)
        said = {code: [term for term in own if term.language == code] for code in ("fr", "en")}
        self.languages = [
            rows(data, language=code, initial=[{name: getattr(term, name) for name in names} for term in terms])
            if data is None
            else rows(data, language=code)
            for code, terms in said.items()
        ]

    def is_valid(self):
        """Whether all of it holds; an entry somebody else changed meanwhile is shown once before it is overwritten."""
        valid = [part.is_valid() for part in (self.concept, *self.languages)]  # each of them, to say all that is wrong
        if self.concept.data.get("seen", "") != self.concept.stamp:
            self.concept.data["seen"] = self.concept.stamp
            self.concept.add_error(None, CHANGED)
            return False
        return all(valid)

    @property
    def errors(self):
        """[(label, id, message)] of everything that is wrong."""
        said = [("", "", message) for message in self.concept.non_field_errors()]
        said += [("", "", message) for rows in self.languages for message in rows.non_form_errors()]
        rows = [form for rows in self.languages for form in rows.forms if form not in rows.deleted_forms]
        for form in [self.concept, *rows]:
            said += [(field.label, field.id_for_label, message) for field in form for message in field.errors]
        return said

    def terms(self):
        return [term for rows in self.languages for term in rows.terms(self.own)]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File of terms"),
        help_text=_("CSV or TBX, 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tbx,.xml"}),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        within(upload, LARGEST)
        self.lines = read(upload.name, upload.read())
        return upload


def read(name, content):
    """[Line] of a file, by its extension; raises ValidationError in words."""
    kind = name.rpartition(".")[2].lower()
    reader = READERS.get("tbx" if kind == "xml" else kind)
    if reader is None:
        raise ValidationError(_("This is neither a CSV nor a TBX file."))
    try:
        lines = reader.read(content)
    except Unreadable as error:
        raise ValidationError(str(error)) from error
    if not lines:
        raise ValidationError(_("The file holds no term."))
    return lines
