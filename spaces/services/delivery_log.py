"""What the ledger tells the leads: the published items of their space, whom each reaches and where that stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Value

from spaces import access
from spaces.models import Delivery, DeliveryState, Occasion
from spaces.services.reach import POSTED


@dataclass
class Posted:
    """One published item: the page its reader gets, and how many rows are in each state, [(state, how many)]."""

    page: Any
    at: datetime
    counts: list[tuple[DeliveryState, int]]

    @property
    def people(self):
        return sum(number for _state, number in self.counts)


def posted(user, space):
    """(instant, kind, id) of what is published in the space, newest first."""
    kinds = [
        access.open_to(user, model.objects.filter(space=space, published_at__isnull=False))
        .order_by()
        .values_list("published_at", Value(model._meta.model_name), "pk")
        for model in POSTED
    ]
    return kinds[0].union(*kinds[1:], all=True).order_by("-published_at", "-pk")


def shown(user, space, rows, language):
    """[Posted] of a slice of posted(). As many queries for fifty as for one."""
    pages, wanted = {}, defaultdict(list)
    for _at, kind, pk in rows:
        wanted[kind].append(pk)
    for model, page_model in POSTED.items():
        kind, name = model._meta.model_name, page_model.fact_name
        found = page_model.objects.filter(**{f"{name}__in": wanted[kind]}).select_related(name)
        for page in access.open_to(user, found.order_by("pk")):
            key = kind, page.fact.pk
            if key not in pages or page.language == language:
                pages[key] = page
    counts = count(space, [page.translation_key for page in pages.values()])
    listed = [(at, pages[kind, pk]) for at, kind, pk in rows if (kind, pk) in pages]
    return [Posted(page, at, counts[page.translation_key]) for at, page in listed]


def count(space, keys):
    """{key: [(state, how many)]} in the order of states."""
    rows = Delivery.objects.filter(space=space, key__in=keys, occasion=Occasion.PUBLISHED).values_list("key", "state")
    found = defaultdict(list)
    for key, state, number in rows.annotate(number=Count("pk")).order_by():
        found[key].append((DeliveryState(state), number))
    for counts in found.values():
        counts.sort(key=lambda one: DeliveryState.values.index(one[0]))
    return found


def find(user, space, key, language):
    """The Posted of one item of the space, or None when it is not there for this person."""
    for page_model in POSTED.values():
        pages = page_model.objects.filter(translation_key=key, **{f"{page_model.fact_name}__space": space})
        found = list(access.open_to(user, pages.select_related(page_model.fact_name).order_by("pk")))
        if found:
            page = next((page for page in found if page.language == language), found[0])
            return Posted(page, page.fact.published_at, count(space, [key])[key])
    return None


def told_of_translation(space, key):
    """How many were told that the item is in their language now."""
    rows = Delivery.objects.filter(space=space, key=key, occasion=Occasion.TRANSLATED)
    return rows.exclude(state=DeliveryState.WITHDRAWN).count()


def people(space, key, state=""):
    """The rows of one item, by name; of one state when it is given."""
    rows = Delivery.objects.filter(space=space, key=key, occasion=Occasion.PUBLISHED)
    rows = rows.filter(state=state) if state else rows
    return rows.select_related("user__profile__jurisdiction", "dispatch").order_by(
        "user__last_name", "user__first_name", "pk"
    )
