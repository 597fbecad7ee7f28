"""What an agenda begins with: one template a space and kind of meeting, written by its leads; else the built-in one."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.models.agenda import MOST
from spaces.models.meetings import MeetingKind
from spaces.models.spaces import Space


class Part(models.TextChoices):
    """What stands in the place of a line: its own words, or what the community has by then."""

    WORDS = "words", _("these words")
    ACTIONS = "actions", _("actions still open")
    DECISIONS = "decisions", _("decisions of last time")
    TOPICS = "topics", _("the topics proposed")


class AgendaTemplate(models.Model):
    space = models.ForeignKey(Space, models.CASCADE, related_name="agenda_templates")
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "kind"], name="one_agenda_template_a_kind")]

    def __str__(self):
        return f"{self.space_id} · {self.kind}"


class TemplateLine(models.Model):
    """A line of a template, in both languages; the topics proposed have no words of their own."""

    template = models.ForeignKey(AgendaTemplate, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(_("what stands there"), max_length=10, choices=Part, default=Part.WORDS)
    title_fr = models.CharField(_("in French"), max_length=200, blank=True)
    title_en = models.CharField(_("in English"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part="topics") | (~Q(title_fr="") & ~Q(title_en="")), name="template_line_in_both_languages"
            )
        ]

    def __str__(self):
        return self.title_en or self.part

    @property
    def title(self):
        return self.title_in((get_language() or "en")[:2])

    def title_in(self, language):
        return self.title_fr if language == "fr" else self.title_en
