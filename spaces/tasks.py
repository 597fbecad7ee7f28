"""The worker's side of spaces."""

from django_tasks import task

from spaces.services import (
    deliveries,
    digests,
    dormancy,
    letters,
    letters_on_duties,  # noqa: F401  letters of its own
    letters_on_translations,  # noqa: F401  the same
    lifecycle,
    provision,
)


@task()
def send_due_digests():
    """Safe to run twice: each digest is claimed before it is sent."""
    return digests.send_due()


@task()
def queue_deliveries(kind, pk):
    """Rows of the ledger for what has been published; safe to run twice."""
    return deliveries.queue(kind, pk)


@task()
def write_letter(kind, keys):
    """Mail about coming into a space."""
    return letters.write(kind, keys)


@task()
def settle_roles():
    """Roles that begin or end today, in the groups of the admin; entering the admin does the same for one person."""
    return provision.settle_all()


@task()
def look_after_spaces():
    """Ask after quiet spaces and mandates that end, and delete what was removed ninety days ago; safe to run twice."""
    dormancy.ask()
    lifecycle.purge()
