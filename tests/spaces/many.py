"""Rows by the dozen for lists: live pages in both languages, without the revisions an editor would leave."""

import json
import uuid
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.bilingual import intake
from spaces.models import (
    Announcement,
    AnnouncementPage,
    Article,
    ArticlePage,
    Jurisdiction,
    Meeting,
    MeetingPage,
    Membership,
    Space,
    SpacePage,
)
from spaces.services import imports
from tests import factories


def articles(space, count, *, topics=(), author=None):
    """Articles with every relation a row shows; every third is in French only."""
    lines = []
    for number in range(count):
        words = {"fr": {"title": f"Pratique {number}", "summary": "En bref.", "body_html": "<h2>Un</h2><p>Deux</p>"}}
        if number % 3:
            words["en"] = {**words["fr"], "title": f"Practice {number}"}
        lines.append(json.dumps({"id": str(number), "topics": [topic.code for topic in topics], **words}))
    imports.load(lines, space=space)
    jurisdiction = Jurisdiction.objects.get(code="ns")
    Article.objects.update(author=author, contact=author, jurisdiction=jurisdiction)
    return Article.objects.order_by("pk")


def practices(space, count, *, topics=(), languages=("en",)):
    """Articles as they are published here: none was imported."""
    facts = {"jurisdiction": Jurisdiction.objects.get(code="ns"), "published_at": timezone.now()}
    made = Article.objects.bulk_create(Article(space=space, **facts) for _ in range(count))
    through = Article.topics.through
    through.objects.bulk_create(through(article=fact, topic=topic) for fact in made for topic in topics)
    under = {code: page for code, page in factories.parents(space).items() if code in languages}
    pages(ArticlePage, under, [{"article": fact} for fact in made], summary="En bref.")


def waiting(space, titles, *, source="fr"):
    """Live articles in one language, in the order of their titles; the ledger knows that they are not translated."""
    said = [{"id": f"{source} {title}", source: {"title": title, "summary": "En bref."}} for title in titles]
    imports.load(map(json.dumps, said), space=space)
    intake.fill()
    return list(ArticlePage.objects.filter(article__space=space, title__in=titles).order_by("pk"))


def drafts(pages, authors):
    """A version of each page that waits to be published, by each author in turn; the ledger has read them."""
    now, pages = timezone.now(), list(pages)
    made = Revision.objects.bulk_create(
        Revision(
            content_object=page, base_content_type=ContentType.objects.get_for_model(Page), created_at=now,
            user=authors[number % len(authors)], object_str=str(page), content=page.serializable_data(),
        )
        for number, page in enumerate(pages)
    )  # fmt: skip
    for page, revision in zip(pages, made, strict=True):
        written = {"latest_revision": revision, "latest_revision_created_at": now, "has_unpublished_changes": True}
        Page.objects.filter(pk=page.pk).update(**written)
    intake.rebuild([page.translation_key for page in pages])


def pages(model, under, facts, **words):
    """A live page a fact in each language, all inserted at once."""
    keys = [uuid.uuid4() for _ in facts]
    for code, parent in under.items():
        parent, rows = Page.objects.get(pk=parent.pk), []
        last = parent.get_last_child()
        step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        for number, (fact, key) in enumerate(zip(facts, keys, strict=True), 1):
            slug = f"{model._meta.model_name}-{number}-{code}"
            page = model(title=slug, draft_title=slug, slug=slug, locale_id=parent.locale_id, **fact, **words)
            page.depth, page.path = parent.depth + 1, Page._get_path(parent.path, parent.depth + 1, step + number)
            page.numchild, page.url_path, page.translation_key = 0, f"{parent.url_path}{slug}/", key
            page.content_type = ContentType.objects.get_for_model(model)
            rows.append(page)
        for base, page in zip(Page.objects.bulk_create(map(imports.base_of, rows)), rows, strict=True):
            page.pk = page.page_ptr_id = base.pk
        imports.insert_rows(model, rows)
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(rows))


def meetings(space, count):
    """Half to come, half held."""
    now = timezone.now()
    starts = [now + timedelta(days=number + 1) * (1 if number % 2 else -1) for number in range(count)]
    made = Meeting.objects.bulk_create(
        Meeting(space=space, starts_at=start, ends_at=start + timedelta(hours=1)) for start in starts
    )
    pages(MeetingPage, factories.parents(space), [{"meeting": fact} for fact in made], summary="En bref.")


def announcements(space, count, *, author=None):
    made = Announcement.objects.bulk_create(
        Announcement(space=space, author=author, published_at=timezone.now()) for _ in range(count)
    )
    pages(AnnouncementPage, factories.parents(space), [{"announcement": fact} for fact in made], summary="En bref.")


def spaces(count, *, member):
    made = Space.objects.bulk_create(
        Space(code=f"space-{number}", name_fr=f"Espace {number}", name_en=f"Space {number}") for number in range(count)
    )
    Membership.objects.bulk_create(Membership(space=space, user=member) for space in made)
    pages(SpacePage, factories.homes(), [{"space": space} for space in made])
