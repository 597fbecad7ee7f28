"""Pages whose translation was given up for editing by hand: what nobody translated, and has the original's words."""

from wagtail_localize.models import StringSegment, Translation

from cms.bilingual.drift import digest, unanswered, untranslated


def was_translated(key):
    """Whether a translation of the thing with this key was ever begun; it may have been given up since."""
    return Translation.objects.filter(source__object_id=key).exists()


def begun_with(keys):
    """{(key, locale): {(path, digest)}}: the words of originals when their translations were given up.

    They may still stand on the other page when the original has moved on.
    """
    found = {}
    rows = StringSegment.objects.filter(source__object_id__in=keys).values_list(
        "source__object_id", "source__locale_id", "context__path", "string__data"
    )
    for key, locale_id, path, data in rows if keys else []:
        found.setdefault((key, locale_id), set()).add((path, digest(data)))
    return found


def left(key, locale_id, source, confirmations, target):
    """The passages nobody translated of one pair, its original in this locale; none when it was never given up."""
    if not was_translated(key):
        return []
    return untranslated(source, confirmations, target, begun_with([key]).get((key, locale_id), set()))


def lacking(key, locale_id, source, confirmations, target):
    """The passages of the original nothing was written for, of a pair whose translation was given up."""
    return unanswered(source, confirmations, target, begun_with([key]).get((key, locale_id), set()))


def is_whole(case, text, other):
    """Whether what two untied pages say was written in both languages; `case.left` is what was not.

    As long as nothing was ever confirmed of a pair, it was. Where a translation was given up before it was complete,
    the words of the original may stand in for one, or nothing at all.
    """
    if case.pair.completed_at or (case.current and not case.is_stopped):
        return False
    if case.is_stopped:
        begun = case.begun.get((case.pair.pk, case.pages[case.pair.source].locale_id), set())
        found = untranslated(text, case.current, other, begun) + unanswered(text, case.current, other, begun)
        case.left = list(dict.fromkeys(found))
    return not case.left
