"""What was translated elsewhere: the same passage word for word, or nearly, with where it comes from.

Whoever asks says which confirmations may be quoted (`rows`): nothing is offered of what its reader may not read.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q

from cms.bilingual import markup
from cms.bilingual.drift import digest
from cms.bilingual.models import Confirmation

NEAR = 0.85  # how alike two passages are for one to be offered for the other
LATEST = 3000  # confirmations looked through for what is nearly the same
COMMON = 300  # a word in more of them than this tells nothing
MOST = 3  # proposals a passage


@dataclass
class Proposal:
    """A translation to take over: `said` for `text`; `row` is the confirmation it comes from."""

    text: str
    said: str
    row: Confirmation
    is_near: bool
    is_here: bool  # of the same page
    is_rich: bool
    wanted: str = ""

    @property
    def difference(self):
        """What its original says more and less than the passage, marked."""
        return markup.difference(self.text, self.wanted)

    @property
    def said_html(self):
        return markup.shown(self.said, is_rich=self.is_rich)

    @property
    def said_text(self):
        return markup.editable(self.said, is_rich=self.is_rich)

    @property
    def page(self):
        """The page it was written for, while readers have it in either language; None of a draft, or of this page."""
        pages = (self.row.pair.source_page, self.row.pair.target_page)
        return None if self.is_here else next((page for page in pages if page and page.live), None)


def recall(passages, *, pair, rows, near_rows):
    """Give the passages that wait their proposals: at most one query for each of the three kinds of reading.

    `rows` are confirmations that may be quoted word for word, `near_rows` those whose other words may be shown too.
    """
    waiting = [passage for passage in passages if not passage.is_done]
    if not waiting:
        return
    exact = same(waiting, pair, rows)
    for passage in waiting:
        passage.proposals = proposals(passage, exact.get(passage.digest, []), pair, is_near=False)
    lone = [passage for passage in waiting if not passage.proposals and not passage.earlier and passage.words >= 3]
    if lone:
        near = alike(lone, pair, near_rows)
        for passage in lone:
            passage.proposals = proposals(passage, near.get(passage.digest, []), pair, is_near=True)


def ready(rows):
    return rows.filter(is_current=True).select_related("by", "pair__fr_page", "pair__en_page")


def same(waiting, pair, rows):
    """{digest: [(text, said, row)]} of the same words translated elsewhere, in either direction, the latest first."""
    wanted = {passage.digest for passage in waiting}
    asked = Q(pair__source=pair.source, source_hash__in=wanted) | Q(pair__source=pair.target, target_hash__in=wanted)
    found = defaultdict(list)
    for row in ready(rows).filter(asked).order_by("-at", "-pk")[:600]:
        is_forth = row.pair.source == pair.source
        text, said = (row.source_text, row.target_text) if is_forth else (row.target_text, row.source_text)
        if text and said:
            found[digest(text)].append((text, said, row))
    return found


def alike(lone, pair, rows):
    """The same of passages that say nearly this, the most alike first."""
    rows = rows.filter(pair__source=pair.source)
    latest = rows.filter(is_current=True).exclude(target_text="").order_by("-at", "-pk")
    texts = list(latest.values_list("pk", "source_text")[:LATEST])
    index = defaultdict(list)
    for number, (_pk, text) in enumerate(texts):
        for word in words_of(text):
            index[word].append(number)
    best = {passage.digest: nearest(passage.text, texts, index) for passage in lone}
    wanted = ready(rows).filter(pk__in={pk for found in best.values() for pk in found}) if any(best.values()) else []
    by_pk = {row.pk: row for row in wanted}
    return {
        key: [(by_pk[pk].source_text, by_pk[pk].target_text, by_pk[pk]) for pk in found if pk in by_pk]
        for key, found in best.items()
    }


def words_of(text):
    return {word.lower() for word in markup.tokens(text) if word[0].isalnum()}


def nearest(text, texts, index):
    """Ids of the passages most alike: those that share its less common words, compared letter by letter."""
    shared = Counter()
    for word in words_of(text):
        if len(index.get(word, ())) <= COMMON:
            shared.update(index.get(word, ()))
    matcher, found = SequenceMatcher(None, "", markup.plain(text), autojunk=False), []
    for number, _count in shared.most_common(8):
        pk, other = texts[number]
        matcher.set_seq1(markup.plain(other))
        if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR:
            found.append((matcher.ratio(), pk))
    return [pk for _ratio, pk in sorted(found, reverse=True)]


def proposals(passage, found, pair, *, is_near):
    """At most three, each with other words."""
    made = {}
    for text, said, row in found:
        if digest(said) not in made and len(made) < MOST and (row.pair_id != pair.pk or row.path != passage.path):
            here = row.pair_id == pair.pk
            made[digest(said)] = Proposal(text, said, row, is_near, here, passage.place.is_rich, passage.text)
    return list(made.values())
