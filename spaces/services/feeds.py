"""Feeds: what is new on a topic or in a space, for a program to read, asked as the person whose key it has."""

import re
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from cms import dates
from cms.bilingual.twins import reading_language
from cms.templatetags.typo import plain_typo
from spaces import access
from spaces.models import ArticlePage, FeedKey, Space, Topic, in_order
from spaces.services import reading

MOST = 50
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML has no way to write


class Feed(Atom1Feed):
    """Atom whose words say their language, each, and which holds nothing that changes with the clock."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self):
        return self.feed["changed"]

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"], {"type": "text", "xml:lang": item["summary_language"]})


def key_of(user):
    """The person's key while it opens something; None before the first and after the last."""
    return FeedKey.objects.filter(user=user, ended_at=None).first()


@transaction.atomic
def renew(user):
    """A key whose addresses are new; those of the one before open nothing any more."""
    key, is_new = FeedKey.objects.get_or_create(user=user)
    if not is_new:
        FeedKey.objects.filter(pk=key.pk).update(serial=F("serial") + 1, issued_at=timezone.now(), ended_at=None)


def end(user):
    """No address of theirs opens anything any more."""
    FeedKey.objects.filter(user=user, ended_at=None).update(serial=F("serial") + 1, ended_at=timezone.now())


def topics_of(user):
    """Topics one follows, by name."""
    return in_order(Topic.objects.followed_by(user))


def spaces_of(user):
    """Spaces one is in or follows, and may read, by name."""
    ids = {*access.standing(user)} - {None}
    ids |= set(user.subscriptions.exclude(space=None).values_list("space", flat=True))
    return in_order(Space.objects.filter(pk__in=ids & access.space_ids(user)).with_addresses())


def entries(user, **wanted):
    """Pages of what is in a space, or on a topic, that this person may read: [(instant, page)], the newest first."""
    _language, locale = reading_language()
    articles = access.open_to(user, ArticlePage.objects.once_each(locale)).with_facts()
    kinds = [
        (articles.filter(article__published_at__isnull=False), "article", "article__published_at"),
        (reading.announcement_pages(user, locale), "announcement", "announcement__published_at"),
    ]
    if "space" in wanted:
        kinds.append(
            (reading.meeting_pages(user, locale).exclude(first_published_at=None), "meeting", "first_published_at")
        )
    found = []
    for pages, fact, instant in kinds:
        pages = pages.filter(**{f"{fact}__{name}": value for name, value in wanted.items()})
        pages = pages.order_by(f"-{instant}", "-pk").annotate(told_at=F(instant))
        if fact != "meeting":
            pages = pages.prefetch_related(f"{fact}__topics")
        found += [(page.told_at, page) for page in pages[:MOST]]
    return sorted(found, key=lambda entry: (entry[0], entry[1].pk), reverse=True)[:MOST]


def write(found, *, name, title, subtitle, author, at, own, begun):
    """The Feed of these entries: `at` is the page it is about, `own` its own address, `begun` the date of an empty one.

    `name` makes its id, which outlives its address and the words of it.
    """
    language = reading_language()[0]
    feed = Feed(
        title=title, link=settings.BASE_URL + at, description=None, subtitle=subtitle, author_name=author,
        language=f"{language}-CA", feed_url=settings.BASE_URL + own,
        feed_guid=uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.BASE_URL}/{language}/{name}").urn,
        changed=max((changed(page, told_at) for told_at, page in found), default=begun),
    )  # fmt: skip
    for told_at, page in found:
        feed.add_item(**entry(told_at, page))
    return feed


def changed(page, told_at):
    return max(filter(None, (page.last_published_at, told_at)))


def said(words, language):
    return UNPRINTABLE.sub("", plain_typo(words, language))


def entry(told_at, page):
    """One item: in the language of the feed, or labelled; a meeting says when it is, on its reader's clock."""
    fact, title, summary = page.fact, said(page.title, page.language), said(page.lead, page.lead_language)
    author = getattr(fact, "author", None)
    topics = [topic.name for topic in in_order(fact.topics.all())] if hasattr(fact, "topics") else []
    label = _("in French") if page.language == "fr" else _("in English")
    if hasattr(fact, "starts_at"):
        when = f"{dates.day(fact.starts_at, weekday=True, capital=True)}, {dates.hour(fact.starts_at)}"
        summary = f"{when} – {summary}"
    return {
        "title": f"{title} [{label}]" if page.is_foreign else title,
        "link": settings.BASE_URL + page.address,
        "description": None,
        "unique_id": uuid.UUID(str(page.translation_key)).urn,
        "pubdate": told_at,
        "updateddate": changed(page, told_at),
        "author_name": said(str(author), page.language) if author else None,
        "categories": topics,
        "language": f"{page.language}-CA",
        "summary": summary,
        "summary_language": f"{page.lead_language}-CA",
    }
