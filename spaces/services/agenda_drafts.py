"""Building the agenda of a meeting in the drafts of its pages: nothing goes live by that.

An item is put under one id for both languages. Where the other page is a translation, only the original’s draft is
written: its strings follow, and what somebody already wrote in the other language answers them. Pages edited by hand
both get it.
"""

import contextlib
import json
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment
from wagtail_localize.strings import extract_strings

from cms.bilingual import ledger, markup, twins, writing
from cms.bilingual.addresses import code_of
from cms.bilingual.cases import Said, confirmation, segments_of
from cms.bilingual.drift import by_path
from spaces import access_proposals
from spaces.models import Meeting, MeetingPage, Part, Proposal, ProposalAct, ProposalState
from spaces.models.agenda import proposed_key
from spaces.services import agenda_lines, agenda_templates
from spaces.services.carried import carried
from spaces.services.memberships import Refused
from spaces.services.proposals import change, note


@dataclass
class New:
    """An item to be put on an agenda: {language: {"title", "description" as plain words or "html"}}, and its facts."""

    words: dict
    minutes: int
    kind: str = ""
    topic: int | None = None
    person: int | None = None
    proposal: Proposal | None = None
    key: str = field(default_factory=lambda: str(uuid4()))

    def raw(self, language):
        said = self.words.get(language, {})
        value = {
            "title": said.get("title", ""), "minutes": self.minutes, "lead": said.get("lead", ""), "kind": self.kind,
            "topic": self.topic, "person": self.person, "documents": [],
            "description": said.get("html") or agenda_lines.paragraph(said.get("description", "")),
        }  # fmt: skip
        return {"type": "item", "id": self.key, "value": value}


@dataclass
class Draft:
    """The agenda of a meeting as its pages are to say it next."""

    meeting: Meeting
    pages: dict  # language -> the page in its latest version
    translation: object = None

    @property
    def written(self):
        """The languages whose draft is written here: that of the original, else each that has a page."""
        return [code_of(self.translation.source.locale_id)] if self.translation else list(self.pages)

    @property
    def shown(self):
        return self.pages[self.written[0]]

    def lines_in(self, language):
        """(the lines, the language they are in): the reader’s own where its page has the same items already."""
        own = self.pages.get(language)
        has_all = own and [(one.key, one.minutes) for one in own.lines] == [
            (one.key, one.minutes) for one in self.shown.lines
        ]
        code = language if has_all or language in self.written else self.written[0]
        return agenda_lines.lend(self.pages[code], self.pages.get(twins.other(code))), code

    @property
    def minutes(self):
        return sum(line.minutes for line in self.shown.lines)

    @property
    def left(self):
        """Minutes that no item has yet."""
        return max(0, self.meeting.length - self.minutes)

    @property
    def keys(self):
        return {line.key for line in self.shown.lines}

    def lacking(self, proposal):
        """The languages in which a proposal has to be written before it is put on these pages."""
        return [code for code in self.written if not proposal.title_in(code)]


def coming(space):
    """The meetings of a space whose agenda may be built: those that have not begun and have a page, if only a draft."""
    rows = Meeting.objects.filter(space=space, starts_at__gt=timezone.now()).exclude(pages=None)
    return rows.distinct().order_by("starts_at")


def read(meeting):
    """The Draft of a meeting; None of one without a page."""
    rows = MeetingPage.objects.filter(meeting=meeting).select_related("latest_revision", "locale").order_by("pk")
    pages = {}
    for page in rows:
        version = page.get_latest_revision_as_object()
        version.meeting = meeting
        pages[page.language] = version
    if not pages:
        return None
    return Draft(meeting, pages, ledger.running(rows[0].translation_key))


def why_not(draft):
    """Why nobody builds this agenda now, in words; "" when one may."""
    if draft.meeting.starts_at <= timezone.now():
        return _("This meeting has begun: its agenda stays as it is.")
    for code in draft.written:
        page = draft.pages[code]
        if page.workflow_in_progress:
            return _("The page of the meeting waits for approval: its agenda is built again once it is over.")
        if page.locked:
            return _("The page of the meeting is locked: somebody works on it in the editors’ desk.")
    return ""


@transaction.atomic
def place(*, meeting, by, proposals, after="", words=None):
    """Put open proposals on the draft of an agenda, after an item of it, in the order given. Returns those placed.

    `words` are {id of a proposal: {language: title}} typed for those that lack them. Raises Refused, and then nothing
    is placed.
    """
    draft = ready(meeting, by)
    rows = {row.pk: row for row in locked(meeting, proposals)}
    chosen = [rows[pk] for pk in proposals if pk in rows]
    if not chosen:
        raise Refused(_("Choose at least one topic that is still open."))
    complete(draft, chosen, words or {}, by)
    put(draft, [item_of(row) for row in chosen], after=after, by=by)
    return chosen


@transaction.atomic
def compose(*, meeting, by, proposals=(), words=None):
    """Begin an empty agenda with the template of its space and kind, the proposals at their place in it.

    Raises Refused, and then nothing is written.
    """
    draft = ready(meeting, by)
    if draft.shown.lines:
        raise Refused(_("The agenda has items already: a template is for an empty one."))
    rows = {row.pk: row for row in locked(meeting, proposals)}
    chosen = [item_of(row) for pk in proposals if (row := rows.get(pk))]
    complete(draft, [one.proposal for one in chosen], words or {}, by)
    chosen = [item_of(one.proposal) for one in chosen]  # with the words just typed
    items, has_place = [], False
    for line in agenda_templates.lines_of(meeting.space, meeting.kind):
        if line.part == Part.TOPICS:
            items, has_place = items + chosen, True
        elif line.part == Part.WORDS:
            items.append(New({code: {"title": line.title_in(code)} for code in ("fr", "en")}, line.minutes))
        else:
            said = {code: carried(meeting, code).get(line.part, "") for code in ("fr", "en")}
            if any(said.values()):
                both = {code: {"title": line.title_in(code), "html": said[code]} for code in said}
                items.append(New(both, line.minutes))
    put(draft, items if has_place else items + chosen, after="", by=by)
    return items


def ready(meeting, by):
    """The draft, of a meeting held until the transaction ends. Raises Refused where it is not to be built now."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("space").get(pk=meeting.pk)
    if not access_proposals.may_build(by, meeting.space):
        raise Refused(_("The agendas of this space are built by others."))
    draft = read(meeting)
    why = why_not(draft) if draft else _("This meeting has no page yet: write it first.")
    if why:
        raise Refused(why)
    return draft


def locked(meeting, pks):
    rows = Proposal.objects.open().filter(space=meeting.space_id, pk__in=pks)
    return rows.select_for_update(of=("self",)).select_related("space")


def complete(draft, chosen, words, by):
    """Write what was typed for proposals that lack words in a language of the draft. Raises Refused for the others."""
    missing = []
    for row in chosen:
        for code in draft.lacking(row):
            if title := words.get(row.pk, {}).get(code, "").strip()[:200]:
                row.other_title, row.other_by = title, by
                row.save(update_fields=["other_title", "other_by"])
                note(row, ProposalAct.WORDED, by=by)
            else:
                missing.append(row)
    if missing:
        said = _("Give these topics a title in the other language first, in the field below each: %(titles)s")
        raise Refused(said % {"titles": ", ".join(dict.fromkeys(row.title for row in missing))})


def item_of(row):
    said = {}
    for code in ("fr", "en"):
        if title := row.title_in(code):
            said[code] = {"title": title, "description": row.why_in(code)}
    return New(said, row.minutes, row.kind, row.topic_id, proposal=row, key=proposed_key())


def put(draft, items, *, after, by):
    """Write the items into the drafts."""
    with ledger.at_the_end():
        for code in draft.written:
            page = draft.pages[code]
            held = [dict(raw) for raw in page.agenda.raw_data]
            keys = [raw.get("id") for raw in held]
            at = keys.index(after) + 1 if after in keys else 0 if after == "first" else len(held)
            held[at:at] = [item.raw(code) for item in items]
            page.agenda = json.dumps(held)
            page.__dict__.pop("lines", None)
            page.save_revision(user=by)
        if draft.translation:
            answer(draft, items, by)
        elif len(draft.pages) > 1:
            tell_the_same(draft, items, by)
    for item in items:
        if item.proposal:
            facts = {"meeting": draft.meeting, "item": UUID(item.key)}
            change(item.proposal, ProposalState.PLACED, ProposalAct.PLACED, by=by, **facts)


def answer(draft, items, by):
    """Give the strings of new items what was written in the other language, as their translation."""
    translation = draft.translation
    code = code_of(translation.target_locale_id)
    for item in items:
        value = item.raw(code)["value"]
        title = [markup.literal(value["title"], is_rich=False)] if value["title"] else []
        confirm(translation, f"agenda.{item.key}.title", title, by)
        strings = [string for string, _attrs in extract_strings(value["description"])[1]]
        texts = [markup.editable(string.data, is_rich=True) for string in strings]
        confirm(translation, f"agenda.{item.key}.description", texts, by)


def tell_the_same(draft, items, by):
    """Of pages edited by hand: both say of a new item what its words are in each language."""
    pair = ledger.known_pair(draft.shown.translation_key)
    here, there = (by_path(segments_of(draft.pages[code])) for code in (pair.source, pair.target))
    keys, now = {item.key for item in items}, timezone.now()
    for path, segments in here.items():
        if keys & set(path.split(".")) and len(segments) == len(there[path]):
            for segment, other in zip(segments, there[path], strict=True):
                said = Said(path, segment.text, other.text, by.pk, now)
                confirmation(pair, segment, said).save()
    ledger.changed(pair.pk, by=by)


def confirm(translation, path, texts, by):
    """The translations of one passage after the other of a path, where there are as many as the original has."""
    found = StringSegment.objects.filter(source=translation.source_id, context__path=path).order_by("order")
    segments = list(found.select_related("context", "string"))
    if len(segments) != len(texts):
        return
    for segment, text in zip(segments, texts, strict=True):
        with contextlib.suppress(markup.Unfit, writing.Gone, writing.Meanwhile):
            writing.confirm(translation, context=segment.context_id, string=segment.string_id, text=text, was="", by=by)
