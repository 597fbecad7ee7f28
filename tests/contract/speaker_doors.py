"""The doors of the catalogue of speakers: a talk given at a meeting is behind the gate of that meeting."""

from tests.contract.leaks import door


@door("speakers", shows={"meeting"})
def catalogue(visit):
    speaker, (word,) = visit.world.speaker, visit.words(["meeting"])
    return visit.get(visit.site("speakers"), q=word) + visit.get(visit.site("speaker", speaker.pk))


@door("talks, as they are kept", shows={"meeting"}, rights={"lead of X"})
def talks(visit):
    speaker, talk = visit.world.speaker, visit.world.talk
    forms = [visit.site(name, speaker.pk, talk.pk) for name in ("talk_edit", "talk_remove")]
    return " ".join(map(visit.get, [*forms, visit.site("talk_new", speaker.pk)]))
