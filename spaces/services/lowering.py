"""Less of one thing by a link in mail: what its owner has of it now, and the steps down from there."""

import re
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from spaces import access
from spaces.models import FollowLevel, Frequency
from spaces.services import digest_times, follows, lines, subscriptions

TARGET = re.compile(r"(topic|space|followed|person|jurisdiction|search|item|mention)-([0-9a-f-]{1,36})")
PACES = (Frequency.INSTANT, Frequency.DAILY, Frequency.WEEKLY, Frequency.NONE)
OFFICIAL, NOTHING = "official", "nothing"


@dataclass(frozen=True)
class Held:
    """What somebody has of one thing: how much (empty: nothing), how soon. `kind` as `follows` has it, or search."""

    kind: str
    target: object
    name: str
    level: str
    pace: str
    is_member: bool = False
    is_given: bool = False  # an item they had without following it
    spoken: str = ""

    @property
    def kind_name(self):
        words = {
            "topic": _("Topic"), "space": _("Space"), "key": _("Item you follow"), "person": _("Member"),
            "jurisdiction": _("Jurisdiction"), "search": _("Saved search"), "mention": _("Where you are named"),
        }  # fmt: skip
        return words[self.kind]

    @property
    def level_name(self):
        return FollowLevel(self.level or FollowLevel.MUTED).label

    @property
    def pace_name(self):
        return _("never by mail") if self.pace == Frequency.NONE else Frequency(self.pace).label

    @property
    def steps(self):
        """What is less than now, the next first."""
        if not self.level or self.level == FollowLevel.MUTED:
            return ()
        if self.level == FollowLevel.MENTIONS:
            return (NOTHING,)
        if self.is_given:
            return (NOTHING,)
        found = PACES[PACES.index(self.pace) + 1 :]
        if self.kind == "mention":
            return found
        if self.level == FollowLevel.ALL and FollowLevel.OFFICIAL in follows.LEVELS.get(self.kind, ()):
            found += (OFFICIAL,)
        return (*found, NOTHING)


def read(target):
    """(kind, id) of what an address of a mail names; None of what is made up."""
    said = TARGET.fullmatch(target)
    kind, pk = said.groups() if said else ("", "")
    if kind == "item":
        try:
            return "key", uuid.UUID(pk)
        except ValueError:
            return None
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return "space" if kind == "followed" else kind, int(pk)


def held(owner, target):
    """What the owner of a link has of what it names; None when they may not see it, or it is made up."""
    named = read(target)
    if named is None:
        return None
    kind, pk = named
    pace = digest_times.of(owner).frequency
    if kind == "mention":
        reader = digest_times.of(owner)
        pace = Frequency.NONE if pace == Frequency.NONE else reader.mentions
        return Held(kind, pk, _("What names me"), FollowLevel.ALL, pace) if pk == 0 else None
    if kind == "search":
        found = next(filter(None, (section.held(owner, pk) for section in lines.sections())), None)
        if found is None:
            return None
        name, is_on, delivery = found
        return Held(kind, pk, name, FollowLevel.ALL if is_on else "", delivery or pace)
    thing = follows.find(owner, kind, pk)
    if thing is None:
        return None
    row = owner.subscriptions.filter(**{kind if kind == "key" else f"{kind}_id": pk}).first()
    is_member = kind == "space" and bool(access.standing(owner).get(pk))
    is_given = kind == "key" and row is None and owner.deliveries.filter(key=pk).exists()
    level = row.level if row else FollowLevel.ALL if is_member or is_given else ""
    spoken = thing.language if kind == "key" else ""
    return Held(kind, pk, follows.name_of(thing), level, (row and row.delivery) or pace, is_member, is_given, spoken)


def steps(held):
    """[(step, words)] down from what is held, the next first."""
    words = {
        Frequency.DAILY: _("Have it once a day, in a digest"),
        Frequency.WEEKLY: _("Have it once a week, in a digest"),
        Frequency.NONE: _("Never by mail, on the site only"),
        OFFICIAL: _("Official content only"),
        NOTHING: _("Nothing from this space any more") if held.is_member else _("Stop following"),
    }
    if held.is_given:
        words[NOTHING] = _("Nothing about this page any more")
    return [(str(step), words[step]) for step in held.steps]


def lower(owner, held, step):
    """Take a step down; one that is none from where things stand changes nothing. Returns whether it was asked well."""
    if step not in {*PACES, OFFICIAL, NOTHING}:
        return False
    if step not in held.steps:
        return True
    if held.kind == "mention":
        digest_times.have_mentions(owner, step)
        return True
    if held.kind == "search":
        for section in lines.sections():
            section.lower(owner, held.target, None if step == NOTHING else step)
        return True
    target = {held.kind if held.kind == "key" else f"{held.kind}_id": held.target}
    if step == NOTHING and not held.is_member and not held.is_given:
        subscriptions.unfollow(user=owner, **target)
    elif step in {NOTHING, OFFICIAL}:
        level = FollowLevel.MUTED if step == NOTHING else FollowLevel.OFFICIAL
        subscriptions.follow(user=owner, level=level, **target)
    else:
        subscriptions.follow(user=owner, delivery=step, **target)
    return True
