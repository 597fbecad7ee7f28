"""A translation given up, and complete once: what its editor wrote by hand after the original had changed."""

from collections import Counter, defaultdict

from django.utils import timezone

from cms.bilingual.cases import Said, confirmation, written_at
from cms.bilingual.drift import Segment, by_path, compare, field_of


def take(case, text, other):
    """What an editor wrote by hand for what changed since the translation was given up is taken as saying it."""
    now = timezone.now()
    for change, answer in answers(case, text, other):
        case.write([change.before] if change.before else [], list(answered(case.pair, change.now, answer, now)))


def answered(pair, segment, answer, at):
    """The rows of a passage and its answer; in a block of its own on each page, they are noted where each stands."""
    if segment.path == answer.path:
        yield confirmation(pair, segment, Said(segment.path, segment.text, answer.text, None, at))
        return
    yield confirmation(pair, segment, Said(segment.path, segment.text, "", None, at))
    yield confirmation(pair, Segment(answer.path, "", answer.order), Said(answer.path, "", answer.text, None, at))


def answers(case, text, other):
    """[(Change of the original, what was written in its place since)]: taken as saying the same, as all there was is.

    Only where both pages have as many passages, there or in the whole field, and the page was written after its
    original. The words of the original, and those that were confirmed before, are nothing anybody wrote for it.
    """
    if not (case.is_stopped and case.pair.completed_at and is_newer(case)):
        return []
    here, there = by_path(text), by_path(other)
    said = {(row.path, row.target_hash) for row in case.current}
    begun = case.begun.get((case.pair.pk, case.pages[case.pair.source].locale_id), set())
    originals = (
        {one.digest for one in text} | {row.source_hash for row in case.current} | {mark for _path, mark in begun}
    )
    written = [one for one in other if one.key not in said and one.digest not in originals]
    found, elsewhere = [], []
    for change in compare(text, case.current).changes:
        if change.now is None:
            continue
        if len(here[change.now.path]) != len(there.get(change.now.path, [])):
            elsewhere.append(change)
            continue
        answer = there[change.now.path][here[change.now.path].index(change.now)]
        if answer in written:
            found.append((change, answer))
    return found + by_field(elsewhere, here, there, written)


def by_field(changes, here, there, written):
    """What was added to both pages, in a block of its own on each, where their fields have as many passages again."""
    asked, found = defaultdict(list), []
    for change in changes:
        asked[field_of(change.now)].append(change)
    counts = [Counter(field_of(one) for said in side.values() for one in said) for side in (here, there)]
    for name, mine in asked.items():
        added = [
            one for one in written if field_of(one) == name and len(here.get(one.path, [])) != len(there[one.path])
        ]
        added.sort(key=lambda one: one.path in here)  # a block of its own first
        if counts[0][name] == counts[1][name] and len(added) >= len(mine):
            found += zip(mine, sorted(added[: len(mine)], key=lambda one: one.order), strict=True)
    return found


def is_newer(case):
    """Whether the words of the translation that count were written after those of its original."""
    source, target = (
        written_at(case.pages[code], case.pair.is_together) for code in (case.pair.source, case.pair.target)
    )
    return bool(source and target and target > source)
