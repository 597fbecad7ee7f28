"""Asking after spaces: those that have been quiet, and those whose mandate ends (product.md S7, F12).

Each question is written in the log in the transaction that posts it, so that it is asked once, whoever runs the job.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from spaces.models import Space, SpaceKind, day_of, today
from spaces.services import letters, logbook

ANSWER_WITHIN = timedelta(days=30)  # after which the co-chairs and their support learn of it
NOTICE = timedelta(days=30)  # before a mandate ends
ALIVE = ("goes_on", "reopen", "restore")  # acts by which somebody says that the space goes on


def ask(*, day=None):
    """Write to whom it concerns about each space that is quiet or whose mandate ends. Returns [(code, what)]."""
    day, asked = day or today(), []
    living = Space.objects.filter(archived_at=None, removed_at=None)
    for pk in living.values_list("pk", flat=True):
        with transaction.atomic():
            space = living.select_for_update().filter(pk=pk).first()
            if space is not None:
                asked += [(space.code, what) for what in (about_quiet(space, day), about_mandate(space, day)) if what]
    return asked


def about_quiet(space, day):
    """Ask the leads of a quiet space once; after thirty days without an answer, tell the co-chairs once.

    The space of the whole community is not asked: it goes on as long as the community does.
    """
    last = last_activity(space, day)
    if space.kind == SpaceKind.COMMUNITY or day - last < timedelta(days=settings.DORMANT_AFTER_DAYS):
        if space.prompted_on:  # something has happened since: the question is answered, and no page asks it any more
            put(space, None)
        return ""
    if space.prompted_on is None or space.prompted_on < last:
        put(space, day)
        return note(space, "ask", "dormant")
    told = any(said.get("asked_on") == space.prompted_on.isoformat() for _day, said in logbook.since(space, "warn"))
    if told or day - space.prompted_on < ANSWER_WITHIN:
        return ""
    return note(space, "warn", "quiet", asked_on=space.prompted_on.isoformat())


def put(space, day):
    """Keep when the leads were asked, None when there is nothing to answer."""
    space.prompted_on = day
    space.save(update_fields=["prompted_on"])


def about_mandate(space, day):
    """Say once that a mandate ends within thirty days, and once that it has ended; a new day starts this anew."""
    last = space.mandate_ends_on
    if last is None or day < last - NOTICE:
        return ""
    action = "mandate_over" if day > last else "mandate_soon"
    if any(said.get("last") == last.isoformat() for _day, said in logbook.since(space, action)):
        return ""
    return note(space, action, action, last=last.isoformat())


def note(space, action, letter, **said):
    """Keep that a question was asked, and post it."""
    logbook.write(space, action, **said)
    letters.post(letter, space.pk)
    return action


def last_activity(space, day):
    """The day something last happened: published, met, joined, or said to go on. A meeting to come counts as today."""
    published = [
        space.articles.aggregate(at=Max("published_at"))["at"],
        space.announcements.aggregate(at=Max("published_at"))["at"],
        space.meetings.filter(pages__live=True).aggregate(at=Max("starts_at"))["at"],
        space.pages.aggregate(at=Max("first_published_at"))["at"],
    ]
    joined = space.memberships.filter(starts_on__lte=day).aggregate(on=Max("starts_on"))["on"]
    said_on = [on for on, _data in logbook.since(space, *ALIVE)[:1]]
    days = [day_of(at) for at in published if at] + [on for on in [joined, *said_on] if on]
    return min(max(days, default=day), day)
