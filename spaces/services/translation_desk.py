"""Everything the side by side view of one translation shows, read in as many queries however long the page is."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail_localize.models import String

from cms.bilingual import drift, gate, gate_words, ledger, markup, memory, minute, proofreading, translating
from cms.bilingual.by_hand import left as left_of
from cms.bilingual.drift import Segment
from cms.bilingual.labels import place_of
from cms.bilingual.models import Confirmation, Pair
from cms.bilingual.passages import grouped, passages_of
from cms.bilingual.task_models import Step, TranslationTask
from cms.shares import percent
from spaces import access_pairs
from spaces.services import together, translation_drafts

SHOWN = ("todo", "round", "all")


@dataclass
class Refusal:
    """What was typed and not taken: why, and what somebody else wrote meanwhile."""

    typed: str
    why: str
    theirs: object = None


@dataclass
class Desk:
    """A translation under way, for one reader."""

    pair: Pair
    translation: object
    user: object
    task: TranslationTask | None
    passages: list
    dropped: list
    shown: str = "todo"
    latest: str = ""  # the anchor of what was confirmed last
    is_done: bool = False  # whether that was the last of them, a moment ago
    orphan: Refusal | None = None  # typed for a passage that is gone

    @cached_property
    def todo(self):
        return [passage for passage in self.passages if not passage.is_done]

    @cached_property
    def round(self):
        """What was translated since the task began: what a reviser reads."""
        since = self.task.asked_at if self.task else None
        return [passage for passage in self.passages if since and passage.held and passage.held.at >= since]

    @cached_property
    def just_done(self):
        """The passage confirmed last: it stays in view while the term base has something to say of it."""
        return next((one for one in self.passages if one.is_done and one.anchor == self.latest), None)

    @property
    def still_here(self):
        return [one for one in self.passages if not one.is_done or (one is self.just_done and one.advice)]

    @property
    def visible(self):
        return {"todo": self.still_here, "round": self.round}.get(self.shown, self.passages)

    @property
    def groups(self):
        return grouped(self.visible)

    @cached_property
    def words(self):
        return sum(passage.words for passage in self.todo)

    @cached_property
    def all_words(self):
        return sum(passage.words for passage in self.passages)

    @property
    def percent(self):
        """In whole percents of the words; 100 only when nothing is left."""
        if not self.todo:
            return 100
        return min(99, percent(self.all_words - self.words, self.all_words)) if self.all_words else 0

    @property
    def step(self):
        return self.task.step if self.task else ""

    @cached_property
    def may_revise(self):
        return self.step == Step.TO_REVISE and access_pairs.may_revise(self.user, self.task)

    @cached_property
    def may_write(self):
        return self.step != Step.APPROVED and (self.step != Step.TO_REVISE or self.may_revise)

    @cached_property
    def held_back(self):
        """What the gate says of an approved translation: a Held, None when it goes live once it is published."""
        approved = self.step == Step.APPROVED and self.task.approved
        return gate.ask(approved, user=self.user) if approved else None

    @property
    def held(self):
        """What it waits for, in words, besides somebody who publishes it."""
        return gate_words.whole(self.held_back) if self.held_back else ""

    @cached_property
    def awaited(self):
        """What a translation to revise would wait for once it is approved, in words; "" when for nothing."""
        obstacle = gate.foresee(self.pair.pk) if self.step == Step.TO_REVISE else None
        return gate_words.said(obstacle) if obstacle else ""

    @property
    def is_published_by_approval(self):
        return self.may_publish and not self.awaited and minute.set_for(self.pair) is None

    @cached_property
    def publishing(self):
        """What publishing an approved translation does: "now", "along" with its original, or "" when it is no use."""
        if not self.may_publish or (self.held_back and not self.held_back.waits):
            return ""
        if self.held_back is None:
            return "now"
        is_kept = self.pair.waiting.filter(language=self.pair.target).exists()
        return "" if is_kept or any(one.language == self.pair.target for one in self.held_back.obstacles) else "along"

    @cached_property
    def may_publish(self):
        return bool(self.pair.target_page) and self.pair.target_page.permissions_for_user(self.user).can_publish()

    @cached_property
    def goes_live_at(self):
        """The minute set for what is approved; None when it goes live at once, or by somebody who publishes it."""
        return minute.set_for(self.pair) if self.step == Step.APPROVED else None

    @cached_property
    def log(self):
        entries = list(self.task.entries.select_related("by", "about")) if self.task else []
        return entries[::-1]

    @property
    def is_together(self):
        """Whether an author chose to publish both languages together."""
        return together.is_chosen(self.pair)

    @cached_property
    def machine(self):
        """What may draft the passages that have no text; None where no machine translation is set up."""
        return translation_drafts.offer(self)

    @property
    def next_step(self):
        """What is to be done once every passage is confirmed; "" when it is not this reader's."""
        if self.step == Step.TO_TRANSLATE:
            return _("Read it once more, then pass it on for revision.")
        return _("Now approve it, or send it back.") if self.may_revise else ""

    @property
    def last_comment(self):
        """What the reviser last sent it back with."""
        first = next(iter(self.log), None)
        return first if first and first.act == "sent_back" else None

    @cached_property
    def has_changed(self):
        """The line of the log that says the original changed under the task, when it is the last word."""
        return next((entry for entry in self.log[:1] if entry.act == "changed"), None)

    @property
    def changed_by(self):
        """Who changed it; of a translation taken up again the ledger knows, as nobody did by that."""
        return self.has_changed.by or self.pair.changed_by

    @property
    def changed_at(self):
        """Since when it is behind, as the queue says; the log may have been told of it later."""
        return self.pair.since or self.has_changed.at


def lay_out(pair, user, *, shown="", latest="", remember=True):
    """The desk of a pair whose translation is under way; None when its pages are edited by hand."""
    translation = ledger.running(pair.pk)
    if translation is None:
        return None
    task = TranslationTask.objects.open().filter(pair=pair).select_related("assignee", "reviser", "asked_by").first()
    original = translation.source.as_instance()
    passages, dropped = passages_of(pair, translation, original)
    if shown not in SHOWN:
        shown = "round" if task and task.step != Step.TO_TRANSLATE else "todo"
    desk = Desk(pair, translation, user, task, passages, dropped, shown, latest)
    if remember and desk.may_write:
        rows = Confirmation.objects.all()
        memory.recall(
            desk.visible, pair=pair, rows=access_pairs.quotable(user, rows), near_rows=access_pairs.in_print(user, rows)
        )
    seen = desk.visible if desk.just_done in (None, *desk.visible) else [*desk.visible, desk.just_done]
    proofreading.beside(seen, pair, original)
    return desk


def refused(desk, *, context, string, typed, why, theirs=None):
    """Show what was typed beside the passage it was for, or for what stands there now, or above all when it is gone."""
    refusal = Refusal(typed, why, theirs)
    passage = find(desk, context, string) or replacement(desk, context, string)
    if passage is None:
        desk.orphan = refusal
        return None
    passage.refusal = refusal
    if passage not in desk.visible:
        desk.shown = "all"
    return passage


def find(desk, context, string):
    return next((one for one in desk.passages if (one.context, one.string) == (context, string)), None)


def replacement(desk, context, string):
    """What the original now says where it said something else."""
    here = [passage for passage in desk.passages if passage.context == context and not passage.is_done]
    old = String.objects.filter(pk=string).values_list("data", flat=True).first()
    if not here or old is None:
        return None
    alike = [(SequenceMatcher(None, old, passage.text).ratio(), passage) for passage in here]
    ratio, best = max(alike, key=lambda found: found[0])
    return best if len(here) == 1 or ratio > 0.5 else None


def advice_on(desk, term):
    """What the term base advises on a translation for one of its terms; None when it is no longer there."""
    return next((one for passage in desk.passages for one in passage.advice if str(one.term) == term), None)


def same_as(desk, passage):
    """The passages that wait and say the same as this one, itself left out."""
    return [one for one in desk.todo if one.digest == passage.digest and one is not passage]


@dataclass
class Row:
    """One passage of two pages edited by hand, side by side."""

    place: object
    here: str
    there: str
    change: object = None  # (before, now) of the original
    is_alone: bool = False
    left: object = None  # the passage of the original, when its words stand in the translation
    is_foreign: bool = False  # whether the translation has words of the original here, as it is now or was

    @property
    def is_left(self):
        return bool(self.left) or self.is_foreign


def by_hand(pair):
    """(Both, [Row]) of two pages that no translation ties: what each says, and what changed since they were equal."""
    found = translating.both(pair)
    current = list(pair.confirmations.filter(is_current=True))
    texts = [[row[side] for row in found.rows if row[side]] for side in (0, 1)]
    difference = drift.compare(sorted(texts[0], key=order), current, texts[1])
    changes = {change.now.key: change for change in difference.changes if change.now}
    alone = {segment.key for segment in difference.alone}
    left = {one.key for one in left_of(pair.pk, found.source.locale_id, texts[0], current, texts[1])}
    rows = []
    for here, there in found.rows:
        place = place_of(found.source if here else found.target, (here or there).path)
        change = changes.get(here.key) if here else None
        before = change.before.source_text if change and change.before else None
        rows.append(
            Row(
                place,
                markup.shown(here.text) if here else "",
                markup.shown(there.text) if there else "",
                markup.difference(before, here.text) if before is not None else None,
                bool(pair.completed_at and there and there.key in alone),
                here if here and here.key in left else None,
                bool(there and there.key in left),
            )
        )
    rows.sort(key=lambda row: row.place.rank)
    return found, rows


def is_draft_ready(pair):
    """Whether a page edited by hand has words nobody reads yet, which may be published."""
    page = ledger.pages_of(pair.pk)[pair.target]
    is_draft = page.latest_revision and (not page.live or page.has_unpublished_changes)
    return bool(is_draft) and gate.ask(page.latest_revision, user=None) is None


def order(segment: Segment):
    return segment.order
