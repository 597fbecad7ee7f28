"""The weekly digest: exact windows, claimed before sending, never empty, each item once in the reader's language.

Sections are named in settings.DIGEST_SECTIONS: a function (user, since, until) -> list of Item. So that a higher
package can add its own without being imported from here.
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from cms import mail
from spaces import access
from spaces.models import Announcement, AnnouncementPage, Article, ArticlePage, Reader

log = logging.getLogger(__name__)
#: Facts that have topics, official ones first, with their pages.
ON_TOPICS = {Announcement: AnnouncementPage, Article: ArticlePage}


@dataclass(frozen=True)
class Item:
    """One line of a digest. `key` names the concept, so that two sections never repeat it."""

    key: str
    topics: tuple[str, ...]
    title: str
    summary: str
    url: str
    language: str
    summary_language: str
    origin: str = ""


def news_for(user, *, since, until):
    """Every item of the window (since, until], once, in the order of the sections."""
    found = {}
    for name in settings.DIGEST_SECTIONS:
        for item in import_string(name)(user, since, until):
            found.setdefault(item.key, item)
    return list(found.values())


def topic_news(user, since, until):
    """What was published in the window on a topic the person follows, in their language when it exists.

    Announcements come first, then articles; each kind newest first.
    """
    return [item for model, pages in ON_TOPICS.items() for item in news_of(model, pages, user, since, until)]


def news_of(model, pages, user, since, until):
    """The news of one kind of fact that has topics."""
    live = Prefetch("pages", pages.objects.filter(live=True).order_by("pk"), to_attr="live_pages")
    facts = (
        access.open_to(user, model.objects.filter(topics__subscriptions__user=user))
        .filter(published_at__gt=since, published_at__lte=until)
        .prefetch_related(live, "topics__subscriptions")
        .order_by("-published_at", "-pk")
        .distinct()
    )
    if model is Article:
        facts = facts.select_related("jurisdiction")
    return [as_item(fact, user) for fact in facts if fact.live_pages]


def as_item(fact, user):
    page = next((page for page in fact.live_pages if page.language == user.language), fact.live_pages[0])
    followed = [topic for topic in fact.topics.all() if any(s.user_id == user.pk for s in topic.subscriptions.all())]
    other_summary = getattr(page, "other_summary", "")
    jurisdiction = getattr(fact, "jurisdiction", None)
    in_reader_words = page.language != user.language and bool(other_summary)
    with translation.override(user.language):
        address = page.address  # without a twin yet, where the site shows it in their language; later, where it leads
    return Item(
        key=str(page.translation_key),
        topics=tuple(topic.name_in(user.language) for topic in followed),
        title=page.title,
        summary=other_summary if in_reader_words else page.summary,
        url=settings.BASE_URL + address,
        language=page.language,
        summary_language=user.language if in_reader_words else page.language,
        origin=jurisdiction.name_in(user.language) if jurisdiction else "",
    )


def send_due(*, now=None):
    """Send every digest that is due. Claim first, send second: two runs at once send one copy. Returns how many."""
    now, sent = now or timezone.now(), 0
    for reader in Reader.objects.due(now):
        claimed = Reader.objects.filter(pk=reader.pk, next_digest_at=reader.next_digest_at)
        if not claimed.update(next_digest_at=reader.digest_after(now), covered_until=now):
            continue
        news = news_for(reader.user, since=reader.covered_until, until=now)
        if not news:
            continue
        try:
            sent += mail.send("spaces/mail/digest", to=reader.user, context=context_of(reader.user, news))
        except Exception:
            log.exception("digest of user %s was not accepted; its window is kept", reader.user_id)
            Reader.objects.filter(pk=reader.pk).update(covered_until=reader.covered_until)
    return sent


def context_of(user, news):
    """What the digest's templates need."""
    return {"news": news, "count": len(news), "more": len(news) - 1, "first": news[0]}
