"""Jobs of the platform itself, run by the worker; each is safe to run twice."""

from django.core.management import call_command
from django_tasks import task


@task()
def publish_scheduled():
    """Publish and expire pages whose minute has come."""
    call_command("publish_scheduled", verbosity=0)


@task()
def clear_sessions():
    call_command("clearsessions", verbosity=0)


@task()
def prune_task_results():
    call_command("prune_db_task_results", verbosity=0, min_age_days=14)
