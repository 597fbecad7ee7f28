"""What a meeting leaves: decisions, actions and notes, typed against the items of its agenda.

One language comes first; the other is added before the minutes are adopted. `said_*` are the words as the last adopted
minutes have them: what readers get, while those who keep the record may be at work on a correction.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.models.jurisdictions import Jurisdiction
from spaces.models.meetings import Meeting
from spaces.models.terms import today

SAID = ~Q(text_fr="", text_en="")


class RowQuerySet(models.QuerySet):
    def kept(self):
        """Those that were not taken out of the record."""
        return self.filter(removed_at=None)

    def adopted(self):
        """Those that adopted minutes hold: what readers of the meeting see."""
        return self.filter(adopted_in__isnull=False)


class Row(models.Model):
    """A line of the record of a meeting. `item` is the id of a block of the agenda, none for the whole meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="%(class)ss")
    key = models.UUIDField(default=uuid.uuid4)  # given by the form: what is sent twice is written once
    item = models.UUIDField(null=True)
    position = models.PositiveIntegerField(default=0)
    text_fr = models.TextField(_("words in French"), max_length=4000, blank=True)
    text_en = models.TextField(_("words in English"), max_length=4000, blank=True)
    said_fr = models.TextField(blank=True, editable=False)
    said_en = models.TextField(blank=True, editable=False)
    adopted_in = models.ForeignKey(
        "spaces.Minutes", on_delete=models.SET_NULL, null=True, editable=False, related_name="%(class)ss"
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    number = models.PositiveIntegerField(default=1, editable=False)  # of the change one has in hand
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    objects = RowQuerySet.as_manager()
    kind = ""

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=SAID, name="%(class)s_has_words"),
            models.UniqueConstraint(fields=["meeting", "key"], name="%(class)s_is_typed_once"),
        ]

    def __str__(self):
        return self.words

    def words_in(self, language):
        return getattr(self, f"text_{language}")

    @property
    def words_language(self):
        """The language of `words`: the active one when it has any."""
        code = (get_language() or "en")[:2]
        return code if self.words_in(code) else "en" if code == "fr" else "fr"

    @property
    def words(self):
        return self.words_in(self.words_language)


class Decision(Row):
    """What the meeting decided, and which administrations it is about when not all."""

    kind = "decision"
    jurisdictions = models.ManyToManyField(Jurisdiction, blank=True, related_name="decisions")
    said_places = models.TextField(blank=True, editable=False)  # their codes as adopted: «,qc,on,»
    decided_at = models.DateTimeField(default=timezone.now)


class Note(Row):
    """What was said under an item, for the minutes."""

    kind = "note"


class ActionState(models.TextChoices):
    OPEN = "open", _("To do")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


#: States of what is still to be done.
RUNNING = (ActionState.OPEN, ActionState.UNDER_WAY)
#: An owner is a person, an administration, or a name in words; or nobody yet.
ONE_OWNER = (
    Q(jurisdiction=None, owner_name="") | Q(owner=None, owner_name="") | Q(owner=None, jurisdiction=None)
)  # fmt: skip


class Action(Row):
    """What somebody is to do after the meeting, by when, and how far it is."""

    kind = "action"
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="actions")
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True, related_name="actions")
    owner_name = models.CharField(max_length=160, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.OPEN)
    state_at = models.DateTimeField(default=timezone.now)
    state_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(Row.Meta):
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(condition=ONE_OWNER, name="action_has_one_owner"),
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_is_in_a_state"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="actions_by_day")]

    @property
    def is_running(self):
        return self.state in RUNNING

    @property
    def is_late(self):
        return self.is_running and self.due_on is not None and self.due_on < today()


class ActionStep(models.Model):
    """An action came into a state: who said so, and when."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=ActionState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(state__in=ActionState.values), name="step_is_a_state")]

    def __str__(self):
        return f"{self.action_id} · {self.state}"


class ActionReminder(models.Model):
    """A letter on an action that was written, so that it is written once. `about` names the occasion."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reminders")
    about = models.CharField(max_length=60)  # «week», «day», «overdue» or «ownerless», with the day and the owner
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "about"], name="one_reminder_each")]

    def __str__(self):
        return f"{self.action_id} · {self.about}"
