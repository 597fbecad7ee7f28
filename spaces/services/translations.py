"""Having a thing translated: asked for, translated, revised, approved, published; each step told to who comes next.

The words are kept by cms/bilingual; here is who does what, and when it is refused, in words.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.bilingual import chain, gate, ledger, translating, writing
from cms.bilingual.models import Pair
from cms.bilingual.passages import passages_of
from cms.bilingual.task_models import Act, Step, TranslationTask
from spaces import access_pairs
from spaces.services import going_live, letters, together
from spaces.services.memberships import Refused, refuse_archived


@transaction.atomic
def ask(*, page, by, due_on=None, assignee=None, note="", is_together=False):
    """Have a page translated into its other language: its draft is made at once. Returns the task."""
    refuse_unready(page, by)
    if is_together:
        together.choose(page=page, by=by, is_on=True)
    try:
        translating.begin(page, by=by)
    except ValidationError as error:
        raise Refused(
            _("The page is not complete enough to be translated: %(why)s") % {"why": reasons(error)}
        ) from None
    task = chain.task_of(page.translation_key) or again(page, by)
    task.due_on, task.assignee, task.note, task.asked_by = due_on, assignee, note, by
    task.save(update_fields=["due_on", "assignee", "note", "asked_by"])
    if assignee is not None:
        task.write(Act.ASSIGNED, by=by, about=assignee)
    if assignee != by:
        letters.post("translation_assigned" if assignee else "translation_asked", task.pk)
    return task


def again(page, by):
    """The task of a translation that was complete when its page was deleted: its words are there, to be read anew."""
    return chain.open_again(ledger.known_pair(page.translation_key), act=Act.ASKED, by=by)


def refuse_unready(page, by):
    """A translation is made once, under a page that has its own."""
    if page.get_translations().exists():
        raise Refused(_("This page exists in both languages already."))
    parent = page.get_parent()
    if not parent.is_root() and not parent.get_translations().exists():
        said = _("Translate “%(title)s” first: what stands under it needs its page in the other language.")
        raise Refused(said % {"title": parent.title})
    if space := letters.place_of(page):
        refuse_archived(space, by)


def reasons(error):
    return " ".join(
        message for messages in getattr(error, "message_dict", {"": error.messages}).values() for message in messages
    )


def locked(task):
    """The open task as it is now, held until the change is made: two people act one after the other."""
    Pair.objects.select_for_update().get(pk=task.pair_id)
    found = TranslationTask.objects.open().filter(pk=task.pk).first()
    if found is None:
        raise Refused(_("This task is over: somebody has just closed it."))
    return found


@transaction.atomic
def assign(*, task, by, assignee, reviser=None, due_on=None):
    """Say who translates, who revises and by when. Whoever is given work by somebody else is told."""
    task = locked(task)
    if assignee is not None and assignee == reviser:
        raise Refused(_("Somebody other than the translator revises: choose two people."))
    is_new, was_reviser = task.assignee != assignee, task.reviser
    task.assignee, task.reviser, task.due_on = assignee, reviser, due_on
    task.save(update_fields=["assignee", "reviser", "due_on"])
    if is_new and assignee is not None:
        task.write(Act.ASSIGNED, by=by, about=assignee)
        if assignee != by and task.step == Step.TO_TRANSLATE:
            letters.post("translation_assigned", task.pk)
    if task.step == Step.TO_REVISE and reviser not in {None, was_reviser, by}:
        letters.post("translation_ready", task.pk)
    return task


def take(*, task, by):
    """Translate it oneself."""
    return assign(
        task=task, by=by, assignee=by, reviser=task.reviser if task.reviser != by else None, due_on=task.due_on
    )


def hold(task, by):
    """Refuse to let words change under a reviser; whoever starts on what nobody has is its translator, or reviser."""
    refuse_held(task, by)
    if task.step == Step.TO_REVISE:
        claim(task, by)
    elif task.assignee_id is None:
        task.assignee = by
        task.save(update_fields=["assignee"])
        task.write(Act.ASSIGNED, by=by, about=by)


def refuse_held(task, by):
    """Refuse when nothing in it changes, or nothing by this user."""
    if task.step == Step.APPROVED:
        raise Refused(_("The translation is approved and waits to be published: nothing in it changes any more."))
    if task.step == Step.TO_REVISE:
        refuse_others(task, by)


def refuse_others(task, by):
    """Refuse whoever may not revise it."""
    if not access_pairs.may_revise(by, task):
        name = task.reviser or task.assignee
        if task.reviser_id:
            raise Refused(_("The translation waits for its reviser, %(name)s.") % {"name": name})
        raise Refused(_("The translation waits to be revised by somebody other than %(name)s.") % {"name": name})


def claim(task, by):
    """Revise it, if one may."""
    refuse_others(task, by)
    if task.reviser_id is None:
        task.reviser = by
        task.save(update_fields=["reviser"])


@transaction.atomic
def confirm(*, pair, translation, by, context, string, text, was):
    """Keep the translation of one passage. Refused, or as cms.bilingual.writing.confirm."""
    if task := chain.task_of(pair.pk):
        hold(locked(task), by)
    return writing.confirm(translation, context=context, string=string, text=text, was=was, by=by)


@transaction.atomic
def fill(*, pair, translation, by, passages, text):
    """The same of several passages that say the same. Returns how many took it."""
    if task := chain.task_of(pair.pk):
        hold(locked(task), by)
    return writing.fill(translation, passages, text=text, by=by)


def refuse_outstanding(task, translation):
    found, _dropped = passages_of(task.pair, translation, translation.source.as_instance())
    waiting = sum(not passage.is_done for passage in found)
    if waiting:
        raise Refused(
            ngettext(
                "%(count)d passage is still to be translated.",
                "%(count)d passages are still to be translated.",
                waiting,
            )
            % {"count": waiting}
        )


def draft(translation, *, by):
    """Put the words so far into the page's draft; refused when the page cannot hold them."""
    try:
        return translating.save_draft(translation, by=by)
    except ValidationError as error:
        raise Refused(_("The page cannot be saved: %(why)s") % {"why": reasons(error)}) from None


@transaction.atomic
def ready(*, task, by):
    """Every passage is translated: on to the reviser, with the draft as it is now."""
    task = locked(task)
    if task.step != Step.TO_TRANSLATE:
        raise Refused(_("The translation is already with its reviser."))
    translation = ledger.running(task.pair_id)
    hold(task, by)
    refuse_outstanding(task, translation)
    draft(translation, by=by)
    task.move(Step.TO_REVISE, Act.READY, by=by)
    letters.post("translation_ready", task.pk)


@transaction.atomic
def send_back(*, task, by, comment):
    """To be looked at again, and why."""
    task = locked(task)
    if task.step == Step.TO_TRANSLATE:
        raise Refused(_("The translation is with its translator."))
    claim(task, by)
    if not comment.strip():
        raise Refused(_("Say what is to be looked at again: the translator reads it."))
    entry = task.move(Step.TO_TRANSLATE, Act.SENT_BACK, by=by, comment=comment.strip())
    letters.post("translation_sent_back", entry.pk)


@transaction.atomic
def approve(*, task, by):
    """The words are good: published as they are now, or left to those who may.

    Returns (whether one may publish, what the gate held back or None).
    """
    task = locked(task)
    if task.step != Step.TO_REVISE:
        raise Refused(_("The translation does not wait for revision."))
    claim(task, by)
    translation = ledger.running(task.pair_id)
    refuse_outstanding(task, translation)
    task.move(Step.APPROVED, Act.APPROVED, by=by)
    may_publish = translation.get_target_instance().permissions_for_user(by).can_publish()
    task.approved = draft(translation, by=by)
    task.save(update_fields=["approved"])
    held, letter = None, ""
    if may_publish:
        held, letter = going_live.publish(task, by=by)
    elif not gate.release(task.pair_id):  # the original waited for this
        letter = "to_publish"
        letters.post("translation_to_publish", task.pk)
    letters.post("translation_approved", task.pk, by.pk, letter)
    return may_publish, held


@transaction.atomic
def publish_approved(*, task, by):
    """Publish what was approved, as it was approved. Returns what the gate held back, None when readers have it."""
    task = locked(task)
    if task.step != Step.APPROVED:
        raise Refused(_("The translation is not approved yet."))
    translation = ledger.running(task.pair_id)
    if not translation.get_target_instance().permissions_for_user(by).can_publish():
        raise Refused(_("You may not publish this page."))
    if task.approved is None:  # the draft was removed since: its words are kept as they were
        task.approved = draft(translation, by=by)
    return going_live.publish(task, by=by)[0]


@transaction.atomic
def say_the_same(*, pair, by):
    """Somebody read both pages, edited by hand, and says they say the same. Returns as going_live.go_on."""
    refuse_under_way(pair)
    if left := translating.left(pair):
        raise Refused(
            ngettext(
                "%(count)d passage of the translation still has the words of the original: translate it, or say that "
                "it is the same in both languages.",
                "%(count)d passages of the translation still have the words of the original: translate them, or say "
                "of each that it is the same in both languages.",
                len(left),
            )
            % {"count": len(left)}
        )
    ledger.confirm_all(pair.pk, by=by)
    return going_live.go_on(pair)


@transaction.atomic
def say_passage_is_same(*, pair, by, path, mark):
    """One passage of two pages edited by hand is rightly the same in both languages: a name, a number. The same."""
    refuse_under_way(pair)
    if not translating.confirm_same(pair, path=path, mark=mark, by=by):
        raise Refused(_("This passage has changed since: look at it again."))
    return going_live.go_on(pair)


@transaction.atomic
def resume(*, pair, by):
    """Take the translation up again with both pages as they are."""
    refuse_under_way(pair)
    if not translating.both(pair).is_alike:
        raise Refused(_("The two pages do not have the same passages: make them alike first."))
    translating.resume(pair, by=by)


def refuse_under_way(pair):
    if pair.target_page is None or ledger.running(pair.pk):
        raise Refused(_("The translation of this page is under way."))


@transaction.atomic
def stop(*, pair, by):
    """Leave the translation to be edited by hand from now on; what was translated stays in its draft."""
    translation = ledger.running(pair.pk)
    if translation is None:
        raise Refused(_("This page is already edited by hand."))
    if (task := chain.task_of(pair.pk)) and task.step != Step.TO_TRANSLATE:
        raise Refused(_("The translation waits to be revised or published: this comes first."))
    try:
        translating.stop(translation, by=by)
    except ValidationError as error:
        raise Refused(_("The page cannot be saved: %(why)s") % {"why": reasons(error)}) from None
