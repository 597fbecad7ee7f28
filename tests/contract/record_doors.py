"""The doors of the record of a meeting: what its keepers type, and what its readers get once it is adopted."""

from tests.contract.leaks import door

KEEPERS = {"lead of X"}


def meeting(visit):
    return visit.world.pages["meeting"][visit.language].meeting_id


@door("record of a meeting", shows={"meeting", "draft"}, rights=KEEPERS)
def record(visit):
    return visit.get(visit.site("meeting_record", meeting(visit)))


@door("attendance of a meeting", shows={"meeting", "membership list"}, rights=KEEPERS)
def attendance(visit):
    return visit.get(visit.site("meeting_attendance", meeting(visit)))


@door("minutes of a meeting", shows={"meeting", "membership list"})
def minutes(visit):
    return visit.get(visit.site("meeting_minutes", meeting(visit)))


@door("an adopted decision", shows={"meeting"}, rights=KEEPERS)
def decision(visit):
    return visit.get(visit.site("meeting_decision", visit.world.lines["decision"]))


@door("a note", shows={"draft"}, rights=KEEPERS)
def note(visit):
    return visit.get(visit.site("meeting_note", visit.world.lines["note"]))


@door("the form of an action", shows={"draft"}, rights=KEEPERS)
def action_form(visit):
    return visit.get(visit.site("meeting_action", visit.world.lines["action"]))


@door("an action", shows={"draft", "meeting"}, rights=KEEPERS)
def action(visit):
    return visit.get(visit.site("action", visit.world.lines["action"]))


@door("all records", shows={"meeting"})
def records(visit):
    return visit.get(visit.site("records"))


@door("all records as a table", shows={"meeting"})
def table(visit):
    return visit.get(visit.site("records_export"))


@door("all records by their words", shows={"meeting"})
def found(visit):
    return "".join(visit.get(visit.site("records"), q=word) for word in visit.words(["meeting", "draft"]))
