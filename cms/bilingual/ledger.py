"""The drift ledger, kept: what each pair of pages lacks, worked out whenever either of them or a string changes.

`assess` is the only writer. It may run again at any time and always ends in the same state: it reads the two pages,
the confirmations and the translated strings, and writes what is new. Readers of pages and reports read `Pair` only.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.bilingual import by_hand, cases, chain, rewritten
from cms.bilingual.addresses import code_of
from cms.bilingual.cases import Said, confirmation, segments_of, written_at
from cms.bilingual.drift import Segment, compare, digest
from cms.bilingual.models import LANGUAGES, Confirmation, Pair, State

CHUNK = 50  # pairs worked out at once: others wait for the database no longer than for one save

#: Sent in the transaction in which the state of pairs changed: pages that are kept say it (cms/versions.py).
assessed = Signal()
#: Sent in it too, for each pair edited by hand whose original has just left the other page behind.
left_behind = Signal()
#: Keys to assess when the block ends, each with who changed it; None outside `at_the_end`.
_waiting: ContextVar[dict | None] = ContextVar("pairs waiting", default=None)


def version_of(page, *, is_together):
    """The words that count: those readers have; the draft's while nobody reads, or when both go live together."""
    return page.latest_revision.as_object() if cases.reads_draft(page, is_together) else page


def is_together(page):
    """Whether both languages of a page are published together: its type says so, or its author chose it."""
    return page.publication == "paired" or Pair.objects.filter(pk=page.translation_key, is_together=True).exists()


def pages_of(key):
    """{language: page} of the pages with this translation key."""
    rows = Page.objects.filter(translation_key=key).select_related("latest_revision").order_by("pk").specific()
    return {code_of(page.locale_id): page for page in rows if hasattr(page, "publication")}


def under_way(key):
    return Translation.objects.filter(source__object_id=key, enabled=True)


def running(key):
    """The translation under way of the thing with this key, or None: its strings make the other page."""
    return under_way(key).select_related("source").defer("source__content_json").first()


def is_original(page):
    """Whether a translation under way is made of the words of this page."""
    return under_way(page.translation_key).filter(source__locale=page.locale_id).exists()


@contextmanager
def at_the_end():
    """Assess each pair changed inside the block once, when it ends: for work string by string. Yields {key: who}."""
    if (waiting := _waiting.get()) is not None:
        yield waiting
        return
    token = _waiting.set({})
    try:
        yield _waiting.get()
        keys = _waiting.get()
    finally:
        _waiting.reset(token)
    for by in dict.fromkeys(keys.values()):
        mine = [key for key, changer in keys.items() if changer == by]
        for start in range(0, len(mine), CHUNK):
            assess_all(mine[start : start + CHUNK], by=by)


def changed(key, *, by=None, known=None):
    """Say that something of a pair changed: it is assessed now, or at the end of the block."""
    waiting = _waiting.get()
    if waiting is None:
        assess(key, by=by, known=known)
    else:
        waiting[key] = by or waiting.get(key)


def assess_if_due(key):
    """Somebody decides on a pair inside a block that was to assess it at its end: it is assessed now."""
    waiting = _waiting.get()
    if waiting and key in waiting:
        assess(key, by=waiting.pop(key))


def known_pair(key):
    """The Pair with this key; one the ledger has not met is taken in now. None when there are no such pages."""
    return Pair.objects.filter(pk=key).first() or assess(key)


def assess(key, *, by=None, known=None):
    """Work out how the two languages of a thing stand to each other, and keep it. Returns the Pair, None if gone.

    `known` is {id of a page: its segments}, of a page whose words that count the caller has just read.
    """
    return assess_all([key], by=by, known=known).get(key)


@transaction.atomic
def assess_all(keys, *, by=None, known=None):
    """The same of many things, in as many statements as of one. Returns {key: Pair} of those there are."""
    found = settle(cases.read(keys), by=by, known=known)
    pairs = {case.pair.pk: case.pair for case in found}
    if gone := [key for key in keys if key not in pairs]:
        Pair.objects.filter(pk__in=gone).delete()
    return pairs


def settle(found, *, by=None, known=None):
    """Work out the pairs of these cases, write what was found, and say so. Returns the cases."""
    for case in found:
        case.known = dict(known or {})
        before = standing(case.pair)
        work_out(case, by)
        case.is_left_behind = case.translation is None and has_fallen_behind(before[0], case.pair)
        case.has_moved = bool(case.pair.completed_at) and standing(case.pair) != before
    cases.keep(found)
    if any(case.has_moved for case in found):
        assessed.send(sender=Pair)
    chain.follow(found, by=by)
    for case in found:
        if case.is_left_behind:
            left_behind.send(sender=Pair, pair=case.pair)
    return found


def has_fallen_behind(before, pair):
    """Whether the original changed just now, and had nothing that waited."""
    return before in {State.UP_TO_DATE, State.TARGET_CHANGED} and pair.state == State.SOURCE_CHANGED


def standing(pair):
    """What readers may be told of a pair."""
    return pair.state, pair.words, pair.since


def work_out(case, by):
    """Bring the confirmations of a pair up to date, then its state; nothing is written yet."""
    pair, translation = case.pair, case.translation
    describe(pair, case.pages, translation)
    source, target = case.pages[pair.source], case.pages.get(pair.target)
    text = case.text_of(source)
    pair.all_segments, pair.all_words = len(text), sum(segment.words for segment in text)
    other = None if target is None else case.text_of(target)
    if translation is not None:
        adopt(case, text)
    elif target is not None and by_hand.is_whole(case, text, other):
        case.take(equals(pair, text, other, by=None))
    elif target is not None:
        rewritten.take(case, text, other)
    if translation is not None and other is not None:
        let_go(case, text, other)
    drift = compare(text, case.current, other)
    case.lacking = sum(1 for change in drift.changes if change.now)
    judge(case, source, target, drift, by)


def describe(pair, pages, translation):
    """Which language was first, what kind of page it is, where its pages are, how long one waited for the other."""
    if translation is not None:
        pair.source = code_of(translation.source.locale_id)
    if pair.source not in pages:
        pair.source = min(pages, key=lambda code: pages[code].pk)
    source = pages[pair.source]
    pair.kind = ContentType.objects.get_for_model(type(source))
    pair.is_together = pair.is_together or source.publication == "paired"
    pair.fr_page, pair.en_page = pages.get("fr"), pages.get("en")
    dates = [page.first_published_at for page in pages.values() if page.first_published_at]
    pair.days_apart = (max(dates) - min(dates)).days if len(dates) == len(LANGUAGES) else None


def adopt(case, text):
    """Confirm what translators have said, string by string; machine drafts and strings in error are not confirmed.

    A wording that was corrected is kept as history under the name of who wrote it.
    """
    said = {(row.path, digest(row.source)): row for row in case.said if row.text.strip()}  # left blank: not yet said
    held = {(row.path, row.source_hash): row for row in case.current}
    keys = {segment.key for segment in text}
    over = [row for key, row in held.items() if key in keys and not same(row, said.get(key))]
    wanted = {}
    for segment in text:
        if segment.key in said and not same(held.get(segment.key), said[segment.key]):
            wanted.setdefault(segment.key, segment)
    if wanted:
        befores = {change.now.key: change.before for change in compare(text, case.current).changes if change.now}
        over += [before for key in wanted if (before := befores.get(key))]
    new = [confirmation(case.pair, segment, said[key]) for key, segment in wanted.items()]
    if over or new:
        case.write(over, new)


def same(row, string):
    return row is not None and string is not None and row.target_hash == digest(string.text)


def let_go(case, text, other):
    """End the rows of what neither page says any more: the original dropped it and the translation followed.

    A row that what now stands there is compared with stays, although no draft holds its translation yet.
    """
    here, there = {segment.key for segment in text}, {segment.key for segment in other}
    compared = {id(change.before) for change in compare(text, case.current).changes if change.now and change.before}
    over = [
        row
        for row in case.current
        if (row.path, row.source_hash) not in here
        and (row.path, row.target_hash) not in there
        and id(row) not in compared
    ]
    if over:
        case.write(over, [])


def equals(pair, text, other, *, by):
    """The confirmations that both pages say the same, paragraph by paragraph; what one has more answers to nothing."""
    answers = {}
    for segment in other:
        answers.setdefault(segment.path, []).append(segment.text)
    now = timezone.now()
    rows = []
    for segment in text:
        answer = answers[segment.path].pop(0) if answers.get(segment.path) else ""
        rows.append(confirmation(pair, segment, Said(segment.path, segment.text, answer, by, now)))
    nothing = {path: Segment(path, "", len(text)) for path in answers}
    return rows + [
        confirmation(pair, nothing[path], Said(path, "", words, by, now))
        for path, more in answers.items()
        for words in more
    ]


@transaction.atomic
def take_as_equal(pair, text, other, *, by):
    """Take both pages as saying the same from now on, whatever was confirmed before."""
    pair.confirmations.filter(is_current=True).update(is_current=False)
    return Confirmation.objects.bulk_create(equals(pair, text, other, by=by))


@transaction.atomic
def confirm_all(key, *, by):
    """Somebody read both pages and says they say the same: for pages edited by hand. Returns the Pair."""
    pages = pages_of(key)
    pair = Pair.objects.select_for_update().get(pk=key)
    both = (version_of(pages[code], is_together=pair.is_together) for code in (pair.source, pair.target))
    take_as_equal(pair, *map(segments_of, both), by=by.pk)
    return assess(key, by=by)


def judge(case, source, target, drift, by):
    """Write the state of a pair from what differs. `drift.changes` without text that answers to nothing."""
    pair, translation = case.pair, case.translation
    changes = [change for change in drift.changes if change.now or change.before.source_text]
    pair.segments, pair.words = len(changes), sum(change.words for change in changes)
    alone = drift.alone if target is not None else []
    unread = target is not None and bool((translation and alone) or case.lacks(source, target))
    if case.left:  # what was written by hand is not asked for again
        pair.segments, pair.words = len(case.left), sum(segment.words for segment in case.left)
    pair.is_unpublished = bool(unread and target.live)
    case.is_corrected = pair.is_unpublished or bool(translation and target is not None and alone and case.new)
    if target is None:
        pair.state, pair.segments, pair.words = State.MISSING, pair.all_segments, pair.all_words
    elif changes or case.left:
        pair.state = State.SOURCE_CHANGED if pair.completed_at else State.INCOMPLETE
    elif alone and translation is None:
        pair.state, pair.segments = State.TARGET_CHANGED, len(alone)
    else:
        pair.state = State.UP_TO_DATE
        pair.completed_at = pair.completed_at or timezone.now()
        if not target.live:
            pair.is_unpublished = source.live or case.is_asked
    if pair.state == State.UP_TO_DATE and not pair.is_unpublished:
        pair.since = pair.changed_by = None
    elif pair.since is None:
        changer = target if pair.state == State.TARGET_CHANGED else source
        pair.since = written_at(changer, pair.is_together) or timezone.now()
        pair.changed_by_id = by.pk if by else case.editor_of(changer)
    pair.assessed_at = timezone.now()
