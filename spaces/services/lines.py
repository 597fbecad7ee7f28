"""Items as mail and notices say them: in the reader's language when it is read, labelled otherwise."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cms.models import User
from spaces.models import (
    Announcement,
    AnnouncementPage,
    Article,
    ArticlePage,
    Jurisdiction,
    Meeting,
    MeetingPage,
    Occasion,
    Reason,
    Space,
    Topic,
)
from spaces.services import matching

#: Facts that reach people, official ones first, with their pages.
TOLD = {Announcement: AnnouncementPage, Meeting: MeetingPage, Article: ArticlePage}
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Line:
    """One item in the words of one language's readers. `key` is the translation key of its pages."""

    key: object
    subject: matching.Subject
    title: str
    summary: str
    url: str
    language: str  # of the title
    summary_language: str
    topics: tuple[str, ...] = ()
    origin: str = ""
    is_must_read: bool = False
    is_official: bool = False
    at: datetime | None = None  # when it was published; when a meeting starts
    zone: str = ""

    @property
    def path(self):
        """Where it stands on the site, for a page of the site."""
        return self.url.removeprefix(settings.BASE_URL)

    @property
    def order(self):
        """Official first, then the newest; meetings by their day, as they stand by themselves."""
        return not self.is_official, -self.at.timestamp()


def load(keys):
    """{(key, language): Line} of the items that are read. As many queries for fifty as for one."""
    found = {}
    for model, page_model in TOLD.items():
        name = page_model.fact_name
        related = [f"{name}__space", *([f"{name}__jurisdiction"] if model is Article else [])]
        pages = page_model.objects.filter(translation_key__in=keys, live=True).select_related(*related).order_by("pk")
        if model is not Meeting:
            pages = pages.prefetch_related(f"{name}__topics")
        together = {}
        for page in pages:
            together.setdefault(page.translation_key, {})[page.language] = page
        for key, live in together.items():
            fact = next(iter(live.values())).fact
            if getattr(fact, "published_at", True):
                found |= {(key, language): line_of(key, fact, live, language) for language in LANGUAGES}
    return found


def line_of(key, fact, live, language):
    """The Line of a fact for readers of a language; `live` are its pages, {language: page}."""
    page = live.get(language) or next(iter(live.values()))
    other_summary = getattr(page, "other_summary", "")
    in_reader_words = page.language != language and bool(other_summary)
    jurisdiction = getattr(fact, "jurisdiction", None)
    topics = fact.topics.all() if hasattr(fact, "topics") else ()
    with translation.override(language):
        address = page.address  # without a twin yet, where the site shows it in their language; later, where it leads
    is_meeting = isinstance(fact, Meeting)
    return Line(
        key=key,
        subject=matching.subject_of(fact, key, topics=topics),
        title=page.title,
        summary=other_summary if in_reader_words else page.summary,
        url=settings.BASE_URL + address,
        language=page.language,
        summary_language=language if in_reader_words else page.language,
        topics=tuple(topic.name_in(language) for topic in topics),
        origin=jurisdiction.name_in(language) if jurisdiction else "",
        is_must_read=getattr(fact, "is_must_read", False),
        is_official=not isinstance(fact, Article),
        at=fact.starts_at if is_meeting else fact.published_at,
        zone=fact.time_zone if is_meeting else "",
    )


def sections():
    """What higher packages add to digests: modules (settings.DIGEST_SECTIONS)."""
    return [import_module(name) for name in settings.DIGEST_SECTIONS]


class Names:
    """What reasons are about, in words: {(reason, id)} read together once, put in the language that is active."""

    def __init__(self, abouts):
        wanted = {}
        for reason, about in abouts:
            if about is not None:
                wanted.setdefault(KINDS.get(reason), set()).add(about)
        self.rows = {
            kind: model.objects.in_bulk(wanted[kind])
            for kind, model in {"topic": Topic, "space": Space, "person": User, "jurisdiction": Jurisdiction}.items()
            if wanted.get(kind)
        }
        self.rows["search"] = {}
        for section in sections() if wanted.get("search") else ():
            self.rows["search"] |= section.names(wanted["search"])

    def of(self, reason, about):
        """Its name; empty when it is gone, or there is none."""
        found = self.rows.get(KINDS.get(reason), {}).get(about)
        if found is None:
            return ""
        return found.name_in(translation.get_language()[:2]) if hasattr(found, "name_in") else str(found)


KINDS = {
    Reason.TOPIC: "topic", Reason.SPACE: "space", Reason.FOLLOWED: "space", Reason.PERSON: "person",
    Reason.JURISDICTION: "jurisdiction", Reason.SEARCH: "search",
}  # fmt: skip


def heading(occasion, reason, name):
    """What lines of one reason stand under, in the language that is active."""
    if occasion == Occasion.AHEAD:
        return _("Coming meetings")
    if occasion == Occasion.TRANSLATED:
        return _("Now in English") if translation.get_language()[:2] == "en" else _("Now in French")
    words = {
        Reason.MUST_READ: _("To be read by everyone"),
        Reason.MENTION: _("Where you are named"),
        Reason.ITEM: _("What you follow"),
        Reason.TOPIC: _("Topic: %(name)s"),
        Reason.PERSON: _("By %(name)s"),
        Reason.SEARCH: _("New for “%(name)s”"),
    }
    return words.get(reason, "%(name)s") % {"name": name}


def why(reason, name):
    """Why somebody gets a line, in the language that is active."""
    if reason == Reason.BEFORE:
        return _("You had it in the other language.")
    words = {
        Reason.MUST_READ: _("Everyone who may read it gets it."),
        Reason.MENTION: _("It names you."),
        Reason.ITEM: _("You follow this page."),
        Reason.TOPIC: _("You follow the topic “%(name)s”."),
        Reason.SPACE: _("You are a member of “%(name)s”."),
        Reason.FOLLOWED: _("You follow the space “%(name)s”."),
        Reason.PERSON: _("You follow %(name)s."),
        Reason.JURISDICTION: _("You follow the jurisdiction “%(name)s”."),
        Reason.SEARCH: _("It answers your search “%(name)s”."),
        Reason.CALLED: _("You are called to this meeting."),
        Reason.ANSWERED: _("You replied to this meeting."),
    }
    return words[reason] % {"name": name}
