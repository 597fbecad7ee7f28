"""Publishing an approved translation: when its original is what it waits for, those who may publish that are told."""

from cms.bilingual import gate, readiness
from cms.bilingual.gate_models import Waiting
from spaces.services import letters

UNASKED = {readiness.UNPUBLISHED, readiness.WORKFLOW}


def publish(task, *, by):
    """Returns (what the gate held back, None when readers have it; the letter to those who are to go on, "" of none).

    They are told once.
    """
    pair = task.pair
    is_known = Waiting.objects.filter(pair=pair, language=pair.target).exists()
    held = gate.keep(task.approved, by=by)
    if held and not is_known and any(one.kind in UNASKED and one.language == pair.source for one in held.obstacles):
        letters.post("translation_original", task.pk, by.pk)
        return held, "original"
    return held, ""
