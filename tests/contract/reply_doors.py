"""The doors of replies to a meeting: its form, who comes, and the table of its leads."""

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
