"""Asking for a machine draft: by whoever may write the translation, while it is being translated."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cms.bilingual import chain, ledger, machine
from cms.bilingual.draft_models import MachineDraft
from cms.bilingual.models import Pair
from cms.bilingual.task_models import Act, Step
from spaces.services.memberships import Refused


@dataclass
class Offer:
    """What the desk says of machine drafts: by whom, of how many passages, and how far the last one is."""

    name: str
    blank: int
    to_read: int
    draft: MachineDraft | None

    @property
    def is_running(self):
        return bool(self.draft and self.draft.is_running)

    @property
    def is_worth_saying(self):
        return bool(self.is_running or self.blank or self.to_read)


def offer(desk):
    """The Offer for a translation on its translator's desk; None without a provider, or when nothing may change."""
    found = machine.provider(desk.translation) if desk.step in {"", Step.TO_TRANSLATE} else None
    if found is None:
        return None
    blank = sum(1 for passage in desk.todo if passage.is_blank)
    to_read = sum(1 for passage in desk.todo if passage.is_machine)
    return Offer(str(found.display_name), blank, to_read, MachineDraft.objects.filter(pk=desk.pair.pk).first())


@transaction.atomic
def ask(*, pair, by):
    """Have the passages without a text drafted, by the worker. Refused in words. Returns the MachineDraft."""
    Pair.objects.select_for_update().get(pk=pair.pk)
    translation, task = ledger.running(pair.pk), chain.task_of(pair.pk)
    if translation is None:
        raise Refused(_("The two pages are edited by hand now: nothing was saved here."))
    if task and task.step != Step.TO_TRANSLATE:
        raise Refused(_("The translation is no longer being translated: nothing in it changes now."))
    found = machine.provider(translation)
    if found is None:
        raise Refused(_("No machine translation is set up on this site."))
    last = MachineDraft.objects.filter(pk=pair.pk).first()
    if last and last.is_running:
        raise Refused(_("A draft is being made already."))
    wanted = len(machine.blank(pair, translation))
    if not wanted:
        raise Refused(_("Every passage has a text already."))
    MachineDraft.objects.filter(pk=pair.pk).delete()
    draft = MachineDraft.objects.create(pair_id=pair.pk, asked_by=by, wanted=wanted)
    if task:
        task.write(Act.DRAFTED, by=by, comment=str(found.display_name))
    transaction.on_commit(lambda: import_string("cms.tasks.make_machine_draft").enqueue(str(pair.pk)))
    return draft
