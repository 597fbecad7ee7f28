"""Whether the two languages of a thing may be read as they are about to be: the words of one against the other's.

Reads; never writes. `Stand` is a pair as the gate meets it, `decide` what goes live and what stands in the way.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cms.bilingual import by_hand, chain, ledger, markup, minute, same
from cms.bilingual.cases import segments_of
from cms.bilingual.drift import compare
from cms.bilingual.gate_models import Exemption, Waiting
from cms.bilingual.models import Pair
from cms.bilingual.task_models import Act, Step

#: What may stand in the way, as gate_words.py says it.
MISSING, UNPUBLISHED, STEP, LACKING, STALE, INVALID = "missing", "unpublished", "step", "lacking", "stale", "invalid"
LEFT, WORKFLOW, SCHEDULED, UNLIKE = "left", "workflow", "scheduled", "unlike"
BY_HAND = "by hand"  # no translator has it: whoever writes the page does
QUOTED = 3  # passages named in a sentence


@dataclass(frozen=True)
class Obstacle:
    """Why nothing goes live: what of the page in `language` is not ready."""

    kind: str
    language: str
    count: int = 0
    task: Any = None
    why: str = ""
    unlike: same.Unlike | None = None


@dataclass
class Half:
    """A page in the version that is to be read; without revision, the one that is read already."""

    page: Any
    revision: Any = None

    @cached_property
    def version(self):
        return self.revision.as_object() if self.revision else self.page

    @cached_property
    def words(self):
        return segments_of(self.version)


@dataclass
class Verdict:
    """What goes live, the original first; nothing when there are obstacles."""

    halves: list[Half] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)
    is_alone: bool = False  # by an exception
    waits: bool = False  # whether what is held goes live by itself, once the other language does


class Stand:
    """A pair and all that decides on it, held until the transaction ends."""

    def __init__(self, key):
        ledger.assess_if_due(key)
        self.pair = Pair.objects.select_for_update().filter(pk=key).first() or ledger.assess(key)
        self.pages = ledger.pages_of(key)
        self.translation = ledger.running(key)
        self.is_stopped = self.translation is None and by_hand.was_translated(key)
        self.task = chain.task_of(key)
        self.waiting = {row.language: row for row in Waiting.objects.filter(pair=key).select_related("revision", "by")}
        self.exemption = Exemption.objects.open().filter(pair=key).first()

    @cached_property
    def current(self):
        return list(self.pair.confirmations.filter(is_current=True))

    @property
    def is_together(self):
        return self.pair.is_together

    def lets_alone(self, page):
        """Whether an exception lets a page go before its other language."""
        return self.exemption is not None and self.exemption.language == page.language

    def is_translation(self, code):
        """Whether the page in this language is made of translated strings."""
        return self.translation is not None and code == self.pair.target

    def is_in_hands(self, code):
        """Whether a translator or a reviser is at work on the page in this language."""
        return self.task is not None and self.is_translation(code)

    def approved(self, code):
        """The version a reviser approved of the page in this language; None while there is none."""
        return self.task.approved if self.is_in_hands(code) and self.task.step == Step.APPROVED else None

    def chosen(self, half):
        """The half as it may go live: of an approved translation, what was approved."""
        approved = self.approved(half.page.language)
        return half if approved in {None, half.revision} else Half(half.page, approved)

    def publisher(self, half):
        """Who published a version that waited: not whoever made the other language ready."""
        row = self.waiting.get(half.page.language)
        return row.by if row and half.revision.pk == row.revision_id else None

    def candidates(self, code, user):
        """The versions in which the page in this language may go live with the other: the best first.

        What somebody approved, published or set a minute for comes before all. A draft nobody published goes along
        only if it is none of the original, with somebody who may publish it; none does while it waits for approval.
        """
        page, found = self.pages[code], []
        if approved := self.approved(code):
            return [Half(page, approved)] if self.is_entitled(page, user) else []
        asked = self.waiting[code].revision if code in self.waiting else page.scheduled_revision
        if asked and page.workflow_in_progress and not self.is_in_hands(code):
            return []
        if asked and not self.is_in_hands(code):
            found.append(Half(page, asked))
        elif page.live:
            found.append(Half(page))
        if (
            self.is_free(page)
            and page.latest_revision != asked
            and (user is None or page.permissions_for_user(user).can_publish())
        ):
            found.append(Half(page, page.latest_revision))
        return found

    def is_entitled(self, page, user):
        """Whether somebody who may publish an approved page wants it read: who publishes now, did before, or approved.

        Without a user it is code, which answers for itself. Who set its minute published it.
        """
        row, entry = self.waiting.get(page.language), self.task.entries.filter(act=Act.APPROVED).last()
        people = [user, row and row.by, page.scheduled_revision and minute.asker(page), entry and entry.by]
        return user is None or any(one and page.permissions_for_user(one).can_publish() for one in people)

    def is_free(self, page):
        """Whether the last draft of a translation is what is to be read next: nobody is at work on it."""
        if page.language == self.pair.source or self.is_in_hands(page.language):
            return False
        is_draft = page.latest_revision and (not page.live or page.has_unpublished_changes)
        return is_draft and not page.workflow_in_progress

    def followers(self, source, language):
        """The translation somebody published before its original was, if it is still ready: it goes live with it."""
        row, page = self.waiting.get(language), self.pages[language]
        at = minute.dates_of(source.page, source.revision)["go_live_at"]
        if self.is_together or row is None or page.live or minute.is_ahead(at):
            return []
        half = self.chosen(Half(page, row.revision))
        return [] if self.obstacles(source, half) else [half]

    def unasked(self, page):
        """Nobody who may has published the draft of a page, or its approval is not over."""
        return Obstacle(WORKFLOW if page.workflow_in_progress else UNPUBLISHED, page.language, count=int(page.live))

    def awaited(self):
        """What of its original a translation waits for, once it is approved; None when it goes live at once."""
        page, twin = (self.pages[code] for code in (self.pair.source, self.pair.target))
        is_asked = page.language in self.waiting or page.scheduled_revision is not None
        if self.is_together and not self.lets_alone(twin):
            is_read = page.live and not page.has_unpublished_changes
            is_ready = is_read or (is_asked and not page.workflow_in_progress)
        else:
            is_ready = page.live or twin.live or page.scheduled_revision is not None
        return None if is_ready else self.unasked(page)

    def obstacles(self, source, target):
        """What stands between the words of the original and those of its translation."""
        language, found = target.page.language, []
        if left := self.left(source, target):
            return [left]
        lacking, stale = self.between(source, target)
        if self.is_in_hands(language) and target.revision and self.task.step != Step.APPROVED:
            found.append(Obstacle(STEP, language, task=self.task))
        if lacking:
            found.append(Obstacle(LACKING, language, lacking, self.task, "" if self.translation else BY_HAND))
        if stale and not found:
            found.append(Obstacle(STALE, language, stale))
        if self.translation is None and (unlike := same.unlike(source.version, target.version)):
            found.append(Obstacle(UNLIKE, language, unlike.count, unlike=unlike))
        return found

    def left(self, source, target):
        """What of a page edited by hand has the words of its original, for want of a translation; None if nothing.

        These are never published, whoever asks; nor is a translation given up before it was whole.
        """
        if not self.is_stopped:
            return None
        language = target.page.language
        key, locale_id = self.pair.pk, source.page.locale_id
        if found := by_hand.left(key, locale_id, source.words, self.current, target.words):
            why = "\n".join(markup.plain(segment.text) for segment in found[:QUOTED])
            return Obstacle(LEFT, language, len(found), why=why)
        if self.pair.completed_at is None and (
            found := by_hand.lacking(key, locale_id, source.words, self.current, target.words)
        ):
            return Obstacle(LACKING, language, len(found), why=BY_HAND)
        return None

    def between(self, source, target):
        """(passages of the original without a confirmed translation, passages of the translation that answer to none).

        A version about to be published from strings holds what was confirmed, no word more and none less. One that is
        read already holds what the original says anew: that was confirmed since, and approved by nobody. Other words
        for what the original has said all along are a correction, and keep nothing back.
        """
        drift = compare(source.words, self.current, target.words)
        keys, here = {segment.key for segment in source.words}, {segment.key for segment in target.words}
        wanted = {(row.path, row.target_hash) for row in self.current if (row.path, row.source_hash) in keys}
        over = {(row.path, row.target_hash) for row in self.current if row.source_text} - wanted
        stale = here & over
        if self.is_translation(target.page.language):
            stale = here ^ wanted if target.revision else stale | (self.anew(keys) - here)
        return sum(1 for change in drift.changes if change.now), len(stale)

    def anew(self, keys):
        """{(path, hash of the translation)} confirmed of those passages that readers of the original do not have."""
        new = keys - {segment.key for segment in segments_of(self.pages[self.pair.source])}
        return {(row.path, row.target_hash) for row in self.current if (row.path, row.source_hash) in new}


def decide(page, revision, *, user, is_alone=False):
    """(Stand, Verdict) of publishing this version of a page, whatever becomes of the other when `is_alone`.

    By an exception a page goes alone while the other is not ready; what is ready goes along with it.
    """
    stand = Stand(page.translation_key)
    mine = stand.chosen(Half(page, revision))
    other = next((code for code in stand.pages if code != page.language), None)
    is_excepted = stand.lets_alone(page)
    if not stand.is_together or (is_excepted and (is_alone or other is None)):
        verdict = alone(stand, mine, other)
    elif other is None:
        missing = stand.pair.target if page.language == stand.pair.source else stand.pair.source
        verdict = Verdict(obstacles=[Obstacle(MISSING, missing)])
    else:
        verdict = together(stand, mine, stand.candidates(other, user), other)
        is_excepted = is_excepted and len(verdict.halves) < len(stand.pages)
        verdict = alone(stand, mine, other) if is_excepted else verdict
    verdict.is_alone = is_excepted
    verdict.waits = verdict.waits or (stand.is_together and not is_excepted)
    return stand, verdict


def alone(stand, mine, other):
    """A page that waits for no other: only a translation has to be complete and, where one is under way, approved.

    Before anybody published its original, it waits for that, and goes live with it.
    """
    if other is None:
        return Verdict([mine])
    if mine.page.language != stand.pair.target:
        return Verdict([mine, *stand.followers(mine, other)])
    source = stand.pages[other]
    read = Half(source, None if source.live else source.latest_revision)
    if stand.translation is not None:
        obstacles = stand.obstacles(read, mine)
    else:
        left = stand.left(read, mine)
        obstacles = [left] if left else []
    if not obstacles and stand.translation is not None and not (source.live or mine.page.live):
        at = source.scheduled_revision and source.scheduled_revision.approved_go_live_at
        waits = Obstacle(SCHEDULED, other, why=at.isoformat()) if at else stand.unasked(source)
        return Verdict(obstacles=[waits], waits=True)
    return Verdict([] if obstacles else [mine], obstacles)


def together(stand, mine, others, other):
    """Both, in the first version of the other that answers to this one."""
    said = []
    for candidate in others:
        source, target = (mine, candidate) if mine.page.language == stand.pair.source else (candidate, mine)
        obstacles = stand.obstacles(source, target)
        if not obstacles:
            return Verdict([half for half in (source, target) if half.revision])
        said = obstacles  # of what was written last
    page = stand.pages[other]
    latest = Half(page, page.latest_revision)
    if stand.is_translation(other) and not stand.approved(other):
        # what its translator works on says more than what readers have
        said = stand.obstacles(mine, latest) or said
    elif other == stand.pair.source and latest.revision:
        of_draft = stand.obstacles(latest, mine)
        said = said if said and of_draft else of_draft  # none, when it answers to what nobody has published
    return Verdict(obstacles=said or [stand.unasked(page)])
