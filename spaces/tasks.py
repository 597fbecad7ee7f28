"""The worker's side of spaces."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from cms.tasks import FOR_PEOPLE
from spaces.services import (
    action_reminders,
    calling,
    deliveries,
    digests,
    dispatches,
    dormancy,
    exceptions,
    letters,
    letters_on_actions,  # noqa: F401  letters of its own
    letters_on_delegates,  # noqa: F401  letters of its own
    letters_on_duties,  # noqa: F401  letters of its own
    letters_on_exceptions,  # noqa: F401  letters of its own
    letters_on_gate,  # noqa: F401  letters of its own
    letters_on_minutes,  # noqa: F401  letters of its own
    letters_on_replies,  # noqa: F401  letters of its own
    letters_on_translations,  # noqa: F401  letters of its own
    letters_on_wishes,  # noqa: F401  letters of its own
    lifecycle,
    must_read,  # noqa: F401  a letter of its own
    plans,
    provision,
    reminders,
    replies,
    sending,
    series_acts,
    series_publishing,
    subscriptions,
)


@task(priority=FOR_PEOPLE)
def send_due_digests():
    """Make the digests that are due and send what waits; safe to run twice: each mail is claimed before it is sent."""
    return digests.send_due()


@task(priority=FOR_PEOPLE)
def send_mail():
    """Send what is to go at once; safe to run twice."""
    return sending.send_all()


@task(priority=FOR_PEOPLE)
def queue_deliveries(kind, pk):
    """Rows of the ledger for what has been published; safe to run twice."""
    return deliveries.queue(kind, pk)


@task(priority=FOR_PEOPLE)
def queue_translation(key, language):
    """Rows of the ledger for an item that can now be read in a language; safe to run twice."""
    return deliveries.queue_translation(UUID(key), language)


@task(priority=FOR_PEOPLE)
def write_letter(kind, keys):
    """Mail about coming into a space."""
    return letters.write(kind, keys)


@task(priority=FOR_PEOPLE)
def tell_call(pk):
    """Rows of the ledger for a notice of meeting, or what follows it; safe to run twice."""
    return calling.write(pk)


@task(priority=FOR_PEOPLE)
def publish_series(pk):
    """Publish the drafts of a series that wait; safe to run twice."""
    series_publishing.run(pk)


@task()
def look_after_meetings():
    """What the worker was stopped at, reminders that are due, seats that nobody takes any more; safe to run twice."""
    now = timezone.now()
    calling.write_left(now=now)
    reminders.send_due(now=now)
    replies.seat_left(now=now)
    series_publishing.go_on(now=now)


@task()
def prune_mails():
    """Forget mails that are settled long since; safe to run twice."""
    return dispatches.prune(now=timezone.now())


@task()
def settle_roles():
    """Roles that begin or end today, in the groups of the admin; entering the admin does the same for one person."""
    return provision.settle_all()


@task()
def look_after_spaces():
    """Ask after quiet spaces and mandates that end, and delete what is past its day; safe to run twice."""
    dormancy.ask()
    lifecycle.purge()
    replies.forget_needs()
    plans.forget()
    series_acts.forget()


@task()
def remind_of_actions():
    """Write to the owners of actions as their day comes; safe to run twice."""
    return action_reminders.remind()


@task()
def chase_exceptions():
    """Write to whoever sees to a language that is due; safe to run twice."""
    exceptions.chase()


@task()
def drop_gone_follows():
    """Forget who followed items that are gone; safe to run twice."""
    subscriptions.drop_gone()
