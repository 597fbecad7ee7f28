"""Who sees what of the replies to a meeting: how many, who comes, who said what, and what somebody needs to take part.

How many come is for all who may read the meeting (access.can_see). What is asked here adds no query to it.
"""

from spaces import access
from spaces.models import Duty


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
