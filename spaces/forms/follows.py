"""All one follows on one page: how much of each and how soon, with when the digest comes."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from spaces.forms.preferences import DigestForm
from spaces.models import FollowLevel
from spaces.services import digest_times
from spaces.services.follows import LEVELS

DIGEST = ("frequency", "weekday", "hour", "paused_until", "mentions", "reminders")
GROUPS = ("topic", "space", "key", "person", "jurisdiction", "search")


class FollowForm(forms.Form):
    """How much of one thing, and how soon. What is not sent stays."""

    level = forms.ChoiceField(label=_("How much"), required=False)
    delivery = forms.ChoiceField(label=_("How soon"), required=False)

    def __init__(self, data, *, row, pace):
        super().__init__(data, prefix=row.anchor, initial={"level": row.level, "delivery": row.delivery})
        self.row = row
        self.fields["level"].choices = [
            (level.value, capfirst(level.label)) for level in FollowLevel if level in {*LEVELS[row.kind], row.level}
        ]
        self.fields["delivery"].choices = digest_times.paces(pace)

    def chosen(self):
        """(level, delivery) as they are to be."""
        level = self.cleaned_data["level"] or self.row.level
        is_said = self.add_prefix("delivery") in self.data
        return level, self.cleaned_data["delivery"] if is_said else self.row.delivery


class FollowsForm:
    """The form of the digest and one for each row, sent together."""

    def __init__(self, data, *, reader, found):
        initial = {name: getattr(reader, name) for name in DIGEST}
        self.data = data
        self.digest = DigestForm(data, initial=initial)
        self.groups = {
            kind: [FollowForm(data, row=row, pace=reader.frequency) for row in found[kind]] for kind in GROUPS
        }
        self.rows = [form for forms in self.groups.values() for form in forms]

    def is_valid(self):
        return self.digest.is_valid() and not self.wrong

    @property
    def wrong(self):
        """The forms of things with a choice that is none."""
        return [form for form in self.rows if form.errors]

    def changed(self):
        """[(Row, level, delivery)] of what is to be otherwise than it was."""
        wanted = [(form.row, *form.chosen()) for form in self.rows]
        return [one for one in wanted if one[1:] != (one[0].level, one[0].delivery)]

    def ended(self):
        """The Row one follows no more; a member does not end what they follow as one."""
        stopped = self.data.get("stop")
        return next((form.row for form in self.rows if form.row.anchor == stopped and not form.row.is_member), None)

    def changed_digest(self):
        """When the digest comes from now on; None when that stays as it was."""
        chosen = self.digest.cleaned_data
        return chosen if chosen != self.digest.initial else None
