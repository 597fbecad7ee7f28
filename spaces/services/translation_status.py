"""How the two languages of each thing stand: the report's list under its filters, its totals, its rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Case, F, FilteredRelation, Q, Subquery, When
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import get_page_models

from cms.bilingual.addresses import code_of, url_of
from cms.bilingual.models import Pair, State
from cms.bilingual.twins import address_without_twin
from cms.models import BasePage
from spaces import access_status
from spaces.models import FactPage, Space, SpacePage, sort_key
from spaces.services import status_tasks, wishes

OUTSIDE = "*"  # in the place of a space’s code: what stands outside of all of them
BEHIND = "behind"  # in the place of a state: whatever readers have that is not up to date
TO_PUBLISH = "to_publish"  # in the place of a state: up to date in what is confirmed, and readers do not have it yet
IS_BEHIND = ~Q(state=State.UP_TO_DATE) | Q(is_unpublished=True)
LANGUAGES = ("fr", "en")
FILTERS = ("space", "kind", "state", "original", "live", "days", "translator", "due", "exception")
IN_BOTH = Q(fr_page__live=True, en_page__live=True)
PUBLISHED = Q(fr_page__live=True) | Q(en_page__live=True)
LIVE = {"both": IN_BOTH, "one": PUBLISHED & ~IN_BOTH, "any": PUBLISHED, "none": ~PUBLISHED}
#: Orders of the list: in the database, or by what each language sorts in its own way.
ORDERS = {
    "age": [F("since").asc(nulls_last=True)],
    "words": ["-words"],
    "apart": [F("days_apart").desc(nulls_last=True)],
    "due": [status_tasks.by_due()],
}
TITLE = "title"
#: What is counted of every pair of the list.
COUNTED = ("pk", "state", "is_unpublished", "words")
#: What the rows of the list read.
PAIR_FIELDS = ("source", "kind", "state", "segments", "all_segments", "words", "since", "changed_by", "days_apart",
               "is_unpublished")  # fmt: skip
PAGE_FIELDS = ("title", "draft_title", "live", "slug", "url_path", "locale_id")

#: Set by what lets one language go live alone: makes the queryset of the keys of the pairs that do, for a reason.
open_exceptions: Callable | None = None


@dataclass
class Totals:
    """What a list holds in all."""

    items: int = 0
    words: int = 0
    by_state: dict = field(default_factory=lambda: dict.fromkeys([*State.values, TO_PUBLISH], 0))

    def add(self, state, is_unpublished, words):
        self.items += 1
        self.words += words
        self.by_state[TO_PUBLISH if is_unpublished and state == State.UP_TO_DATE else state] += 1


@dataclass
class Row:
    """One thing in its two languages, as its reader may meet it."""

    pair: Pair
    page: object  # the one whose title is shown
    title: str
    space: Space | None
    kind: str
    author: str = ""
    changer: str = ""
    translator: str = ""  # who has the open task, and by when
    due_on: date | None = None
    address: str = ""  # where it is read; empty while nobody reads it
    wishes: int = 0  # members who ask for its translation

    @property
    def language(self):
        return code_of(self.page.locale_id) if self.page else ""

    @property
    def pages(self):
        """[(language, the page or None, whether it is the original)]"""
        return [(code, getattr(self.pair, f"{code}_page"), code == self.pair.source) for code in LANGUAGES]

    @property
    def days(self):
        """How long the translation has been behind; None while it is not."""
        return (timezone.now() - self.pair.since).days if self.pair.since else None


class Report:
    """The report of one scope in one language. Nothing is read before it is asked for."""

    def __init__(self, scope, language):
        self.scope, self.language = scope, language
        self.pairs = access_status.followed(scope, Pair.objects.all())
        self._places = None
        self.translators = []

    @property
    def places(self):
        """{path of the page of a space: the space} of those in scope."""
        if self._places is None:
            pages = SpacePage.objects.filter(space__in=self.scope.spaces).select_related("space")
            self._places = {page.path: page.space for page in pages.only("path", "space")}
        return self._places

    @property
    def spaces(self):
        """The spaces in scope, by name."""
        found = {space.pk: space for space in self.places.values()}
        return sorted(found.values(), key=lambda space: sort_key(space.name))

    def narrowed(self, query):
        """The pairs under the filters of an address; an unknown value finds nothing."""
        asked = {name: query.get(name, "").replace("\x00", "?")[:60] for name in FILTERS}
        asked = {name: value for name, value in asked.items() if value}
        pairs = self.pairs
        for name, value in asked.items():
            condition = getattr(self, f"of_{name}")(value)
            pairs = pairs.none() if condition is None else pairs.filter(condition)
        return pairs

    def of_space(self, value):
        if value == OUTSIDE:
            return ~Q(place__in=list(self.places))
        return Q(place__in=[path for path, space in self.places.items() if space.code == value])

    def of_kind(self, value):
        return Q(kind__model=value)

    def of_state(self, value):
        up_to_date = Q(state=State.UP_TO_DATE)
        named = {
            BEHIND: IS_BEHIND,
            TO_PUBLISH: up_to_date & Q(is_unpublished=True),
            State.UP_TO_DATE.value: up_to_date & Q(is_unpublished=False),
        }
        return named.get(value, Q(state=value))

    def of_original(self, value):
        return Q(source=value)

    def of_live(self, value):
        return LIVE.get(value)

    def of_days(self, value):
        if not value.isdecimal() or len(value) > 5:
            return None
        return Q(since__lt=timezone.now() - timedelta(days=int(value)))

    def of_translator(self, value):
        return status_tasks.of_translator(value)

    def of_due(self, value):
        return status_tasks.of_due(value)

    def of_exception(self, value):
        return Q(pk__in=open_exceptions()) if open_exceptions and value == "open" else None

    def listed(self, query):
        """(keys of the pairs under the filters, in the order asked for; their Totals). One query."""
        pairs, order = self.narrowed(query), query.get("sort", "")
        totals = Totals()
        if order == TITLE:
            found = sorted(pairs.values_list(*COUNTED, "place", *self.titles()), key=self.by_title)
        else:
            found = pairs.order_by(*ORDERS.get(order, ORDERS["age"]), "pk").values_list(*COUNTED)
        keys = []
        for key, state, is_unpublished, words, *_more in found:
            keys.append(key)
            totals.add(state, is_unpublished, words)
        return keys, totals

    def titles(self):
        """What is read of the two pages to tell which title is shown, the reader's language first."""
        first = (self.language, *(code for code in LANGUAGES if code != self.language))
        return [f"{code}_page__{name}" for code in first for name in ("title", "draft_title", "live")]

    def by_title(self, row):
        """Where a pair stands in the order of the titles that `rows` shows."""
        key, _state, _is_unpublished, _words, place, *pages = row
        for title, draft_title, is_live in (pages[:3], pages[3:]):
            if title is not None and self.scope.shows(is_live, self.space_at(place)):
                return sort_key(title if is_live else draft_title), key
        return "", key

    def space_at(self, place):
        space = self.places.get(place)
        return space and space.pk

    def shown(self, pair):
        """(page, title) one meets of a pair: in one's language, if it is there and one's to read."""
        first = (self.language, *(code for code in LANGUAGES if code != self.language))
        for page in (getattr(pair, f"{code}_page") for code in first):
            if page is not None and self.scope.shows(page.live, self.space_at(pair.place)):
                return page, page.title if page.live else page.draft_title
        return None, ""

    def rows(self, keys):
        """[Row] of some keys, in their order, and who the `translators` of the whole report are. Two queries."""
        keys = list(keys)
        read = [f"{code}_page__{name}" for code in LANGUAGES for name in PAGE_FIELDS]
        pairs = given(authored(self.pairs.filter(pk__in=keys)))
        pairs = pairs.select_related("fr_page", "en_page").only(*PAIR_FIELDS, *read)
        pairs = {pair.pk: pair for pair in pairs.annotate(wishes=wishes.counted())}
        people = {
            pk for pair in pairs.values() for pk in (pair.author_id, pair.changed_by_id, pair.translator_id) if pk
        }
        names, self.translators = status_tasks.people(people, self.pairs)
        rows = []
        for key in keys:
            if pair := pairs.get(key):
                page, title = self.shown(pair)
                kind = name_of(ContentType.objects.get_for_id(pair.kind_id).model_class())
                space = self.places.get(pair.place)
                who = [names.get(pk, "") for pk in (pair.author_id, pair.changed_by_id, pair.translator_id)]
                rows.append(Row(pair, page, title, space, kind, *who, pair.due_on, self.address_of(page), pair.wishes))
        return rows

    def address_of(self, page):
        """Where this reader opens a page that is live, in the language of the report or under it with a notice."""
        if page is None or not page.live:
            return ""
        is_foreign = code_of(page.locale_id) != self.language
        return address_without_twin(page, self.language) if is_foreign else url_of(page)


def authored(pairs):
    """Pairs with `author_id`: who wrote the original, by its fact or else by its page."""
    page, owner = (
        Case(
            When(source="fr", then=F(f"fr_page__{name}")), default=F(f"en_page__{name}"), output_field=BigIntegerField()
        )
        for name in ("pk", "owner")
    )
    written = [
        Subquery(model.objects.filter(pk=OuterRef("original_id")).values(f"{model.fact_name}__author")[:1])
        for model in get_page_models()
        if issubclass(model, FactPage) and hasattr(model._meta.get_field(model.fact_name).related_model, "author")
    ]
    return pairs.alias(original_id=page).annotate(author_id=Coalesce(*written, owner, output_field=BigIntegerField()))


def given(pairs):
    """Pairs with `translator_id` and `due_on`: to whom their translation is given, and by when."""
    task = FilteredRelation("tasks", condition=Q(tasks__closed_at=None))
    return pairs.annotate(task=task, translator_id=F("task__assignee"), due_on=F("task__due_on"))


def kinds():
    """[(name in addresses, words)] of the types of pages, by their words."""
    found = [(model._meta.model_name, name_of(model)) for model in get_page_models() if issubclass(model, BasePage)]
    return sorted(found, key=lambda kind: sort_key(kind[1]))


def name_of(model):
    return capfirst(str(model._meta.verbose_name)) if model else ""
