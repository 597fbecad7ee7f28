"""Notices on the site: what reached a person, by mail or not, and how much of it they have not read.

The number stands beside the person (`User.unread`), with what it was counted under: the content version and the spaces
they may read. It is counted up as rows are written, exactly when something is read, and anew once any of that has
moved; nobody whose number is 0 is asked about.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from cms.models import User
from spaces import access
from spaces.models import Delivery, DeliveryState, Meeting, Occasion
from spaces.models.deliveries import REMINDERS
from spaces.services import lines


@dataclass(frozen=True)
class Notice:
    """A row of the ledger as its person reads it: the item in their language or labelled, and why it came."""

    row: Delivery
    line: lines.Line
    why: str

    @property
    def is_of_meeting(self):
        """Whether it says when a meeting is."""
        return self.row.occasion in {Occasion.AHEAD, Occasion.CALLED, Occasion.MOVED}


def of(user):
    """The rows of what reached this person and may be read by them today, whatever became of the mail."""
    shown = Q()
    for model, page_model in lines.TOLD.items():
        pages = access.open_to(user, page_model.objects.filter(translation_key=OuterRef("key")))
        if model is not Meeting:
            pages = pages.filter(**{f"{page_model.fact_name}__published_at__isnull": False})
        shown |= Q(Exists(pages))
    rows = Delivery.objects.filter(shown, user=user).exclude(state=DeliveryState.WITHDRAWN)
    return rows.exclude(occasion__in=REMINDERS)  # what they remind of stands there


def totals(user):
    """{"unread", "all"}: how many there are. One query."""
    return of(user).aggregate(unread=Count("pk", filter=Q(read_at=None)), all=Count("pk"))


def show(user, rows, language):
    """[Notice] of these rows, in the language of the page. As many queries for fifty as for one."""
    found = lines.load({row.key for row in rows})
    names = lines.Names((row.reason, row.about) for row in rows)
    rows = [row for row in rows if (row.key, language) in found]
    return [Notice(row, found[row.key, language], why(user, row, names)) for row in rows]


def why(user, row, names):
    """Why it came; empty when that is gone, or is a space whose name is no longer theirs to read."""
    kind = lines.KINDS.get(row.reason)
    name = names.of(row.reason, row.about)
    if kind and (not name or (kind == "space" and row.about not in access.space_ids(user))):
        return ""
    return lines.why(row.reason, name)


def mark(rows):
    """These rows are read. Returns whether any was not."""
    ids = list(rows.filter(read_at=None).values_list("pk", flat=True))
    return bool(ids and Delivery.objects.filter(pk__in=ids, read_at=None).update(read_at=timezone.now()))


def opened(user, key):
    """The person has an item before them: all that told them of it is read. Returns whether something was not."""
    return mark(Delivery.objects.filter(user=user, key=key))


def stamp(user, version):
    """What a number is counted under: the version of content, and the spaces the person may read."""
    spaces = hashlib.blake2b(access.space_key(user).encode(), digest_size=8).hexdigest()
    return f"{version}.{spaces}"


def recount(user, version, *, anew=False):
    """Count anew when what the number was counted under has moved, or `anew`."""
    under = stamp(user, version)
    if anew or user.unread_under != under:
        note(user, of(user).filter(read_at=None).count(), under)


def note(user, number, under):
    """Keep a number that was just counted; when rows were written or read meanwhile, the next page counts anew."""
    if (user.unread, user.unread_under) == (number, under):
        return
    mine = User.objects.filter(pk=user.pk)
    if not mine.filter(unread=user.unread, unread_under=user.unread_under).update(unread=number, unread_under=under):
        mine.update(unread_under="")
    user.unread, user.unread_under = number, under


def count_up(users):
    """These people (their ids, once for each row) have something new to read; their next page counts it exactly."""
    for number, ids in grouped(Counter(users)).items():
        User.objects.filter(pk__in=ids).update(unread=F("unread") + number, unread_under="")


def count_anew(users):
    """What reached these people has changed: those who had something unread are counted anew at their next page."""
    User.objects.filter(pk__in=users, unread__gt=0).update(unread_under="")


def return_to(user, space):
    """Somebody may read in a space they were in before: what reached them there and was never read counts again."""
    rows = Delivery.objects.filter(user=user, space=space, read_at=None).exclude(state=DeliveryState.WITHDRAWN)
    if rows.exists():
        count_up([user.pk])


def grouped(counts):
    """{number: [ids]}: nearly everybody has one more."""
    found = {}
    for pk, number in counts.items():
        found.setdefault(number, []).append(pk)
    return found
