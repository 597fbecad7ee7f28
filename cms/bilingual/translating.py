"""A translation from its first draft on: begun, put into the page, given up for editing by hand, taken up again.

wagtail-localize alone writes a draft over what readers have (create_or_update_translation saves the live row, 1.14),
and restarts a translation by throwing away what was written by hand since. Nothing here loses a word.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments.ingest import ingest_segments

from cms.bilingual import by_hand, ledger
from cms.bilingual.cases import Said
from cms.bilingual.drift import digest
from cms.bilingual.keeping import kept_wording
from cms.bilingual.models import Pair
from cms.bilingual.pairs import keep, own_values, put
from cms.bilingual.sources import record

#: Where a text to be looked at comes from (StringTranslation.tool_name), when no machine wrote it: the page as somebody
#: wrote it by hand, or a file.
FROM_PAGE, FROM_FILE = "page", "file"
BY_PEOPLE = {FROM_PAGE, FROM_FILE}


@transaction.atomic
def begin(page, *, by=None):
    """Have a page translated into the other language from now on; its twin is a draft nobody reads yet."""
    page = type(page.specific).objects.get(pk=page.pk)  # as readers have it, whatever the form in hand says
    source = record(ledger.version_of(page, is_together=ledger.is_together(page)))
    locale = Locale.objects.exclude(pk=page.locale_id).get()
    with ledger.at_the_end():
        translation, _ = Translation.objects.update_or_create(
            source=source, target_locale=locale, defaults={"enabled": True}
        )
        translation.save_target(user=by, publish=False)
        ledger.changed(page.translation_key, by=by)
    return translation


@transaction.atomic
def save_draft(translation, *, by=None, kept=None):
    """Put what translators have said into a new draft of the page; readers keep what they have. Returns the revision.

    `kept` is what stays where they have said nothing (`keeping.py`); the words of the original stand elsewhere.
    Raises ValidationError when the page cannot hold it.
    """
    source, locale = translation.source, translation.target_locale
    target = translation.get_target_instance()
    if not target.live:  # nobody reads the row, and the address may still follow the title
        translation.save_target(user=by, publish=False)
        target = translation.get_target_instance()
        if not kept:
            return target.latest_revision
    page, original = target.get_latest_revision_as_object(), source.as_instance()
    copy_synchronised_fields(original, page)
    segments = source._get_segments_for_translation(locale, fallback=True)
    segments = [(kept or {}).get((segment.path, segment.order), segment) for segment in segments]
    ingest_segments(original, page, source.locale, locale, segments)
    return page.save_revision(user=by)


def stop(translation, *, by=None):
    """Leave the page to be edited by hand, with all that was translated in its draft.

    Where the original changed and nobody has translated it again, the page says what it said.
    """
    with transaction.atomic(), ledger.at_the_end():
        drop(translation)
        save_draft(translation, by=by, kept=kept_wording(translation))
        translation.enabled = False
        translation.save(update_fields=["enabled"])


def drop(translation):
    """Take out the drafts of a machine nobody confirmed: a page edited by hand holds the words of people."""
    drafts = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale_id=translation.target_locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    drafts.exclude(tool_name__in=BY_PEOPLE).delete()


@dataclass(frozen=True)
class Unlike:
    """A place where the two pages do not hold the same number of passages."""

    path: str
    here: int  # in the original
    there: int  # in the translation


@dataclass
class Both:
    """The two pages of a pair as they are now, passage by passage."""

    source: object
    target: object
    rows: list  # (Segment or None, Segment or None)
    unlike: list

    @property
    def is_alike(self):
        return not self.unlike


def both(pair):
    """What each page says now, in its last draft for the translation; what differs in their structure."""
    pages = ledger.pages_of(pair.pk)
    source = ledger.version_of(pages[pair.source], is_together=pair.is_together)
    target = pages[pair.target].get_latest_revision_as_object()
    texts = [ledger.segments_of(page) for page in (source, target)]
    by_path = [defaultdict(list), defaultdict(list)]
    for found, text in zip(by_path, texts, strict=True):
        for segment in text:
            found[segment.path].append(segment)
    rows, unlike = [], []
    for path in dict.fromkeys([*by_path[0], *by_path[1]]):
        here, there = (found.get(path, []) for found in by_path)
        if len(here) != len(there):
            unlike.append(Unlike(path, len(here), len(there)))
        longest = max(len(here), len(there))
        rows += [(at(here, number), at(there, number)) for number in range(longest)]
    return Both(source, target, rows, unlike)


def left(pair):
    """Passages nobody translated of a pair edited by hand: the original's words stand on both pages."""
    pages = ledger.pages_of(pair.pk)
    texts = [
        ledger.segments_of(ledger.version_of(pages[code], is_together=pair.is_together))
        for code in (pair.source, pair.target)
    ]
    current = list(pair.confirmations.filter(is_current=True))
    return by_hand.left(pair.pk, pages[pair.source].locale_id, texts[0], current, texts[1])


@transaction.atomic
def confirm_same(pair, *, path, mark, by):
    """Somebody who translates says that one passage is the same in both languages. Returns whether it is there."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    found = both(pair)
    here, there = ([row[side] for row in found.rows if row[side] and row[side].path == path] for side in (0, 1))
    segment = next((one for one in here if one.digest == mark), None)
    if segment is None or mark not in {one.digest for one in there}:
        return False
    pair.confirmations.filter(is_current=True, path=path, source_hash=mark).update(is_current=False)
    said = Said(path, segment.text, segment.text, by.pk, timezone.now())
    ledger.confirmation(pair, segment, said).save()
    ledger.changed(pair.pk, by=by)
    return True


def at(items, number):
    return items[number] if number < len(items) else None


@transaction.atomic
def resume(pair, *, by):
    """Take a translation up again with both pages as they are; they must be alike (`both`). Returns the Translation.

    What still answers to the same words of the original is confirmed as it stands on the page. The rest is kept as a
    text to look at: it stays on the page, and the ledger counts it as to do.
    """
    found = both(pair)
    source = record(found.source)
    locale_id = found.target.locale_id
    held = list(numbered(pair.confirmations.filter(is_current=True)))
    known = {(row.path, row.source_hash, key) for number, row in held for key in (number, row.target_hash)}
    same = {(row.path, row.source_hash) for _number, row in held if row.source_hash == row.target_hash}
    said = {(there.path, number): there.text for number, there in numbered(row[1] for row in found.rows)}
    rows = []
    for number, segment in numbered(strings_of(source)):
        text, here = said.get((segment.path, number)), (segment.path, digest(segment.string.data))
        is_known = text is not None and ((*here, number) in known or (*here, digest(text)) in known)
        if text is None or (digest(text) == here[1] and here not in same):
            continue  # the words of the original stand there for want of a translation
        kind = StringTranslation.TRANSLATION_TYPE_MANUAL if is_known else StringTranslation.TRANSLATION_TYPE_MACHINE
        rows.append(
            StringTranslation(
                translation_of=segment.string, context=segment.context, locale_id=locale_id, data=text,
                translation_type=kind, tool_name="" if is_known else FROM_PAGE, last_translated_by=by,
            )
        )  # fmt: skip
    put(rows)
    keep(own_values(found.target), source, found.target.locale, by)
    with ledger.at_the_end():
        translation, _ = Translation.objects.update_or_create(
            source=source, target_locale=found.target.locale, defaults={"enabled": True}
        )
        ledger.changed(pair.pk)  # whoever takes it up changed nothing of the original
    return translation


def strings_of(source):
    rows = list(StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order"))
    for row in rows:
        row.path = row.context.path
    return rows


def numbered(segments):
    """(how many of the same path came before, segment), for those there are."""
    seen = defaultdict(int)
    for segment in segments:
        if segment is not None:
            yield seen[segment.path], segment
            seen[segment.path] += 1
