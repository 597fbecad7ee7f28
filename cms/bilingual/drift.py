"""What differs between two languages, from their segments and what was confirmed. Reads no database.

A segment is a piece of text a translator works on: a field, or a paragraph of one. Segments are told apart by where
they stand (`path`) and what they say (`digest`); within one path they keep their order.
"""

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

_TAG = re.compile(r"<[^>]+>|&\w+;")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def digest(text):
    """32 characters that stand for a text; blanks at its ends and repeated ones do not count."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=16).hexdigest()


def count_words(text):
    """Words of a segment, tags left out; «l’appel» is one, as translators are paid."""
    return len(_WORD.findall(_TAG.sub(" ", text)))


@dataclass(frozen=True)
class Segment:
    path: str
    text: str
    order: int = 0

    @cached_property
    def digest(self):
        return digest(self.text)

    @cached_property
    def words(self):
        return count_words(self.text)

    @property
    def key(self):
        return self.path, self.digest


@dataclass(frozen=True)
class Change:
    """One segment to look at. `before` is None when it is new, `now` when the original no longer has it."""

    now: Segment | None
    before: object = None  # a Confirmation, whose source_text is what it said, or None

    @property
    def words(self):
        return self.now.words if self.now else 0


@dataclass
class Drift:
    """The outcome of a comparison."""

    changes: list[Change] = field(default_factory=list)  # of the original, in its order
    alone: list[Segment] = field(default_factory=list)  # of the translation, changed without the original
    confirmed: int = 0

    @property
    def words(self):
        return sum(change.words for change in self.changes)


def untranslated(source, confirmations, target, begun=frozenset()):
    """Passages of the original whose very words stand in the translation, though nobody said that they are the same.

    And those of the translation that have words the original had, (path, digest) of `begun`.
    """
    here, there = {segment.key for segment in source}, {segment.key for segment in target}
    same = {(row.path, row.source_hash) for row in confirmations if row.source_hash == row.target_hash}
    known = here | {(row.path, row.target_hash) for row in confirmations}
    found = [segment for segment in source if segment.key in there and segment.key not in same]
    return found + [segment for segment in target if segment.key in begun and segment.key not in known]


def unanswered(source, confirmations, target, begun=frozenset()):
    """Unconfirmed passages of the original where the translation has more of them, or fewer: which answers which?

    Whoever wrote by hand as many passages of the field, in whatever blocks, answered them. The words of the original,
    those of `begun` too, are nothing anybody wrote.
    """
    here, there = by_path(source), by_path(target)
    uneven = {path for path in {**here, **there} if len(here[path]) != len(there[path])}
    asked = {(row.path, row.source_hash) for row in confirmations}
    said = {(row.path, row.target_hash) for row in confirmations}
    originals = {one.digest for one in source} | {mark for _path, mark in begun}
    written = Counter(
        field_of(one) for one in target if one.path in uneven and one.key not in said and one.digest not in originals
    )
    found = []
    for one in source:
        if one.path in uneven and one.key not in asked:
            written[field_of(one)] -= 1
            found += [one] if written[field_of(one)] < 0 else []
    return found


def field_of(segment):
    return segment.path.partition(".")[0]


def by_path(items):
    found = defaultdict(list)
    for item in items:
        found[item.path].append(item)
    return found


def compare(source, confirmations, target=None):
    """What of the original is not confirmed, and what of the translation was changed by itself.

    `source` and `target` are lists of Segment (target None: not looked at); `confirmations` rows with path, order,
    source_hash and target_hash. Paths are compared one by one; inside a path, paragraphs are aligned as a reader
    would: one that moved down because another was added above it has not changed.
    """
    drift, known = Drift(), by_path(confirmations)
    for path, segments in by_path(source).items():
        rows = sorted(known.pop(path, []), key=lambda row: row.order)
        if [row.source_hash for row in rows] == [segment.digest for segment in segments]:
            drift.confirmed += len(rows)
            continue
        matcher = SequenceMatcher(None, [row.source_hash for row in rows], [s.digest for s in segments], autojunk=False)
        confirmed = {row.source_hash for row in rows}
        for what, a, b, c, d in matcher.get_opcodes():
            if what == "equal":
                drift.confirmed += d - c
                continue
            before = [row for row in rows[a:b] if row.source_hash not in {s.digest for s in segments}]
            new = [segment for segment in segments[c:d] if segment.digest not in confirmed]
            drift.confirmed += d - c - len(new)  # only moved
            drift.changes += [Change(s, before[n] if n < len(before) else None) for n, s in enumerate(new)]
            drift.changes += [Change(None, row) for row in before[len(new) :]]
    drift.changes += [Change(None, row) for rows in known.values() for row in rows]
    drift.changes.sort(key=lambda change: change.now.order if change.now else change.before.order)
    if target is not None:
        said = {(row.path, row.target_hash) for row in confirmations}
        drift.alone = [segment for segment in target if segment.key not in said]
    return drift
