"""Making the translation of a thing its original, and the original its translation, with nothing lost.

wagtail-localize fixes the direction for good; turned round by hand, its strings would start empty and the first
publication would overwrite what was the original. So the strings of the new direction are made of both pages as they
are, and only when these say the same.
"""

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from cms.bilingual import chain, ledger
from cms.bilingual.models import Confirmation, Pair, State
from cms.bilingual.pairs import tie
from cms.bilingual.task_models import Step

SWAPPED = "carrefour.swap_original"
#: Whose turn it is, in the way of whoever would change the roles.
AT_STEP = {
    Step.TO_TRANSLATE: gettext_lazy("The translation is still with its translator: it is revised and published first."),
    Step.TO_REVISE: gettext_lazy("The translation waits to be revised: this comes first."),
    Step.APPROVED: gettext_lazy("The translation is approved and waits to be published: this comes first."),
}


class CannotSwap(Exception):
    """Why the original stays what it is: `reasons`, in the words of the editor's language."""

    def __init__(self, reasons):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def obstacles(key):
    """What stands in the way, in words; an empty list when the original may be swapped."""
    pair = Pair.objects.filter(pk=key).first()
    pages = ledger.pages_of(key)
    if pair is None or len(pages) < 2:
        return [_("There is no translation yet.")]
    task = chain.task_of(key)
    in_other_hands = task is not None and task.step != Step.TO_TRANSLATE
    found = [str(AT_STEP[task.step])] if in_other_hands else []
    if not found and pair.state != State.UP_TO_DATE:
        found.append(_("The translation is not up to date: confirm and publish it first."))
    elif not found and pair.is_unpublished:
        found.append(_("The translation is up to date, and not published yet: publish it first."))
    drafts = [page for code, page in pages.items() if not in_other_hands or code == pair.source]
    if any(page.has_unpublished_changes for page in drafts if page.live):
        found.append(
            _("One of the pages has a draft that is not published: publish it or go back to the live version.")
        )
    if not found and task is not None:
        found.append(str(AT_STEP[task.step]))
    if any(page.workflow_in_progress for page in pages.values()):
        found.append(_("One of the pages waits for approval."))
    if not found and not answer_each_other(*(ledger.segments_of(pages[code]) for code in (pair.source, pair.target))):
        found.append(_("The two pages do not have the same passages: edit them until they match."))
    return found


def answer_each_other(source, target):
    """Whether each passage of one has one of the other in its place, and the same words always the same answer."""
    here, there = defaultdict(list), defaultdict(list)
    for segments, found in ((source, here), (target, there)):
        for segment in segments:
            found[segment.path].append(segment.text)
    if {path: len(texts) for path, texts in here.items()} != {path: len(texts) for path, texts in there.items()}:
        return False
    couples = {(path, *couple) for path, texts in here.items() for couple in zip(texts, there[path], strict=True)}
    one_way, other_way = {couple[:2] for couple in couples}, {couple[::2] for couple in couples}
    return len(one_way) == len(other_way) == len(couples)


@transaction.atomic
def swap(key, *, to, by):
    """Make the page in a language the original. Raises CannotSwap with the reasons. Returns the Pair.

    Pages edited by hand, with no translation under way, only exchange their roles. Asked twice, nothing turns back.
    """
    pair = Pair.objects.select_for_update().filter(pk=key).first()
    if pair is not None and pair.source == to:
        return pair
    if reasons := obstacles(key):
        raise CannotSwap(reasons)
    pages = ledger.pages_of(key)
    old, new = pages[pair.source], pages[pair.target]
    before = confirmed(pair)
    with ledger.at_the_end():
        if (translation := ledger.running(key)) is not None:
            translation.enabled = False
            translation.save(update_fields=["enabled"])
            tie(new, old, user=by, confirmed=before)
        else:
            pair.source = pair.target
            pair.save(update_fields=["source"])
            texts = [ledger.segments_of(page) for page in (new, old)]
            ledger.take_as_equal(pair, *texts, by=None)
        ledger.changed(key)
    keep_names(pair, before)
    log(instance=new, action=SWAPPED, user=by, data={"original": pair.target})
    return Pair.objects.get(pk=key)


def confirmed(pair):
    """{place, translation and original of a passage: the Confirmation that holds}, as they are once roles changed."""
    rows = pair.confirmations.filter(is_current=True).order_by("pk")
    return {(row.path, row.target_hash, row.source_hash): row for row in rows}


def keep_names(pair, before):
    """Who confirmed the words stays named, and when: a swap confirms nothing. Turned back, the old rows hold again."""
    past = {(*words_of(row), row.by_id, row.at): row for row in pair.confirmations.filter(is_current=False)}
    again, doubled, named = [], [], []
    for row in pair.confirmations.filter(is_current=True):
        if (held := before.get(words_of(row))) is None:
            continue
        if found := past.get((*words_of(row), held.by_id, held.at)):
            again.append(found.pk)
            doubled.append(row.pk)
        else:
            row.by_id, row.at = held.by_id, held.at
            named.append(row)
    Confirmation.objects.filter(pk__in=doubled).delete()
    Confirmation.objects.filter(pk__in=again).update(is_current=True)
    Confirmation.objects.bulk_update(named, ["by", "at"])


def words_of(row):
    return row.path, row.source_hash, row.target_hash
