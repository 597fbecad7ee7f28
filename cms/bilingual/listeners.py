"""What makes the ledger look again: pages that are published, withdrawn or deleted, and strings that are translated.

These are events of Wagtail and of wagtail-localize; nothing is worked out when a page is merely read.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.signals import copy_for_translation_done, page_published, page_unpublished
from wagtail_localize.models import StringTranslation, Translation

from cms.bilingual import chain, ledger
from cms.bilingual.sources import record


def listen():
    """Called once, when the application is ready."""
    page_published.connect(published, dispatch_uid="ledger published")
    page_unpublished.connect(page_changed, dispatch_uid="ledger unpublished")
    copy_for_translation_done.connect(translated, dispatch_uid="ledger translated")
    post_delete.connect(deleted, dispatch_uid="ledger deleted")
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(string_changed, sender=StringTranslation, dispatch_uid=f"ledger string {name}")
    pre_save.connect(one_direction, sender=Translation, dispatch_uid="ledger one direction")
    post_save.connect(translation_changed, sender=Translation, dispatch_uid="ledger translation")


def published(instance, revision=None, **kwargs):
    """A new version of an original is what translators work on from now on, without anybody asking for it."""
    by = revision.user if revision else None
    draft_saved(instance, by=by)
    if hasattr(instance, "publication"):
        chain.published(instance, by=by)


def draft_saved(page, *, by=None):
    """Something of a page was written: bring the strings of a translation under way up to date, and the ledger."""
    if not hasattr(page, "publication"):
        return
    key = page.translation_key
    translation = ledger.running(key)
    if translation is not None and translation.source.locale_id == page.locale_id:
        record(ledger.version_of(page, is_together=ledger.is_together(page)))
    ledger.changed(key, by=by)


def page_changed(instance, **kwargs):
    ledger.changed(instance.translation_key)


def translated(sender, source_obj, target_obj, **kwargs):
    if isinstance(target_obj, Page):
        ledger.changed(target_obj.translation_key)


def deleted(sender, instance, **kwargs):
    """Later, when the whole of a tree that goes is gone."""
    if sender is Page:
        key = instance.translation_key
        transaction.on_commit(lambda: ledger.changed(key))


def string_changed(instance, **kwargs):
    if instance.context_id:
        ledger.changed(instance.context.object_id)


def one_direction(instance, **kwargs):
    """Never two opposite translations at once: both pages would be made of strings, and neither could be edited."""
    running = Translation.objects.filter(source__object_id=instance.source.object_id, enabled=True)
    if instance.enabled and running.exclude(source__locale_id=instance.source.locale_id).exists():
        raise ValidationError(gettext("This page is already translated in the other direction."))


def translation_changed(instance, **kwargs):
    ledger.changed(instance.source.object_id)
