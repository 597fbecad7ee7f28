"""What goes live by an act of translators. When an original is what waits, those who may publish it are told."""

from cms.bilingual import gate, ledger, minute, readiness
from cms.bilingual.gate_models import Waiting
from spaces.services import letters

UNASKED = {readiness.UNPUBLISHED, readiness.WORKFLOW}


def go_on(pair):
    """Both pages say the same now: what waited for that goes live. Returns (whether it did, what is held still)."""
    if gate.release(pair.pk):
        return True, None
    row, pages = Waiting.objects.filter(pair=pair).select_related("by").first(), ledger.pages_of(pair.pk)
    revision = pages[row.language].latest_revision if row else minute.noted(pages[pair.source])
    return False, gate.ask(revision, user=row and row.by) if revision else None


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
