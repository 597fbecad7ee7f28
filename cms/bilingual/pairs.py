"""Two pages written in both languages, tied as source and translation: the strings of one answer those of the other.

Used where both texts exist before the tie (demo, spaces, the change of original): nothing is translated anew or lost.
"""

import json
from collections import defaultdict

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringSegment, StringTranslation, Translation
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.bilingual import ledger
from cms.bilingual.drift import digest
from cms.bilingual.models import Confirmation
from cms.bilingual.sources import record


@transaction.atomic
def tie(source_page, target_page, *, user=None, confirmed=None):
    """Make `source_page` the original and `target_page` its translation, every string confirmed.

    Both pages have the same translation key and the same block ids. Strings are paired by path, then by order; what
    is not words (the address of a link, an image) stays as the target has it. `confirmed` is {place, source and target
    of a passage: the Confirmation} of what somebody confirmed already: who did stays named. Returns the Translation.
    """
    confirmed = confirmed or {}
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
            data = answers[segment.context.path][number]
            row = confirmed.get((segment.context.path, digest(segment.string.data), digest(data)))
            rows.append(
                StringTranslation(
                    translation_of=segment.string,
                    context=segment.context,
                    locale=target_page.locale,
                    data=data,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                    tool_name="",
                    last_translated_by_id=row.by_id if row else user and user.pk,
                )
            )
    put(rows)
    keep(own_values(target_page), source, target_page.locale, user)
    with ledger.at_the_end():
        translation, is_new = Translation.objects.get_or_create(
            source=source, target_locale=target_page.locale, defaults={"enabled": True}
        )
        if not translation.enabled:
            translation.enabled = is_new = True
            translation.save(update_fields=["enabled"])
        if is_new:
            Confirmation.objects.filter(pair=source_page.translation_key).update(is_current=False)
        ledger.changed(source_page.translation_key)  # the strings were written at once, unheard
    return translation


def put(rows):
    """Write translated strings at once over those there are; the last of two for the same words counts."""
    rows = {(row.translation_of_id, row.context_id): row for row in rows}
    StringTranslation.objects.bulk_create(
        rows.values(),
        update_conflicts=True,  # what is said now is what counts
        unique_fields=["locale", "translation_of", "context"],
        update_fields=[
            "data", "translation_type", "tool_name", "last_translated_by", "updated_at", "has_error", "field_error",
        ],
    )  # fmt: skip


def own_values(page):
    """{path: JSON} of what is not words on a page: the address of a link, an image."""
    return {
        segment.path: json.dumps(segment.data, cls=DjangoJSONEncoder)
        for segment in extract_segments(page)
        if isinstance(segment, OverridableSegmentValue)
    }


def keep(own, source, locale, user):
    """Note where the target differs from its source in what is not words: no update brings the source’s back."""
    for segment in OverridableSegment.objects.filter(source=source).select_related("context"):
        mine = own.get(segment.context.path, segment.data_json)
        if mine == segment.data_json:
            SegmentOverride.objects.filter(locale=locale, context=segment.context).delete()
        else:
            SegmentOverride.objects.update_or_create(
                locale=locale, context=segment.context, defaults={"data_json": mine, "last_translated_by": user}
            )
