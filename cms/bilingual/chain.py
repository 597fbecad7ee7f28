"""The chain of a translation, kept in step with the ledger: whoever is behind has a task, whatever the way there.

Called by the ledger and by publication; people move a task from spaces/services/translations.py.
"""

from cms.bilingual.drift import count_words
from cms.bilingual.models import Pair, State
from cms.bilingual.task_models import Act, Step, TranslationTask


def task_of(key):
    """The open task of a pair, None when nothing is asked of anybody."""
    return TranslationTask.objects.open().filter(pair_id=key).first()


def follow(cases, *, by=None):
    """Keep the tasks of what the ledger has just worked out in step, each a `Case`; one query when nothing changes."""
    tasks = {task.pair_id: task for task in TranslationTask.objects.open().filter(pair__in=[c.pair.pk for c in cases])}
    for case in cases:
        keep_in_step(case, tasks.get(case.pair.pk), by=by)


def keep_in_step(case, task, *, by):
    """A translation under way that is behind has a task, and so has one that was corrected: its reviser reads that too.

    One that lacks words goes back to be translated; what the original dropped leaves with the next publication. While
    the pages are edited by hand, nothing waits for a translator.
    """
    pair = case.pair
    is_behind = pair.state != State.UP_TO_DATE
    if task is None:
        if case.translation is None or pair.target_page is None:
            return
        if is_behind:
            open_again(pair, act=Act.CHANGED if pair.completed_at else Act.ASKED, by=by)
        elif case.is_corrected:
            correct(case)
    elif case.translation is None:
        task.close(Act.STOPPED, by=by)
    elif case.lacking and task.step != Step.TO_TRANSLATE:
        task.move(Step.TO_TRANSLATE, Act.CHANGED, by=by)
    elif not is_behind and not pair.is_unpublished and is_undone(pair, task):
        task.close(Act.UNDONE, by=by)


def open_again(pair, *, act, by=None):
    """A new round. Whoever translated the last one is proposed for this one; the first has nobody yet.

    Without `act`, the caller says in the log why.
    """
    last = TranslationTask.objects.filter(pair=pair).order_by("-pk").first()
    people = {"assignee_id": last.assignee_id, "reviser_id": last.reviser_id} if last else {}
    task = TranslationTask.objects.create(pair=pair, words=pair.words, **people)
    if act:
        task.write(act, by=by)
    return task


def correct(case):
    """A round for what was corrected when nothing was asked of anybody: whoever did it hands it to a reviser."""
    task = open_again(case.pair, act=None)
    if case.new:
        task.assignee_id = case.new[-1].by_id or task.assignee_id
        task.asked_at = min(row.at for row in case.new)  # it is what is read in this round
        task.words = sum(count_words(row.source_text) for row in case.new)
    if task.reviser_id == task.assignee_id:
        task.reviser_id = None
    task.save(update_fields=["assignee", "reviser", "asked_at", "words"])
    task.entries.create(act=Act.CORRECTED, by_id=case.new[-1].by_id if case.new else None)


def is_undone(pair, task):
    """Whether readers lack nothing although nobody translated anything since: the original took its change back."""
    page = pair.target_page
    if (
        task.step != Step.TO_TRANSLATE
        or not (page and page.live)
        or (pair.is_together and page.has_unpublished_changes)
    ):
        return False
    return not pair.confirmations.filter(is_current=True, at__gte=task.asked_at).exists()


def published(page, *, by=None):
    """A translation went live: its task is over when readers now have all that was confirmed."""
    if not page.live:
        return  # its minute is still to come
    pair = Pair.objects.filter(pk=page.translation_key).first()
    if pair and pair.target == page.language and pair.state == State.UP_TO_DATE and not pair.is_unpublished:
        task = task_of(pair.pk)
        if task is not None:
            task.close(Act.PUBLISHED, by=by)


def is_locked(key, user):
    """While a translation waits for its reviser nobody else changes its words; once approved, nobody does."""
    task = task_of(key)
    if task is None or task.step == Step.TO_TRANSLATE:
        return False
    return task.step == Step.APPROVED or task.reviser_id != user.pk
