"""Writing the translation of a passage: checked, never over somebody else’s words unawares, heard by the ledger."""

from dataclasses import dataclass

from django.db import transaction
from wagtail_localize.models import StringSegment, StringTranslation

from cms.bilingual import ledger, markup
from cms.bilingual.drift import digest
from cms.bilingual.labels import place_of
from cms.bilingual.models import Pair


class Gone(Exception):
    """The original no longer has the passage."""


@dataclass
class Meanwhile(Exception):
    """Somebody else wrote a translation of the passage since it was opened."""

    row: StringTranslation


@transaction.atomic
def confirm(translation, *, context, string, text, was, by):
    """Keep `text` as the translation of a passage of the original, confirmed by `by`. Returns the StringTranslation.

    `was` is the digest of the translation the writer started from. Raises markup.Unfit, Gone or Meanwhile.
    """
    source = translation.source
    Pair.objects.select_for_update().get(pk=source.object_id)  # two translators at once come one after the other
    segment = StringSegment.objects.filter(source=source, context=context, string=string).first()
    if segment is None:
        raise Gone
    data = fit(source.as_instance(), segment, text)
    key = {"translation_of": segment.string, "context": segment.context, "locale_id": translation.target_locale_id}
    row = StringTranslation.objects.filter(**key).select_related("last_translated_by").first()
    if row is not None and digest(row.data) not in {was, digest(data)}:
        raise Meanwhile(row)
    said = {"data": data, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL, "tool_name": "",
            "last_translated_by": by, "has_error": False, "field_error": ""}  # fmt: skip
    return StringTranslation.objects.update_or_create(**key, defaults=said)[0]


def fit(original, segment, text):
    place = place_of(original, segment.context.path)
    return markup.fit(segment.string.data, text, is_rich=place.is_rich, max_length=place.max_length)


@transaction.atomic
def fill(translation, passages, *, text, by):
    """Put one translation in passages that say the same; those it does not fit are left. Returns how many took it."""
    done = 0
    with ledger.at_the_end():
        for passage in passages:
            try:
                confirm(translation, context=passage.context, string=passage.string, text=text, was=passage.was, by=by)
            except (markup.Unfit, Gone, Meanwhile):
                continue
            done += 1
    return done
