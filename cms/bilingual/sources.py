"""Recording a page as the original of a translation, in a dozen statements instead of several a string.

wagtail-localize reads and writes row by row (TranslationSource.refresh_segments, 1.14): 40 strings cost 0.3 s.
What is stored is the same; a page with related translatable objects is left to the package.
"""

import json

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.models import get_schema_version as schema_version
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

KNOWN = (OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue)


def record(page):
    """The TranslationSource of a page, made when there is none yet and brought up to date when there is."""
    page = page.specific
    segments = list(extract_segments(page))
    exists = TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).exists()
    if exists or not all(isinstance(segment, KNOWN) for segment in segments):
        return TranslationSource.update_or_create_from_instance(page)[0]
    owner, _ = TranslatableObject.objects.get_or_create_from_instance(page)
    source = TranslationSource.objects.create(
        object=owner,
        locale=page.locale,
        specific_content_type=ContentType.objects.get_for_model(type(page)),
        object_repr=str(page)[:200],
        content_json=page.to_json(),
        schema_version=schema_version(page._meta.app_label),
        last_updated_at=timezone.now(),
    )
    contexts = contexts_of(owner, {segment.path for segment in segments})
    write_strings(source, page.locale, contexts, [s for s in segments if isinstance(s, StringSegmentValue)])
    write_templates(source, contexts, [s for s in segments if isinstance(s, TemplateSegmentValue)])
    OverridableSegment.objects.bulk_create(
        OverridableSegment(
            source=source, context=contexts[s.path], order=s.order, data_json=json.dumps(s.data, cls=DjangoJSONEncoder)
        )
        for s in segments
        if isinstance(s, OverridableSegmentValue)
    )
    return source


def contexts_of(owner, paths):
    """{path: TranslationContext} of one object, the missing ones added."""
    rows = [
        TranslationContext(object=owner, path=path, path_id=TranslationContext._get_path_id(path), field_path="")
        for path in sorted(paths)
    ]
    TranslationContext.objects.bulk_create(rows, ignore_conflicts=True)
    return {context.path: context for context in TranslationContext.objects.filter(object=owner)}


def write_strings(source, locale, contexts, segments):
    hashes = {segment.string.data: String._get_data_hash(segment.string.data) for segment in segments}
    rows = [String(locale=locale, data=data, data_hash=data_hash) for data, data_hash in hashes.items()]
    String.objects.bulk_create(rows, ignore_conflicts=True)
    known = {row.data_hash: row for row in String.objects.filter(locale=locale, data_hash__in=hashes.values())}
    StringSegment.objects.bulk_create(
        StringSegment(
            source=source,
            context=contexts[segment.path],
            order=segment.order,
            string=known[hashes[segment.string.data]],
            attrs=json.dumps(segment.attrs, cls=DjangoJSONEncoder),
        )
        for segment in segments
    )


def write_templates(source, contexts, segments):
    TemplateSegment.objects.bulk_create(
        TemplateSegment(
            source=source, context=contexts[segment.path], order=segment.order, template=Template.from_value(segment)
        )
        for segment in segments
    )
