"""What somebody may follow, and all they follow, as they may see it today: what is closed to them is not there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation

from spaces import access, access_people
from spaces.models import FollowLevel, Jurisdiction, Space, Topic, sort_key
from spaces.services.lines import TOLD, sections

#: How much one may have of each kind. (Nothing an administration tells is official content of the community.)
LEVELS = {
    "topic": tuple(FollowLevel),
    "space": tuple(FollowLevel),
    "key": (FollowLevel.ALL, FollowLevel.MUTED),
    "person": (FollowLevel.ALL, FollowLevel.OFFICIAL, FollowLevel.MUTED),
    "jurisdiction": (FollowLevel.ALL, FollowLevel.MUTED),
    "search": (FollowLevel.ALL, FollowLevel.MUTED),
}


@dataclass
class Row:
    """One thing somebody follows: its name and address, and how they have it. `spoken`: the language of its name."""

    kind: str
    target: object
    name: str
    address: str
    level: str = FollowLevel.ALL
    delivery: str = ""
    is_member: bool = False
    spoken: str = ""

    @property
    def anchor(self):
        return f"{'item' if self.kind == 'key' else self.kind}-{self.target}"


def items(user, keys, language):
    """{translation key: page} of the items this user may read, in a language where they are."""
    found = {}
    for model in TOLD.values():
        pages = access.open_to(user, model.objects.filter(translation_key__in=keys))
        for page in pages.select_related(model.fact_name, "locale"):
            if page.language == language or page.translation_key not in found:
                found[page.translation_key] = page
    return found


def find(user, kind, target):
    """What somebody may follow, by its id or translation key, as they may see it; None when they may not."""
    if kind == "key":
        return items(user, [target], translation.get_language()[:2]).get(target)
    if kind == "space":
        return Space.objects.with_addresses().filter(pk=target, pk__in=access.space_ids(user)).first()
    if kind == "person":
        return access_people.known_people(user).filter(pk=target).first()
    return {"topic": Topic, "jurisdiction": Jurisdiction}[kind].objects.filter(pk=target).first()


def name_of(thing):
    """What a thing that is followed is called."""
    return getattr(thing, "title", None) or getattr(thing, "name", None) or str(thing)


def address_of(kind, thing):
    """Where one reads it: its page, or what it has published."""
    if kind == "topic":
        return reverse("topic", args=[thing.code])
    if kind == "person":
        return f"{reverse('articles')}?author={thing.pk}"
    if kind == "jurisdiction":
        return f"{reverse('articles')}?jurisdiction={thing.code}"
    return thing.address or reverse("spaces")


def listing(user):
    """{kind: [Row]} of all somebody follows and may see, by name; spaces they are members of first."""
    follows = {(row.kind, row.target): row for row in user.subscriptions.select_related("topic", "jurisdiction")}
    mine = access.standing(user).keys() - {None}
    wanted = {kind: [target for name, target in follows if name == kind] for kind in LEVELS if kind != "search"}
    spaces = (mine | set(wanted["space"])) & access.space_ids(user)
    things = {
        "topic": {row.topic_id: row.topic for row in follows.values() if row.topic_id},
        "space": {space.pk: space for space in Space.objects.with_addresses().filter(pk__in=spaces)},
        "key": items(user, wanted["key"], translation.get_language()[:2]),
        "person": access_people.known_people(user).in_bulk(wanted["person"]),
        "jurisdiction": {row.jurisdiction_id: row.jurisdiction for row in follows.values() if row.jurisdiction_id},
    }
    found = {}
    for kind, known in things.items():
        rows = [row_of(kind, pk, thing, follows.get((kind, pk)), pk in mine) for pk, thing in known.items()]
        found[kind] = sorted(rows, key=lambda row: (not row.is_member, sort_key(row.name)))
    return found | {"search": [search_of(*one) for section in sections() for one in section.rows(user)]}


def search_of(pk, words, address, is_on, delivery):
    """The Row of a search somebody keeps: its news is told, or not."""
    return Row("search", pk, words, address, FollowLevel.ALL if is_on else FollowLevel.MUTED, delivery)


def row_of(kind, target, thing, follow, is_mine):
    row = Row(kind, target, name_of(thing), address_of(kind, thing), is_member=kind == "space" and is_mine)
    row.spoken = thing.language if kind == "key" else ""
    if follow:
        row.level, row.delivery = follow.level, follow.delivery
    return row
