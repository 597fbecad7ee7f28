"""A space's documents: they lie in its collection, and so the space decides who reads them (spaces/access.py).

What it gave to the community library stays on its list, where its leads keep it up to date; every member reads it, and
so it is neither removed nor taken back there.
"""

from django.db import transaction
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Collection

from cms.models import File
from spaces import access
from spaces.models import Promotion, Space
from spaces.services import logbook
from spaces.services.memberships import Refused, kept_words

PROMOTED = "carrefour.promote"


def of(space):
    """The documents of the space and those it gave to the library, newest first, each with who brought it."""
    files = File.objects.select_related("uploaded_by_user", "promotion")
    mine = Q(pk__in=access.files_of(space, File.objects.all()).values("pk"))
    found = files.filter(mine | Q(pk__in=given(space).values("pk")))
    return found.annotate(is_given=Case(When(mine, then=False), default=True)).order_by("-created_at", "-pk")


def given(space):
    """Those it gave to the community library, and that are there today."""
    return access.library(File.objects.filter(promotion__space=space))


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
    """Keep what a valid form holds: a new document of the space, or a change to one. Raises Refused when it may not."""
    refuse_archived(space)
    is_new = form.instance.pk is None
    if is_new:
        form.instance.collection, form.instance.uploaded_by_user = folder(space), by
    document = form.save()
    if len(document.languages) < 2 and is_given(space, document):
        raise Refused(_("What is in the community library is in both languages: replace a file, do not take it off."))
    log(instance=document, action="wagtail.create" if is_new else "wagtail.edit", user=by)
    logbook.write(space, "document_add" if is_new else "document_change", by=by)
    return document


@transaction.atomic
def remove(*, document, space, by):
    """Delete a document and its files. The log keeps its title and who did it."""
    refuse_archived(space)
    refuse_given(space, document)
    log(instance=document, action="wagtail.delete", user=by, deleted=True)
    logbook.write(space, "document_remove", by=by)
    document.delete()


@transaction.atomic
def promote(*, document, space, by):
    """Move a document to the community library, where every member reads it. An archived space may give its best too.

    Raises Refused while a language is missing: what is for everyone is in both (product.md S8).
    """
    document = File.objects.select_for_update().get(pk=document.pk)
    refuse_given(space, document)
    if len(document.languages) < 2:
        raise Refused(_("What is in the community library is in both languages: add the file that is missing first."))
    Promotion.objects.update_or_create(file=document, defaults={"space": space, "by": by, "at": timezone.now()})
    document.collection = Collection.get_first_root_node()
    document.save(update_fields=["collection"])
    log(instance=document, action=PROMOTED, user=by, data={"space": space.code})
    logbook.write(space, "document_promote", by=by, name=document.title)


def is_given(space, document):
    return given(space).filter(pk=document.pk).exists()


def refuse_given(space, document):
    if is_given(space, document):
        raise Refused(
            _(
                "Every member reads this document in the community library: "
                "whoever administers the installation takes it out."
            )
        )


def refuse_archived(space):
    if space.archived_at:
        raise Refused(kept_words())
