"""Publishing the drafts of a series that wait, each meeting whole: both languages, or nothing of it, and why.

Each goes through the gate as a page by itself does. Few are published at once, many by the worker, which goes on where
it was stopped.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from cms import mail
from cms.bilingual import gate, gate_words, ledger, readiness
from cms.bilingual.readiness import Obstacle
from spaces.models import SeriesAct, SeriesActKind
from spaces.services import logbook, meeting_lists, planning, series, series_acts, series_own
from spaces.services.memberships import Refused

AT_ONCE = 4  # meetings published while one waits; more are the worker’s
STOPPED = timedelta(minutes=3)  # without news of it, another run takes over
NOT_YOURS = {
    "fr": _("The French page is not yours to publish."),
    "en": _("The English page is not yours to publish."),
}
LOCKED = {"fr": _("The French page is locked."), "en": _("The English page is locked.")}
said = lazy(gate_words.said, str)


@dataclass
class Waiting:
    """A meeting with drafts nobody reads yet; why they would not go live now."""

    meeting: Any
    drafts: list
    why: list = field(default_factory=list)

    @property
    def then(self):
        """The meeting as it is once its drafts are published, one after the other; in memory only."""
        found = self.meeting
        for page in self.drafts:
            found = series_own.ahead(found, series_own.drafted(page))
        return found

    def original_first(self):
        """Its translation goes live along with it, if it is ready."""
        pair = ledger.known_pair(self.drafts[0].translation_key)
        self.drafts.sort(key=lambda page: page.language != pair.source)


def drafts_of(pages):
    """Those of the pages of a meeting whose last words nobody reads yet; none when the meeting was withdrawn."""
    if not any(page.live for page in pages) and any(page.first_published_at for page in pages):
        return []
    return [page for page in pages if page.has_unpublished_changes or not page.live]


def waiting(meetings):
    """[Waiting] of meetings that have not begun, each with its pages (meeting_lists.dress)."""
    rows = [Waiting(meeting, drafts_of(meeting.written.values())) for meeting in meetings if not meeting.has_begun]
    return [row for row in rows if row.drafts]


def waiting_in(found):
    """The same of a series; of one that is over, none."""
    return [] if found.ended_at else waiting(meeting_lists.dress(list(series.meetings(found))))


def may_publish(user, rows):
    """Whether this user may publish the drafts of some of these meetings: the others are listed with why."""
    return any(all(page.permissions_for_user(user).can_publish() for page in row.drafts) for row in rows)


def looked_over(rows, *, by):
    """The same rows, with why each would not go live if it were published now."""
    for row in rows:
        row.original_first()
        row.why = refusals(row.drafts, by=by)
        if not row.why and (held := gate.ask(row.drafts[0].latest_revision, user=by)):
            row.why = reasons(held)
    return rows


def refusals(drafts, *, by):
    """Why this person does not publish some pages, or not now; whatever the gate says of their words."""
    found = []
    for page in drafts:
        mine, code = page.permissions_for_user(by), page.language
        if not mine.can_publish():
            found.append(NOT_YOURS[code])
        elif mine.page_locked():
            found.append(LOCKED[code])
        elif page.workflow_in_progress:
            found.append(said(Obstacle(readiness.WORKFLOW, code)))
        elif set_one := page.scheduled_revision:
            at = set_one.approved_go_live_at
            found.append(said(Obstacle(readiness.SCHEDULED, code, why=at.isoformat())))
    return found


def reasons(held):
    return [said(one) for one in held.obstacles]


@transaction.atomic
def start(*, found, by):
    """Begin to publish what waits. Returns the SeriesAct; raises Refused."""
    found = series.locked(found)
    planning.refuse(by, found.space)
    series.refuse_ended(found)
    if found.acts.filter(done_at=None).exists():
        raise Refused(_("The drafts of this series are being published already."))
    rows = waiting_in(found)
    if not may_publish(by, rows):
        raise Refused(_("No draft of this series waits that is yours to publish."))
    act = SeriesAct.objects.create(
        series=found, kind=SeriesActKind.PUBLISH, by=by, meetings=[row.meeting.pk for row in rows]
    )
    logbook.write(found.space, "series_publish", by=by)
    run_now = import_string("spaces.tasks.publish_series")
    transaction.on_commit(lambda: run(act.pk) if len(rows) <= AT_ONCE else run_now.enqueue(act.pk))
    return act


def run(pk):
    """Publish one meeting after the other, each with what became of it; safe to run twice, and twice at once."""
    while one(pk):
        pass


@transaction.atomic
def one(pk):
    """The next meeting of an act. Returns whether there is another one."""
    act = SeriesAct.objects.select_for_update(of=("self",)).select_related("by", "series").get(pk=pk)
    past = {*act.reached, *(meeting for meeting, _why in act.left)}
    goes_on = act.by and not act.series.ended_at
    ahead = [meeting for meeting in act.meetings if meeting not in past] if goes_on else []
    if act.done_at or not ahead:
        act.done_at = act.done_at or timezone.now()
        act.save(update_fields=["done_at"])
        return False
    with mail.read_by(act.by):
        meetings = meeting_lists.dress(list(series.meetings(act.series).filter(pk=ahead[0])))
        row = next(iter(waiting(meetings)), None)
        if row is None:  # gone, begun, or published by somebody meanwhile
            act.meetings.remove(ahead[0])
        elif why := publish(row, by=act.by):
            act.left.append(series_acts.told(row.meeting, why))
        else:
            act.reached.append(row.meeting.pk)
    act.save(update_fields=["meetings", "reached", "left"])
    return True


def publish(row, *, by):
    """Publish the drafts of one meeting together. Returns why not, of what is left as it was."""
    row.original_first()
    if why := refusals(row.drafts, by=by):
        return why
    try:
        with transaction.atomic():
            for page in row.drafts:
                page.refresh_from_db()  # the one before may have taken it along
                is_read = page.live and not page.has_unpublished_changes
                if not is_read and (held := gate.keep(page.latest_revision, by=by)):
                    raise gate.NotReady(held)
    except gate.NotReady as stopped:
        return reasons(stopped.held)
    return []


def go_on(*, now):
    """Run what the worker was stopped at."""
    for pk in SeriesAct.objects.filter(done_at=None, at__lt=now - STOPPED).order_by("at").values_list("pk", flat=True):
        run(pk)
