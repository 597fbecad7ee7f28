"""The worker's side of search."""

from django.utils import timezone
from django_tasks import task

from cms.tasks import FOR_PEOPLE
from search import alerts, files, insights, outbox
from search.models import OutboxEntry


@task(priority=FOR_PEOPLE)
def drain_outbox():
    """Index what changed, until nothing is left or the engine refuses."""
    done, left = outbox.drain()
    while done and left:
        done, left = outbox.drain()


@task
def read_files():
    """Read one file, then ask for the next: what people wait for goes in between, and the index meanwhile."""
    if files.read_next(meanwhile=drain_some):
        read_files.enqueue()
    else:
        files.forget_gone()


def drain_some():
    if OutboxEntry.objects.exists():
        outbox.drain()


@task
def build_missing_index():
    """Build the index when the engine answers and has none: a server that is new, or a version of the site that is."""
    outbox.build_missing()


@task(priority=FOR_PEOPLE)
def tell_of_searches():
    """What is new in searches whose owners want it at once; safe to run twice: the ledger has each item once."""
    return alerts.tell_at_once(now=timezone.now())


@task()
def prune_insights():
    """Remove the questions that have been kept long enough."""
    return insights.prune()
