"""Meetings: the time is a fact, the agenda is words."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.blocks import BodyBlock
from cms.fields import BodyField
from cms.models import BasePage, Publication
from cms.models.people import ZONES
from spaces.models import agenda_words
from spaces.models.agenda import AgendaItemBlock, Line
from spaces.models.facts import Fact, FactPage, FactPageQuerySet
from spaces.models.topics import Topic


class MeetingKind(models.TextChoices):
    QUARTERLY = "quarterly", _("Quarterly meeting")
    SUBGROUP = "subgroup", _("Sub-group meeting")
    ADHOC = "adhoc", _("Ad hoc meeting")
    TARGETED = "targeted", _("Targeted meeting")
    SPEAKER = "speaker", _("Speaker session")


class MeetingLevel(models.TextChoices):
    EXECUTIVE = "executive", _("Executives")
    MANAGER = "manager", _("Managers")
    ALL = "all", _("All members")


class Languages(models.TextChoices):
    """In which languages one may speak at a meeting."""

    BOTH = "both", _("French and English")
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class SignLanguages(models.TextChoices):
    """Into which sign languages a meeting is interpreted: that of Quebec, that of the rest of the country."""

    LSQ = "lsq", _("LSQ")
    ASL = "asl", _("ASL")
    BOTH = "both", _("LSQ and ASL")


#: What an entry of a calendar is about: a change of one of these makes it a newer one.
IN_CALENDARS = frozenset({"starts_at", "ends_at", "teams_url"})


class MeetingQuerySet(models.QuerySet):
    def coming(self, now=None):
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at")

    def past(self, now=None):
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at")

    def about(self, topic):
        """Those that have a topic (its code), or an item of whose agenda has it. For `in`: some stand there twice."""
        return self.filter(models.Q(topics__code=topic) | models.Q(agenda_topics__code=topic))


class Meeting(Fact):
    """When and how people meet. Instants are stored; the zone says on which clock they were set."""

    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind, default=MeetingKind.SUBGROUP)
    level = models.CharField(_("level"), max_length=10, choices=MeetingLevel, default=MeetingLevel.ALL)
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=40, choices=ZONES, default="America/Toronto")
    teams_url = models.URLField(_("Microsoft Teams address"), blank=True, max_length=500)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # how often an entry of it in a calendar changed
    changed_at = models.DateTimeField(null=True, editable=False)  # when it last did
    languages = models.CharField(_("languages"), max_length=4, choices=Languages, default=Languages.BOTH)
    interpretation = models.BooleanField(_("simultaneous interpretation"), default=False)
    captions = models.BooleanField(_("captions in both languages"), default=False)
    sign_languages = models.CharField(_("sign languages"), max_length=4, choices=SignLanguages, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="meetings", verbose_name=_("topics"))
    agenda_topics = models.ManyToManyField(Topic, editable=False, related_name="+")  # of its items, as they are read
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    reply_by = models.DateTimeField(_("replies until"), null=True, blank=True)
    series = models.ForeignKey("Series", on_delete=models.SET_NULL, null=True, editable=False, related_name="meetings")
    number = models.PositiveSmallIntegerField(null=True, editable=False)  # in the series
    number_of = models.PositiveSmallIntegerField(null=True, editable=False)  # how many were made with it
    objects = MeetingQuerySet.as_manager()
    uncopied = ("series", "number", "number_of")

    class Meta:
        verbose_name = _("meeting facts")
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="one_number_per_series"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(seats=None) | models.Q(seats__gte=1), name="meeting_has_a_seat"),
            models.CheckConstraint(
                condition=models.Q(reply_by=None) | models.Q(reply_by__lte=models.F("starts_at")),
                name="replies_end_before_the_meeting",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"

    @property
    def is_past(self):
        return self.ends_at < timezone.now()

    @property
    def has_begun(self):
        return self.starts_at <= timezone.now()

    def note_change(self, before):
        return self.raise_sequence() if IN_CALENDARS & before.keys() else []

    def raise_sequence(self, *, above=0):
        """A newer entry than all that calendars hold; returns the names of the fields it set."""
        latest = type(self)._default_manager.filter(pk=self.pk).values_list("sequence", flat=True).first() or 0
        self.sequence, self.changed_at = max(latest, above) + 1, timezone.now()
        return ["sequence", "changed_at"]

    @property
    def length(self):
        """How long it lasts."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    def overrun(self, minutes):
        return max(0, minutes - self.length)

    @property
    def closes_at(self):
        """Until when one may reply."""
        return self.reply_by or self.starts_at


class MeetingPage(FactPage):
    """The notice, agenda and record of a meeting."""

    publication = Publication.PAIRED
    fact_name = "meeting"
    same_in_both = {"agenda": agenda_words.unlike}

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="pages", editable=False)
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences; lists and search results show them.")
    )
    agenda = BodyField([("item", AgendaItemBlock())], verbose_name=_("agenda"), blank=True)
    body = BodyField(BodyBlock(), verbose_name=_("preparation or record"), blank=True)
    objects = BasePage._default_manager.__class__.from_queryset(FactPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("level")]),
                FieldRowPanel(
                    [  # a draft has a time too: its fact could not be written without
                        FieldPanel("starts_at", required_on_save=True),
                        FieldPanel("ends_at", required_on_save=True),
                        FieldPanel("time_zone", required_on_save=True),
                    ]
                ),
                FieldPanel("teams_url"),
                FieldPanel("languages"),
                FieldRowPanel([FieldPanel("interpretation"), FieldPanel("captions"), FieldPanel("sign_languages")]),
                FieldPanel("topics"),
                FieldRowPanel([FieldPanel("seats"), FieldPanel("reply_by")]),
            ],
            heading=_("Facts, the same in both languages"),
            help_text=_(
                "Written once, for the French and the English page: a change holds in both when either is published."
            ),
        ),
        FieldPanel("agenda", help_text=_("The hour of each item follows from the durations before it.")),
        FieldPanel("body", help_text=_("Before the meeting, how to prepare; after it, the record.")),
    ]
    template = "spaces/meetings/page.html"

    class Meta:
        verbose_name = _("meeting page")
        verbose_name_plural = _("meeting pages")

    @property
    def call_key(self):
        """What the card on its notice is found by."""
        return f"{self.meeting_id}:{self.translation_key}"

    @cached_property
    def lines(self):
        """The items of the agenda at their hours: each starts when the one before it ends."""
        at, found = self.meeting.starts_at, []
        for block in self.agenda:
            ends = at + timedelta(minutes=block.value.get("minutes") or 0)
            found.append(Line(at, ends, block.value, block.id))
            at = ends
        return found

    @property
    def overrun(self):
        """By how many minutes the items outlast the meeting; 0 when they fit."""
        return self.meeting.overrun(sum(line.minutes for line in self.lines))
