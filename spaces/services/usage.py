"""Where something is used, as far as its reader may know: pages out of their reach are neither named nor counted.

Wagtail lists them as private and counts them, on the sheets of pictures and documents, before one deletes them and in
lists. What is taken out of its index when a row is deleted stays whole.
"""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, ReferenceIndex

from cms.references import editor
from spaces import access

WORK = {"add", "change", "publish"}


def seen(references):
    """Rows of Wagtail's index without those of pages the person at work may not read, or of others’ drafts."""
    user = editor.get()
    if user is None or user.is_superuser:
        return references
    drafts = access.GRANTED.instances_user_has_any_permission_for(user, WORK)
    pages = access.within_reach(user, Page.objects.filter(Q(live=True) | Q(pk__in=drafts.values("pk"))))
    of_pages = Q(base_content_type=ContentType.objects.get_for_model(Page))
    return references.filter(~of_pages | Q(object_id__in=pages.annotate(key=Cast("pk", CharField())).values("key")))


@contextmanager
def by(user):
    """Say who asks, outside of the editors' admin."""
    token = editor.set(user)
    try:
        yield
    finally:
        editor.reset(token)


def count(thing, user):
    """How many pages this person may know of name a thing."""
    with by(user):
        return thing.get_usage().count()


def register():
    """Put it in the way of every list and count of Wagtail's; called when the application is ready."""
    rows = type(ReferenceIndex.objects.all())
    grouped, in_bulk = rows.group_by_source_object, ReferenceIndex.get_references_to_in_bulk
    rows.group_by_source_object = lambda self: grouped(seen(self))
    ReferenceIndex.get_references_to_in_bulk = lambda objects: seen(in_bulk(objects))
    ReferenceIndex.usage_count_subquery = usage_count


def usage_count(model):
    """How many things name each row of a model, for its lists to sort and narrow by."""
    found = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    counted = seen(found).order_by().values("to_object_id").annotate(n=Count("object_id", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)
