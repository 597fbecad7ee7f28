"""The passages of a translation under way, as its translator meets them: what it says, said before, and is proposed."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation

from cms.bilingual import drift, markup
from cms.bilingual.drift import Segment, count_words, digest
from cms.bilingual.labels import Place, place_of
from cms.bilingual.models import Confirmation
from cms.bilingual.translating import BY_PEOPLE, FROM_FILE, FROM_PAGE


@dataclass
class Passage:
    """One piece of text: `text` of the original, `said` the string of its translation, `held` its confirmation."""

    context: int
    string: int
    path: str
    order: int
    text: str
    place: Place
    links: dict = field(default_factory=dict)  # id of a link -> where it leads
    said: StringTranslation | None = None
    held: Confirmation | None = None
    before: Confirmation | None = None  # what was confirmed of the wording before
    history: list = field(default_factory=list)
    proposals: list = field(default_factory=list)
    others: int = 0  # other passages of the page that say the same and wait
    terms: list = field(default_factory=list)  # of the term base, in the original
    advice: list = field(default_factory=list)  # of the term base, on the translation
    refusal: object = None  # why what was typed was not taken

    @property
    def anchor(self):
        return f"p-{self.context}-{self.string}"

    @property
    def digest(self):
        return digest(self.text)

    @property
    def is_done(self):
        return self.held is not None

    @property
    def is_from_page(self):
        return bool(self.said and self.said.tool_name == FROM_PAGE and not self.is_done)

    @property
    def is_machine(self):
        return bool(self.said and self.said.translation_type == "machine" and self.said.tool_name not in BY_PEOPLE)

    @property
    def is_from_file(self):
        return bool(self.said and self.said.tool_name == FROM_FILE and not self.is_done)

    @property
    def words(self):
        return count_words(self.text)

    @property
    def rows(self):
        """Lines of the box one types in, before a script fits it to its text."""
        return min(12, max(1, *(len(text) // 55 + text.count("\n") + 1 for text in (self.source_text, self.typed))))

    @property
    def source_text(self):
        return markup.editable(self.text, is_rich=self.place.is_rich)

    @property
    def source_html(self):
        return markup.shown(self.text, is_rich=self.place.is_rich)

    @property
    def earlier(self):
        """The translation so far of a passage whose original changed: as the page has it, or as it was confirmed."""
        if self.is_from_page:
            return self.said.data
        return self.before.target_text if self.before and not self.said else ""

    @property
    def earlier_text(self):
        return markup.editable(self.earlier, is_rich=self.place.is_rich)

    @property
    def is_blank(self):
        """Whether nobody has written anything for it, not even for its earlier words."""
        return self.said is None and not self.earlier

    @property
    def typed(self):
        """What stands in the box."""
        if self.refusal is not None:
            return self.refusal.typed
        said = self.said.data if self.said else self.earlier
        return markup.editable(said, is_rich=self.place.is_rich)

    @property
    def was(self):
        """The state of the translation the box starts from: whoever saves over another's words is told."""
        return digest(self.said.data) if self.said else ""

    @property
    def change(self):
        """(wording before, wording now), what differs marked; None when there was none before."""
        return markup.difference(self.before.source_text, self.text) if self.before else None


def passages_of(pair, translation, original):
    """([Passage] in the order of the page, [Confirmation] of what the original dropped). Four queries."""
    found = read(translation, original)
    rows = list(pair.confirmations.select_related("by").order_by("order", "pk"))
    current = [row for row in rows if row.is_current]
    held = {(row.path, row.source_hash): row for row in current}
    said = {
        (row.context_id, row.translation_of_id): row
        for row in StringTranslation.objects.filter(
            context__object_id=pair.pk, locale_id=translation.target_locale_id
        ).select_related("last_translated_by")
    }
    text = [Segment(passage.path, passage.text, passage.order) for passage in found]
    changes = drift.compare(text, current).changes
    befores = {change.now.key: change.before for change in changes if change.now}
    by_path = drift.by_path(rows)
    for passage in found:
        key = (passage.path, passage.digest)
        passage.said = said.get((passage.context, passage.string))
        row = held.get(key)
        is_said = passage.said is not None and not passage.said.has_error
        passage.held = row if row and is_said and row.target_hash == digest(passage.said.data) else None
        passage.before = None if passage.held else befores.get(key)
        passage.history = history(by_path.get(passage.path, []), passage)
    count_others(found)
    return found, [change.before for change in changes if change.now is None and change.before.source_text]


def read(translation, original):
    """The passages of the original, without what was said of them. What stands twice in one place is one passage."""
    segments = StringSegment.objects.filter(source_id=translation.source_id).select_related("string", "context")
    found, places = {}, {}
    for row in segments.order_by("order"):
        path, key = row.context.path, (row.context_id, row.string_id)
        if key in found or not row.string.data.strip():
            continue
        place = places.get(path) or places.setdefault(path, place_of(original, path))
        links = {name: leads_to(attrs) for name, attrs in (json.loads(row.attrs) or {}).items()}
        found[key] = Passage(*key, path, row.order, row.string.data, place, links)
    return sorted(found.values(), key=lambda passage: (passage.place.rank, passage.order))


def leads_to(attrs):
    """Where a link of the original leads, for whoever writes the words around it."""
    kinds = {"page": _("a page of this site"), "document": _("a document")}
    return attrs.get("href") or kinds.get(attrs.get("linktype"), "")


def history(rows, passage):
    """Confirmations of this passage, the latest first: of its words, or of those they replaced."""
    hashes = {passage.digest, passage.before.source_hash if passage.before else ""}
    return [row for row in reversed(rows) if row.source_hash in hashes]


def count_others(passages):
    """Say of each passage that waits how many others with the same words wait too."""
    waiting = Counter(passage.digest for passage in passages if not passage.is_done)
    for passage in passages:
        passage.others = waiting[passage.digest] - (0 if passage.is_done else 1)


def grouped(passages):
    """[(Place, [Passage])]: neighbours of one field or block together."""
    groups = defaultdict(list)
    for passage in passages:
        groups[passage.place.group].append(passage)
    return [(inside[0].place, inside) for inside in groups.values()]
