"""Who would come to a meeting and why: members who follow one of its topics, and how they balance (product.md F8)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from spaces import access
from spaces.models import FollowLevel, Frequency, Order, Subscription, sort_key
from spaces.services import audiences


@dataclass
class Candidate:
    """Somebody who may be invited, with the topics of the meeting they follow; none of whom was added by name."""

    user: object
    topics: list = field(default_factory=list)

    @property
    def order(self):
        """The order of government, "" of no administration."""
        profile = getattr(self.user, "profile", None)
        return profile.jurisdiction.order if profile else ""


def muted(space, topics, key=None):
    """The subscriptions by which somebody wants to hear nothing of a meeting: of its space, a topic of it, itself."""
    about = Q(space=space) | Q(topic__in=topics)
    if key:
        about |= Q(key=key)
    return Subscription.objects.filter(about, level=FollowLevel.MUTED)


def open_people(space, topics, key=None):
    """Those who may read the space, and have not muted the meeting or everything."""
    silent = muted(space, topics, key).values("user")
    found = access.readers(space).exclude(pk__in=silent).exclude(reader__frequency=Frequency.NONE)
    return found.select_related("profile__jurisdiction")


def candidates(space, topics, *, level="", key=None):
    """[Candidate] of those who follow a topic, those who follow more of them first, then by name.

    Two queries, however many there are. `level` is whom the meeting is meant for, `key` that of its pages when it is
    there already.
    """
    named = {topic.pk: topic for topic in topics}
    follows = Subscription.objects.filter(topic__in=named).exclude(level=FollowLevel.MUTED)
    why = defaultdict(list)
    for user, topic in follows.values_list("user_id", "topic_id"):
        why[user].append(named[topic])
    people = open_people(space, named, key).filter(pk__in=follows.values("user"))
    if level in audiences.LEVELS:
        people = people.filter(profile__level=audiences.LEVELS[level])
    found = [Candidate(user, sorted(why[user.pk], key=lambda topic: sort_key(topic.name))) for user in people]
    return sorted(found, key=lambda one: (-len(one.topics), *by_name(one.user)))


def added(space, ids):
    """[Candidate] of people who were named, those of them who may read the space today, by name. One query."""
    people = access.readers(space).filter(pk__in=ids).select_related("profile__jurisdiction") if ids else ()
    return [Candidate(user) for user in sorted(people, key=by_name)]


def by_name(user):
    return sort_key(user.last_name), sort_key(user.first_name), user.pk


def named(space, words, *, most=10):
    """Those who may read the space and whose name or address holds all the words; the first few, by name."""
    found = access.readers(space)
    for word in words.split()[:6]:
        found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return list(found.select_related("profile__jurisdiction").order_by("last_name", "first_name", "pk")[:most])


@dataclass
class Balance:
    """How those who are called are spread: [(words, value, how many)] by order of government and by language."""

    people: int
    orders: list
    languages: list


def balance(chosen):
    """The Balance of some candidates. Orders nobody is of are said too: what is missing is what one looks for."""
    orders = Counter(one.order for one in chosen)
    spoken = Counter(one.user.language for one in chosen)
    by_order = [(order.label, order.value, orders[order]) for order in Order]
    if orders[""]:
        by_order.append((_("No administration"), "", orders[""]))
    by_language = [(_("French"), "fr", spoken["fr"]), (_("English"), "en", spoken["en"])]
    return Balance(len(chosen), by_order, by_language)
