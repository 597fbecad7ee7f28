"""Somebody named by hand among those who may read a space: by name, or by address where two have the same."""

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from spaces import access
from spaces.models import Membership, sort_key
from spaces.services.memberships import Refused

OFFERED = 500  # names a form offers at most


def offered(meeting):
    """The names a form about a meeting offers: the members of its space, and those who replied; by name."""
    members = Membership.objects.current().filter(space=meeting.space_id).values("user")
    found = access.readers(meeting.space).filter(Q(pk__in=members) | Q(pk__in=meeting.replies.values("user")))
    rows = found.order_by("last_name", "first_name").values_list("first_name", "last_name", "email")
    rows = list(rows[:OFFERED])
    names = [f"{first} {last}".strip() for first, last, _email in rows]
    same = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    return [email if name in same or not name else name for name, (*_names, email) in zip(names, rows, strict=True)]


def find(space, typed):
    """The reader of the space who is meant. Raises Refused, in words, when it is nobody, or one of several."""
    typed = " ".join(typed.split())
    people = access.readers(space).annotate(whole=Concat("first_name", Value(" "), "last_name"))
    found = list(people.filter(Q(email__iexact=typed) | Q(whole__iexact=typed))[:2])
    if not found:  # without its accents, or in other letters
        key = sort_key(typed)
        ids = [pk for pk, whole in people.values_list("pk", "whole") if sort_key(whole) == key]
        found = list(people.filter(pk__in=ids[:2]))
    if not found:
        raise Refused(_("Nobody who may read this space is called “%(name)s”.") % {"name": typed})
    if len(found) > 1:
        raise Refused(_("Several people are called “%(name)s”: give the email address.") % {"name": typed})
    return found[0]
