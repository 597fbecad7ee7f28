"""What pairs are judged by, read for many of them at once, and what was found, written at once.

A hundred pairs cost as many statements as one: a whole site is worked out anew in seconds.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.bilingual import by_hand, minute
from cms.bilingual.addresses import code_of
from cms.bilingual.drift import Segment, digest
from cms.bilingual.gate_models import Waiting
from cms.bilingual.models import Confirmation, Pair

PAIR_FIELDS = [field.name for field in Pair._meta.concrete_fields if not field.primary_key]


@dataclass(frozen=True)
class Said:
    """What a translator wrote for a string of the original."""

    path: str
    source: str
    text: str
    by_id: int | None
    at: object


@dataclass
class Case:
    """One pair and everything its state follows from."""

    pair: Pair
    pages: dict  # language -> page
    translation: Translation | None = None
    is_stopped: bool = False  # it was translated once, and is edited by hand now
    drafts: dict = field(default_factory=dict)  # id of a revision -> what it says
    editors: dict = field(default_factory=dict)  # id of a revision -> id of who wrote it
    current: list = field(default_factory=list)  # confirmations that hold
    said: list = field(default_factory=list)  # of Said
    over: list = field(default_factory=list)  # confirmations that hold no longer
    new: list = field(default_factory=list)
    is_asked: bool = False  # its original was published, and waits for the translation or for its minute
    has_moved: bool = False  # whether readers may be told something else than before
    is_left_behind: bool = False  # edited by hand, and its original changed just now
    is_corrected: bool = False  # what was confirmed is not what the translation says
    lacking: int = 0  # passages of the original that wait for their translation
    begun: dict = field(default_factory=dict)  # words of originals when their translation was given up (by_hand.py)
    left: list = field(default_factory=list)  # passages nobody translated before the translation was given up
    known: dict = field(default_factory=dict)  # id of a page -> its words that count, when somebody has just read them

    def text_of(self, page):
        """The words of a page that count, as segments."""
        if page.pk not in self.known:
            content = self.drafts.get(page.latest_revision_id) if reads_draft(page, self.pair.is_together) else None
            read = type(page).from_serializable_data(content, check_fks=False) if content else page
            self.known[page.pk] = segments_of(read)
        return self.known[page.pk]

    def lacks(self, source, target):
        """Whether readers lack something confirmed: a passage that was added, or all a draft says that waits alone."""
        together = self.pair.is_together
        waits = target.live and reads_draft(target, together) and not reads_draft(source, together)
        drafted = {segment.key for segment in self.text_of(target)}
        there = {segment.key for segment in segments_of(target)} if waits else drafted
        if self.translation is None:
            return there != drafted
        here = {segment.key for segment in self.text_of(source)}
        return any(
            row.target_text and (row.path, row.source_hash) in here and (row.path, row.target_hash) not in there
            for row in self.current
        )

    def editor_of(self, page):
        return self.editors.get(page.latest_revision_id)

    def write(self, over, new):
        """End some confirmations and add others."""
        gone = {id(row) for row in over}
        self.over += over
        self.new += new
        self.current = [row for row in self.current if id(row) not in gone] + new

    def take(self, rows):
        """Make these the confirmations that hold; those that say it already stay as they are."""
        held, said = ({answer(row) for row in found} for found in (self.current, rows))
        self.write(
            [row for row in self.current if answer(row) not in said], [row for row in rows if answer(row) not in held]
        )


def answer(row):
    return row.path, row.source_hash, row.target_hash


def confirmation(pair, segment, said):
    return Confirmation(
        pair_id=pair.pk, path=segment.path, order=segment.order, source_hash=segment.digest, source_text=segment.text,
        target_hash=digest(said.text), target_text=said.text, by_id=said.by_id, at=said.at,
    )  # fmt: skip


def segments_of(page):
    """The text of a page as translators meet it: a list of Segment, empty ones left out."""
    return texts_among(extract_segments(page))


def texts_among(segments):
    """The same of what was extracted from a page."""
    found = (segment for segment in segments if isinstance(segment, StringSegmentValue))
    return [
        Segment(segment.path, segment.string.data, order)
        for order, segment in enumerate(found)
        if segment.string.data.strip()
    ]


def reads_draft(page, is_together):
    """Whether the words that count are those of the latest draft, and are not the page's own."""
    return bool(page.latest_revision_id) and (not page.live or (is_together and page.has_unpublished_changes))


def written_at(page, is_together):
    """When the words that count were saved, or published where these are the page's own."""
    return page.latest_revision_created_at if reads_draft(page, is_together) else page.last_published_at


def read(keys):
    """The cases of some translation keys; those without a page have none."""
    pages = pages_by_key(keys)
    pairs = Pair.objects.select_for_update().order_by("pk").in_bulk(list(pages))
    found = {key: Case(pairs.get(key) or Pair(pk=key), mine) for key, mine in pages.items()}
    rows = Translation.objects.filter(source__object_id__in=pages).order_by("-enabled", "pk")
    for translation in rows.select_related("source").defer("source__content_json"):
        case = found[translation.source.object_id]
        case.translation = case.translation or (translation if translation.enabled else None)
        case.is_stopped = case.translation is None
    begun = by_hand.begun_with([key for key, case in found.items() if case.is_stopped])
    for case in found.values():
        case.begun = begun
    for row in Confirmation.objects.filter(pair_id__in=pages, is_current=True):
        found[row.pair_id].current.append(row)
    read_revisions(found.values())
    read_asked({key: case for key, case in found.items() if not any(page.live for page in case.pages.values())})
    read_strings({key: case for key, case in found.items() if case.translation})
    return list(found.values())


def pages_by_key(keys):
    """{key: {language: page}}, in the order of the keys."""
    found = defaultdict(dict)
    for page in Page.objects.filter(translation_key__in=keys).order_by("pk").specific():
        if hasattr(page, "publication"):
            found[page.translation_key][code_of(page.locale_id)] = page
    return {key: found[key] for key in keys if key in found}


def read_revisions(cases):
    """Who wrote last; and the words of drafts that count, or may once the pair is known to be published together."""
    pages = [page for case in cases for page in case.pages.values() if page.latest_revision_id]
    if not pages:
        return
    editors = dict(
        Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages]).values_list("pk", "user")
    )
    wanted = [page.latest_revision_id for page in pages if reads_draft(page, is_together=True)]
    drafts = dict(Revision.objects.filter(pk__in=wanted).values_list("pk", "content")) if wanted else {}
    for case in cases:
        case.editors, case.drafts = editors, drafts


def read_asked(cases):
    """Of pairs nobody reads in either language: whose original somebody published already."""
    if not cases:
        return
    waiting = set(Waiting.objects.filter(pair__in=cases).values_list("pair", "language"))
    pages = {str(page.pk): page for case in cases.values() for page in case.pages.values()}
    dated = minute.to_come(pages).values_list("object_id", flat=True)
    asked = waiting | {(pages[pk].translation_key, pages[pk].language) for pk in dated}
    for key, case in cases.items():
        case.is_asked = (key, case.pair.source) in asked


def read_strings(cases):
    """What translators have said, in the language each is translated into; neither machine drafts nor errors."""
    rows = StringTranslation.objects.filter(
        context__object_id__in=cases, has_error=False, translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL
    ).values_list(
        "context__object_id", "locale_id", "context__path", "translation_of__data", "data", "last_translated_by_id",
        "updated_at",
    )  # fmt: skip
    for key, locale_id, *said in rows if cases else []:
        if cases[key].translation.target_locale_id == locale_id:
            cases[key].said.append(Said(*said))


def keep(cases):
    """Write what was found: the pairs, the confirmations that are new, and those that are over."""
    pairs = [case.pair for case in cases]
    Pair.objects.bulk_create(pairs, update_conflicts=True, unique_fields=["key"], update_fields=PAIR_FIELDS)
    if gone := [row.pk for case in cases for row in case.over]:
        Confirmation.objects.filter(pk__in=gone).update(is_current=False)
    Confirmation.objects.bulk_create(row for case in cases for row in case.new)
