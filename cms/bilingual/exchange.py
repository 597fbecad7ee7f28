"""A translation done elsewhere: what a file says of each passage, what becomes of it, then the change itself.

A file is made of units, one a passage, known by where the passage stands and by a hash of its words. Nothing a file
says is lost, and nothing confirmed is overwritten: what cannot be taken is listed with its text (product.md E8). The
formats are in exchange_po.py and exchange_xliff.py.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext_lazy
from wagtail_localize.models import StringTranslation

from cms.bilingual import ledger, markup
from cms.bilingual.drift import digest
from cms.bilingual.models import Pair
from cms.bilingual.pairs import put
from cms.bilingual.passages import FROM_FILE, Passage, passages_of


class Progress(models.TextChoices):
    """How far the translation of a unit is, as a file says it."""

    NONE = "none"
    DRAFT = "draft"  # to be looked at again
    DONE = "done"


@dataclass(frozen=True)
class Code:
    """A tag among the words of a unit: the number of its opening tag in the original, 0 where a tag ends."""

    number: int


@dataclass
class Unit:
    """A passage as a file has it. `target` is words and codes; a file of typed text has one string and no code."""

    path: str
    digest: str
    source: str
    target: list = field(default_factory=list)
    progress: Progress = Progress.NONE
    line: int = 0
    is_typed: bool = False  # tags are typed among the words, as on the translators' desk


@dataclass
class Sheet:
    """One item as a file has it."""

    key: str
    source: str
    target: str
    title: str = ""
    made_at: datetime | None = None
    units: list = field(default_factory=list)  # what it says, when it comes in
    passages: list = field(default_factory=list)  # of the site, when it goes out


class Outcome(models.TextChoices):
    TAKE = "take", gettext_lazy("Confirmed")
    LOOK = "look", gettext_lazy("To look at")
    SAME = "same", gettext_lazy("Unchanged")
    EMPTY = "empty", gettext_lazy("Not translated")
    CHANGED = "changed", gettext_lazy("Original changed")
    MEANWHILE = "meanwhile", gettext_lazy("Translated meanwhile")
    UNKNOWN = "unknown", pgettext_lazy("passage", "Unknown")
    REFUSED = "refused", gettext_lazy("Refused")

    def counted(self, number):
        """What became of so many passages."""
        return {
            "take": npgettext("passages", "Confirmed", "Confirmed", number),
            "same": npgettext("passages", "Unchanged", "Unchanged", number),
            "empty": npgettext("passages", "Not translated", "Not translated", number),
            "changed": npgettext("passages", "Original changed", "Originals changed", number),
            "meanwhile": npgettext("passages", "Translated meanwhile", "Translated meanwhile", number),
            "unknown": npgettext("passages", "Unknown", "Unknown", number),
        }.get(self.value, self.label)


#: What is written to the site; the rest is only told.
WRITTEN = {Outcome.TAKE, Outcome.LOOK}
#: What there is nothing to say about.
QUIET = {Outcome.SAME, Outcome.EMPTY}


@dataclass
class Row:
    """A unit of the file, and what becomes of it."""

    unit: Unit
    outcome: Outcome
    passage: Passage | None = None
    text: str = ""  # as one would type it
    data: str = ""  # as it is kept
    why: str = ""
    quoted: str = ""  # what `why` goes on with, word for word
    quoted_in: str = ""  # its language


@dataclass
class Plan:
    """What the file would do to one item."""

    pair: Pair
    sheet: Sheet
    rows: list
    absent: list  # passages that wait, which the file does not have

    def counts(self):
        """[(outcome, number)] of those there are."""
        found = [row.outcome for row in self.rows]
        return [(outcome, found.count(outcome)) for outcome in Outcome if outcome in found]

    @property
    def told(self):
        """The rows there is something to say about."""
        return [row for row in self.rows if row.outcome not in QUIET]

    @property
    def written(self):
        return [row for row in self.rows if row.outcome in WRITTEN]


def plan(pair, translation, sheet):
    """What a sheet would do to the item of a pair, whose translation is under way."""
    found, _dropped = passages_of(pair, translation, translation.source.as_instance())
    known = {(passage.path, passage.digest): passage for passage in found}
    rows = [judge(unit, known, sheet.made_at) for unit in sheet.units]
    look_for_others(rows, found)
    for row in rows:
        if row.outcome == Outcome.UNKNOWN:
            row.why = _("The original has no such passage: it was taken out, or the file was changed.")
        row.quoted_in = pair.source if row.outcome == Outcome.CHANGED else pair.target
    named = {(row.unit.path, row.unit.digest) for row in rows}
    return Plan(pair, sheet, rows, [one for key, one in known.items() if key not in named and not one.is_done])


def judge(unit, known, made_at):
    """What becomes of one unit; CHANGED and UNKNOWN are told apart afterwards."""
    passage = known.get((unit.path, unit.digest))
    if passage is None:
        return Row(unit, Outcome.UNKNOWN, text=typed(unit, None))
    row = Row(unit, Outcome.EMPTY, passage)
    if is_other(unit, passage):
        row.outcome, row.text = Outcome.REFUSED, typed(unit, passage)
        row.why = _("The text of the original was changed in the file: its translation may say something else.")
        return row
    if unit.progress == Progress.NONE:
        return row
    try:
        row.text = typed(unit, passage)
        refuse_stray_tags(row.text, passage)
        row.data = markup.fit(
            passage.text, row.text, is_rich=passage.place.is_rich, max_length=passage.place.max_length
        )
    except markup.Unfit as error:
        row.outcome, row.why = Outcome.REFUSED, str(error)
        return row
    row.outcome = settle(row, passage, made_at)
    return row


def refuse_stray_tags(text, passage):
    if not passage.place.is_rich and (tag := markup.stray_tag(passage.text, text)):
        raise markup.Unfit(_("This text has no formatting, and would be read with %(tag)s in it.") % {"tag": tag})


def is_other(unit, passage):
    """Whether the words of the original in the file are not those the site gave out. Spaces do not count."""
    given = passage.source_text if unit.is_typed else markup.plain(passage.text)
    return "".join(unit.source.split()) != "".join(given.split())


def settle(row, passage, made_at):
    """What becomes of words that fit: what somebody confirmed since the file was made stays."""
    said = passage.said
    if said is not None and said.data == row.data:
        is_news = row.unit.progress == Progress.DONE and not passage.is_done
        return Outcome.TAKE if is_news else Outcome.SAME
    if passage.is_done and (made_at is None or passage.said.updated_at > made_at or row.unit.progress != Progress.DONE):
        row.why, row.quoted = _("Here it says:"), passage.typed
        return Outcome.MEANWHILE
    return Outcome.TAKE if row.unit.progress == Progress.DONE else Outcome.LOOK


def look_for_others(rows, passages):
    """A unit whose words are gone may be that of a passage reworded since, which nothing else in the file answers."""
    answered = {id(row.passage) for row in rows}
    free: dict = {}
    for passage in passages:
        if id(passage) not in answered and not passage.is_done:
            free.setdefault(passage.path, []).append(passage)
    for row in rows:
        waiting = free.get(row.unit.path) if row.outcome == Outcome.UNKNOWN else None
        if waiting:
            row.passage = waiting.pop(0)
            row.outcome = Outcome.CHANGED
            row.why, row.quoted = _("The original now says:"), row.passage.source_text


def typed(unit, passage):
    """The translation of a unit as one would type it on the translators' desk."""
    if unit.is_typed or passage is None:
        return "".join(piece for piece in unit.target if isinstance(piece, str))
    is_rich = passage.place.is_rich
    opening = [tag for tag in markup.tags_of(passage.text) if not tag.closes] if is_rich else []
    parts, is_open = [], []
    for piece in unit.target:
        if isinstance(piece, str):
            parts.append(markup.literal(piece, is_rich=is_rich))
        elif piece.number:
            if piece.number > len(opening):
                raise markup.Unfit(_("The file has a tag here that the original does not have."))
            is_open.append(opening[piece.number - 1])
            parts.append(str(is_open[-1]))
        elif not is_open:
            raise markup.Unfit(_("A tag of the file closes nothing here."))
        else:
            parts.append(f"</{is_open.pop().name}>")
    return "".join(parts)


@transaction.atomic
def apply(pair, sheet, *, by):
    """Write what a sheet says, as the item is now. Returns the Plan that was followed, None when nothing runs."""
    Pair.objects.select_for_update().get(pk=pair.pk)
    translation = ledger.running(pair.pk)
    if translation is None:
        return None
    found = plan(pair, translation, sheet)
    put(string_of(row, translation.target_locale_id, by) for row in found.written)
    if found.written:
        ledger.changed(pair.pk, by=by)
    return found


def string_of(row, locale_id, by):
    """A text that is to be looked at is no one's confirmation: it stands on the desk as a proposal."""
    is_done = row.outcome == Outcome.TAKE
    kind = StringTranslation.TRANSLATION_TYPE_MANUAL if is_done else StringTranslation.TRANSLATION_TYPE_MACHINE
    return StringTranslation(
        translation_of_id=row.passage.string, context_id=row.passage.context, locale_id=locale_id, data=row.data,
        translation_type=kind, tool_name="" if is_done else FROM_FILE, last_translated_by=by,
    )  # fmt: skip


def sheet_of(pair, translation, *, title):
    """The whole item as it is now, to be translated elsewhere."""
    found, _dropped = passages_of(pair, translation, translation.source.as_instance())
    return Sheet(str(pair.pk), pair.source, pair.target, title, timezone.now(), passages=found)


def text_given(passage):
    """(the translation so far, as it is kept; how far it is) of a passage, for a file."""
    said = passage.said.data if passage.said else passage.earlier
    if not said:
        return "", Progress.NONE
    return said, Progress.DONE if passage.is_done else Progress.DRAFT


def id_of(passage):
    """What a unit is known by: where it stands, and which words."""
    return f"{passage.path}:{passage.digest}"


def split_id(said):
    """(path, digest) of an id; (the whole, "") when it is not one of ours."""
    path, _colon, found = said.rpartition(":")
    return (path, found) if path and len(found) == len(digest("")) else (said, "")
