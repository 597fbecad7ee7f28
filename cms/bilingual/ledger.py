"""The drift ledger, kept: what each pair of pages lacks, worked out whenever either of them or a string changes.

`assess` is the only writer. It may run again at any time and always ends in the same state: it reads the two pages,
the confirmations and the translated strings, and writes what is new. Readers of pages and reports read `Pair` only.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.bilingual import chain
from cms.bilingual.addresses import code_of, locale_ids
from cms.bilingual.drift import Segment, compare, count_words, digest
from cms.bilingual.models import Confirmation, Pair, State

#: Keys to assess when the block ends, each with who changed it; None outside `at_the_end`.
_waiting: ContextVar[dict | None] = ContextVar("pairs waiting", default=None)


def segments_of(page):
    """The text of a page as translators meet it: a list of Segment, empty ones left out."""
    found = (segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue))
    return [
        Segment(segment.path, segment.string.data, order)
        for order, segment in enumerate(found)
        if segment.string.data.strip()
    ]


def version_of(page, *, is_together):
    """The words that count: those readers have; the draft's while nobody reads, or when both go live together."""
    revision = page.latest_revision if (is_together or not page.live) else None
    return revision.as_object() if revision else page


def is_together(page):
    """Whether both languages of a page are published together: its type says so, or its author chose it."""
    return page.publication == "paired" or Pair.objects.filter(pk=page.translation_key, is_together=True).exists()


def pages_of(key):
    """{language: page} of the pages with this translation key."""
    rows = Page.objects.filter(translation_key=key).select_related("latest_revision").order_by("pk").specific()
    return {code_of(page.locale_id): page for page in rows if hasattr(page, "publication")}


def running(key):
    """The translation under way of the thing with this key, or None: its strings make the other page."""
    return Translation.objects.filter(source__object_id=key, enabled=True).select_related("source").first()


@contextmanager
def at_the_end():
    """Assess each pair changed inside the block once, when it ends: for work string by string."""
    if _waiting.get() is not None:
        yield
        return
    token = _waiting.set({})
    try:
        yield
        keys = _waiting.get()
    finally:
        _waiting.reset(token)
    for key, by in keys.items():
        assess(key, by=by)


def changed(key, *, by=None):
    """Say that something of a pair changed: it is assessed now, or at the end of the block."""
    waiting = _waiting.get()
    if waiting is None:
        assess(key, by=by)
    else:
        waiting[key] = by or waiting.get(key)


@transaction.atomic
def assess(key, *, by=None):
    """Work out how the two languages of a thing stand to each other, and keep it. Returns the Pair, None if gone."""
    pages = pages_of(key)
    if not pages:
        Pair.objects.filter(pk=key).delete()
        return None
    pair = Pair.objects.select_for_update().filter(pk=key).first() or Pair(pk=key)
    translation = running(key)
    describe(pair, pages, translation)
    source, target = pages[pair.source], pages.get(pair.target)
    text = segments_of(version_of(source, is_together=pair.is_together))
    pair.all_segments, pair.all_words = len(text), sum(count_words(segment.text) for segment in text)
    pair.save()
    other = None if target is None else segments_of(version_of(target, is_together=pair.is_together))
    current = list(pair.confirmations.filter(is_current=True))
    if translation is not None:
        current = adopt(pair, translation, text, current)
    elif target is not None and not current and pair.completed_at is None:
        current = take_as_equal(pair, text, other, by=None)  # written in both languages without a translation
    if translation is not None and other is not None:
        current = let_go(current, text, other)
    drift = compare(text, current, other)
    judge(pair, source, target, drift, translation, by)
    pair.save()
    chain.follow(pair, translation, lacking=sum(1 for change in drift.changes if change.now), by=by)
    return pair


def describe(pair, pages, translation):
    """Which language was first, what kind of page it is, where its pages are."""
    if translation is not None:
        pair.source = code_of(translation.source.locale_id)
    if pair.source not in pages:
        pair.source = min(pages, key=lambda code: pages[code].pk)
    source = pages[pair.source]
    pair.kind = ContentType.objects.get_for_model(type(source))
    pair.is_together = pair.is_together or source.publication == "paired"
    pair.fr_page, pair.en_page = pages.get("fr"), pages.get("en")


def adopt(pair, translation, text, current):
    """Confirm what translators have said, string by string; machine drafts and strings in error are not confirmed.

    Returns the rows that hold now. A wording that was corrected is kept as history under the name of who wrote it.
    """
    strings = StringTranslation.objects.filter(
        context__object_id=pair.pk, locale_id=translation.target_locale_id, has_error=False, translation_type="manual"
    ).select_related("translation_of", "context")
    said = {(row.context.path, digest(row.translation_of.data)): row for row in strings}
    held = {(row.path, row.source_hash): row for row in current}
    over = [row for key, row in held.items() if key in {s.key for s in text} and not same(row, said.get(key))]
    befores = {change.now.key: change.before for change in compare(text, current).changes if change.now}
    new = {}
    for segment in text:
        string = said.get(segment.key)
        if string is None or segment.key in new or same(held.get(segment.key), string):
            continue
        if before := befores.get(segment.key):
            over.append(before)
        new[segment.key] = confirmation(pair, segment, string.data, string.last_translated_by_id, string.updated_at)
    return write(current, over, new.values())


def same(row, string):
    return row is not None and string is not None and row.target_hash == digest(string.data)


def confirmation(pair, segment, target_text, by_id, at):
    return Confirmation(
        pair=pair, path=segment.path, order=segment.order, source_hash=segment.digest, source_text=segment.text,
        target_hash=digest(target_text), target_text=target_text, by_id=by_id, at=at,
    )  # fmt: skip


def write(current, over, new):
    """End some rows and add others; returns those that hold."""
    gone = {row.pk for row in over}
    if gone:
        Confirmation.objects.filter(pk__in=gone).update(is_current=False)
    return [row for row in current if row.pk not in gone] + Confirmation.objects.bulk_create(list(new))


def let_go(current, text, other):
    """End the rows of what neither page says any more: the original dropped it and the translation followed.

    A row that what now stands there is compared with stays, although no draft holds its translation yet.
    """
    here, there = {segment.key for segment in text}, {segment.key for segment in other}
    compared = {change.before.pk for change in compare(text, current).changes if change.now and change.before}
    over = [
        row for row in current
        if (row.path, row.source_hash) not in here and (row.path, row.target_hash) not in there
        and row.pk not in compared
    ]  # fmt: skip
    return write(current, over, [])


def take_as_equal(pair, text, other, *, by):
    """Take both pages as saying the same, paragraph by paragraph; what one has more of answers to nothing."""
    answers = {}
    for segment in other:
        answers.setdefault(segment.path, []).append(segment.text)
    now = timezone.now()
    rows = [
        confirmation(pair, segment, answers[segment.path].pop(0) if answers.get(segment.path) else "", by, now)
        for segment in text
    ]
    extra = [
        Confirmation(pair=pair, path=path, order=len(text), source_hash=digest(""), source_text="",
                     target_hash=digest(said), target_text=said, by_id=by, at=now)
        for path, texts in answers.items() for said in texts
    ]  # fmt: skip
    pair.confirmations.filter(is_current=True).update(is_current=False)
    return Confirmation.objects.bulk_create([*rows, *extra])


@transaction.atomic
def confirm_all(key, *, by):
    """Somebody read both pages and says they say the same: for pages edited by hand. Returns the Pair."""
    pages = pages_of(key)
    pair = Pair.objects.select_for_update().get(pk=key)
    texts = [segments_of(version_of(pages[code], is_together=pair.is_together)) for code in (pair.source, pair.target)]
    take_as_equal(pair, *texts, by=by.pk)
    return assess(key, by=by)


def judge(pair, source, target, drift, translation, by):
    """Write the state of a pair from what differs. `drift.changes` without text that answers to nothing."""
    changes = [change for change in drift.changes if change.now or change.before.source_text]
    pair.segments, pair.words = len(changes), sum(change.words for change in changes)
    alone = drift.alone if target is not None else []
    pair.is_unpublished = bool(translation and target is not None and target.live and alone)
    if target is None:
        pair.state, pair.segments, pair.words = State.MISSING, pair.all_segments, pair.all_words
    elif changes:
        pair.state = State.SOURCE_CHANGED if pair.completed_at else State.INCOMPLETE
    elif alone and translation is None:
        pair.state, pair.segments = State.TARGET_CHANGED, len(alone)
    else:
        pair.state = State.UP_TO_DATE
        pair.completed_at = pair.completed_at or timezone.now()
    if pair.state == State.UP_TO_DATE and not pair.is_unpublished:
        pair.since = pair.changed_by = None
    elif pair.since is None:
        changer = target if pair.state == State.TARGET_CHANGED else source
        pair.since = changer.last_published_at if changer.live else changer.latest_revision_created_at
        pair.since = pair.since or timezone.now()
        pair.changed_by = by or (changer.latest_revision.user if changer.latest_revision else None)
    pair.assessed_at = timezone.now()


def rebuild(keys=None, *, progress=lambda done, total: None):
    """Assess every pair there is (or some), and forget those that are gone. Returns how many."""
    if keys is None:
        keys = list(Page.objects.filter(depth__gt=1).order_by("path").values_list("translation_key", flat=True))
        Pair.objects.exclude(pk__in=Page.objects.values("translation_key")).delete()
    keys = list(dict.fromkeys(keys))
    locale_ids()
    for number, key in enumerate(keys, 1):
        assess(key)
        progress(number, len(keys))
    return len(keys)
