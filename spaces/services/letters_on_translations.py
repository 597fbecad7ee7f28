"""Mail about translations: to whoever comes next, in their language, and only while it is still so."""

from django.db.models.signals import post_save
from django.urls import reverse
from django.utils import translation

from cms import mail
from cms.bilingual import gate, gate_words, ledger, minute
from cms.bilingual.models import Pair, State
from cms.bilingual.task_models import Act, Step, TaskEntry, TranslationTask
from cms.models import User
from spaces import access_pairs
from spaces.services import letters


def open_task(pk, step):
    """The task, while it is open and at this step."""
    tasks = TranslationTask.objects.open().filter(pk=pk, step=step)
    return tasks.select_related("pair__fr_page", "pair__en_page", "assignee", "reviser", "asked_by").first()


def asked(pk):
    """To those who translate into this language there, while nobody has taken it."""
    task = open_task(pk, Step.TO_TRANSLATE)
    if task and task.assignee is None:
        yield from letter("asked", task, called(task, but=task.asked_by), by=task.asked_by)


def assigned(pk):
    """To the translator chosen by somebody else."""
    task = open_task(pk, Step.TO_TRANSLATE)
    if task and task.assignee:
        entry = task.entries.filter(act=Act.ASSIGNED).last()
        yield from letter("assigned", task, able(task, [task.assignee]), by=entry.by if entry else task.asked_by)


def ready(pk):
    """To the reviser or, when none was named, to those who may be."""
    task = open_task(pk, Step.TO_REVISE)
    if task:
        readers = able(task, [task.reviser]) if task.reviser else revisers(task)
        entry = task.entries.filter(act=Act.READY).last()
        yield from letter("ready", task, readers, by=entry.by if entry else None)


def sent_back(entry_pk):
    """To the translator, with the reason."""
    entry = TaskEntry.objects.select_related("by").get(pk=entry_pk)
    task = open_task(entry.task_id, Step.TO_TRANSLATE)
    if task and task.assignee and task.assignee != entry.by:
        yield from letter("sent_back", task, able(task, [task.assignee]), by=entry.by, comment=entry.comment)


def approved(pk, by_pk, other=""):
    """To the translator and to whoever asked for it, but for those whom the `other` letter asks to go on."""
    tasks = TranslationTask.objects.filter(pk=pk, step=Step.APPROVED)
    task = tasks.select_related("pair__fr_page", "pair__en_page", "assignee", "asked_by").first()
    if task:
        by = User.objects.filter(pk=by_pk).first()
        people = dict.fromkeys(person for person in (task.assignee, task.asked_by) if person and person != by)
        readers = [person for person in people if access_pairs.may_follow(person, task.pair)]
        is_out, at = task.closed_at is not None, minute.set_for(task.pair)
        asked_to_go_on = set() if is_out or at else {one.pk for one in PUBLISHERS[other](task.pair)}
        held = None if is_out or at or task.approved is None else gate.ask(task.approved, user=None)
        for reader in [one for one in readers if one.pk not in asked_to_go_on]:
            said = letters.hour(at, reader) | {"is_out": is_out, "waits": awaited(held, reader)}
            yield from letter("approved", task, [reader], by=by, **said)


def awaited(held, reader):
    """What was approved waits for, in the words of its reader; "" when all it lacks is somebody who publishes it."""
    with mail.read_by(reader):
        return " ".join(gate_words.said(one) for one in held.obstacles) if held else ""


def to_publish(pk):
    """To those who may publish what was approved by somebody who may not, and that no minute publishes."""
    task = open_task(pk, Step.APPROVED)
    if task and minute.set_for(task.pair) is None:
        entry = task.entries.filter(act=Act.APPROVED).last()
        held = gate.ask(task.approved, user=None) if task.approved else None
        for reader in access_pairs.publishers(task.pair.target_page):
            yield from letter("to_publish", task, [reader], by=entry and entry.by, waits=awaited(held, reader))


def changed(pk):
    """To whoever has the translation, when somebody changed its original: once for all that waits.

    A translation taken up again has a round too, for a change already told: nobody made it then.
    """
    task = open_task(pk, Step.TO_TRANSLATE)
    entry = task and task.entries.filter(act=Act.CHANGED).last()
    if entry and entry.by and task.pair.words and task.assignee and task.assignee != entry.by:
        yield from letter("changed", task, able(task, [task.assignee]), by=entry.by)


def changed_by_hand(key):
    """The same to whoever wrote or looks after the page, of two that are edited by hand: once for all that waits."""
    rows = Pair.objects.select_related("fr_page__latest_revision", "en_page__latest_revision", "changed_by")
    pair = rows.filter(pk=key, state=State.SOURCE_CHANGED).first()
    page = pair and pair.target_page
    if not page or not pair.words or ledger.running(key):
        return
    ids = {page.owner_id, page.latest_revision and page.latest_revision.user_id} - {None, pair.changed_by_id}
    people = User.objects.filter(pk__in=ids, is_active=True).order_by("pk")
    readers = [person for person in people if access_pairs.may_write(person, pair.pk)]
    task = TranslationTask(pair=pair, words=pair.words)  # nobody has any
    yield from letter("changed", task, readers, by=pair.changed_by, is_by_hand=True)


def heard_by_hand(sender, pair, **kwargs):
    if pair.changed_by_id:
        letters.post("translation_changed_by_hand", str(pair.pk))


def heard(sender, instance, created, **kwargs):
    """The chain notes that an original changed when a task is opened for it, or sent back: once for all that waits."""
    if created and instance.act == Act.CHANGED:
        letters.post("translation_changed", instance.task_id)


def listen():
    """Hear the log of tasks, which the ledger writes below any service, and the ledger where there is no task."""
    post_save.connect(heard, sender=TaskEntry, dispatch_uid="translation_changed")
    ledger.left_behind.connect(heard_by_hand, dispatch_uid="translation_changed_by_hand")


def original(pk, by_pk):
    """To those who may publish the original an approved translation waits for."""
    task = open_task(pk, Step.APPROVED)
    if task:
        readers = access_pairs.publishers(task.pair.source_page).exclude(pk=by_pk)
        entry = task.entries.filter(act=Act.APPROVED).last()
        address = reverse("wagtailadmin_pages:edit", args=[task.pair.source_page.pk])
        yield from letter("original", task, readers, by=entry and entry.by, address=address)


#: Who is asked to go on, by the letter that asks them.
PUBLISHERS = {
    "": lambda pair: [],
    "to_publish": lambda pair: access_pairs.publishers(pair.target_page),
    "original": lambda pair: access_pairs.publishers(pair.source_page),
}


def able(task, people):
    """Of some people, those who may translate it today."""
    return access_pairs.translators(task.pair).filter(pk__in=[person.pk for person in people])


def revisers(task):
    """Those who may revise it, its translator left out."""
    people = access_pairs.translators(task.pair).exclude(pk=task.assignee_id)
    return [person for person in people if access_pairs.may_revise(person, task)]


def called(task, *, but):
    """Those whose role it is to translate into this language there, else all who may."""
    people = access_pairs.translators(task.pair).exclude(pk=but.pk if but else None)
    space = letters.place_of(task.pair.source_page)
    if space is not None:
        rows = space.memberships.current().filter(role=access_pairs.INTO[task.pair.target])
        if people.filter(pk__in=rows.values("user")).exists():
            return people.filter(pk__in=rows.values("user"))
    return people


def letter(kind, task, readers, **more):
    page, into = task.pair.source_page, task.pair.target
    space = letters.place_of(page)
    for reader in readers:
        with translation.override(reader.language):
            address = reverse("translation", args=[task.pair_id])
        said = {
            "kind": kind,
            "task": task,
            "title": page.draft_title or page.title,
            "title_language": task.pair.source,
            "into": into,
            "due": letters.spoken(task.due_on, reader) if task.due_on else "",
            "address": address,
        }
        yield "translation", reader, space, {**said, **more}


letters.KINDS |= {
    f"translation_{kind.__name__}": kind
    for kind in (asked, assigned, ready, sent_back, approved, to_publish, changed, changed_by_hand, original)
}
