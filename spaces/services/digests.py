"""The digest: exact windows, claimed before sending, never empty, each item once in the reader's language.

Sections are named in settings.DIGEST_SECTIONS: a function (user, since, until) -> list of Item. So that a higher
package can add its own without being imported from here. What was published is kept in the ledger (deliveries.py).
"""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from cms import mail
from spaces import access
from spaces.models import Article, Delivery, DeliveryState, Reader, Reason, Space, Topic
from spaces.services import deliveries, digest_times
from spaces.services.reach import POSTED

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Item:
    """One line of a digest. `key` names the concept, so that two sections never repeat it.

    What is news of a space, topic or search says why it comes (`reason`) and is kept in the ledger, once a person.
    `group` is the heading it stands under: the space whose news it is, nothing for the topics one follows.
    """

    key: str
    topics: tuple[str, ...]
    title: str
    summary: str
    url: str
    language: str
    summary_language: str
    origin: str = ""
    group: str = ""
    reason: str = ""
    space_id: int | None = None


def news_for(user, *, since, until):
    """Every item of the window (since, until], once, in the order of the sections."""
    found = {}
    for name in settings.DIGEST_SECTIONS:
        for item in import_string(name)(user, since, until):
            found.setdefault(item.key, item)
    return list(found.values())


def topic_news(user, since, until):
    """What was published in the window on a topic the person follows, in their language when it exists.

    Announcements come first, then articles; each kind newest first. So do they in the news of spaces.
    """
    followed = Q(topics__subscriptions__user=user)
    return [item for model in POSTED for item in news_of(model, user, since, until, Reason.TOPIC, followed)]


def space_news(user, since, until):
    """What was published in the window in the spaces the person is a member of. What was loaded in bulk is no news."""
    mine, loaded = Q(space__in=Space.objects.of(user)), Q(imported__isnull=False)
    wanted = {model: mine & ~loaded if model is Article else mine for model in POSTED}
    return [item for model in POSTED for item in news_of(model, user, since, until, Reason.SPACE, wanted[model])]


def news_of(model, user, since, until, reason, wanted, *, group=""):
    """The news of one kind of fact: of the window, and what still waits for this person from before it.

    `group` is the heading they stand under, by default their space when they are its news.
    """
    pages = POSTED[model]
    late = pages.objects.filter(translation_key__in=Delivery.objects.waiting().filter(user=user).values("key"))
    live = Prefetch("pages", pages.objects.filter(live=True).order_by("pk"), to_attr="live_pages")
    facts = (
        access.open_to(user, model.objects.filter(wanted))
        .filter(Q(published_at__gt=since) | Q(pk__in=late.values(pages.fact_name)), published_at__lte=until)
        .select_related("space", *(["jurisdiction"] if model is Article else []))
        .prefetch_related(live, Prefetch("topics", Topic.objects.followed_by(user), to_attr="followed"))
        .order_by("-published_at", "-pk")
        .distinct()
    )
    return [as_item(fact, user, reason, group) for fact in facts if fact.live_pages]


def as_item(fact, user, reason, group):
    page = next((page for page in fact.live_pages if page.language == user.language), fact.live_pages[0])
    other_summary = getattr(page, "other_summary", "")
    jurisdiction = getattr(fact, "jurisdiction", None)
    in_reader_words = page.language != user.language and bool(other_summary)
    with translation.override(user.language):
        address = page.address  # without a twin yet, where the site shows it in their language; later, where it leads
    return Item(
        key=str(page.translation_key),
        topics=tuple(topic.name_in(user.language) for topic in fact.followed),
        title=page.title,
        summary=other_summary if in_reader_words else page.summary,
        url=settings.BASE_URL + address,
        language=page.language,
        summary_language=user.language if in_reader_words else page.language,
        origin=jurisdiction.name_in(user.language) if jurisdiction else "",
        group=fact.space.name_in(user.language) if reason == Reason.SPACE else group,
        reason=reason,
        space_id=fact.space_id,
    )


def send_due(*, now=None):
    """Send every digest that is due. Claim first, send second: two runs at once send one copy. Returns how many."""
    now, sent = now or timezone.now(), 0
    deliveries.withdraw_from_closed(now=now)
    for reader in Reader.objects.due(now):
        claimed = Reader.objects.filter(pk=reader.pk, next_digest_at=reader.next_digest_at)
        if claimed.update(next_digest_at=reader.digest_after(now)):
            sent += send(reader, now)
    return sent


def send(reader, now):
    """Send one claimed digest. Its window is over once it is sent or empty; refused, it waits for the next date."""
    user, accepted = reader.user, 0
    found = news_for(user, since=reader.covered_until, until=now)
    deliveries.withdraw(user, found, until=now, now=now)
    news = deliveries.claim(user, found, now=now)
    if news:
        try:
            context = {**context_of(user, news), "frequency": reader.frequency, **way_out(user)}
            accepted = mail.send("spaces/mail/digest", to=user, context=context, headers=headers_of(context))
        except Exception:
            log.exception("digest of user %s was not accepted; its window is kept", user.pk)
            deliveries.settle(user, news, DeliveryState.FAILED, now=now)
            return 0
        deliveries.settle(user, news, DeliveryState.SENT, now=now)
    Reader.objects.filter(pk=reader.pk).update(covered_until=now)
    return accepted


def way_out(user):
    """Where this person ends their digest, without signing in."""
    with translation.override(user.language):
        return {"way_out": settings.BASE_URL + reverse("unsubscribe", args=[digest_times.token_of(user)])}


def headers_of(context):
    """What tells mail programs that this comes to many, and how one ends it (RFC 2369, 2919, 8058)."""
    return {
        "List-Id": f"<digest.{urlsplit(settings.BASE_URL).hostname}>",
        "List-Unsubscribe": f"<{context['way_out']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def context_of(user, news):
    """What the digest's templates need. Groups stand in the order of the news that open them."""
    groups = {}
    for item in news:
        groups.setdefault(item.group, []).append(item)
    more = len(news) - 1
    return {
        "groups": groups.items(), "spaces": any(groups), "count": len(news), "more": more, "first": news[0],
        "searches": any(item.reason == Reason.SEARCH for item in news),
    }  # fmt: skip
