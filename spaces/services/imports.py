"""Loading articles in bulk: bilingual pairs as published, linked pages, in batches that each commit whole.

Pages are inserted without treebeard's step-by-step calls: paths are computed for a batch, and the parent's count is set
in the same transaction. Listeners are told once a batch, by `articles_imported`.
"""

import html
import json
import uuid
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from cms import versions
from cms.bilingual.addresses import code_of, slug_words
from cms.tasks import fill_ledger
from spaces.models import Article, ArticlePage, ImportedRecord, SpacePage, Topic
from spaces.services.markup import blocks_from, resolve_docs

BATCH = 200
SUMMARY = ArticlePage._meta.get_field("summary").max_length
#: Sent with keys=[translation keys] after each batch, inside its transaction.
articles_imported = Signal()


@dataclass
class Report:
    """What an import did."""

    added: int = 0  # pages
    skipped: int = 0  # records already imported by an earlier run
    refused: list[tuple[int, str]] = field(default_factory=list)  # (line number, reason)
    noted: list[tuple[int, str]] = field(default_factory=list)  # (line number, what was left out of an article)


class BadRecord(ValueError):
    """A line that cannot become an article; says why."""


def parse(line):
    """A record of the file, checked. Raises BadRecord with the reason in words."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"not JSON ({error})") from error
    identity = str(record.get("id") or "").strip() if isinstance(record, dict) else ""
    if not identity or len(identity) > 200 or not is_storable(identity):
        raise BadRecord("no id of at most 200 characters")
    live = [code for code in ("fr", "en") if isinstance(record.get(code), dict) and record[code].get("title")]
    if not live:
        raise BadRecord("no title in either language")
    for code in live:
        check_words(code, record[code])
    topics = record.get("topics") or []
    topics = topics if isinstance(topics, list) else [topics]
    return {
        "id": identity,
        "live": live,
        **{code: record[code] for code in live},
        "topics": [topic if isinstance(topic, str) else json.dumps(topic) for topic in topics],
    }


def check_words(code, words):
    """The words of one language: text, with a title that is one, and nothing a database cannot hold."""
    said = [words.get(name, "") for name in ("title", "body_html", "summary")]
    if not all(isinstance(text, str) for text in said):
        raise BadRecord(f"{code}: title, summary and body_html must be text")
    if not said[0].strip() or len(said[0]) > 255:
        raise BadRecord(f"{code}: title blank or longer than 255 characters")
    if not all(is_storable(text) for text in said):
        raise BadRecord(f"{code}: holds characters that are not text")


def is_storable(text):
    """Databases take neither a null character nor half of a surrogate pair."""
    return "\x00" not in text and text.encode("utf-8", "replace").decode() == text


def load(lines, *, space, progress=lambda report: None):
    """Add every record of an iterable of lines to a space. Returns a Report; safe to run again after a stop."""
    report, batch = Report(), []
    known = set(ImportedRecord.objects.values_list("source_id", flat=True))
    parents = {code_of(page.locale_id): page for page in SpacePage.objects.filter(space=space)}
    writer = BatchWriter(space, parents)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = parse(line)
            if missing := set(record["live"]) - set(parents):
                raise BadRecord(f"the space has no page in {', '.join(sorted(missing))}")
        except BadRecord as error:
            report.refused.append((number, str(error)))
            continue
        if record["id"] in known:
            report.skipped += 1
            writer.note_links(record)
            continue
        if unknown := [topic for topic in record["topics"] if topic not in writer.topics]:
            report.noted.append((number, f"no such topic: {', '.join(unknown)}"))
        known.add(record["id"])
        batch.append(record)
        if len(batch) == BATCH:
            report.added += writer.write(batch)
            batch = []
            progress(report)
    report.added += writer.write(batch)
    writer.link()
    transaction.on_commit(fill_ledger.enqueue)  # once links are words or lead somewhere: both are what the pages say
    progress(report)
    return report


class BatchWriter:
    """Inserts articles under the pages of one space, and remembers what is left to link."""

    def __init__(self, space, parents):
        self.space, self.parents = space, parents
        self.topics = {topic.code: topic.pk for topic in Topic.objects.all()}
        self.kind = ContentType.objects.get_for_model(ArticlePage)
        self.taken = {
            code: set(Page.objects.child_of(parent).values_list("slug", flat=True)) for code, parent in parents.items()
        }
        self.to_link: list[str] = []  # record ids whose bodies name other records

    @transaction.atomic
    def write(self, batch):
        """Insert one batch; returns the number of pages."""
        if not batch:
            return 0
        now = timezone.now()
        articles = Article.objects.bulk_create([Article(space=self.space, published_at=now) for _ in batch])
        pairs = list(zip(batch, articles, strict=True))
        ImportedRecord.objects.bulk_create(ImportedRecord(source_id=r["id"], article=a) for r, a in pairs)
        self._add_topics(pairs)
        keys = {record["id"]: uuid.uuid4() for record in batch}
        count = 0
        for code, parent in self.parents.items():
            rows = [(record, article) for record, article in pairs if code in record["live"]]
            count += self._write_pages(code, parent, rows, keys, now)
        for record in batch:
            self.note_links(record)
        versions.bump()
        articles_imported.send(sender=ArticlePage, keys=list(keys.values()))
        return count

    def _add_topics(self, pairs):
        through = Article.topics.through
        through.objects.bulk_create(
            through(article_id=article.pk, topic_id=self.topics[code])
            for record, article in pairs
            for code in dict.fromkeys(record["topics"])
            if code in self.topics
        )

    def _write_pages(self, code, parent, rows, keys, now):
        parent.refresh_from_db(fields=["numchild", "path", "url_path", "depth"])
        last = parent.get_last_child()
        step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        pages = []
        for number, (record, article) in enumerate(rows, 1):
            page = self._page(code, parent, record, now)
            page.path = Page._get_path(parent.path, page.depth, step + number)
            page.article, page.translation_key = article, keys[record["id"]]
            pages.append(page)
        bases = Page.objects.bulk_create([base_of(page) for page in pages])
        for base, page in zip(bases, pages, strict=True):
            page.pk = page.page_ptr_id = base.pk
        insert_rows(ArticlePage, pages)
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(pages))
        return len(pages)

    def _page(self, code, parent, record, now):
        words, title = record[code], record[code]["title"]
        slug = self._slug(code, title)
        return ArticlePage(
            title=title,
            draft_title=title,
            slug=slug,
            live=True,
            locale_id=parent.locale_id,
            depth=parent.depth + 1,
            numchild=0,
            url_path=f"{parent.url_path}{slug}/",
            first_published_at=now,
            last_published_at=now,
            content_type=self.kind,
            summary=summary_of(words),
            body=json.dumps(blocks_from(words.get("body_html") or "", prefix=record["id"], title=title)),
        )

    def _slug(self, code, title):
        base = slug_words(title)
        slug, number = base, 2
        while slug in self.taken[code]:
            slug, number = f"{base}-{number}", number + 1
        self.taken[code].add(slug)
        return slug

    def note_links(self, record):
        """Remember a record whose body names other records; they are linked once all have pages."""
        if any("doc:" in record[code].get("body_html", "") for code in record["live"]):
            self.to_link.append(record["id"])

    def link(self):
        """Turn «doc:ID» into links to pages of the same language, in batches that each commit whole."""
        pages: dict[str, dict[str, int]] = {code: {} for code in self.parents}
        found = ArticlePage.objects.filter(article__imported__isnull=False)
        for pk, locale_id, source_id in found.values_list("pk", "locale_id", "article__imported__source_id"):
            pages[code_of(locale_id)][source_id] = pk
        for start in range(0, len(self.to_link), BATCH):
            chosen = ArticlePage.objects.filter(article__imported__source_id__in=self.to_link[start : start + BATCH])
            changed = [page for page in chosen if link_body(page, pages[page.language])]
            with transaction.atomic():
                ArticlePage.objects.bulk_update(changed, ["body"])
                versions.bump()


def link_body(page, page_ids):
    """Resolve the «doc:» links of one page in memory; says whether anything changed."""
    raw = [dict(block) for block in page.body.raw_data]
    for block in raw:
        if block["type"] == "text":
            block["value"] = resolve_docs(block["value"], page_ids)
    changed = raw != [dict(block) for block in page.body.raw_data]
    if changed:
        page.body = json.dumps(raw)
    return changed


def base_of(page):
    """The row of wagtailcore_page of a page not yet inserted."""
    names = [field.attname for field in Page._meta.local_concrete_fields if not field.primary_key]
    return Page(**{name: getattr(page, name) for name in names})


def insert_rows(model, rows):
    """Insert the child rows of a multi-table model, which bulk_create refuses, in one statement sent many times."""
    fields = model._meta.local_concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608  names of our models


def summary_of(words):
    """The summary given, or the start of the body to its last whole word: no list or digest has a line without one."""
    given = plain(words.get("summary") or "") or plain(words.get("body_html") or "") or words["title"]
    return given if len(given) <= SUMMARY else given[: SUMMARY - 1].rsplit(" ", 1)[0] + "…"


def plain(words):
    return " ".join(html.unescape(strip_tags(words)).split())
