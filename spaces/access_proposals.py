"""Who proposes topics, votes for them, and puts them on an agenda. Who reads them: whoever reads the space (access)."""

from spaces import access
from spaces.models import SpaceKind


def may_propose(user, space):
    """May this user propose a topic for the meetings of a space, and vote? Whoever reads it, unless it is archived."""
    return access.can_enter(user, space) and access.may_contribute(user, space)


def may_build(user, space):
    """May this user write the agendas of a space: place proposals or set them aside, change the templates?

    Its leads; those of the whole community, also the co-chairs and their support.
    """
    if not may_propose(user, space):
        return False
    return user.is_superuser or access.leads(user, space) or (is_shared(space) and access.oversees(user))


def is_shared(space):
    return space.kind == SpaceKind.COMMUNITY


def may_take_back(user, proposal):
    """One’s own, as long as it waits."""
    return proposal.by_id == user.pk and may_propose(user, proposal.space)


def may_word(user, proposal):
    """May this user write a proposal in its other language? Who proposed it, builds agendas or translates there."""
    if not may_propose(user, proposal.space):
        return False
    translates = access.translates(user, proposal.space_id, proposal.language)
    return proposal.by_id == user.pk or may_build(user, proposal.space) or translates
