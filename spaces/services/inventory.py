"""The pages of a space as those who run it see them: one row a page with its two languages, drafts included."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from cms.bilingual.addresses import code_of, url_of
from cms.bilingual.models import Pair, State
from cms.bilingual.twins import address_without_twin, other, reading_language
from spaces import access
from spaces.models import AnnouncementPage, ArticlePage, MeetingPage, SpacePage


class PageKind(models.TextChoices):
    SPACE = "space", _("Space page")
    ARTICLE = "article", _("Practice article")
    MEETING = "meeting", _("Meeting")
    ANNOUNCEMENT = "announcement", _("Announcement")


KINDS = {
    PageKind.SPACE: SpacePage,
    PageKind.ARTICLE: ArticlePage,
    PageKind.MEETING: MeetingPage,
    PageKind.ANNOUNCEMENT: AnnouncementPage,
}
UNTOUCHED = timedelta(days=365)
LANGUAGES = ("fr", "en")


class PageState(models.TextChoices):
    """How far a page is in one language."""

    LIVE = "live", _("Live")
    CHANGED = "changed", _("Live, with changes to publish")
    REVIEW = "review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    DRAFT = "draft", _("Draft")
    WITHDRAWN = "withdrawn", _("Unpublished or expired")
    MISSING = "missing", _("Missing in a language")


#: What one may look for besides: pages late in a language, pages nobody has touched for long, questions left open.
BEHIND, OLD, UNANSWERED = "behind", "old", "unanswered"
STATES = [
    *PageState.choices,
    (BEHIND, _("Behind in a language")),
    (OLD, _("Untouched for a year")),
    (UNANSWERED, _("Unanswered question")),
]
#: Where some of it is looked for: a meeting and an announcement belong to their day.
SOUGHT_IN = {OLD: (PageKind.SPACE, PageKind.ARTICLE), UNANSWERED: (PageKind.ARTICLE,)}
CHANGED_AT = Coalesce("latest_revision_created_at", "last_published_at")


def of(space, *kinds):
    """Every page of a space, in both languages; of some kinds only when they are given."""
    first, *others = (of_kind(space, KINDS[kind]).order_by().values("pk") for kind in kinds or KINDS)
    return Page.objects.filter(pk__in=first.union(*others, all=True) if others else first)


def of_kind(space, model):
    return model.objects.filter(**{"space" if model is SpacePage else f"{model.fact_name}__space": space})


def with_state(pages):
    """Adds `state`, `scheduled_at`, and `is_older` to pages."""
    same = Cast(OuterRef("pk"), CharField())
    waiting = Revision.page_revisions.filter(object_id=same, approved_go_live_at__isnull=False)
    kind = ContentType.objects.get_for_model(Page)
    reviewed = WorkflowState.objects.filter(
        base_content_type=kind, object_id=same, status=WorkflowState.STATUS_IN_PROGRESS
    )
    return pages.annotate(
        scheduled_at=Subquery(waiting.order_by("approved_go_live_at").values("approved_go_live_at")[:1]),
        is_older=Q(live=True) & older(),
        state=Case(
            When(Exists(reviewed), then=Value(PageState.REVIEW)),
            When(Exists(waiting), then=Value(PageState.SCHEDULED)),
            When(live=True, has_unpublished_changes=True, then=Value(PageState.CHANGED)),
            When(live=True, then=Value(PageState.LIVE)),
            When(first_published_at__isnull=False, then=Value(PageState.WITHDRAWN)),
            default=Value(PageState.DRAFT),
            output_field=CharField(),
        ),
    )


def older():
    """Whether a page is a translation that lags behind its original: the ledger knows (cms/bilingual/ledger.py)."""
    mine = Pair.objects.filter(Q(source="fr", en_page=OuterRef("pk")) | Q(source="en", fr_page=OuterRef("pk")))
    return Exists(mine.filter(Q(state__in=[State.SOURCE_CHANGED, State.INCOMPLETE]) | Q(is_unpublished=True)))


def behind(pages):
    """Live pages whose words are late in the other language: it has none live, or it lags behind its original.

    The one place that says so: what the pages show and what the space's health counts both ask here.
    """
    twins = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True).exclude(pk=OuterRef("pk"))
    return pages.filter(live=True).filter(~Exists(twins) | older())


def concepts(space, *, kind="", state=""):
    """[{translation_key, changed, sides}], the last changed first: one a page, whatever the languages it is in."""
    kinds = [name for name in ([kind] if kind else KINDS) if name in SOUGHT_IN.get(state, KINDS)]
    pages = of(space, *kinds) if kinds else Page.objects.none()
    found = pages.values("translation_key").annotate(changed=Max(CHANGED_AT), sides=Count("pk"))
    found = found.order_by(F("changed").desc(nulls_last=True), "translation_key")
    if state == PageState.MISSING:
        return found.filter(sides=1)
    if state == OLD:
        found = found.filter(changed__lt=timezone.now() - UNTOUCHED)
    return found.filter(translation_key__in=narrowed(pages, state).values("translation_key")) if state else found


def narrowed(pages, state):
    """Those of some pages that are in a state; a page that is live is so whatever waits behind it."""
    if state == BEHIND:
        return behind(pages)
    if state == UNANSWERED:
        return pages.filter(live=True, pk__in=ArticlePage.objects.unanswered().order_by().values("pk"))
    return pages.filter(live=True) if state in {PageState.LIVE, OLD} else with_state(pages).filter(state=state)


@dataclass
class Side:
    """A page in one language, None when it was never written there, and what the reader may do about it."""

    language: str
    page: Page | None
    may_edit: bool
    source: Page | None  # what one may have translated, when it is missing here


@dataclass
class Row:
    """A page in its two languages, French first."""

    sides: list[Side]
    shown: Page  # the one the row is named after: live rather than not, in the reader's language rather than the other
    changed: Page  # the one that was changed last

    @property
    def language(self):
        return code_of(self.shown.locale_id)

    @property
    def title(self):
        return self.shown.title if self.shown.live else self.shown.draft_title or self.shown.title

    @property
    def kind(self):
        """The name of what it is."""
        return next(kind.label for kind, model in KINDS.items() if model is self.shown.specific_class)

    @property
    def address(self):
        """Where the reader opens the page; empty while it is live in no language."""
        reader = reading_language()[0]
        if not self.shown.live:
            return ""
        return url_of(self.shown) if self.language == reader else address_without_twin(self.shown, reader)

    @property
    def changed_by(self):
        return self.changed.latest_revision.user if self.changed.latest_revision else None


def tops(space):
    """The space's own pages, French first: what stands above all its others."""
    return list(SpacePage.objects.filter(space=space).order_by("-locale__language_code"))


def to_fill(space, user, parents):
    """Those of the space's own pages below which this user may add pages."""
    works = access.may_contribute(user, space)
    return [page for page in parents if works and access.may_edit(user, page, space.pk, "add")]


def rows(space, user, keys, parents):
    """The rows of some pages, in the order of their keys, with what this user may do. Two queries."""
    pages = with_state(of(space).filter(translation_key__in=keys)).annotate(changed_at=CHANGED_AT)
    pages = pages.select_related("latest_revision__user").defer("latest_revision__content")
    found = {key: {} for key in keys}
    for page in pages:
        found[page.translation_key][code_of(page.locale_id)] = page
    above = {page.language for page in parents}
    return [row(space, user, said, above) for said in found.values() if said]


def row(space, user, said, above):
    """One page, {language: page}."""
    reader, pages = reading_language()[0], list(said.values())
    return Row(
        [side(space, user, said, code, above) for code in LANGUAGES],
        shown=min(pages, key=lambda page: (not page.live, page is not said.get(reader))),
        changed=max(pages, key=lambda page: (page.changed_at is not None, page.changed_at)),
    )


def side(space, user, said, code, above):
    """One language of a page. A translation needs the space's own page in that language to stand under."""
    page, source, works = said.get(code), None, access.may_contribute(user, space)
    if page is None and works:
        source = said[other(code)]
        stands = code in above or source.specific_class is SpacePage
        may = access.may_edit(user, source, space.pk) or access.translates(user, space.pk, other(code))
        source = source if stands and may else None
    return Side(code, page, bool(page and works and access.may_edit(user, page, space.pk)), source)
