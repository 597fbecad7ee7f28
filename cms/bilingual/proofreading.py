"""Proofreading an item by the term base: what to look at in its words, and what somebody saw and left."""

from dataclasses import dataclass, field

from wagtail.fields import StreamField
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.bilingual import terms
from cms.bilingual.term_base import base
from cms.bilingual.term_models import TermDismissal

AROUND = 60  # characters shown on each side of what was found
PLACES = 5  # of one term shown


@dataclass
class Remark:
    """A term to avoid, and where it stands in the strings one looked at."""

    term: int
    concept: int
    language: str
    found: str
    suggestions: tuple
    why: str
    dismissed: bool = False
    count: int = 0
    places: list = field(default_factory=list)  # (before, found, after)


def look(strings, language, *, key=None):
    """What there is to look at in some strings of a language, one remark a term.

    `key` is the translation key of the item they belong to: remarks dismissed there are marked so.
    """
    remarks: dict[int, Remark] = {}
    known = base()
    for text in strings:
        for advice in terms.advise_in(known, text, language):
            remark = remarks.setdefault(
                advice.term,
                Remark(advice.term, advice.concept, language, advice.found, advice.suggestions, advice.why),
            )
            remark.count += 1
            if len(remark.places) < PLACES:
                remark.places.append(excerpt(text, advice))
    if key and remarks:
        for term in dismissed(key, language).filter(term__in=remarks).values_list("term", flat=True):
            remarks[term].dismissed = True
    return list(remarks.values())


def excerpt(text, advice):
    """(before, found, after): the words around an advice, cut between words."""
    before, after = text[: advice.start], text[advice.end :]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return before, text[advice.start : advice.end], after


def words_of(page):
    """The strings of a page as they are read: its draft in hand or, when it is translated string by string, those.

    What a block says is left in the other language is not read: a quotation, for instance.
    """
    running, foreign = work_on(page), foreign_blocks(page, page.language)
    if running is None:
        segments = [one for one in extract_segments(page) if isinstance(one, StringSegmentValue)]
        said = [(one.path, one.string.data) for one in segments]
    else:
        rows = StringSegment.objects.filter(source=running.source_id).order_by("order")
        rows = rows.annotate_translation(page.locale_id, include_errors=True)
        said = rows.values_list("context__path", "translation")
    return [terms.plain(text) for path, text in said if text and not foreign & set(path.split("."))]


def foreign_blocks(page, language):
    """Ids of the blocks of a page that name another language as theirs."""
    streams = [getattr(page, each.name) for each in page._meta.get_fields() if isinstance(each, StreamField)]
    blocks = [block for stream in streams for block in stream if isinstance(block.value, dict)]
    return {block.id for block in blocks if block.value.get("language") not in (None, "", language)}


def work_on(page):
    """The translation by which this page is edited, string by string; None when it has an editor of its own."""
    running = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
    return running.filter(enabled=True).first()


def remarks_on(page):
    """What there is to look at in a page of the site, a draft in hand included."""
    return look(words_of(page), page.language, key=page.translation_key)


def beside(passages, pair, original):
    """Give passages under translation their terms with the names to use, and what is advised on what they say."""
    known, foreign = base(), foreign_blocks(original, pair.target)
    left = set(dismissed(pair.pk, pair.target).values_list("term", flat=True))
    for passage in passages:
        passage.terms = terms.equivalents_in(known, passage.text, pair.source)
        said = passage.said.data if passage.said else ""
        if said and not foreign & set(passage.path.split(".")):
            advised = terms.advise_in(known, said, pair.target)
            passage.advice = [advice for advice in advised if advice.term not in left]


def dismissed(key, language):
    return TermDismissal.objects.filter(translation_key=key, language=language)


def dismiss(*, remark, key, by):
    """Leave a term as it is in this item, whoever edits it next. No reason is asked; it is counted."""
    leave(term=remark.term, key=key, language=remark.language, found=remark.found, by=by)


def leave(*, term, key, language, found, by):
    said = {"found": found, "by": by}
    TermDismissal.objects.get_or_create(term_id=term, translation_key=key, language=language, defaults=said)


def bring_back(*, remark, key):
    dismissed(key, remark.language).filter(term=remark.term).delete()
