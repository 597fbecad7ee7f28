"""What the index holds: one document a concept, built from the database at the moment it is asked for."""

import html
import re
from dataclasses import replace
from itertools import groupby, islice

from django.apps import apps
from django.db.models import Prefetch
from django.utils import timezone

from cms.bilingual.addresses import code_of, url_of
from cms.bilingual.twins import other
from cms.models import BasePage
from search import attachments, shelf
from search.attachments import Attachments
from search.engines.base import FILE, Document, Text
from search.engines.matching import LANGUAGES
from spaces.models import AnnouncementPage, ArticlePage, FactPage, MeetingPage, Minutes, SpacePage, Topic

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_PART_END = re.compile(r"</(?:p|li|h[1-6])>|<br ?/?>|<hr ?/?>")
NOT_WORDS = {"id", "type", "language", "tone", "kind", "table_header_choice", "cell", "url"}
TOGETHER = 100  # concepts whose files are asked for at once
KINDS = {ArticlePage: "article", MeetingPage: "meeting", AnnouncementPage: "announcement", SpacePage: "space"}


def page_models():
    """Every page type members may find: those with a body or an introduction."""
    words = {"body", "introduction"}
    return [
        model
        for model in apps.get_models()
        if issubclass(model, BasePage) and words & {field.name for field in model._meta.get_fields()}
    ]


def kind_of(model):
    return KINDS.get(model, "page")


def plain(markup):
    """The words of a piece of HTML; what ends a paragraph or a line of a list ends a sentence."""
    *ended, rest = (" ".join(html.unescape(_TAG.sub(" ", part)).split()) for part in _PART_END.split(markup))
    return " ".join(filter(None, [*map(closed, ended), rest]))


def closed(words):
    """Words that end as a sentence does, so that an excerpt never runs a heading into what follows it."""
    return f"{words}." if words and (words[-1].isalnum() or words[-1] in ")%$") else words


def stream_text(raw):
    """All words of a StreamField's raw data, in order. The cells of a table follow one another without a stop."""
    if isinstance(raw, str):
        return plain(raw)
    if isinstance(raw, dict):
        parts = (closed(stream_text(value)) for key, value in raw.items() if key not in NOT_WORDS)
        return " ".join(filter(None, parts))
    if isinstance(raw, list | tuple):
        return " ".join(filter(None, (stream_text(value) for value in raw)))
    return ""


def build(keys=None):
    """Yield the documents of all live concepts, or of these keys; a key that yields none is gone.

    Pages come first: which files they lead to is noted then, and says which files are documents of their own.
    """
    files = None if keys is None else [pk for pk in map(attachments.own_id, keys) if pk]
    if keys is not None:
        keys = [key for key in keys if attachments.own_id(key) is None]
    yield from of_pages(keys)
    for file, texts in shelf.alone(files):
        yield Document(
            key=attachments.own_key(file.pk), kind=FILE, texts=texts, gate=file.inside, space=file.inside,
            published_on=iso(file.created_at),
        )  # fmt: skip


def of_pages(keys):
    """The documents of all live pages, or of those with these translation keys."""
    noted = attachments.noted(keys)
    for model in page_models():
        pages = model.objects.filter(live=True).order_by("translation_key")
        if keys is not None:
            pages = pages.filter(translation_key__in=keys)
        pages = with_facts(model, pages)
        grouped = groupby(pages.iterator(chunk_size=500), key=lambda page: page.translation_key)
        concepts = ((str(key), list(twins)) for key, twins in grouped)
        while some := list(islice(concepts, TOGETHER)):
            files = Attachments(some, noted)
            for key, twins in some:
                yield document(key, model, twins, files)


def with_facts(model, pages):
    """The pages with everything their documents say of their facts, without a query a page."""
    if model is SpacePage:
        return pages.select_related("space").prefetch_related("space__topics")
    if not issubclass(model, FactPage):
        return pages
    names = {field.name for field in model._meta.get_field(model.fact_name).related_model._meta.get_fields()}
    related = [f"{model.fact_name}__{name}" for name in ("space", "jurisdiction") if name in names]
    pages = pages.select_related(*related)
    if model is MeetingPage:
        minutes = Minutes.objects.adopted().order_by("-version").only("meeting_id", "version", "snapshot")
        pages = pages.prefetch_related(Prefetch("meeting__minutes", minutes, to_attr="adopted_minutes"))
    if "topics" in names:
        pages = pages.prefetch_related(
            Prefetch(f"{model.fact_name}__topics", Topic.objects.only("code", "name_fr", "name_en"))
        )
    return pages


def document(key, model, twins, files):
    """One concept from its live pages, with what their files say."""
    facts = facts_of(twins[0])
    texts = {code_of(page.locale_id): text_of(page) for page in twins}
    if len(texts) == 1 and (summary := getattr(twins[0], "other_summary", "")):
        texts[other(*texts)] = Text(title="", summary=summary, is_live=False)  # what lists show, is found
    for code, names in names_of(twins[0]).items():
        texts[code] = replace(texts.get(code) or Text(title="", is_live=False), names=names)
    for code, attached in files.of(key, facts.get("gate")).items():
        texts[code] = replace(texts.get(code) or Text(title="", is_live=False), files=attached)
    return Document(key=key, kind=kind_of(model), texts=texts, **facts)


def text_of(page):
    if isinstance(page, SpacePage):
        return text_of_space(page)
    parts = [getattr(page, name, "") for name in ("problem", "solution", "outcome", "answer", "result_label", "tools")]
    for name in ("agenda", "body"):
        stream = getattr(page, name, None)
        if stream:
            parts.extend(stream_text(dict(block)["value"]) for block in stream.raw_data if block)
    if isinstance(page, MeetingPage):
        parts += adopted_words(page)
    summary = getattr(page, "summary", "")
    return Text(title=page.title, summary=summary, body=" ".join(filter(None, map(closed, parts))), url=url_of(page))


def adopted_words(page):
    """What the adopted minutes of a meeting say in the language of a page, without who was there."""
    said = next((minutes.snapshot[code_of(page.locale_id)] for minutes in page.meeting.adopted_minutes), None)
    for item in said["items"] if said else ():
        yield from (" ".join(one["text"].split()) for one in item["passages"])


def text_of_space(page):
    """Name and mandate are open to all who know of the space; the introduction only to those who may enter."""
    space, code = page.space, code_of(page.locale_id)
    mandate = space.mandate_fr if code == "fr" else space.mandate_en
    is_shown = space.is_open or not space.is_listed
    introduction = plain(page.introduction) if is_shown else ""
    return Text(title=page.title, summary=mandate, body=introduction, url=url_of(page))


def facts_of(page):
    """What the index filters on; neutral codes, so that labels stay the database's business."""
    if isinstance(page, SpacePage):
        space = page.space
        is_announced = space.is_listed and not space.is_open  # all is said in its document but what is inside
        return {
            "gate": -space.pk if is_announced else space.pk,
            "space": space.pk,
            "topics": tuple(topic.code for topic in space.topics.all()),
        }
    if not isinstance(page, FactPage):
        return {"published_on": iso(page.first_published_at)}
    fact = page.fact
    jurisdiction = getattr(fact, "jurisdiction", None)
    topics = fact.topics.all() if hasattr(fact, "topics") else ()
    when = getattr(fact, "starts_at", None) or getattr(fact, "published_at", None)
    return {
        "gate": fact.space_id,
        "space": fact.space_id,
        "order": jurisdiction.order if jurisdiction else "",
        "jurisdiction": jurisdiction.code if jurisdiction else "",
        "topics": tuple(topic.code for topic in topics),
        "published_on": iso(when),
    }


def names_of(page):
    """{language: the names of what a page is about and of where it comes from}, whichever languages it has."""
    holder = page.space if isinstance(page, SpacePage) else getattr(page, "fact", None)
    jurisdiction = getattr(holder, "jurisdiction", None)
    named = [*([jurisdiction] if jurisdiction else []), *(holder.topics.all() if hasattr(holder, "topics") else ())]
    return {code: closed(". ".join(one.name_in(code) for one in named)) for code in LANGUAGES} if named else {}


def iso(moment):
    """The day of an instant on the site's clock: one evening in Toronto is not the next day."""
    return timezone.localdate(moment, timezone.get_default_timezone()).isoformat() if moment else ""
