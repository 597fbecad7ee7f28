"""Who calls people to a meeting, and follows who answered."""

from spaces import access
from spaces.models import Duty, MeetingKind

CHAIRS = frozenset({Duty.FEDERAL_CHAIR, Duty.PROVINCIAL_CHAIR, Duty.SUPPORT})


def may_call(user, meeting):
    """May this user send the notice of a meeting? Whoever may not read it never may.

    The co-chairs, and their support for them; for a meeting that is not the community’s own, the leads of its space.
    """
    if not access.can_see(user, meeting):
        return False
    if CHAIRS & access.standing(user).get(None, set()):
        return True
    return meeting.kind != MeetingKind.QUARTERLY and access.leads(user, meeting.space)
