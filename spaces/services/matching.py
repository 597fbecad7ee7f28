"""Who gets an item, how soon and why: asked before posting, at publication, and again when it is sent.

The narrower follow wins: what somebody follows by itself comes whatever else they muted. Otherwise what is muted (its
space, one of its topics, its author, its administration) does not come, whichever other follow matches; and of the
follows that match, the one that brings it soonest does. Announcements that everyone must read come to all, at once.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from spaces import access
from spaces.models import DeliveryChannel, FollowLevel, Frequency, Membership, Reader, Reason, Subscription, today
from spaces.models.subscriptions import TARGETS

CHANNELS = {
    Frequency.INSTANT: DeliveryChannel.INSTANT, Frequency.DAILY: DeliveryChannel.DAILY,
    Frequency.WEEKLY: DeliveryChannel.WEEKLY, Frequency.NONE: DeliveryChannel.SITE,
}  # fmt: skip
SPEED = {channel: number for number, channel in enumerate(DeliveryChannel)}
ORDER = {reason: number for number, reason in enumerate(Reason)}
#: Reasons no follow tells: what a search found, what somebody had in the other language, a meeting of theirs.
OTHERS = {Reason.SEARCH, Reason.BEFORE, Reason.CALLED, Reason.ANSWERED}
COLUMNS = [name if name == "key" else f"{name}_id" for name in TARGETS]
PEOPLE = 1000  # looked at together


@dataclass(frozen=True)
class Way:
    """By which channel, for which reason, and what that is about (Delivery.about)."""

    channel: DeliveryChannel
    reason: Reason
    about: int | None = None


@dataclass(frozen=True)
class Subject:
    """What matters of an item to those who follow: the ids of what it belongs to."""

    key: object  # translation key; None of what has no page yet
    space: object
    topics: frozenset[int] = frozenset()
    author: int | None = None
    named: int | None = None
    jurisdiction: int | None = None
    is_official: bool = False
    is_must_read: bool = False


class Follow(NamedTuple):
    """A subscription: of what kind to what, how much of it, how soon."""

    kind: str
    target: object
    level: str
    delivery: str


@dataclass
class Person:
    """What one person asked for, as far as it concerns the items in hand."""

    pk: int
    frequency: str | None = None  # None: no digest was ever begun
    is_paused: bool = False
    mentions: str = Frequency.INSTANT  # how soon what names them comes
    spaces: set[int] = field(default_factory=set)
    follows: dict[tuple[str, object], "Follow"] = field(default_factory=dict)

    def channel(self, follow=None):
        """How soon what comes by a follow does; put off, mail at once waits for the digest."""
        chosen = (follow and follow.delivery) or self.frequency
        if chosen == Frequency.INSTANT and self.is_paused:
            chosen = Frequency.WEEKLY
        return CHANNELS[chosen]

    def channel_of_mention(self):
        """As soon as they asked, unless they put everything off or want no mail."""
        if self.frequency == Frequency.NONE:
            return DeliveryChannel.SITE
        return DeliveryChannel.WEEKLY if self.is_paused else CHANNELS[self.mentions]


def subject_of(fact, key=None, *, topics=None):
    """The Subject of a fact; `topics` are those of a form, when the fact's own are not to be read."""
    if topics is None:
        topics = fact.topics.all() if hasattr(fact, "topics") and fact.pk else ()
    return Subject(
        key=key,
        space=fact.space,
        topics=frozenset(int(getattr(topic, "pk", topic)) for topic in topics),
        author=getattr(fact, "author_id", None),
        named=getattr(fact, "contact_id", None),
        jurisdiction=getattr(fact, "jurisdiction_id", None),
        is_official=not hasattr(fact, "jurisdiction_id"),
        is_must_read=getattr(fact, "is_must_read", False),
    )


def targets(subject):
    """What one may follow to get an item, from the narrowest: [(kind, id)]."""
    found = [("key", subject.key)] if subject.key else []
    found += [("topic", pk) for pk in sorted(subject.topics)] + [("space", subject.space.pk)]
    found += [("person", subject.author)] if subject.author else []
    return found + ([("jurisdiction", subject.jurisdiction)] if subject.jurisdiction else [])


def followers(subjects):
    """The subscriptions by which somebody may get one of these."""
    ids = defaultdict(set)
    for subject in subjects:
        for kind, pk in targets(subject):
            ids[kind].add(pk)
    wanted = Q(pk__in=[])
    for kind, found in ids.items():
        wanted |= Q(**{f"{kind}__in": found})
    return Subscription.objects.filter(wanted)


def people(subjects, ids=None):
    """{user id: Person} of all these subjects may concern, or of these people. Three queries, however many."""
    among = {} if ids is None else {"user__in": ids}
    spaces = {subject.space.pk for subject in subjects}
    found = {}
    named = {subject.named for subject in subjects} - {None}
    for user in named if ids is None else named.intersection(ids):
        found[user] = Person(user)
    rows = followers(subjects).filter(**among).values_list("user_id", *COLUMNS, "level", "delivery")
    for user, *columns, level, delivery in rows:
        kind, target = next((name, pk) for name, pk in zip(TARGETS, columns, strict=True) if pk is not None)
        person = found.get(user) or found.setdefault(user, Person(user))
        person.follows[kind, target] = Follow(kind, target, level, delivery)
    members = Membership.objects.current().filter(space__in=spaces, **among)
    for user, space in members.values_list("user_id", "space_id").distinct():
        found.setdefault(user, Person(user)).spaces.add(space)
    asked = Reader.objects.filter(**(among or {"user__in": found} if len(found) < PEOPLE else among))
    for user, frequency, until, mentions in asked.values_list("user_id", "frequency", "paused_until", "mentions"):
        if user in found:
            found[user].frequency, found[user].is_paused, found[user].mentions = frequency, is_put_off(until), mentions
    return found


def is_put_off(until):
    """Whether digests are put off until a day that has not come."""
    return bool(until and until > today())


def readers(subjects, ids):
    """{space id: those of these people who may read it today}, of the spaces of these subjects. A query a space."""
    spaces = {subject.space.pk: subject.space for subject in subjects}
    return {
        pk: set(access.readers(space).filter(pk__in=ids).values_list("pk", flat=True)) for pk, space in spaces.items()
    }


def match(subject, person):
    """The Way by which an item comes to somebody who may read it; None when it does not. Its author knows of it."""
    if person.pk == subject.author:
        return None
    if subject.is_must_read:
        return Way(DeliveryChannel.INSTANT, Reason.MUST_READ)
    if is_silenced(subject, person):
        return None
    follows = follows_of(subject, person)
    ways = [Way(person.channel_of_mention(), Reason.MENTION)] if names(subject, person) else []
    if person.frequency is None:  # who has begun no digest follows nothing
        return ways[0] if ways else None
    ways += [Way(person.channel(follow), *because(follow, person)) for follow in follows if brings(follow, subject)]
    space = subject.space.pk
    if space in person.spaces and ("space", space) not in person.follows:
        ways.append(Way(person.channel(), Reason.SPACE, space))
    return min(ways, key=lambda way: (SPEED[way.channel], ORDER[way.reason]), default=None)


def follows_of(subject, person):
    """What somebody follows of what an item belongs to, from the narrowest."""
    return [person.follows[target] for target in targets(subject) if target in person.follows]


def is_silenced(subject, person):
    """Whether somebody muted the item or, when they do not follow it by itself, anything it belongs to."""
    follows = follows_of(subject, person)
    if follows and follows[0].kind == "key":
        return follows[0].level == FollowLevel.MUTED
    return any(follow.level == FollowLevel.MUTED for follow in follows)


def names(subject, person):
    """Whether an item names somebody who is not the one who wrote it."""
    return subject.named == person.pk != subject.author


def brings(follow, subject):
    return follow.level == FollowLevel.ALL or (follow.level == FollowLevel.OFFICIAL and subject.is_official)


REASONS = {"key": Reason.ITEM, "topic": Reason.TOPIC, "person": Reason.PERSON, "jurisdiction": Reason.JURISDICTION}


def because(follow, person):
    """(reason, what it is about) of what comes by a follow."""
    if follow.kind == "space":
        return (Reason.SPACE if follow.target in person.spaces else Reason.FOLLOWED), follow.target
    return REASONS[follow.kind], None if follow.kind == "key" else follow.target


def ways(subject, ids=None):
    """{user id: Way} of everybody an item reaches who may read it today, or of those of them among these people."""
    allowed, found = access.readers(subject.space), people([subject], ids)
    if not subject.is_must_read and len(found) < PEOPLE:
        allowed = allowed.filter(pk__in=found)
    if ids is not None:
        allowed = allowed.filter(pk__in=ids)
    matched = ((pk, match(subject, found.get(pk) or Person(pk))) for pk in allowed.values_list("pk", flat=True))
    return {pk: way for pk, way in matched if way}
