"""The publish gate: official content goes live in both languages together, and no translation before it is ready.

It stands in Wagtail's own act of publishing (PublishPageRevisionAction, 8.0), which the editors' desk, the editor of
strings, acts in bulk, approval, the clock and code all end in; the desk does not go through Page.publish
(docs/decisions/0017).
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from cms.bilingual import by_hand, ledger, minute, same, shared
from cms.bilingual.gate_models import Ending, Waiting
from cms.bilingual.models import LANGUAGES
from cms.bilingual.readiness import INVALID, Obstacle, Stand, decide

log = logging.getLogger(__name__)
_carry_out = PublishPageRevisionAction.execute
_is_open: ContextVar[bool] = ContextVar("both languages go live", default=False)
_heard: ContextVar[list | None] = ContextVar("who is told what did not go live", default=None)
_along: ContextVar[set | None] = ContextVar("ids of pages that went live with the one that was published", default=None)


@dataclass(frozen=True)
class Held:
    """What did not go live, and why; `waits` when it will by itself, once the other language is ready."""

    page: Any
    pair: Any
    obstacles: list[Obstacle]
    waits: bool
    at: datetime | None = None  # the minute set for it, when that is still to come


class NotReady(ValidationError):
    """A translation that readers cannot be given: raised where nobody listens."""

    def __init__(self, held):
        super().__init__(f"{held.page.pk} cannot go live: {', '.join(one.kind for one in held.obstacles)}")
        self.held = held


@contextmanager
def listening():
    """Hear what does not go live inside the block: a list of Held, in the place of exceptions."""
    heard: list[Held] = []
    token, other = _heard.set(heard), _along.set(set())
    try:
        yield heard
    finally:
        _heard.reset(token)
        _along.reset(other)


def heard():
    """What was held so far inside the block that listens."""
    return _heard.get() or []


def along():
    """The ids of the pages that went live so far inside it because their other language did."""
    found = _along.get()
    return set() if found is None else found


def take_place():
    """Take the place in Wagtail's act of publishing; called once, when the application is ready."""
    PublishPageRevisionAction.execute = execute  # type: ignore[method-assign]


def execute(self, skip_permission_checks=False):
    """In the place of PublishPageRevisionAction.execute."""
    if _is_open.get() or not is_held(self.object):
        return carry_out(self, skip_permission_checks=skip_permission_checks)
    self.check(skip_permission_checks=skip_permission_checks)
    return pass_through(self)


def carry_out(action, *, skip_permission_checks):
    """Wagtail's act. A page that is read stays so until its minute, whatever its draft says of it.

    Wagtail asks the draft whether the page is read: one saved before it went live says that it is not.
    """
    page = action.object
    if minute.is_ahead(page.go_live_at):
        is_live, version = Page.objects.values_list("live", "live_revision").get(pk=page.pk)
        page.live_revision_id = (version or action.revision.pk) if is_live else None
        end_asking(page, by=action.user)
    return _carry_out(action, skip_permission_checks=skip_permission_checks)


def end_asking(page, *, by):
    """What is published takes the place of what was submitted for approval before, also when it is not read yet."""
    if asked := page.current_workflow_state:
        asked.cancel(user=by)


def is_held(page):
    """Whether a page may have to wait: official content, and whatever is made of translated strings, or was."""
    if not hasattr(page, "publication"):
        return False
    if ledger.is_together(page):
        return True
    key = page.translation_key
    return by_hand.was_translated(key) and (not ledger.is_original(page) or Waiting.objects.filter(pair=key).exists())


def pass_through(action):
    """Publish what an act asks for, with the other language where both go live together; or hold it back."""
    with transaction.atomic():
        user = minute.asker(action.object) if minute.is_missed(action) else action.user
        stand, verdict = decide(action.object, action.revision, user=user)
        if minute.is_done(action):
            return
        if not verdict.is_alone:
            minute.take_over(stand, action)
        if not verdict.obstacles:
            verdict.obstacles = go_live(stand, verdict, action)
        if verdict.obstacles and stand.lets_alone(action.object) and not verdict.is_alone:
            # what would have gone along keeps nothing back
            stand, verdict = decide(action.object, action.revision, user=user, is_alone=True)
            verdict.obstacles = verdict.obstacles or go_live(stand, verdict, action)
        if not verdict.obstacles:
            return
        held = hold(stand, verdict, action)
    tell(held, is_alone=minute.is_missed(action))


def go_live(stand, verdict, action):
    """Publish the halves, all or none. Returns what stood in the way."""
    half = verdict.halves[0]
    try:
        with transaction.atomic():
            minute.agree(stand, verdict, action)
            shared.agree(stand, verdict, action)
            same.agree(stand, verdict, action)
            for half in verdict.halves:
                publish(half.revision, action, by=stand.publisher(half) or action.user)
            settle(stand, verdict, action)
        went_along({half.page.pk for half in verdict.halves} - {action.object.pk})
    except ValidationError as error:
        return [Obstacle(INVALID, half.page.language, why=" ".join(error.messages))]
    return []


def went_along(ids):
    """Whoever listens hears of what went live besides; what was held of it before is held no longer."""
    if ids and _heard.get() is not None:
        along().update(ids)
        _heard.get()[:] = [one for one in heard() if one.page.pk not in ids]


def publish(revision, action, *, by):
    token = _is_open.set(True)
    try:
        if revision.pk == action.revision.pk:
            carry_out(action, skip_permission_checks=True)
        else:
            revision.publish(user=by, log_action=action.log_action, skip_permission_checks=True)
    finally:
        _is_open.reset(token)


def settle(stand, verdict, action):
    """Nothing waits any more; an exception is over once both languages are there."""
    if verdict.is_alone:
        Waiting.objects.filter(pair=stand.pair, language=stand.exemption.language).delete()
        return
    gone = Waiting.objects.filter(pair=stand.pair)
    if not stand.is_together:
        gone = gone.filter(language__in=[half.page.language for half in verdict.halves])
    gone.delete()
    keys, at = [page.pk for page in stand.pages.values()], action.object.go_live_at
    is_read = Page.objects.filter(pk__in=keys, live=True).count() == len(LANGUAGES)
    if stand.exemption and is_read and not minute.is_ahead(at):
        stand.exemption.close(Ending.PUBLISHED, by=action.user)


def hold(stand, verdict, action):
    """Keep the version that was published, for it to go live with the other language; a translation alone is not."""
    revision, page = action.revision, action.revision.content_object
    held = held_by(stand, verdict, page, action.object.go_live_at)
    if held.at:
        publish(revision, action, by=action.user)  # nothing is live by that: its minute is noted
        minute.move(stand, page, held.at)
        Waiting.objects.filter(pair=stand.pair, language=page.language).delete()  # published last, this is what waits
    elif held.waits:
        known = stand.waiting.get(page.language)
        if not minute.is_missed(action) and (known is None or known.revision_id != revision.pk):
            end_asking(page, by=action.user)
        given = {"revision": revision, "by": action.user or revision.user, "at": timezone.now()}
        Waiting.objects.update_or_create(pair=stand.pair, language=page.language, defaults=given)
    if not held.at:
        minute.let_go(stand.pages.values() if stand.is_together else [page])
    ledger.changed(stand.pair.pk, by=action.user)  # published, it says something else of its translation
    return held


def held_by(stand, verdict, page, go_live_at):
    at = go_live_at if stand.is_together and verdict.waits and minute.is_ahead(go_live_at) else None
    return Held(page, stand.pair, verdict.obstacles, verdict.waits, at)


def tell(held, *, is_alone):
    """Whoever listens hears it; the owners of both pages, when nobody is there or something is wrong with a page."""
    log.info("page %s is held: %s", held.page.pk, ", ".join(one.kind for one in held.obstacles))
    if is_alone or any(one.kind == INVALID for one in held.obstacles):
        import_string(settings.GATE_LETTERS)(held)
    heard = _heard.get()
    if heard is not None:
        heard.append(held)
    elif not held.waits and not is_alone:
        raise NotReady(held)


def ask(revision, *, user):
    """What would be held if this version were published: a Held, None when it would go live.

    A date its draft names is no minute before somebody has set it.
    """
    page = revision.as_object()
    if not is_held(page):
        return None
    with transaction.atomic():
        stand, verdict = decide(page, revision, user=user)
        set_one = minute.noted(page)
    return held_by(stand, verdict, page, set_one and set_one.approved_go_live_at) if verdict.obstacles else None


@transaction.atomic
def foresee(key):
    """What of its original a translation would wait for if it were approved: an Obstacle, None when it would not."""
    stand = Stand(key)
    return stand.awaited() if stand.translation and len(stand.pages) == len(LANGUAGES) else None


def keep(revision, *, by):
    """Publish as far as may be: what is not ready is kept, and told. Returns the Held, None when it went live."""
    with listening() as heard:
        revision.publish(user=by, skip_permission_checks=True)
    return heard[0] if heard else None


def release(key):
    """Something became ready: what waits for it goes live. Returns whether anything did."""
    for row in Waiting.objects.filter(pair=key).select_related("revision", "by").order_by("at"):
        if keep(row.revision, by=row.by) is None:
            return True
    return False
