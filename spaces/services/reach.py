"""Whom an item of a space reaches: counted before posting, queued at publication, asked again when it is sent."""

from dataclasses import dataclass

from django.db.models import Q

from spaces import access
from spaces.models import (
    Announcement,
    AnnouncementPage,
    Article,
    ArticlePage,
    Delivery,
    DeliveryState,
    Fact,
    Reader,
    Subscription,
)

#: Facts whose publication is news, official ones first, with their pages.
POSTED = {Announcement: AnnouncementPage, Article: ArticlePage}


@dataclass(frozen=True)
class Reach:
    """How many people something reaches, and by which way; each person counts once."""

    people: int
    digest: int


def audience(space, topics):
    """Those who have a digest, may read the space today, and are in it or follow one of the topics."""
    members = space.memberships.current().values("user")
    followers = Subscription.objects.filter(topic__in=topics).values("user")
    return access.readers(space).filter(Q(pk__in=members) | Q(pk__in=followers), reader__in=Reader.objects.receiving())


def reach(thing, topics=None):
    """Whom a fact reaches, or a new item of a space, were it published now with these topics (a fact's own by default).

    Whoever had the fact before does not get it again, so is not counted.
    """
    is_fact = isinstance(thing, Fact)
    if topics is None:
        topics = thing.topics.all() if is_fact and thing.pk else ()
    people = audience(thing.space if is_fact else thing, topics)
    if is_fact and thing.pk:
        sent = Delivery.objects.filter(key__in=thing.pages.values("translation_key"), state=DeliveryState.SENT)
        people = people.exclude(pk__in=sent.values("user"))
    count = people.count()
    return Reach(people=count, digest=count)
