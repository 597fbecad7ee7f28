"""What is remembered of a machine draft: who asked, and how far it is."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.bilingual.models import Pair
from cms.bilingual.task_models import person

PATIENCE = timedelta(minutes=15)  # without a word from the worker: it stopped half-way, and one may ask again


class DraftState(models.TextChoices):
    RUNNING = "running", _("being made")
    MADE = "made", _("made")
    FAILED = "failed", _("failed")


class MachineDraft(models.Model):
    """The last machine draft asked for of a pair's translation; its words are strings like others (machine.py)."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, primary_key=True, related_name="machine_draft")
    asked_by = person()
    state = models.CharField(max_length=8, choices=DraftState, default=DraftState.RUNNING)
    wanted = models.PositiveIntegerField(default=0)  # passages without a text when it was asked for
    made = models.PositiveIntegerField(default=0)
    unfit = models.PositiveIntegerField(default=0)  # drafts that lost a link or their formatting, and were not kept
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("machine draft")
        verbose_name_plural = _("machine drafts")

    def __str__(self):
        return f"{self.pair_id} · {self.state}"

    @property
    def is_running(self):
        return self.state == DraftState.RUNNING and timezone.now() - self.moved_at < PATIENCE
