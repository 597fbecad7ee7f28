"""Who calls people to a meeting, and follows who answered."""

from spaces import access
from spaces.models import MeetingKind


def may_call(user, meeting):
    """May this user send the notice of a meeting? Whoever may not read it never may.

    The co-chairs, and their support for them; for a meeting that is not the community’s own, the leads of its space.
    """
    if not access.can_see(user, meeting):
        return False
    if access.chairs(user):
        return True
    return meeting.kind != MeetingKind.QUARTERLY and access.leads(user, meeting.space)
