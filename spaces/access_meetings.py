"""Who sees what of the replies to a meeting: how many, who comes, who said what, and what somebody needs to take part.

How many come is for all who may read the meeting (access.can_see). What is asked here adds no query to it.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from spaces import access
from spaces.models import Duty, MeetingPage, Membership


def supports(user):
    """Whether this user is of the co-chairs’ support today: they alone, and each person, see what is needed."""
    return access.is_member(user) and Duty.SUPPORT in access.standing(user).get(None, ())


def may_see_replies(user, meeting):
    """May this user see who said what, with the addresses of delegates? The leads of the space, and the support."""
    if meeting.space.removed_at or not access.is_member(user):
        return False
    return access.leads(user, meeting.space) or supports(user)


def may_see_names(user, meeting):
    """May this user see who comes? The members of the space besides."""
    if may_see_replies(user, meeting):
        return True
    return access.can_enter(user, meeting.space) and bool(access.standing(user).get(meeting.space_id))


def needs_open_to(user, replies):
    """The rows of a queryset of replies that say what somebody needs at a meeting to come, for the support alone.

    Wherever it is held: of that meeting itself they learn no more than access.can_see gives them. Whoever may not read
    it any more (access.readers), and meetings that are withdrawn, need nothing.
    """
    if not supports(user):
        return replies.none()
    live = MeetingPage.objects.filter(meeting=OuterRef("meeting"), live=True)
    member = Membership.objects.current().filter(user=OuterRef("user"), space=OuterRef("meeting__space"))
    reads = Q(meeting__space__is_open=True) | Q(user__is_superuser=True) | Exists(member)
    found = replies.filter(Exists(live), reads, user__is_active=True, meeting__space__removed_at=None)
    return found.filter(meeting__ends_at__gte=timezone.now()).exclude(accommodation="")
