"""The sheet a lead leaves to the next one: built from the records, never written (product.md F12, F13)."""

from django.utils import timezone

from cms.bilingual.twins import reading_language
from spaces.models import Role, State
from spaces.services import memberships, reading

PRACTICES = 10


def sheet(space, user):
    """What the sheet of a space holds, as this person may read it."""
    language, locale_id = reading_language()
    leads = memberships.current(space).filter(role=Role.LEAD).select_related("user__profile")
    meetings = reading.meeting_pages(user, locale_id).filter(meeting__space=space)
    return {
        "leads": list(leads.order_by("starts_on", "pk")),
        "people": memberships.current(space).values("user").distinct().count(),
        "deliverables": list(space.deliverables.filter(done_on=None)),
        "asked": list(space.join_requests.filter(state=State.WAITING).select_related("user")),
        "meetings": list(meetings.filter(meeting__ends_at__gte=timezone.now()).order_by("meeting__starts_at")),
        "articles": reading.show(list(reading.articles(user).filter(space=space)[:PRACTICES]), language),
        "made_on": timezone.now(),
    }
