"""Whom an item of a space reaches: counted before posting by the same rules that write the ledger (matching.py)."""

from collections import Counter
from dataclasses import dataclass

from spaces.models import (
    Announcement,
    AnnouncementPage,
    Article,
    ArticlePage,
    Delivery,
    DeliveryChannel,
    Fact,
)
from spaces.models.deliveries import DIGESTED, GIVEN
from spaces.services import matching

#: Facts whose publication is news, official ones first, with their pages.
POSTED = {Announcement: AnnouncementPage, Article: ArticlePage}


@dataclass(frozen=True)
class Reach:
    """How many people something reaches, and by which way; each person counts once."""

    people: int
    digest: int
    instant: int = 0
    site: int = 0


def reach(thing, topics=None):
    """Whom a fact reaches, or a new item of a space, were it published now with these topics (a fact's own by default).

    Whoever had the fact before does not get it again, so is not counted.
    """
    is_fact = isinstance(thing, Fact)
    keys = thing.pages.values_list("translation_key", flat=True) if is_fact and thing.pk else ()
    key = keys[0] if keys else None
    if is_fact:
        subject = matching.subject_of(thing, key, topics=topics)
    else:
        subject = matching.Subject(key=None, space=thing, topics=frozenset(topic.pk for topic in topics or ()))
    ways = matching.ways(subject)
    if key:
        had = Delivery.objects.filter(key=key, state__in=GIVEN).values_list("user_id", flat=True)
        ways = {user: way for user, way in ways.items() if user not in set(had)}
    found = Counter(way.channel for way in ways.values())
    return Reach(
        people=len(ways),
        digest=sum(found[channel] for channel in DIGESTED),
        instant=found[DeliveryChannel.INSTANT],
        site=found[DeliveryChannel.SITE],
    )
