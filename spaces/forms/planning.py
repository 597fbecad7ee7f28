"""Calling a meeting on the site: what it is about and when. Its facts are asked for as the editors’ form does."""

import zoneinfo
from copy import deepcopy
from datetime import UTC, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.bilingual.twins import other
from cms.days import DayInput, Days
from spaces import access, access_planning
from spaces.forms.creation import words
from spaces.forms.facts import sort_choices
from spaces.forms.meetings import MeetingPageForm
from spaces.models import MeetingKind, MeetingPage
from spaces.services import clocks

TITLES = {"fr": _("Title in French"), "en": _("Title in English")}
SUMMARIES = {"fr": _("In one sentence, in French"), "en": _("In one sentence, in English")}
#: Asked for as in the editors’ form, with the same words.
FACTS = ("level", "languages", "interpretation", "captions", "sign_languages", "teams_url", "seats")
LONGEST = 12 * 60  # minutes
WORDS = ("title", "summary")


class HourInput(forms.TimeInput):
    """An hour as browsers let one pick it."""

    def __init__(self):
        super().__init__(attrs={"type": "time"}, format="%H:%M")


def hour_field():
    return forms.TimeField(label=_("Hour"), widget=HourInput(), help_text=_("On the clock chosen below."))


def minutes_field():
    return forms.IntegerField(label=_("Length, in minutes"), min_value=5, max_value=LONGEST, initial=60)


def borrow(form, *names):
    """Fields of the editors’ form, each with its own copy."""
    for name in names:
        form.fields[name] = deepcopy(MeetingPageForm.base_fields[name])
        form.fields[name].label = capfirst(form.fields[name].label)


class CallingForm(Days, forms.Form):
    """What one meeting and the meetings of a series are asked in the same words."""

    own_language_is_enough = True
    clean_teams_url = MeetingPageForm.clean_teams_url

    def __init__(self, *args, user, language, **kwargs):
        self.language = language
        super().__init__(*args, **kwargs)
        for code in (language, other(language)):
            is_asked = code == language or not self.own_language_is_enough
            for name, labels in (("title", TITLES), ("summary", SUMMARIES)):
                length = MeetingPage._meta.get_field(name).max_length
                rows = {"rows": 2} if name == "summary" else {}
                self.fields[f"{name}_{code}"] = words(labels[code], code, length, required=is_asked, **rows)
        if self.own_language_is_enough:
            self.fields[f"title_{other(language)}"].help_text = _(
                "Leave this title and its sentence empty to have them translated: the translation is asked for when "
                "the meeting is created."
            )
        self.fields["space"] = forms.ModelChoiceField(
            access_planning.planned_in(user), label=_("Space"), help_text=_("Those you call meetings in.")
        )
        borrow(self, "kind", "topics", "time_zone", *FACTS)
        self.fields["time_zone"].help_text = _("That of the hour above; each reader also sees their own.")
        if not access.chairs(user):  # who alone call the quarterly meeting (access_calls.may_call)
            kind = self.fields["kind"]
            kind.choices = [one for one in kind.choices if one[0] != MeetingKind.QUARTERLY]
            kind.help_text = ""  # which speaks of the quarterly meeting
        for name in ("space", "topics"):
            sort_choices(self.fields[name])
        _nothing, *spaces = self.fields["space"].choices
        if len(spaces) == 1:
            self.fields["space"].initial = spaces[0][0]
        self.order_fields([name for name in self.order() if name in self.fields])

    def order(self):
        """Names of the fields, as they are asked."""
        own, second = self.language, other(self.language)
        return [f"title_{own}", f"summary_{own}", f"title_{second}", f"summary_{second}", "space", "kind", "topics",
                *self.when, "hour", "minutes", "time_zone", *FACTS]  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        second = other(self.language)
        said = {name: cleaned.get(f"{name}_{second}") for name in WORDS}
        for name in WORDS if any(said.values()) else ():
            if not said[name] and f"{name}_{second}" not in self.errors:
                self.add_error(
                    f"{name}_{second}", _("Give both the title and the sentence in this language, or neither.")
                )
        return cleaned

    @property
    def facts(self):
        """Fields of the row that the form asks for as they are."""
        names = ("space", "kind", "time_zone", *FACTS)
        return {name: self.cleaned_data[name] for name in names}

    @property
    def said(self):
        """{language: {field: words}} of the pages, the author’s own language first."""
        codes = (self.language, other(self.language))
        found = {code: {name: self.cleaned_data[f"{name}_{code}"] for name in WORDS} for code in codes}
        return {code: fields for code, fields in found.items() if fields["title"]}


class NewMeetingForm(CallingForm):
    """One meeting: the first of the three screens."""

    when = ("day",)
    day = forms.DateField(label=_("Day"), widget=DayInput())
    hour = hour_field()
    minutes = minutes_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].help_text = _(
            "Members who follow one find the page in their digest; for a targeted meeting, they are suggested as "
            "invitees."
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == MeetingKind.TARGETED and not cleaned.get("topics") and "topics" not in self.errors:
            self.add_error("topics", _("Choose a topic at least: those who follow it are suggested as invitees."))
        if {"day", "hour", "time_zone", "minutes"} <= cleaned.keys():
            try:
                starts = clocks.instant(
                    datetime.combine(cleaned["day"], cleaned["hour"]), zoneinfo.ZoneInfo(cleaned["time_zone"])
                )
            except ValidationError as wrong:
                self.add_error("hour", wrong)
                return cleaned
            if starts <= timezone.now():
                self.add_error("day", _("A meeting is called for a moment to come: choose a later one."))
            cleaned["starts_at"] = starts.astimezone(UTC)
            cleaned["ends_at"] = cleaned["starts_at"] + timedelta(minutes=cleaned["minutes"])
        return cleaned

    @property
    def facts(self):
        return super().facts | {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}

    @property
    def topics(self):
        return list(self.cleaned_data["topics"])

    @property
    def is_targeted(self):
        return self.cleaned_data["kind"] == MeetingKind.TARGETED


def space_asked(user, code):
    """The space an address names, when this user calls meetings there; else None."""
    return access_planning.planned_in(user).filter(code=code.replace("\x00", "")[:60]).first() if code else None
