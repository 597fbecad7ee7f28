"""What a meeting of the matrix leaves: adopted minutes, a correction under way, and lines that are not adopted."""

from django.utils import timezone

from spaces.models import (
    Action,
    ActionReminder,
    ActionStep,
    Attendance,
    Decision,
    Minutes,
    Note,
    Roll,
)
from spaces.services.minutes_words import LANGUAGES, digest


def make_record(world, hand):
    """Of the meeting of a world; `hand` was there, and owns what is to be done."""
    meeting, now = world.pages["meeting"]["fr"].meeting, timezone.now()
    adopted, draft = ({code: world.said(kind, code) for code in LANGUAGES} for kind in ("meeting", "draft"))
    here = {"people": [{"user": hand.pk, "name": str(hand), "delegate": ""}], "orders": [], "places": [], "guests": 1}
    decision = Decision.objects.create(meeting=meeting, by=hand, **worded("text", adopted), **worded("said", adopted))
    passage = {"kind": "decision", "row": decision.pk, "places": []}
    said = {
        code: {"title": words, "attendance": here,
               "items": [{"item": None, "title": "", "passages": [passage | {"text": words}]}]}
        for code, words in adopted.items()
    }  # fmt: skip
    snapshot = {"reason": dict.fromkeys(LANGUAGES, ""), **said}
    minutes = Minutes.objects.create(
        meeting=meeting, adopted_at=now, adopted_on=now.date(), adopted_by=hand, fr_at=now, en_at=now,
        snapshot=snapshot, digest=digest(snapshot),
    )  # fmt: skip
    Decision.objects.filter(pk=decision.pk).update(adopted_in=minutes)
    Minutes.objects.create(meeting=meeting, version=2, **worded("reason", draft), drafted_by=hand)
    note = Note.objects.create(meeting=meeting, by=hand, **worded("text", draft))
    action = Action.objects.create(meeting=meeting, by=hand, owner=hand, **worded("text", draft))
    ActionStep.objects.create(action=action, state=action.state, by=hand)
    ActionReminder.objects.create(action=action, about="week")
    Attendance.objects.create(meeting=meeting, user=hand)
    Roll.objects.create(meeting=meeting, number=1, guests=1, taken_by=hand)
    world.lines = {row.kind: row.pk for row in (decision, note, action)}


def worded(name, words):
    return {f"{name}_{code}": said for code, said in words.items()}
