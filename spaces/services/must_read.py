"""Announcements everyone must read: who has said so, by administration, and one reminder to those who have not."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces import access
from spaces.models import Acknowledgement, Announcement, sort_key
from spaces.services import letters
from spaces.services.memberships import Refused
from spaces.services.reading import preferred


@dataclass(frozen=True)
class Standing:
    """How many of an administration have read it, of those who may."""

    name: str
    read: int
    people: int


def owed(user):
    """The announcements this person must read and has not said they have: those published since they came."""
    read = Acknowledgement.objects.filter(user=user, announcement=OuterRef("pk"))
    found = access.open_to(user, Announcement.objects.filter(is_must_read=True))
    return found.filter(~Exists(read), published_at__gte=user.date_joined).exclude(author=user)


def find(user, pk):
    """The announcement with this id that this person may say they have read; None when there is none."""
    found = access.open_to(user, Announcement.objects.filter(is_must_read=True, published_at__isnull=False))
    return found.filter(pk=pk).first()


def acknowledge(*, user, announcement):
    """Doing it twice changes nothing."""
    return Acknowledgement.objects.get_or_create(user=user, announcement=announcement)[0]


def people(announcement):
    """Those who must read it: they may today, and came before it; with `has_read`."""
    read = Acknowledgement.objects.filter(user=OuterRef("pk"), announcement=announcement)
    readers = access.readers(announcement.space).exclude(pk=announcement.author_id)  # who says it has read it
    return readers.filter(date_joined__lte=announcement.published_at).annotate(has_read=Exists(read))


def missing(announcement):
    """Those of them who have not said that they have read it, by name."""
    found = people(announcement).filter(has_read=False).select_related("profile__jurisdiction")
    return found.order_by("last_name", "first_name", "pk")


def standings(announcement, language):
    """[Standing] of each administration, by name, those of none after them, and of all together. One query."""
    name = f"profile__jurisdiction__name_{language}"
    rows = people(announcement).order_by().values_list(name)
    counted = rows.annotate(people=Count("pk"), read=Count("pk", filter=Q(has_read=True)))
    found = [Standing(said or _("No administration"), read, number) for said, number, read in counted]
    found.sort(key=lambda one: (one.name == _("No administration"), sort_key(one.name)))
    every = Standing(_("All administrations"), sum(one.read for one in found), sum(one.people for one in found))
    return [*found, every]


@transaction.atomic
def remind(announcement):
    """Write to those who have not read it: once, whoever asks. Raises Refused the second time."""
    waiting = Announcement.objects.filter(pk=announcement.pk, is_must_read=True, reminded_at=None)
    if not waiting.filter(published_at__isnull=False).update(reminded_at=timezone.now()):
        raise Refused(_("Those who have not read it were reminded already; one reminder is all there is."))
    letters.post("must_read", announcement.pk)


def letter(pk):
    """To each of those who have not read it by the time it is written."""
    announcement = Announcement.objects.select_related("space").filter(pk=pk, is_must_read=True).first()
    if announcement is None or announcement.published_at is None:
        return
    pages = {page.language: page for page in announcement.pages.filter(live=True)}
    for reader in missing(announcement):
        if page := preferred(pages, reader.language):
            said = {"title": page.title, "title_language": page.language, "page": page}
            yield "must_read", reader, announcement.space, said


letters.KINDS["must_read"] = letter
