"""Recording a page as the original of a translation, in a dozen statements instead of several a string.

wagtail-localize reads and writes row by row (TranslationSource.refresh_segments, 1.14): 40 strings cost 0.3 s.
What is stored is the same; a page with related translatable objects is left to the package.
"""

import json
from types import SimpleNamespace
from uuid import uuid5

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


def record(page, segments=None):
    """The TranslationSource of a page, made when there is none yet and brought up to date when there is.

    `segments` are those of the page, when the caller has extracted them.
    """
    page = page.specific
    segments = list(extract_segments(page)) if segments is None else segments
    if not all(isinstance(segment, KNOWN) for segment in segments):
        return TranslationSource.update_or_create_from_instance(page)[0]
    owner, _ = TranslatableObject.objects.get_or_create_from_instance(page)
    source = TranslationSource.objects.filter(object=owner, locale_id=page.locale_id).defer("content_json").first()
    is_new = source is None
    source = source or TranslationSource(
        object=owner, locale=page.locale, specific_content_type=ContentType.objects.get_for_model(type(page))
    )
    source.object_repr = str(page)[:200]
    source.content_json = page.to_json()
    source.schema_version = schema_version(page._meta.app_label)
    source.last_updated_at = timezone.now()
    source.save()
    is_ahead = not is_new or page.has_unpublished_changes
    contexts = contexts_of(owner, {segment.path for segment in segments}, of=page if is_ahead else None)
    replace(source.stringsegment_set, strings_of(page.locale_id, contexts, segments), is_new=is_new)
    replace(source.templatesegment_set, templates_of(contexts, segments), is_new=is_new)
    replace(source.overridablesegment_set, overridables_of(contexts, segments), is_new=is_new)
    return source


def replace(manager, wanted, *, is_new):
    """Make the segments of a source those wanted, in as few statements as it takes. What stays keeps its id.

    A translator who has the page open while its original changes goes on with the segments that are still there.
    """
    model, source = manager.model, manager.instance
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in {"id", "source_id"}]
    held = {} if is_new else {tuple(row[1:]): row[0] for row in manager.values_list("pk", *names)}
    new = {tuple(getattr(row, name) for name in names): row for row in wanted}
    if gone := [pk for key, pk in held.items() if key not in new]:
        manager.filter(pk__in=gone).delete()
    for row in new.values():
        row.source = source
    model.objects.bulk_create(row for key, row in new.items() if key not in held)


def ids_of(rows, name, wanted, complete=lambda row: None):
    """{value of the field `name`: id} of the rows wanted, {value: row}; those not there yet are completed and added."""
    found = dict(rows.values_list(name, "pk"))
    if missing := [row for value, row in wanted.items() if value not in found]:
        for row in missing:
            complete(row)
        rows.model.objects.bulk_create(missing, ignore_conflicts=True)
        found = dict(rows.values_list(name, "pk"))
    return found


def contexts_of(owner, paths, *, of=None):
    """{path: id of its TranslationContext} of one object.

    The editor of a translation looks at the live page for the place of a passage it does not know yet, and finds none
    of a block that is in the draft alone: of a version that is ahead of the live page, places are kept at once.
    """
    wanted = {
        path: TranslationContext(object=owner, path=path, path_id=TranslationContext._get_path_id(path), field_path="")
        for path in sorted(paths)
    }

    def placed(context):
        context.field_path = place_of(context.path, of) if of else ""

    return ids_of(TranslationContext.objects.filter(object=owner), "path", wanted, placed)


def place_of(path, page):
    """Where a passage stands in the form of a page, as wagtail-localize says it."""
    unsaved = SimpleNamespace(path=path, field_path="", save=lambda **kwargs: None)
    return TranslationContext.get_field_path(unsaved, page)


def strings_of(locale_id, contexts, segments):
    segments = [segment for segment in segments if isinstance(segment, StringSegmentValue)]
    hashes = {segment.string.data: String._get_data_hash(segment.string.data) for segment in segments}
    wanted = {mark: String(locale_id=locale_id, data=data, data_hash=mark) for data, mark in hashes.items()}
    known = ids_of(String.objects.filter(locale=locale_id, data_hash__in=wanted), "data_hash", wanted)
    return [
        StringSegment(
            context_id=contexts[segment.path],
            order=segment.order,
            string_id=known[hashes[segment.string.data]],
            attrs=json.dumps(segment.attrs, cls=DjangoJSONEncoder),
        )
        for segment in segments
    ]


def templates_of(contexts, segments):
    segments = [segment for segment in segments if isinstance(segment, TemplateSegmentValue)]
    marks = [uuid5(uuid5(Template.BASE_UUID_NAMESPACE, one.format), one.template) for one in segments]
    wanted = {
        mark: Template(uuid=mark, template=one.template, template_format=one.format, string_count=one.string_count)
        for mark, one in zip(marks, segments, strict=True)
    }
    known = ids_of(Template.objects.filter(uuid__in=wanted), "uuid", wanted)
    return [
        TemplateSegment(context_id=contexts[one.path], order=one.order, template_id=known[mark])
        for mark, one in zip(marks, segments, strict=True)
    ]


def overridables_of(contexts, segments):
    return [
        OverridableSegment(
            context_id=contexts[segment.path],
            order=segment.order,
            data_json=json.dumps(segment.data, cls=DjangoJSONEncoder),
        )
        for segment in segments
        if isinstance(segment, OverridableSegmentValue)
    ]
