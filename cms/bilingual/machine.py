"""Machine drafts, where a provider is set: a first text for passages that have none, for a person to read and confirm.

A draft is never a translation. The ledger counts its passage as to do, the gate lets nothing out that nobody
confirmed, and it leaves with a translation that is given up. It never takes the place of what somebody wrote.
"""

import logging

from django.db import transaction
from django.utils import timezone
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from cms.bilingual import chain, ledger, markup
from cms.bilingual.draft_models import DraftState, MachineDraft
from cms.bilingual.models import Pair
from cms.bilingual.passages import passages_of
from cms.bilingual.task_models import Step

log = logging.getLogger(__name__)
BATCH = 40  # passages sent at once: what is there shows after each


def provider(translation):
    """What drafts this translation: one of wagtail-localize's machine translators, or None."""
    found = get_machine_translator()
    if found and found.can_translate(translation.source.locale, translation.target_locale):
        return found
    return None


def blank(pair, translation):
    """The passages a machine may draft."""
    found, _dropped = passages_of(pair, translation, translation.source.as_instance())
    return [passage for passage in found if passage.is_blank]


def make(key):
    """Have what is blank drafted, batch by batch; run again after a stop, it goes on. Returns how many were made."""
    draft = MachineDraft.objects.filter(pk=key, state=DraftState.RUNNING).first()
    if draft is None:
        return 0
    tried = set()
    try:
        while batch := due(key, tried):
            translation, passages = batch
            tried |= {(passage.context, passage.string) for passage in passages}
            keep(draft, translation, answers(translation, passages))
        draft.state = DraftState.MADE
    except Exception:  # whatever a provider raises: no network, no credit, an answer that is none
        log.exception("the machine draft of %s failed", key)
        draft.state = DraftState.FAILED
    draft.moved_at = timezone.now()
    draft.save()
    return draft.made


def due(key, tried):
    """(translation, the next passages to draft); None when there are none, or it is no longer being translated."""
    translation, task = ledger.running(key), chain.task_of(key)
    if translation is None or (task and task.step != Step.TO_TRANSLATE):
        return None
    found = [one for one in blank(Pair.objects.get(pk=key), translation) if (one.context, one.string) not in tried]
    return (translation, found[:BATCH]) if found else None


def answers(translation, passages):
    """[(passage, its draft as it is kept, or None where it does not fit)]; the provider is asked once."""
    asked = {passage.text: StringValue(passage.text) for passage in passages}
    machine = provider(translation)
    given = machine.translate(translation.source.locale, translation.target_locale, list(asked.values()))
    return [(passage, fitted(passage, given.get(asked[passage.text])), machine.display_name) for passage in passages]


def fitted(passage, answer):
    """A draft loses no link and no emphasis, and is not too long for its field; else it is not kept."""
    if answer is None:
        return None
    typed = markup.editable(answer.data, is_rich=passage.place.is_rich)
    try:
        return markup.fit(passage.text, typed, is_rich=passage.place.is_rich, max_length=passage.place.max_length)
    except markup.Unfit:
        return None


@transaction.atomic
def keep(draft, translation, found):
    """Write a batch, but where somebody has written meanwhile."""
    Pair.objects.select_for_update().get(pk=draft.pair_id)
    rows = [
        StringTranslation(
            translation_of_id=passage.string, context_id=passage.context, locale_id=translation.target_locale_id,
            data=data, translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE, tool_name=str(name),
        )
        for passage, data, name in found
        if data is not None
    ]  # fmt: skip
    StringTranslation.objects.bulk_create(rows, ignore_conflicts=True)  # unheard: the ledger counts none of it as said
    draft.made += len(rows)
    draft.unfit += len(found) - len(rows)
    draft.moved_at = timezone.now()
    draft.save()
