"""A space's documents: they lie in its collection, and so the space decides who reads them (spaces/access.py)."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Collection

from cms.models import File
from spaces import access
from spaces.models import Space
from spaces.services import logbook
from spaces.services.memberships import Refused

PROMOTED = "carrefour.promote"


def of(space):
    """The documents of the space, newest first, each with who brought it."""
    return access.files_of(space, File.objects.select_related("uploaded_by_user")).order_by("-created_at", "-pk")


def for_all():
    """The community library, newest first."""
    return access.library(File.objects.all()).order_by("-created_at", "-pk")


@transaction.atomic
def folder(space):
    """The collection of the space, made when it has none yet."""
    space = Space.objects.select_for_update(of=("self",)).select_related("collection").get(pk=space.pk)
    if space.collection is None:
        space.collection = Collection.get_first_root_node().add_child(name=space.both_names)
        space.save(update_fields=["collection"])
    return space.collection


@transaction.atomic
def save(*, form, space, by):
    """Keep what a valid form holds: a new document of the space, or a change to one."""
    refuse_archived(space)
    is_new = form.instance.pk is None
    if is_new:
        form.instance.collection, form.instance.uploaded_by_user = folder(space), by
    document = form.save()
    log(instance=document, action="wagtail.create" if is_new else "wagtail.edit", user=by)
    logbook.write(space, "document_add" if is_new else "document_change", by=by)
    return document


@transaction.atomic
def remove(*, document, space, by):
    """Delete a document and its files. The log keeps its title and who did it."""
    refuse_archived(space)
    log(instance=document, action="wagtail.delete", user=by, deleted=True)
    logbook.write(space, "document_remove", by=by)
    document.delete()


@transaction.atomic
def promote(*, document, space, by):
    """Move a document to the community library, where every member reads it. An archived space may give its best too.

    Raises Refused while a language is missing: what is for everyone is in both (product.md S8).
    """
    document = File.objects.select_for_update().get(pk=document.pk)
    if len(document.languages) < 2:
        raise Refused(_("What is in the community library is in both languages: add the file that is missing first."))
    document.collection = Collection.get_first_root_node()
    document.save(update_fields=["collection"])
    log(instance=document, action=PROMOTED, user=by, data={"space": space.code})
    logbook.write(space, "document_promote", by=by, name=document.title)


def refuse_archived(space):
    if space.archived_at:
        raise Refused(_("This space is archived: nothing new is added. Reopen it first."))
