"""People who speak to the community: what they speak about, in which languages, and what they agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.models.labels import sort_key
from spaces.models.meetings import Languages, Meeting
from spaces.models.terms import today
from spaces.models.topics import Topic


def active():
    return "fr" if (get_language() or "").startswith("fr") else "en"


class Worded(models.Model):
    """Words in one language at least: whoever reads the other gets them with their language.

    `folded` holds all of them without accents and capitals, for who looks for some.
    """

    searched: tuple[str, ...] = ()
    folded = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.folded = sort_key(" ".join(getattr(self, name) for name in self.searched))
        super().save(*args, **kwargs)

    def told(self, name):
        """(words, language) of `name`_fr and `name`_en: the reader’s own, else the other; ("", "") of none."""
        mine = active()
        for language in (mine, "en" if mine == "fr" else "fr"):
            if words := getattr(self, f"{name}_{language}"):
                return words, language
        return "", ""


class Speaker(Worded):
    """Somebody who may be asked to speak. How to reach them is shown to members from the day they agreed to it."""

    changes = "pages"

    name = models.CharField(_("name"), max_length=160)
    title_fr = models.CharField(_("job title in French"), max_length=160, blank=True)
    title_en = models.CharField(_("job title in English"), max_length=160, blank=True)
    organization_fr = models.CharField(_("organization in French"), max_length=160, blank=True)
    organization_en = models.CharField(_("organization in English"), max_length=160, blank=True)
    about_fr = models.TextField(_("introduction in French"), max_length=1500, blank=True)
    about_en = models.TextField(_("introduction in English"), max_length=1500, blank=True)
    languages = models.CharField(_("languages"), max_length=4, choices=Languages, default=Languages.BOTH)
    topics = models.ManyToManyField(Topic, blank=True, related_name="speakers", verbose_name=_("topics"))
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_agreed_on = models.DateField(_("agreed to be reached on"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="speakers_added"
    )
    changed_at = models.DateTimeField(auto_now=True)
    sort_name = models.CharField(max_length=320, editable=False, db_index=True)
    searched = ("name", "title_fr", "title_en", "organization_fr", "organization_en", "about_fr", "about_en")

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def title(self):
        return self.told("title")

    @property
    def organization(self):
        return self.told("organization")

    @property
    def about(self):
        return self.told("about")


class Talk(Worded):
    """What somebody spoke of, when and where: at a meeting of the community, whose gate it is behind, or elsewhere.

    A recording is shown from the day the speaker agreed to it.
    """

    changes = "pages"

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="talks")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="talks")
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    given_on = models.DateField(_("given on"), default=today)
    place_fr = models.CharField(_("place in French"), max_length=160, blank=True)
    place_en = models.CharField(_("place in English"), max_length=160, blank=True)
    languages = models.CharField(_("languages"), max_length=4, choices=Languages, default=Languages.BOTH)
    recording_url = models.URLField(_("address of the recording"), blank=True, max_length=500)
    recording_agreed_on = models.DateField(_("agreed to the recording on"), null=True, blank=True)
    searched = ("title_fr", "title_en", "place_fr", "place_en")

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        constraints = [
            models.CheckConstraint(condition=~Q(title_fr="") | ~Q(title_en=""), name="a_talk_has_a_title"),
            models.CheckConstraint(
                condition=Q(recording_agreed_on=None) | ~Q(recording_url=""), name="agreed_to_a_recording_there_is"
            ),
        ]
        indexes = [models.Index(fields=["speaker", "-given_on"], name="talks_of_a_speaker")]

    def __str__(self):
        return self.title_fr or self.title_en

    @property
    def title(self):
        return self.told("title")

    @property
    def place(self):
        return self.told("place")
