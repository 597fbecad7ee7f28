"""Whom of the community somebody meets where they may read: its members, and whoever wrote what stands there."""

from django.db.models import Q

from cms.models import User
from spaces import access
from spaces.models import Announcement, Article, Membership


def known_people(user):
    """Open accounts of people who are, or have published, in a space this user may enter."""
    if not access.is_member(user):
        return User.objects.none()
    here = {"space__in": access.space_ids(user)}
    met = Q(pk__in=Membership.objects.current().filter(**here).values("user"))
    for model in (Article, Announcement):
        met |= Q(pk__in=model.objects.filter(published_at__isnull=False, **here).values("author"))
    return User.objects.filter(met, is_active=True)
