"""Jobs of the platform itself, run by the worker; each is safe to run twice."""

from django.core.management import call_command
from django_tasks import task

from cms import leftovers, mail
from cms.bilingual import intake, machine
from cms.models import CommunitySettings, Mailbox, User

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


@task(priority=FOR_PEOPLE)
def tell_of_mailbox(user_pk):
    """Tell the co-chairs’ support, in both languages, that somebody is written to no more; unless they are by now."""
    box = Mailbox.objects.stopped().select_related("user").filter(user=user_pk).first()
    if box:
        support = User(email=CommunitySettings.load().support_email, language="fr")
        said = {"name": box.user.get_full_name(), "address": box.address, "said": box.said}
        mail.send("mail/mailbox", to=support, context=said)
