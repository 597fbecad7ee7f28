"""A translation given up, and complete once: what its editor wrote by hand after the original had changed."""

from cms.bilingual.cases import reads_draft
from cms.bilingual.drift import by_path, compare


def answers(case, text, other):
    """[(Change of the original, what was written in its place since)]: taken as saying the same, as all there was is.

    Only where both pages have as many passages, and the page was written after its original. The words of the original,
    and those that were confirmed before, are nothing anybody wrote for it.
    """
    if not (case.is_stopped and case.pair.completed_at and is_newer(case)):
        return []
    here, there = by_path(text), by_path(other)
    said = {(row.path, row.target_hash) for row in case.current}
    begun = case.begun.get((case.pair.pk, case.pages[case.pair.source].locale_id), set())
    originals = (
        {one.digest for one in text} | {row.source_hash for row in case.current} | {mark for _path, mark in begun}
    )
    found = []
    for change in compare(text, case.current).changes:
        if change.now is None or len(here[change.now.path]) != len(there.get(change.now.path, [])):
            continue
        answer = there[change.now.path][here[change.now.path].index(change.now)]
        if answer.key not in said and answer.digest not in originals:
            found.append((change, answer))
    return found


def is_newer(case):
    """Whether the words of the translation that count were written after those of its original."""
    source, target = (
        written_at(case.pages[code], case.pair.is_together) for code in (case.pair.source, case.pair.target)
    )
    return bool(source and target and target > source)


def written_at(page, is_together):
    return page.latest_revision_created_at if reads_draft(page, is_together) else page.last_published_at
