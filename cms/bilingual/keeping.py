"""What a page goes on saying where its original changed and nobody has translated it again.

wagtail-localize puts the new words of the original there (fallback=True, 1.14): what was confirmed would be lost.
"""

import json
import re
from collections import Counter, defaultdict

from wagtail_localize.models import StringSegment, StringTranslation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from cms.bilingual.drift import Segment, compare, digest
from cms.bilingual.models import Confirmation

_LINK = re.compile(r"</?a\b[^>]*>")
_ID = re.compile(r'<a\b[^>]*\bid="([^"]+)"')


def kept_wording(translation):
    """{(path, order): StringSegmentValue}: what was last confirmed of each passage nobody has translated.

    Else what the page says in its place, when somebody wrote that for it. A passage that is new is left out.
    """
    rows = [
        (row, Segment(row.context.path, row.string.data, row.order))
        for row in StringSegment.objects.filter(source_id=translation.source_id).select_related("context", "string")
    ]
    strings = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
    ).values_list("context_id", "translation_of_id", "data")
    said = {(context, string) for context, string, _data in strings}
    written = {(context, digest(data)) for context, _string, data in strings}
    current = list(Confirmation.objects.filter(pair=translation.source.object_id, is_current=True))
    text = sorted((segment for _row, segment in rows), key=lambda segment: segment.order)
    befores = {change.now.order: change.before for change in compare(text, current).changes if change.now}
    page = translation.get_target_instance().get_latest_revision_as_object()
    own, counts, found = on_page(page), Counter(segment.path for segment in text), {}
    for row, segment in rows:
        if (row.context_id, row.string_id) in said:
            continue
        before, there = befores.get(segment.order), own[segment.path]
        if before is not None and before.target_text:
            value = confirmed(before, there, row)
        elif len(there) == counts[segment.path]:
            number = [one.order for one in text if one.path == segment.path].index(segment.order)
            value = there[number] if (row.context_id, digest(there[number].string.data)) in written else None
        else:
            value = None
        if value is not None:
            found[segment.path, segment.order] = value.with_order(segment.order)
    return found


def on_page(page):
    """{path: [StringSegmentValue]} of a page."""
    found = defaultdict(list)
    for value in extract_segments(page):
        if isinstance(value, StringSegmentValue):
            found[value.path].append(value)
    return found


def confirmed(before, there, row):
    """A confirmed wording as the page has it, with where its links lead; else with the links the original still has."""
    for value in there:
        if digest(value.string.data) == before.target_hash:
            return value
    attrs, text = json.loads(row.attrs) or {}, before.target_text
    if not set(_ID.findall(text)) <= set(attrs):
        text = _LINK.sub("", text)
    return StringSegmentValue(row.context.path, StringValue(text), attrs=attrs)
