"""Practice articles: the fact compares, the page tells."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.bilingual.models import Pair
from cms.blocks import BodyBlock
from cms.fields import BodyField, OwnField
from cms.models import BasePage, Publication
from spaces.models.facts import Fact, FactPage, FactPageQuerySet
from spaces.models.jurisdictions import Jurisdiction
from spaces.models.topics import Topic


class ArticleKind(models.TextChoices):
    PRACTICE = "practice", _("Practice")
    LESSON = "lesson", _("Lesson learned")
    INNOVATION = "innovation", _("Innovation")
    QUESTION = "question", _("Question")


class Channel(models.TextChoices):
    TELEPHONE = "telephone", _("Telephone")
    CHAT = "chat", _("Chat")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("Email")
    WEB = "web", _("Web")
    IN_PERSON = "in-person", _("In person")
    MAIL = "mail", _("Mail")
    VIDEO = "video", _("Video")


class Maturity(models.TextChoices):
    IDEA = "idea", _("Idea")
    PILOT = "pilot", _("Pilot")
    IN_SERVICE = "in-service", _("In service")
    MEASURED = "measured", _("In service, measured results")
    RETIRED = "retired", _("Retired")


class Scale(models.TextChoices):
    SMALL = "small", _("Fewer than 25 agents")
    MEDIUM = "medium", _("25 to 100 agents")
    LARGE = "large", _("More than 100 agents")


class Cost(models.TextChoices):
    NONE = "none", _("No added cost")
    LOW = "low", _("Less than $10,000")
    MEDIUM = "medium", _("$10,000 to $100,000")
    HIGH = "high", _("More than $100,000")


class Unit(models.TextChoices):
    PERCENT = "percent", _("percent")
    SECONDS = "seconds", _("seconds")
    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    POINTS = "points", _("points")
    DOLLARS = "dollars", _("dollars")
    COUNT = "count", _("number")


class Article(Fact):
    """The structured facts of a practice: what filters and side-by-side comparison read."""

    kind = models.CharField(_("kind"), max_length=12, choices=ArticleKind, default=ArticleKind.PRACTICE)
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact_for"
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="articles")
    channels = models.JSONField(_("channels"), default=list, blank=True)
    maturity = models.CharField(_("maturity"), max_length=12, choices=Maturity, blank=True)
    scale = models.CharField(_("scale"), max_length=8, choices=Scale, blank=True)
    cost = models.CharField(_("cost"), max_length=8, choices=Cost, blank=True)
    result_before = models.DecimalField(_("figure before"), max_digits=12, decimal_places=2, null=True, blank=True)
    result_after = models.DecimalField(_("figure after"), max_digits=12, decimal_places=2, null=True, blank=True)
    result_unit = models.CharField(_("unit"), max_length=8, choices=Unit, blank=True)
    measured_on = models.DateField(_("measured on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("article facts")
        indexes = [
            models.Index(fields=["-published_at", "-id", "space"], name="articles_by_date"),
            models.Index(fields=["space", "-published_at", "-id"], name="articles_by_space"),
            models.Index(fields=["jurisdiction", "-published_at", "-id"], name="articles_by_jurisdiction"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def channel_labels(self):
        labels = dict(Channel.choices)
        return [labels[code] for code in self.channels if code in labels]


class ArticlePageQuerySet(FactPageQuerySet):
    """Which questions are answered is said here alone: those whose page in its first language gives an answer."""

    def in_first_language(self):
        """Those in the language their article was first written in: the ledger knows; one alone is the first."""
        pair = Pair.objects.filter(pk=OuterRef("translation_key"))
        return self.filter(~Exists(pair.exclude(source=OuterRef("locale__language_code"))))

    def with_answers(self):
        """Adds `is_unanswered`, the same for both languages of a question."""
        given = ArticlePage.objects.in_first_language().filter(article=OuterRef("article")).exclude(answer="")
        return self.annotate(is_unanswered=Q(article__kind=ArticleKind.QUESTION) & ~Exists(given))

    def unanswered(self):
        return self.with_answers().filter(is_unanswered=True)


class ArticlePage(FactPage):
    """A practice worth repeating, told by the people who tried it."""

    publication = Publication.SINGLE
    fact_name = "article"
    fact_relations = ("article__jurisdiction", "article__author", "article__contact")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="pages", editable=False)
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences, with the result if there is one.")
    )
    problem = models.TextField(_("problem"), max_length=400, blank=True)
    solution = models.TextField(_("what was done"), max_length=400, blank=True)
    outcome = models.TextField(_("what changed"), max_length=400, blank=True)
    answer = models.TextField(_("the answer, for a question"), max_length=1000, blank=True)
    result_label = models.CharField(
        _("what the figure counts"), max_length=120, blank=True, help_text=_("For instance: transferred calls.")
    )
    tools = models.TextField(_("tools, without naming vendors"), max_length=300, blank=True)
    other_summary = models.TextField(
        _("summary in the other language"),
        max_length=400,
        blank=True,
        help_text=_("Shown to readers of the other language until the translation is published."),
    )
    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)
    override_translatable_fields = [*FactPage.override_translatable_fields, OwnField("other_summary")]
    objects = BasePage._default_manager.__class__.from_queryset(ArticlePageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("maturity")]),
                FieldPanel("topics"),
                FieldRowPanel([FieldPanel("jurisdiction"), FieldPanel("contact")]),
                FieldPanel("channels"),
                FieldRowPanel([FieldPanel("scale"), FieldPanel("cost")]),
                FieldRowPanel([FieldPanel("result_before"), FieldPanel("result_after"), FieldPanel("result_unit")]),
                FieldPanel("measured_on"),
            ],
            heading=_("Facts, the same in both languages"),
            help_text=_(
                "Written once, for the French and the English page: a change holds in both when either is published."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "problem",
                    help_text=_("What did not work, and for whom. In a question: what you would like to know."),
                ),
                FieldPanel(
                    "solution",
                    help_text=_("What you did, in a few sentences. In a question: what you have tried so far."),
                ),
                FieldPanel("outcome", help_text=_("What is different today, and what is not.")),
                FieldPanel(
                    "answer",
                    help_text=_("Only for a question. As long as it is empty, the page says how to give an answer."),
                ),
                FieldPanel("result_label"),
                FieldPanel("tools", help_text=_("Kinds of tools, for instance: callback, shared knowledge base.")),
            ],
            heading=_("In short"),
        ),
        FieldPanel("body", help_text=_("The whole story, in the blocks and the order you choose.")),
        FieldPanel("other_summary"),
    ]
    template = "spaces/articles/page.html"

    class Meta:
        verbose_name = _("practice article")
        verbose_name_plural = _("practice articles")

    def copy_for_translation(self, *args, **kwargs):
        """A translation has its own summary in the language where its original had only this one."""
        twin = super().copy_for_translation(*args, **kwargs)
        twin.other_summary = ""
        return twin
