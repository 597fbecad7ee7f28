"""Jobs of the platform itself, run by the worker; each is safe to run twice."""

from django.core.management import call_command
from django_tasks import task

from cms import leftovers
from cms.bilingual import intake, machine

FOR_PEOPLE = 10  # somebody waits for it: before the indexes Wagtail keeps, by the hundred after a load


@task(priority=FOR_PEOPLE)
def publish_scheduled():
    """Publish and expire pages whose minute has come."""
    call_command("publish_scheduled", verbosity=0)


@task()
def clear_sessions():
    call_command("clearsessions", verbosity=0)


@task()
def prune_task_results():
    call_command("prune_db_task_results", verbosity=0, min_age_days=14)


@task()
def clear_leftovers():
    """Files sent for forms nobody finished."""
    return leftovers.clear()


@task()
def fill_ledger():
    """Work out the state of what came without Wagtail's events, as an import does."""
    return intake.fill()


@task(priority=FOR_PEOPLE)
def make_machine_draft(key):
    """What a translator asked for; after a stop it goes on where it was."""
    return machine.make(key)
