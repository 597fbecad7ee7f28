"""The worker's side of search."""

from django_tasks import task

from search import outbox


@task()
def drain_outbox():
    """Index what changed, until nothing is left or the engine refuses."""
    done, left = outbox.drain()
    while done and left:
        done, left = outbox.drain()
