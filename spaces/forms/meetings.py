"""The editors’ form of a meeting: its hours are those of the meeting’s own clock, whatever the clock of the editor."""

import zoneinfo
from datetime import UTC
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from cms.models.people import ZONES
from spaces.forms.facts import NOTHING, FactPageForm, TopicsField
from spaces.models import Languages, Meeting, MeetingKind, MeetingLevel, SignLanguages
from spaces.services import hours
from spaces.services.clocks import instant

#: Where Microsoft opens Teams meetings: its public, personal and government clouds, and their subdomains.
TEAMS_HOSTS = ("teams.microsoft.com", "teams.live.com", "teams.cloud.microsoft", "teams.microsoft.us")


class ClockField(forms.DateTimeField):
    """A day and an hour on a clock that another field names: without one here, so that the editor’s refuses none."""

    def to_python(self, value):
        with timezone.override(UTC):  # which has every hour once
            found = super().to_python(value)
        return found and timezone.make_naive(found, UTC)


class MeetingPageForm(FactPageForm):
    fact_model = Meeting
    fact_fields = ["kind", "level", "starts_at", "ends_at", "time_zone", "teams_url", "languages", "interpretation",
                   "captions", "sign_languages", "seats", "reply_by"]  # fmt: skip
    fact_sets = ["topics"]

    kind = forms.ChoiceField(
        label=_("kind"),
        choices=MeetingKind.choices,
        help_text=_("The quarterly meeting gathers the whole community."),
    )
    level = forms.ChoiceField(
        label=_("level"),
        choices=MeetingLevel.choices,
        help_text=_("For whom the meeting is meant; it closes the page to nobody."),
    )
    starts_at = ClockField(
        label=_("starts"), widget=AdminDateTimeInput, help_text=_("Day and hour on the clock chosen beside.")
    )
    ends_at = ClockField(
        label=_("ends"), widget=AdminDateTimeInput, help_text=_("After it starts; the agenda should fit between.")
    )
    time_zone = forms.ChoiceField(
        label=_("time zone"),
        choices=ZONES,
        initial="America/Toronto",
        help_text=_("The clock on which the hours beside are given; each reader also sees their own."),
    )
    teams_url = forms.URLField(
        label=_("Microsoft Teams address"),
        required=False,
        assume_scheme="https",
        help_text=_("Copied from the Teams invitation. Only those who may enter the space see it."),
    )
    languages = forms.ChoiceField(
        label=_("languages"), choices=Languages.choices, help_text=_("Those in which one may speak there.")
    )
    interpretation = forms.BooleanField(
        label=_("simultaneous interpretation"),
        required=False,
        help_text=_("The page says so: everyone may speak their own language."),
    )
    captions = forms.BooleanField(
        label=_("captions in both languages"),
        required=False,
        help_text=_("The page says so, for those who read along."),
    )
    sign_languages = forms.ChoiceField(
        label=_("sign languages"),
        choices=[*NOTHING, *SignLanguages.choices],
        required=False,
        help_text=_("Into which the meeting is interpreted."),
    )
    topics = TopicsField()
    seats = forms.IntegerField(
        label=_("seats"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Once they are taken, whoever replies waits for one. Leave empty when there is room for all."),
    )
    reply_by = ClockField(
        label=_("replies until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("On the clock chosen above. Leave empty to take replies until the meeting starts."),
    )
    on_the_meeting_clock = ("starts_at", "ends_at", "reply_by")  # whatever the clock of the editor

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.on_the_meeting_clock:
            if moment := getattr(self.fact, name):
                self.fields[name].initial = timezone.make_naive(moment, zoneinfo.ZoneInfo(self.fact.time_zone))

    def clean_teams_url(self):
        """The page says «Join in Teams», so the link goes nowhere else."""
        address = self.cleaned_data["teams_url"]
        parts = urlsplit(address)
        host, is_plain = parts.hostname or "", parts.netloc.lower() == parts.hostname and "\\" not in address
        known = any(host == name or host.endswith(f".{name}") for name in TEAMS_HOSTS)
        if address and not (known and is_plain and parts.scheme == "https"):  # browsers read \ as /
            said = _("Give the address of a Microsoft Teams meeting: it starts with https://teams.microsoft.com/.")
            raise ValidationError(said)
        return address

    def clean(self):
        cleaned = super().clean()
        zone = zoneinfo.ZoneInfo(cleaned.get("time_zone") or self.fact.time_zone)
        for name in self.on_the_meeting_clock:
            if cleaned.get(name):
                try:
                    cleaned[name] = instant(cleaned[name], zone)
                except ValidationError as wrong:
                    self.add_error(name, wrong)
        starts, ends, until = (cleaned.get(name) for name in self.on_the_meeting_clock)
        if starts and ends and (refused := hours.refusal(hours.read(self.fact.pk), (starts, ends))):
            self.add_error(*refused)
        if starts and until and until > starts:
            self.add_error("reply_by", ValidationError(_("Replies must end before the meeting starts.")))
        return cleaned
