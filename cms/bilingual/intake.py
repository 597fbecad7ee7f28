"""The ledger as a whole: made anew, or given what came without Wagtail's events."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from wagtail.models import Page, get_page_models

from cms.bilingual import ledger
from cms.bilingual.addresses import locale_ids
from cms.bilingual.ledger import CHUNK
from cms.bilingual.models import Pair


def rebuild(keys=None, *, progress=lambda done, total: None):
    """Assess every pair there is (or some), and forget those that are gone. Returns how many."""
    if keys is None:
        keys = Page.objects.filter(depth__gt=1).order_by("path").values_list("translation_key", flat=True)
        Pair.objects.exclude(pk__in=Page.objects.values("translation_key")).delete()
    keys = list(dict.fromkeys(keys))
    locale_ids()
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        ledger.assess_all(chunk)
        progress(start + len(chunk), len(keys))
    return len(keys)


def unknown():
    """Pages the ledger does not know: those that came without Wagtail’s events, as an import’s do."""
    kinds = [model for model in get_page_models() if hasattr(model, "publication")]
    known = Pair.objects.filter(pk=OuterRef("translation_key"))
    pages = Page.objects.filter(content_type__in=ContentType.objects.get_for_models(*kinds).values())
    return pages.filter(~Exists(known))


def fill(*, progress=lambda done, total: None):
    """Take in what is unknown. Returns how many pairs; safe to run again, and after a stop."""
    return rebuild(unknown().order_by("path").values_list("translation_key", flat=True), progress=progress)


def health():
    """«ok», or how many pages that are read the ledger does not know (settings.HEALTH)."""
    count = unknown().filter(live=True).count()
    return "ok" if not count else f"{count} pages to take in: manage.py rebuild_ledger --missing"
