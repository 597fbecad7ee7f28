"""Content versions: read once a request, moved in the transaction of each change (docs/decisions/0005).

A model says `changes = "pages"` or `changes = "frame"` when its rows are shown on pages or around them, and
`changes = "terms"` when they make the term base, whose pages are not kept.
"""

from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from cms.bilingual import ledger
from cms.models import ContentVersion

#: Ten times while one page is published: no query is put together for each.
MOVES = {
    "pages": 'UPDATE "cms_contentversion" SET pages = pages + 1 WHERE id = 1',
    "frame": 'UPDATE "cms_contentversion" SET pages = pages + 1, frame = frame + 1 WHERE id = 1',
    "terms": 'UPDATE "cms_contentversion" SET terms = terms + 1 WHERE id = 1',
}
#: Saves of a person that change nothing others read.
PRIVATE_FIELDS = {"last_login", "password", "language", "reading_language", "time_zone", "theme"}


def current(request):
    """(pages, frame) as the database says now; one small query a request."""
    if not hasattr(request, "_content_version"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pages, frame, terms FROM cms_contentversion WHERE id = 1")
            *request._content_version, request._terms_version = cursor.fetchone() or (0, 0, 0)
    return tuple(request._content_version)


def of_terms(request):
    """The version of the term base, read with the others; None where these are known without it."""
    current(request)
    return getattr(request, "_terms_version", None)


def under(request, name, make, *, frame=False):
    """What `make()` returns, kept by this process until content (or the frame) changes. Nothing personal."""
    key = f"under:{'frame' if frame else 'pages'}:{current(request)[1 if frame else 0]}:{name}"
    found = caches["rendered"].get(key)
    if found is None:
        found = make()
        caches["rendered"].set(key, found, 86400)
    return found


def bump(what="pages"):
    """Say that content changed. Call it after QuerySet.update() on content, inside the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(MOVES[what])
        if cursor.rowcount:
            return
    ContentVersion.objects.create(pk=1)


def changed(sender, instance=None, update_fields=None, **kwargs):
    if update_fields and set(update_fields) <= PRIVATE_FIELDS:
        return
    bump(getattr(sender, "changes", "pages"))


def ledger_changed(sender, **kwargs):
    """A page says how far it is behind its original: the ledger writes its rows in bulk, unheard."""
    bump()


def listen():
    """Hear the saves and deletes of what pages show; called once, when the application is ready."""
    for model in apps.get_models():
        if issubclass(model, Page) or getattr(model, "changes", None):
            post_save.connect(changed, sender=model, dispatch_uid=f"version save {model._meta.label}")
            post_delete.connect(changed, sender=model, dispatch_uid=f"version delete {model._meta.label}")
            for field in model._meta.local_many_to_many:
                through = getattr(model, field.name).through
                m2m_changed.connect(changed, sender=through, dispatch_uid=f"version {through._meta.label}")
    post_page_move.connect(changed, dispatch_uid="version move")
    ledger.assessed.connect(ledger_changed, dispatch_uid="version ledger")
