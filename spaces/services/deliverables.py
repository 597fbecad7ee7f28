"""What a space was set up to hand in: every change is kept in its log."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from spaces.models import today
from spaces.services import logbook
from spaces.services.memberships import refuse_archived


@transaction.atomic
def add(*, form, by):
    """Save a new deliverable."""
    write(form.instance, "deliverable_add", by)
    form.save()


@transaction.atomic
def save(*, form, by):
    """Save its words and day, when they differ."""
    refuse_archived(form.instance.space, by)
    if form.changed_data:
        write(form.instance, "deliverable_change", by)
        form.save()


@transaction.atomic
def hand_in(*, deliverable, by):
    """It was handed in today; doing it twice keeps the first day."""
    refuse_archived(deliverable.space, by)
    if not deliverable.done_on:
        write(deliverable, "deliverable_done", by)
        deliverable.done_on = today()
        deliverable.save(update_fields=["done_on"])


@transaction.atomic
def take_back(*, deliverable, by):
    """It was not handed in after all."""
    refuse_archived(deliverable.space, by)
    if deliverable.done_on:
        write(deliverable, "deliverable_open", by)
        deliverable.done_on = None
        deliverable.save(update_fields=["done_on"])


@transaction.atomic
def remove(*, deliverable, by):
    """Take it off the list."""
    write(deliverable, "deliverable_remove", by)
    deliverable.delete()


def write(deliverable, action, by):
    """Keep an act, under the name it has in each language."""
    refuse_archived(deliverable.space, by)
    names = {"fr": deliverable.name_fr, "en": deliverable.name_en}
    logbook.write(deliverable.space, action, by=by, name=names)


#: What may be done to one besides saving its words: name -> (what is said once done, how).
CHANGES = {
    "hand_in": (_("The deliverable is marked as handed in."), hand_in),
    "take_back": (_("The deliverable is open again."), take_back),
    "remove": (_("The deliverable is removed."), remove),
}
