"""Whom a meeting calls: of those who may read it, those of the level it is meant for, or who was invited by name."""

from spaces import access
from spaces.models import Level, MeetingKind, MeetingLevel, Membership

LEVELS = {MeetingLevel.EXECUTIVE: Level.EXECUTIVE, MeetingLevel.MANAGER: Level.MANAGER}


def called(meeting):
    """The members a meeting calls today, as a queryset. It closes the page to nobody else.

    A targeted meeting calls those who were invited; another one, everybody of its level in a space that is open to
    all for quarterly meetings and speaker sessions, and the members of its space for the others.
    """
    readers = access.readers(meeting.space)
    if meeting.kind == MeetingKind.TARGETED:
        return readers.filter(invited_to__meeting=meeting)
    if meeting.kind not in (MeetingKind.QUARTERLY, MeetingKind.SPEAKER):
        readers = readers.filter(pk__in=Membership.objects.current().filter(space=meeting.space_id).values("user"))
    level = LEVELS.get(meeting.level)
    return readers.filter(profile__level=level) if level else readers
