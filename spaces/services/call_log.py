"""What those who call people to a meeting are told: when the notice went, to how many, what became of it, who answered.

Its views ask access_calls who may.
"""

from django.db.models import Count, Exists, OuterRef, Q

from spaces import access
from spaces.models import CallKind, Delivery, Occasion, Reply
from spaces.models.deliveries import GIVEN
from spaces.services import calling
from spaces.services.call_figures import FAILED

UNANSWERED, UNREACHED = "unanswered", "failed"  # what the list is narrowed to


def rows(meeting, key):
    """The rows of those who were called and may read the meeting today, with whether each `has_answered`."""
    replied = Reply.objects.filter(meeting=meeting, user=OuterRef("user"))
    found = calling.told(key).filter(user__in=access.readers(meeting.space))
    return found.annotate(has_answered=Exists(replied))


def people(meeting, key, only=""):
    """The same rows by name: of all, of who has not answered, of those the notice did not reach."""
    found = rows(meeting, key)
    if only == UNANSWERED:
        found = found.filter(has_answered=False)
    elif only == UNREACHED:
        found = found.filter(state__in=FAILED)
    found = found.select_related("user__profile__jurisdiction", "dispatch")
    return found.order_by("user__last_name", "user__first_name", "pk")


def sent(meeting):
    """What was told of the meeting, newest first; what nobody was to be told is left out."""
    return meeting.calls.filter(Q(people__gt=0) | Q(kind=CallKind.NOTICE)).select_related("by").order_by("-at", "-pk")


def reminded(key):
    """{occasion: how many were reminded}."""
    found = Delivery.objects.filter(key=key, occasion__in=(Occasion.REPLY, Occasion.SOON), state__in=GIVEN)
    return dict(found.values_list("occasion").annotate(n=Count("pk")).order_by())
