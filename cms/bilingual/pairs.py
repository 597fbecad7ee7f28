"""Two pages written in both languages, tied as source and translation: the strings of one answer those of the other.

Used where both texts exist before the tie (demo, later the change of source): nothing is translated anew, nothing lost.
"""

from collections import defaultdict

from django.db import transaction
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.bilingual.sources import record


@transaction.atomic
def tie(source_page, target_page, *, user=None):
    """Make `source_page` the original and `target_page` its translation, every string confirmed.

    Both pages have the same translation key and the same block ids. Strings are paired by path, then by order.
    Returns the Translation.
    """
    source = record(source_page)
    answers = defaultdict(list)
    for segment in extract_segments(target_page):
        if isinstance(segment, StringSegmentValue):
            answers[segment.path].append(segment.string.data)
    rows, seen = [], defaultdict(int)
    segments = StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order")
    for segment in segments:
        number = seen[segment.context.path]
        seen[segment.context.path] += 1
        if number < len(answers[segment.context.path]):
            rows.append(
                StringTranslation(
                    translation_of=segment.string,
                    context=segment.context,
                    locale=target_page.locale,
                    data=answers[segment.context.path][number],
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                    tool_name="",
                    last_translated_by=user,
                )
            )
    StringTranslation.objects.bulk_create(rows, ignore_conflicts=True)
    return Translation.objects.get_or_create(
        source=source, target_locale=target_page.locale, defaults={"enabled": True}
    )[0]
