"""One minute for both languages: the day and hour a thing goes live or expires hold for its two pages.

wagtail-localize leaves these dates out (fields.py, 1.14), and the editor of strings has no place for them: those of the
original hold for its translation. Of pages edited by hand, those of the page that is published hold for the other.
"""

from django.db.models import Min
from django.dispatch import Signal
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageLogEntry, Revision

from cms.bilingual.gate_models import Waiting
from cms.bilingual.models import Pair
from cms.bilingual.task_models import TranslationTask

DATES = ("go_live_at", "expire_at")
#: What Wagtail's command writes to the log (publish_scheduled, 8.0): nobody is there to be told.
BY_THE_CLOCK = "wagtail.publish.scheduled"
#: And what publishing writes there when its minute is still to come.
SET = "wagtail.publish.schedule"
#: Sent in the transaction that takes a minute back, before it does: whoever was told of it is told.
taken_back = Signal()


def dates_of(page, revision):
    """{field: instant or None} of a page in a version."""
    if revision is None:
        return {name: getattr(page, name) for name in DATES}
    return {name: instant(revision.content.get(name)) for name in DATES}


def instant(said):
    """Of a version just made, or read from the database."""
    return parse_datetime(said) if isinstance(said, str) else said


def agree(stand, verdict, action):
    """Give what goes live together one set of dates, in its versions and in what the act is about to write."""
    if not stand.is_together or verdict.is_alone:
        return
    held = dates_of(*holder(stand, verdict, action))
    for half in verdict.halves:
        if dates_of(half.page, half.revision) != held:
            date(half.revision, held)
        if half.revision.pk == action.revision.pk:
            for name, at in held.items():
                setattr(action.object, name, at)
    if not is_ahead(held["go_live_at"]):
        moved = {half.page.pk for half in verdict.halves}
        still = [page.pk for page in stand.pages.values() if page.live and page.pk not in moved]
        Page.objects.filter(pk__in=still).update(expire_at=held["expire_at"])


def take_over(stand, action):
    """A minute to come that was set on the other page holds for this one: whoever publishes it set none and took none.

    Whoever publishes anew the page it was set on, without it, takes it back.
    """
    page, revision = action.object, action.revision
    others = [one.pk for one in stand.pages.values() if one.pk != page.pk]
    if not stand.is_together or is_ahead(page.go_live_at) or is_missed(action) or to_come([page.pk]).exists():
        return
    if (other := to_come(others).first()) is None:
        return
    page.go_live_at = other.approved_go_live_at
    page.expire_at = page.expire_at or dates_of(page, other)["expire_at"]
    date(revision, {name: getattr(page, name) for name in DATES})


def move(stand, page, at):
    """The minute is set anew on one page: it is that of the other too, where one was set."""
    for revision in to_come(one.pk for one in stand.pages.values() if one.pk != page.pk):
        revision.approved_go_live_at = at
        revision.save(update_fields=["approved_go_live_at"])
        date(revision, {"go_live_at": at})


def date(revision, dates):
    revision.content |= {name: at and at.isoformat() for name, at in dates.items()}
    revision.save(update_fields=["content"])


def holder(stand, verdict, action):
    """(page, version) whose dates hold."""
    if stand.translation is None:
        return action.object, action.revision
    source = stand.pages[stand.pair.source]
    return source, next((half.revision for half in verdict.halves if half.page.pk == source.pk), None)


def is_ahead(at):
    return at is not None and at > timezone.now()


def set_for(pair):
    """The minute to come that is noted for a translation, or for its original when both go live together; else None."""
    pages = (pair.source_page, pair.target_page) if pair.is_together else (pair.target_page,)
    return to_come(page.pk for page in pages if page).aggregate(first=Min("approved_go_live_at"))["first"]


def set_on(page):
    """The minute to come that is noted for one page, None while there is none."""
    return to_come([page.pk]).aggregate(first=Min("approved_go_live_at"))["first"]


def noted(page):
    """The version of either page that has a minute to come, None when neither has."""
    ids = Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
    return to_come(ids).order_by("approved_go_live_at").first()


def to_come(ids):
    """The versions of some pages that have a minute to come."""
    return Revision.page_revisions.filter(object_id__in=map(str, ids), approved_go_live_at__gt=timezone.now())


def is_done(action):
    """Whether this very version is read already, or its minute is noted: its other language has taken it along."""
    revision = action.revision
    noted = type(revision).objects.values_list("approved_go_live_at", flat=True).get(pk=revision.pk)
    if is_ahead(noted) or (noted is None and is_missed(action)):
        return True
    return noted is None and Page.objects.filter(pk=revision.object_id, live=True, live_revision=revision).exists()


def is_missed(action):
    """Whether it is the clock that publishes, so that nobody is there to be told."""
    return action.log_action == BY_THE_CLOCK


def asker(page):
    """Who set the minute of a page, None when nobody knows."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=SET).select_related("user")
    entry = entries.order_by("timestamp").last()
    return entry and entry.user


def shared_by(page):
    """The other page whose minute is the same; None of an article, or while there is none."""
    pair = Pair.objects.filter(pk=page.translation_key, is_together=True).first()
    return pair and next((one for one in (pair.fr_page, pair.en_page) if one and one.pk != page.pk), None)


def let_go(pages):
    """The minute is over: the pages may be edited again."""
    for page in pages:
        page.revisions.update(approved_go_live_at=None)


def take_back(pages):
    """The minute is no more, in any version of the pages that may still go live."""
    let_go(pages)
    for page in pages:
        for revision in kept(page):
            revision.content["go_live_at"] = None
            revision.save(update_fields=["content"])
        Page.objects.filter(pk=page.pk, go_live_at__gt=timezone.now()).update(go_live_at=None)


def kept(page):
    """The last draft of a page, what waits for its other language, and what a reviser approved."""
    ids = {page.latest_revision_id}
    ids |= set(Waiting.objects.filter(pair=page.translation_key).values_list("revision", flat=True))
    ids |= set(TranslationTask.objects.open().filter(pair=page.translation_key).values_list("approved", flat=True))
    return page.revisions.filter(pk__in=ids - {None})
