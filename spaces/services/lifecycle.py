"""The life of a space: archived to be read, reopened, removed and brought back, gone for good after ninety days.

Nothing here depends on an account: when a person leaves, their space stays (product.md F12).
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces import access
from spaces.models import Announcement, Article, Meeting, Role, Space, SpacePage, day_of, today
from spaces.services import logbook, memberships, provision
from spaces.services.memberships import Refused

log = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=90)  # how long a removed space may be restored


def allow(may):
    """Refuse what is not this person's to do."""
    if not may:
        raise Refused(_("This space is led by others."))


@transaction.atomic
def archive(*, space, by):
    """Keep a space to be read; doing it twice changes nothing."""
    allow(access.may_run(by, space))
    if not space.archived_at:
        change(space, "archive", by, archived_at=timezone.now())


@transaction.atomic
def reopen(*, space, by, mandate_ends_on=None, leads=()):
    """Take a space up again. A mandate that has run out ends on the new day, or no more, when none is given.

    `leads` are people to lead it besides those who still do: raises Refused when that does not make two.
    """
    allow(access.may_run(by, space))
    if space.archived_at:
        ran_out = space.mandate_ends_on and space.mandate_ends_on <= today()
        last = mandate_ends_on or (None if ran_out else space.mandate_ends_on)
        change(space, "reopen", by, archived_at=None, prompted_on=None, mandate_ends_on=last)
        for lead in leads:
            memberships.grant(user=lead, space=space, role=Role.LEAD, by=by)
        if len(memberships.leads(space)) < memberships.LEADS_AT_LEAST:
            raise Refused(_("A space has two leads at least: name those it lacks, then reopen it."))


@transaction.atomic
def go_on(*, space, by):
    """The leads' answer to whether a space goes on: it does, and is not asked again before it has been quiet anew."""
    allow(access.may_run(by, space))
    memberships.refuse_archived(space, by)
    change(space, "goes_on", by, prompted_on=None)


@transaction.atomic
def remove(*, space, by):
    """Take a space away from everybody; it may be restored for ninety days."""
    allow(access.may_remove(by))
    if not space.removed_at:
        change(space, "remove", by, removed_at=timezone.now())


@transaction.atomic
def restore(*, space, by):
    """Bring a removed space back as it was, archived or not; whether it goes on is thereby answered.

    Raises Refused once its ninety days are over.
    """
    allow(access.may_remove(by))
    if space.removed_at:
        if days_left(space) <= 0:
            raise Refused(_("This space was removed too long ago to be restored."))
        change(space, "restore", by, removed_at=None, prompted_on=None)


def change(space, action, by, **facts):
    """Write an act and what it changes."""
    logbook.write(space, action, by=by)
    for name, value in facts.items():
        setattr(space, name, value)
    space.save(update_fields=list(facts))
    access.forget(by)


def removed():
    """The spaces that may be restored, the latest removed first, each with `removed_on` and `days_left`."""
    found = list(Space.objects.exclude(removed_at=None).order_by("-removed_at"))
    for space in found:
        space.removed_on, space.days_left = day_of(space.removed_at), days_left(space)
    return [space for space in found if space.days_left > 0]


def days_left(space, now=None):
    """How many days remain to restore a space, the one that has begun included; 0 when they are over."""
    over = (now or timezone.now()) - space.removed_at - KEPT_FOR
    return max(-(over // timedelta(days=1)), 0)


def purge(*, now=None):
    """Delete for good the spaces removed ninety days ago or more, with all they hold. Returns their codes.

    Only the schedule calls it. Each space goes whole or not at all, and one that cannot go does not hold up the others.
    """
    gone = []
    for space in Space.objects.filter(removed_at__lte=(now or timezone.now()) - KEPT_FOR):
        try:
            with transaction.atomic():
                delete(space)
        except Exception:
            log.exception("the space %s, removed on %s, could not be deleted", space.code, space.removed_at)
        else:
            gone.append(space.code)
            log.info("the space %s, removed on %s, is deleted for good", space.code, space.removed_at)
    return gone


def delete(space):
    """The pages first, then the facts they were about, then the space with who was in it."""
    logbook.write(space, "purge")
    provision.withdraw(space)
    space.collection = None
    for page in SpacePage.objects.filter(space=space):
        page.delete()
    for model in (Article, Meeting, Announcement):
        for fact in model.objects.filter(space=space):
            for page in fact.pages.all():  # one that had been moved away without its fact
                page.delete()
            fact.delete()
    space.delete()
