"""From the database to the index: a change writes a row in its own transaction, a task drains the rows."""

import logging
from contextlib import suppress
from datetime import timedelta

from django.core.cache import caches
from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Least
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.models import File
from search import attachments, documents
from search.engines import engine
from search.engines.base import DocumentsRefused, EngineUnavailable
from search.models import Attachment, OutboxEntry
from spaces import access
from spaces.models import Announcement, Article, Fact, Jurisdiction, Meeting, Minutes, Space, Topic
from spaces.services.imports import articles_imported

log = logging.getLogger(__name__)
BATCH = 200
LATE = timedelta(minutes=5)
OF_FILES = ("collection_id", "is_open", "removed_at")  # of a space: what decides who finds its files
PATIENCE = 3600  # seconds an index may take to be built before another begins
MAX_ATTEMPTS = 30_000  # the column's room


def queue(keys):
    """Note that what has these keys changed. Safe to call twice; the newest time wins."""
    keys = {str(key) for key in keys}
    if keys:
        put(keys)
        transaction.on_commit(wake)


def put(keys):
    """A row for each key, without asking the worker."""
    now = timezone.now()
    OutboxEntry.objects.bulk_create(
        [OutboxEntry(concept=key, queued_at=now) for key in sorted(keys)],
        update_conflicts=True,
        unique_fields=["concept"],
        update_fields=["queued_at", "attempts"],
    )


def wake():
    """Ask the worker to drain; if that fails the schedule will, a minute later at most."""
    from search.tasks import drain_outbox  # noqa: PLC0415  tasks import this module

    try:
        drain_outbox.enqueue()
    except Exception:
        log.exception("could not enqueue the drain; the schedule will")


def drain(*, limit=BATCH):
    """Index what is queued. Returns (concepts handled, concepts left). An engine that is down loses nothing."""
    done = hand_over(list(OutboxEntry.objects.order_by("attempts", "queued_at", "pk")[:limit]))
    return done, OutboxEntry.objects.count()


def hand_over(entries):
    """Give these concepts to the engine; returns how many it took. One that it cannot take does not hold the rest."""
    if not entries:
        return 0
    keys, refused = [entry.concept for entry in entries], {}
    try:
        before = attachments.noted(keys)
        found = list(documents.build(keys))
        gone = set(keys) - {document.key for document in found}
        attachments.forget(gone)
        after = attachments.noted(keys)
        put_files(before[key] ^ after[key] for key in keys)  # a page they are found by is new, or is no more
        engine().delete(gone)
        engine().index(found)
    except DocumentsRefused as error:
        refused = error.reasons
        note(refused)
    except Exception as error:
        if len(entries) > 1 and answers():
            return sum(hand_over([entry]) for entry in entries)
        note(dict.fromkeys(keys, str(error)))
        log.exception("the index did not take %s concepts; they stay queued", len(entries))
        return 0
    taken = [entry for entry in entries if entry.concept not in refused]
    put_files(after[entry.concept] for entry in taken)  # or has moved: other people find it
    for entry in taken:  # a row queued anew meanwhile has a newer time and stays
        OutboxEntry.objects.filter(pk=entry.pk, queued_at=entry.queued_at).delete()
    return len(taken)


def put_files(sets):
    """Note that files may be, or be no more, documents of their own."""
    put(map(attachments.own_key, set().union(*sets)))


def note(reasons):
    """Keep why concepts were not taken; they are tried again, after those that were never refused."""
    for key, why in reasons.items():
        failed = OutboxEntry.objects.filter(concept=key)
        failed.update(error=why[:500], attempts=Least(F("attempts") + 1, MAX_ATTEMPTS))


def build(found):
    """Build the whole index of these documents: (how many it took, {key: why}) of those refused, which stay queued."""
    try:
        return engine().rebuild(found), {}
    except DocumentsRefused as error:
        queue(error.reasons)
        note(error.reasons)
        return error.taken, error.reasons


def build_missing():
    """Build the index of an engine that answers and has none, or a spoiled one, while there is something to find."""
    if answers_or_is_mended() and is_missing() and caches["default"].add("search-index-is-being-built", True, PATIENCE):
        try:
            build(documents.build())
        finally:
            caches["default"].delete("search-index-is-being-built")


def is_missing():
    """Whether an index, or the spare beside it, is empty although there is something to find."""
    found = engine().health()
    return 0 in {found["documents"], found.get("spare")} and next(documents.build(), None) is not None


def answers_or_is_mended():
    if answers():
        return True
    with suppress(EngineUnavailable):
        engine().mend()
    return answers()


def answers():
    """Whether the engine is there at all."""
    try:
        engine().health()
    except Exception:  # noqa: BLE001  whatever its library raises, it does not answer
        return False
    return True


def health():
    """«ok», or how many changes wait for the index longer than a worker that is there takes (settings.HEALTH)."""
    late = OutboxEntry.objects.filter(queued_at__lt=timezone.now() - LATE)
    counts = late.aggregate(waiting=Count("pk"), refused=Count("pk", filter=~Q(error="")))
    if not counts["waiting"] and not answers():
        return "the search engine does not answer"
    if not counts["waiting"]:
        return "no index yet; the schedule builds it" if is_missing() else "ok"
    return "{waiting} changes wait for the index, {refused} of them refused: their rows say why".format(**counts)


def page_changed(sender, instance, **kwargs):
    """A page went live, was withdrawn, moved (with all below it) or was deleted."""
    keys = {instance.translation_key}
    if kwargs.get("url_path_before") != kwargs.get("url_path_after"):
        keys |= set(Page.objects.descendant_of(instance).values_list("translation_key", flat=True))
    queue(keys)


def page_deleted(sender, instance, **kwargs):
    if issubclass(sender, Page):
        queue([instance.translation_key])


def fact_changed(sender, instance, created=False, **kwargs):
    """A fact's space, topics, date or visibility: its pages' documents say so too. A new one has no pages yet."""
    if isinstance(instance, Fact | Space) and not created:
        queue(instance.pages.values_list("translation_key", flat=True))
    if sender is Space:  # not its topics
        files_of_space_changed(instance)


def space_saving(sender, instance, **kwargs):
    """What decides who finds its files, as it is before the save; None of a new one."""
    instance.before = Space.objects.filter(pk=instance.pk).values_list(*OF_FILES).first()


def files_of_space_changed(space):
    """Those it holds, when they are others than before; those of the library, which all find by its pages or no more.

    What pages say of its files is asked again with every change.
    """
    now = tuple(getattr(space, name) for name in OF_FILES)
    was = space.before or (None, *now[1:])
    held = access.files_of(space, File.objects.all()) if space.collection_id else File.objects.none()
    queue(attachments.concepts_of(held.values("pk")))
    if was[0] != now[0]:
        queue(map(attachments.own_key, held.values_list("pk", flat=True)))
    if was[1:] != now[1:]:
        led_to = access.library(File.objects.filter(pk__in=Attachment.objects.values("file")))
        queue(map(attachments.own_key, led_to.values_list("pk", flat=True)))


def name_changed(sender, instance, created=False, **kwargs):
    """A topic or an administration is called otherwise: what is about it, or from there, is found by that."""
    if created:
        return
    about = {"jurisdiction": instance} if sender is Jurisdiction else {"topics": instance}
    for model in (Article,) if sender is Jurisdiction else (Article, Announcement, Meeting, Space):
        queue(model.objects.filter(**about, pages__live=True).values_list("pages__translation_key", flat=True))


def minutes_changed(sender, instance, **kwargs):
    """Minutes were adopted: their meeting is found by what they say."""
    if instance.is_adopted:
        queue(instance.meeting.pages.filter(live=True).values_list("translation_key", flat=True))


def many_changed(sender, keys, **kwargs):
    """Articles added in bulk."""
    queue(keys)


def listen():
    """Called once, when the application is ready."""
    articles_imported.connect(many_changed, dispatch_uid="search imported")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(page_changed, dispatch_uid=f"search {id(signal)}")
    post_delete.connect(page_deleted, dispatch_uid="search deleted")
    pre_save.connect(space_saving, sender=Space, dispatch_uid="search space before")
    for model in (Article, Meeting, Announcement, Space):
        post_save.connect(fact_changed, sender=model, dispatch_uid=f"search {model.__name__}")
    post_save.connect(minutes_changed, sender=Minutes, dispatch_uid="search minutes")
    for model in (Topic, Jurisdiction):
        post_save.connect(name_changed, sender=model, dispatch_uid=f"search {model.__name__}")
    for model in (Article, Announcement, Meeting, Space):
        m2m_changed.connect(fact_changed, sender=model.topics.through, dispatch_uid=f"search topics {model.__name__}")
