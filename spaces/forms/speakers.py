"""What the catalogue says of a speaker and of their talks, as those who keep it write it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms import dates
from cms.bilingual.twins import other
from cms.days import DayInput, Days
from spaces.forms.facts import NOTHING, sort_choices
from spaces.models import Speaker, Talk, today
from spaces.services import speakers

SAME = _("The catalogue already has somebody of this name. If this is another person, save once more.")
AHEAD = _("This day is still to come.")


class MeetingSelect(forms.Select):
    """Meetings by title and day; a title there is in the other language only says which it is."""

    foreign: dict = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if language := self.foreign.get(str(value)):
            option["attrs"]["lang"] = language
        return option


class Written(Days, forms.ModelForm):
    """Labels begin with a capital, words are typed in their language, and nobody has agreed on a day to come."""

    agreed = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = field.label and capfirst(field.label)
            if name.endswith(("_fr", "_en")):
                field.widget.attrs["lang"] = name[-2:]

    def clean(self):
        found = super().clean()
        day = found.get(self.agreed)
        if day and day > today():
            self.add_error(self.agreed, ValidationError(AHEAD))
        return found


class SpeakerForm(Written):
    agreed = "contact_agreed_on"
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    class Meta:
        model = Speaker
        fields = [
            "name", "title_fr", "title_en", "organization_fr", "organization_en", "about_fr", "about_en", "languages",
            "topics", "email", "phone", "contact_agreed_on",
        ]  # fmt: skip
        widgets = {
            "about_fr": forms.Textarea(attrs={"rows": 5}),
            "about_en": forms.Textarea(attrs={"rows": 5}),
            "topics": forms.CheckboxSelectMultiple,
            "contact_agreed_on": DayInput(),
        }
        labels = {"contact_agreed_on": _("Agreed to be reached on")}
        help_texts = {
            "about_fr": _("What they speak about and from which experience. One language is enough to begin with."),
            "languages": _("Those in which they speak to a room."),
            "topics": _("Members find them by these."),
            "contact_agreed_on": _(
                "The day they agreed that members see their address and telephone. Leave empty, and only those who "
                "keep the catalogue see them."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sort_choices(self.fields["topics"])
        self.data = self.data.copy() if self.is_bound else self.data

    def clean(self):
        found = super().clean()
        name = found.get("name", "")
        self.same = speakers.same_name(name, but=self.instance.pk) if name else []
        if self.same and self.data.get("seen") != name:
            self.data["seen"] = name
            self.add_error("name", ValidationError(SAME))
        if found.get("contact_agreed_on") and not (found.get("email") or found.get("phone")):
            self.add_error("email", ValidationError(_("Give the address or the telephone they agreed to.")))
        return found


class TalkForm(Written):
    agreed = "recording_agreed_on"
    given_on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=DayInput(),
        help_text=_("That of the meeting, when it was given at one."),
    )
    recording_url = forms.URLField(
        label=_("Address of the recording"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"], message=_("Give an address that starts with https://."))],
    )

    class Meta:
        model = Talk
        fields = [
            "meeting", "title_fr", "title_en", "given_on", "place_fr", "place_en", "languages", "recording_url",
            "recording_agreed_on",
        ]  # fmt: skip
        widgets = {"recording_agreed_on": DayInput(), "meeting": MeetingSelect}
        labels = {"meeting": _("Meeting of the community"), "recording_agreed_on": _("Agreed to the recording on")}
        help_texts = {
            "meeting": _("The page of the meeting names the speaker; only those who may read it know of the talk."),
            "title_fr": _("One language is enough. Left empty in both, it is the title of the meeting."),
            "place_fr": _("Given elsewhere: a conference, an administration."),
            "recording_agreed_on": _("The day they agreed that members watch it. Until then, nobody sees the address."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["given_on"] = None
        self.offered = speakers.meetings_for(user, kept=self.instance.meeting)
        mine, named, foreign = "fr" if dates.is_french() else "en", [], {}
        for meeting, titles in self.offered:
            language = mine if titles.get(mine) else other(mine)
            with override(language):
                named.append((meeting.pk, f"{titles.get(language, meeting)} – {dates.day(meeting.starts_at)}"))
            if language != mine:
                foreign[str(meeting.pk)] = language
        self.fields["meeting"].widget.foreign = foreign
        self.fields["meeting"].queryset = self.fields["meeting"].queryset.filter(pk__in=[pk for pk, _name in named])
        self.fields["meeting"].choices = [*NOTHING, *named]

    def clean(self):
        found = super().clean()
        meeting = found.get("meeting")
        titles = {row.pk: words for row, words in self.offered}.get(meeting.pk, {}) if meeting else {}
        if not found.get("title_fr") and not found.get("title_en"):
            found["title_fr"], found["title_en"] = (titles.get(code, "")[:200] for code in ("fr", "en"))
            if not any(titles.values()):
                self.add_error("title_fr", ValidationError(_("Give a title, in one language at least.")))
        if meeting:
            found["given_on"] = timezone.localdate(meeting.starts_at)
        elif not found.get("given_on") and "given_on" not in self.errors:
            self.add_error("given_on", ValidationError(_("Give the day, or choose the meeting.")))
        if found.get("recording_agreed_on") and not found.get("recording_url") and "recording_url" not in self.errors:
            self.add_error("recording_url", ValidationError(_("Give the address of the recording they agreed to.")))
        return found


def asked(query, topics):
    """What an address asks of the catalogue; what it asks wrongly is not asked: {text, topic, language}."""
    codes = {topic.code for topic in topics}
    language = query.get("language", "")
    return {
        "text": " ".join(query.get("q", "").replace("\x00", " ").split())[:100],
        "topic": query.get("topic", "") if query.get("topic", "") in codes else "",
        "language": language if language in {"fr", "en"} else "",
    }
