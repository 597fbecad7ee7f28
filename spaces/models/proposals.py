"""Topics that members propose for a meeting of a space, and the votes that rank them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.models.agenda import KINDS, MOST
from spaces.models.facts import Fact
from spaces.models.meetings import Meeting
from spaces.models.spaces import Space
from spaces.models.topics import Topic

LANGUAGES = [("fr", _("French")), ("en", _("English"))]


class ProposalState(models.TextChoices):
    OPEN = "open", _("Open")
    PLACED = "placed", _("On an agenda")
    TAKEN_BACK = "taken_back", _("Taken back")
    ASIDE = "aside", _("Set aside")


class ProposalQuerySet(models.QuerySet):
    def open(self):
        """Those one votes for; one whose meeting is gone is open again."""
        return self.filter(Q(state=ProposalState.OPEN) | Q(state=ProposalState.PLACED, meeting=None))

    def on(self, meeting):
        """Those on the agenda of a meeting, or of its draft."""
        return self.filter(state=ProposalState.PLACED, meeting=meeting)


class Proposal(Fact):
    """A topic somebody would have a meeting talk about, in the words they wrote it in.

    `other_title` and `other_why` say it in the other language, when somebody wrote that too. Where it was put:
    `meeting`, and the id of the block of the agenda, which is the same in both languages.
    """

    space = models.ForeignKey(Space, models.CASCADE, related_name="proposals", verbose_name=_("space"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    title = models.CharField(_("topic to discuss"), max_length=200)
    why = models.TextField(_("why, and what is expected"), max_length=1000, blank=True)
    other_title = models.CharField(max_length=200, blank=True)
    other_why = models.TextField(max_length=1000, blank=True)
    other_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("topic")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes wished"), default=15, validators=[MinValueValidator(5), MaxValueValidator(MOST)]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="proposals")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    reason_language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="proposals")
    item = models.UUIDField(null=True)
    changes = ""  # no page that is kept says anything of it
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed topic")
        verbose_name_plural = _("proposed topics")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="proposal_has_a_title"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=MOST), name="proposal_has_minutes"),
            models.CheckConstraint(condition=~Q(state="aside") | ~Q(reason=""), name="set_aside_for_a_reason"),
        ]
        indexes = [models.Index(fields=["space", "state"], name="proposals_of_a_space")]

    def __str__(self):
        return self.title

    @property
    def other_language(self):
        return "en" if self.language == "fr" else "fr"

    @property
    def is_open(self):
        return self.state == ProposalState.OPEN or (self.state == ProposalState.PLACED and self.meeting_id is None)

    @property
    def is_over(self):
        """Whether the meeting it was put on has been held: it is dealt with."""
        return self.state == ProposalState.PLACED and bool(self.meeting_id) and self.meeting.is_past

    def title_in(self, language):
        """ "" when nobody wrote it in that language."""
        return self.title if language == self.language else self.other_title

    def why_in(self, language):
        return self.why if language == self.language else self.other_why

    @property
    def spoken(self):
        """The language in which this reader gets it: theirs when there are words in it."""
        mine = (get_language() or "en")[:2]
        return mine if self.title_in(mine) else self.language

    @property
    def is_foreign(self):
        return self.spoken != (get_language() or "en")[:2]

    @property
    def shown_title(self):
        return self.title_in(self.spoken)

    @property
    def why_spoken(self):
        """The same of why: where the title alone was put into a language, that is still said in the other one."""
        other = self.other_language if self.spoken == self.language else self.language
        return self.spoken if self.why_in(self.spoken) else other

    @property
    def shown_why(self):
        return self.why_in(self.why_spoken)


class Vote(models.Model):
    """One person for one proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="votes")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="one_vote_each")]

    def __str__(self):
        return f"{self.user_id} · {self.proposal_id}"


class ProposalAct(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    WORDED = "worded", _("Written in the other language")
    PLACED = "placed", _("Put on the agenda")
    TAKEN_OFF = "taken_off", _("Taken off the agenda: open again")
    TAKEN_BACK = "taken_back", _("Taken back")
    ASIDE = "aside", _("Set aside")
    REOPENED = "reopened", _("Open again")


class ProposalStep(models.Model):
    """What became of a proposal, step by step, with the votes it had."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10, choices=ProposalAct)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="+")
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.proposal_id} · {self.act}"
