"""What is kept to be read: pages and files of archived spaces, that nobody changes in the admin until one reopens them.

The part of spaces/access.py that is about archives. Roles there give no rights (spaces/services/provision.py): what is
asked here is asked of those whose rights reach every space.
"""

from contextvars import ContextVar

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr
from wagtail.models import Collection

from spaces.access import GRANTED, TWIG, is_member, standing
from spaces.models import Role, Space, SpacePage

#: Whether something was refused in this request because it is kept; the door of the admin says so in words.
refused: ContextVar[bool] = ContextVar("refused in an archive", default=False)


def refuse(is_kept):
    """Note a refusal; returns what it is given."""
    if is_kept:
        refused.set(True)
    return is_kept


def is_kept(user, page):
    """Whether a page stands in an archived space. One query a request, none for those whose rights stop at spaces."""
    if not hasattr(user, "_kept"):
        found = SpacePage.objects.filter(space__archived_at__isnull=False).values_list("path", flat=True)
        user._kept = frozenset(found) if GRANTED.reaches_spaces(user) else frozenset()
    return page.path[:TWIG] in user._kept


def collections_not_kept(collections):
    """Rows of a queryset of collections, without those of archived spaces, and what is below them."""
    holding = Substr(OuterRef("path"), 1, 2 * Collection.steplen)
    kept = Space.objects.filter(archived_at__isnull=False).exclude(collection=None)
    return collections.filter(~Exists(kept.filter(collection__path=holding)))


def is_collection_kept(collection):
    return not collections_not_kept(Collection.objects.filter(pk=collection.pk)).exists()


def worked_in(user, page):
    """The archived space a page stands in, for those who worked there or oversee it; None elsewhere and for others."""
    space = Space.objects.filter(pages__path=page.path[:TWIG], archived_at__isnull=False).first()
    if space is None or not is_member(user):
        return None
    return space if user.is_superuser or standing(user).get(space.pk, set()) - {Role.MEMBER} else None
