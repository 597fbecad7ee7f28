"""The doors of proposed topics and of agendas: the ranking, one topic, what is alike, building."""

from tests.contract.leaks import door, word
from tests.contract.reply_doors import meeting

LEAD = {"lead of X"}


def title(visit):
    return word("proposal", visit.language)


@door("proposals", shows={"proposal"})
def proposals(visit):
    return visit.get(visit.site("proposals"), space=visit.world.space.code) + visit.get(visit.site("proposals"))


@door("one proposal", shows={"proposal"})
def proposal(visit):
    return visit.get(visit.site("proposal", visit.world.proposals[visit.language].pk))


@door("proposals alike", shows={"proposal"})
def alike(visit):
    """Typed without its last letter, so that what is typed is not what is found."""
    address, code = visit.site("proposal_new"), visit.world.space.code
    typed = {"space": code, "title": title(visit)[:-1], "language": visit.language, "minutes": "15"}
    return visit.get(address, space=code) + visit.client.post(f"{address}?space={code}", typed).content.decode()


@door("agenda to build", shows={"proposal"}, rights=LEAD)
def build(visit):
    return visit.get(visit.site("meeting_build", meeting(visit)))


@door("desk: templates of agendas")
def templates(visit):
    return visit.get(visit.site("desk_agenda", visit.world.space.code))
