"""The task of having a thing translated: who does it, by when, how far it is, and what was done by whom."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.bilingual.models import Pair


def person(**more):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", **more
    )


class Step(models.TextChoices):
    TO_TRANSLATE = "to_translate", _("to translate")
    TO_REVISE = "to_revise", _("to revise")
    APPROVED = "approved", _("approved")


class Act(models.TextChoices):
    """What the log of a task tells."""

    ASKED = "asked", _("translation asked for")
    ASSIGNED = "assigned", _("assigned")
    DRAFTED = "drafted", _("machine draft asked for")
    READY = "ready", _("ready for revision")
    SENT_BACK = "sent_back", _("sent back")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    CHANGED = "changed", _("the original changed")
    CORRECTED = "corrected", _("the translation was corrected")
    STOPPED = "stopped", _("edited by hand from then on")
    UNDONE = "undone", _("the original took its change back")


class TaskQuerySet(models.QuerySet):
    def open(self):
        """Tasks that wait for somebody; a pair has one at most."""
        return self.filter(closed_at=None)


class TranslationTask(models.Model):
    """One round of translation of a pair. Rows that are over stay: they say who did what, and whom to ask again."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="tasks")
    step = models.CharField(_("step"), max_length=12, choices=Step, default=Step.TO_TRANSLATE)
    assignee = person(verbose_name=_("translator"))
    reviser = person(verbose_name=_("reviser"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    words = models.PositiveIntegerField(_("words at the start"), default=0)
    note = models.TextField(_("note to the translator"), max_length=1000, blank=True)
    asked_by = person()
    #: The draft as its reviser approved it: this is what is published.
    approved = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation task")
        verbose_name_plural = _("translation tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=models.Q(closed_at=None), name="one_open_translation_task"
            )
        ]

    def __str__(self):
        return f"{self.pair_id} · {self.step}"

    def write(self, act, *, by=None, about=None, comment=""):
        """Add a line to the log."""
        return self.entries.create(act=act, by=by, about=about, comment=comment)

    def move(self, step, act, *, by=None, comment=""):
        """Go to a step; the log says so."""
        self.step = step
        self.save(update_fields=["step"])
        return self.write(act, by=by, comment=comment)

    def close(self, act, *, by=None):
        self.closed_at = timezone.now()
        self.save(update_fields=["closed_at"])
        return self.write(act, by=by)


class TaskEntry(models.Model):
    """A line of the log of a task."""

    task = models.ForeignKey(TranslationTask, on_delete=models.CASCADE, related_name="entries")
    act = models.CharField(max_length=10, choices=Act)
    by = person()
    about = person()  # whom it was assigned to
    comment = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("line of a translation task")
        verbose_name_plural = _("lines of a translation task")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.task_id} · {self.act}"
