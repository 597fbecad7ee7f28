"""The doors of a meeting beside its page: the reply, who comes, the table of its leads, the agenda to print."""

from tests.contract.leaks import door


def meeting(visit):
    return visit.world.pages["meeting"][visit.language].meeting_id


@door("reply to a meeting", shows={"meeting"})
def reply(visit):
    return visit.get(visit.site("meeting_reply", meeting(visit)))


@door("replies to a meeting", shows={"meeting", "membership list"})
def replies(visit):
    return visit.get(visit.site("meeting_replies", meeting(visit)))


@door("replies as a table", shows={"membership list"}, rights={"lead of X"})
def table(visit):
    return visit.get(visit.site("meeting_replies_export", meeting(visit)))


@door("needs of meetings")
def needs(visit):
    """Of the support alone, which is no persona here: what it reads is in tests/spaces/test_needs.py."""
    return visit.get(visit.site("meetings_needs"))


@door("agenda to print", shows={"meeting"})
def agenda(visit):
    return visit.get(visit.site("meeting_agenda", meeting(visit)))
