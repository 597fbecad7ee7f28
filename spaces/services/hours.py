"""The hours of a meeting that readers have: they stay, once it has begun, whatever a form or an older draft says."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from cms import dates
from spaces.models import Cancellation, Meeting

HOURS = ("starts_at", "ends_at")
CLOCK = (*HOURS, "time_zone")
#: What the log of a page says of a version that was published without the hours of its draft.
BEGUN, PAST, LATE = "carrefour.hours_begun", "carrefour.hours_past", "carrefour.replies_late"
SAID = {
    BEGUN: _("The hours of the meeting stay as they were: it has begun, and what was published gave others. "
             "The rest of it is published."),
    PAST: _("The hours of the meeting stay as readers have them: those that were published can no longer hold. "
            "The rest is published."),
    LATE: _("Replies are taken until the meeting starts: what was published gave a later date for them, or an earlier "
            "start. The rest is published."),
}  # fmt: skip


def read(pk):
    """(start, end) of a meeting as readers have it; None of one that nobody reads."""
    return Meeting.objects.filter(pk=pk, pages__live=True).values_list(*HOURS).first()


def refusal(held, wanted, *, now=None, written=None):
    """(field, why) where hours may not take the place of those readers have; None where they may.

    People are there, or on their way, by what readers have: a meeting that has begun stays where it began. It may end
    later or sooner. Once it is over, its hours may be put right, in the past. What was `written` before it began does
    neither. One to come is not moved into the past.
    """
    now, (starts, ends) = now or timezone.now(), wanted
    if ends <= starts:
        return "ends_at", gettext("The meeting must end after it starts.")
    if held is None or held == (starts, ends):
        return None
    begun, over = held[0] <= now, held[1] < now
    is_older = begun and written is not None and written < held[0]
    if begun and not over and (starts != held[0] or is_older):
        began = {"day": dates.day(held[0]), "hour": dates.hour(held[0])}
        return "starts_at", gettext(
            "This meeting began on %(day)s at %(hour)s: when it starts can no longer be changed. When it ends can."
        ) % began
    if over and (ends > now or is_older):
        return "ends_at", gettext(
            "This meeting is over: its hours may be put right, not moved to days to come. Make another one."
        )
    if not begun and starts <= now:
        return "starts_at", gettext("This hour is past, and readers expect the meeting later. Choose an hour to come.")
    return None


def hold(page, revision):
    """Before a draft is applied: hours that can no longer take their place are left out of it, and noted.

    A meeting that was withdrawn is expected by nobody: its hours are free.
    """
    fields = page.fact_draft["fields"] if page.fact_draft else {}
    if not {*HOURS, "reply_by"} & fields.keys():
        return
    meeting = page.meeting
    is_free = not set(HOURS) & fields.keys() or Cancellation.objects.filter(key=page.translation_key).exists()
    wanted = tuple(instant(fields[name]) if name in fields else getattr(meeting, name) for name in HOURS)
    held, written = (meeting.starts_at, meeting.ends_at), revision and revision.created_at
    if not is_free and refusal(held, wanted, written=written):
        for name in CLOCK:
            fields.pop(name, None)
        if fields.get("reply_by") and instant(fields["reply_by"]) > meeting.starts_at:
            del fields["reply_by"]
        log(instance=page, action=BEGUN if meeting.has_begun else PAST, user=None, revision=revision)
    elif end_replies(fields, meeting, starts=wanted[0]):
        log(instance=page, action=LATE, user=None, revision=revision)


def end_replies(fields, meeting, *, starts):
    """Let a draft take replies until the start at the latest; whether it, or what is read, said later.

    Of two drafts, one may move the start and the other the last day for replies: each was right when it was written.
    """
    until = instant(fields["reply_by"]) if "reply_by" in fields else meeting.reply_by
    if until is None or until <= starts:
        return False
    fields["reply_by"] = starts.isoformat()
    return True


def instant(value):
    return Meeting._meta.get_field("starts_at").to_python(value)


def held_back(page):
    """What is said of what readers have of a meeting, when the draft of one of its pages gave other hours; or ""."""
    entries = PageLogEntry.objects.filter(page__translation_key=page.translation_key, action__in=SAID)
    entries = entries.filter(revision=F("page__live_revision"))
    return SAID[found] if (found := entries.values_list("action", flat=True).first()) else ""


def register(actions):
    """Wagtail's history of a page tells it in the reader's language."""
    for action, words in SAID.items():
        actions.register_action(action, words, words)
