"""What makes the ledger look again: pages that are published, withdrawn or deleted, and strings that are translated.

These are events of Wagtail and of wagtail-localize; nothing is worked out when a page is merely read.
"""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.signals import copy_for_translation_done, page_published, page_unpublished
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments.extract import extract_segments

from cms.bilingual import chain, intake, ledger
from cms.bilingual.cases import texts_among
from cms.bilingual.models import Pair
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


def catch_up(apps=apps, stdout=None, **kwargs):
    """After an upgrade from a version without a ledger: take every page in. Costs one query when there is one."""
    try:
        columns = {field.name for field in apps.get_model("cms", "Pair")._meta.concrete_fields}
    except LookupError:
        return
    made = columns >= {field.name for field in Pair._meta.concrete_fields}  # not while going back to an older version
    if made and not Pair.objects.exists() and intake.unknown().exists():
        call_command("rebuild_ledger", **({"stdout": stdout} if stdout else {}))


def published(instance, revision=None, **kwargs):
    """A new version of an original is what translators work on from now on, without anybody asking for it."""
    by = revision.user if revision else None
    written(instance, by=by)
    if hasattr(instance, "publication"):
        chain.published(instance, by=by)


def draft_saved(page, *, by=None):
    """A draft counts while nobody reads the page, or when both languages go live together; else it waits."""
    if page.live and not ledger.is_together(page):
        ledger.changed(page.translation_key, by=by)
    else:
        written(page, by=by)


def written(page, *, by=None):
    """Something of a page was written: bring the strings of a translation under way up to date, and the ledger."""
    if not hasattr(page, "publication"):
        return
    key, known = page.translation_key, None
    if ledger.is_original(page):
        version = ledger.version_of(page, is_together=ledger.is_together(page))
        segments = extract_segments(version)
        record(version, segments)
        known = {page.pk: texts_among(segments)}
    ledger.changed(key, by=by, known=known)


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
