"""Pages as they stand once editors have published them in each language, written row by row.

For the tests whose subject is something else, which are nearly all: an act of publication asks some eighty questions a
page. `tests/cms/test_published.py` holds every row of this against what the acts themselves leave.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published

from cms.bilingual import ledger
from cms.bilingual.addresses import slug_from
from cms.bilingual.cases import Case
from cms.bilingual.models import Pair


def pages(model, under, words, facts):
    """{language: page} of the pages with these words, live in each of their languages."""
    made, key = {}, None
    with ledger.at_the_end() as changed:
        for code, said in words.items():
            page = model(**said, **facts, live=False, locale=under[code].locale)
            page.translation_key = key or page.translation_key
            key = page.translation_key
            add(page, Page.objects.get(pk=under[code].pk))
            made[code] = page
        for page in made.values():
            put_live(page)
        ledger.settle([Case(Pair(pk=key), made)])  # nothing is known of them yet: there is nothing to read
        changed.pop(key, None)
    for page in made.values():
        page.refresh_from_db()
    return made


def add(page, parent):
    """The draft, last among the children of its parent."""
    last = Page.objects.child_of(parent).order_by("path").values_list("path", flat=True).last()
    step = Page._str2int(last[-Page.steplen :]) if last else 0
    page.depth, page.path = parent.depth + 1, Page._get_path(parent.path, parent.depth + 1, step + 1)
    page.slug = page.slug or slug_from(page.title, parent=parent)
    page.draft_title, page.url_path = page.title, f"{parent.url_path}{page.slug}/"
    page.content_type = ContentType.objects.get_for_model(type(page))
    page.save_base(force_insert=True)
    log(page, "create")
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + 1)


def put_live(page):
    """The version its form leaves, published by nobody in particular; whoever hears of publications hears of it."""
    now = timezone.now()
    revision = Revision(
        content_object=page, base_content_type=ContentType.objects.get_for_model(Page), created_at=now,
        content=page.serializable_data(), object_str=str(page),
    )  # fmt: skip
    revision.save_base(force_insert=True)
    now_live = {
        "latest_revision": revision, "live_revision": revision, "live": True, "latest_revision_created_at": now,
        "first_published_at": now, "last_published_at": now,
    }  # fmt: skip
    for name, value in now_live.items():
        setattr(page, name, value)
    Page.objects.filter(pk=page.pk).update(**now_live)
    page_published.send(sender=type(page), instance=page, revision=revision)
    log(page, "publish", revision)


def log(page, act, revision=None):
    entry = PageLogEntry(
        content_type=page.content_type, label=page.get_admin_display_title(), action=f"wagtail.{act}", page=page,
        revision=revision, content_changed=True, data={}, timestamp=timezone.now(),
    )  # fmt: skip
    entry.save_base(force_insert=True)
