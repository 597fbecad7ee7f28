"""Notice of meeting: who is called, once each, by whom; then that the meeting changed, and that it is off.

What there is to tell is a Call, kept with the change it tells of. The worker writes its rows of the ledger, and sending
asks each again as it goes (call_mail.py): docs/decisions/0030-notice-of-meeting.md.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cms.models import Mailbox
from spaces import access, access_calls
from spaces.models import (
    Answer,
    Call,
    CallKind,
    Delivery,
    DeliveryChannel,
    DeliveryState,
    Occasion,
    Order,
    Reason,
    Reply,
)
from spaces.models.calls import FACTS
from spaces.services import audiences, deliveries, letters, logbook, matching, replies
from spaces.services.memberships import Refused

LEFT = timedelta(minutes=3)  # what the worker has not written by then, the next look after meetings does
HAS = ~Q(state=DeliveryState.WITHDRAWN)


@dataclass
class Audience:
    """Whom a notice would go to now."""

    people: int = 0
    orders: Counter = field(default_factory=Counter)  # order of government, "" of none -> how many
    languages: Counter = field(default_factory=Counter)
    muted: list = field(default_factory=list)  # people who find it on the site only
    unreachable: list = field(default_factory=list)  # whose address refuses mail
    told: int = 0  # had it already

    @property
    def by_order(self):
        named = [(order.label, self.orders[order]) for order in Order if self.orders[order]]
        return [*named, *([(_("No administration"), self.orders[""])] if self.orders[""] else [])]

    @property
    def by_language(self):
        words = {"fr": _("in French"), "en": _("in English")}
        return [(words[code], self.languages[code]) for code in words if self.languages[code]]


def key_of(meeting):
    """The translation key of its pages; None when it has none any more."""
    return meeting.pages.values_list("translation_key", flat=True).first()


def told(key):
    """The rows of those who were called."""
    return Delivery.objects.filter(HAS, key=key, occasion=Occasion.CALLED)


def to_tell(meeting, key):
    """Those the meeting calls today who have no notice of it."""
    return audiences.called(meeting).exclude(pk__in=told(key).values("user"))


def audience(meeting, key):
    """Whom a notice would go to. As many queries for two thousand as for one."""
    people = to_tell(meeting, key)
    found = Audience(told=told(key).count())
    rows = list(people.values_list("pk", "language", "profile__jurisdiction__order"))
    found.people = len(rows)
    found.languages = Counter(language for _pk, language, _order in rows)
    found.orders = Counter(order or "" for _pk, _language, order in rows)
    silent = silenced(meeting, key, [pk for pk, *_rest in rows])
    by_name = people.order_by("last_name", "first_name", "pk")
    found.muted = list(by_name.filter(pk__in=silent)) if silent else []
    stopped = Mailbox.objects.stopped().filter(user__in=people.values("pk")).values("user")
    found.unreachable = list(by_name.filter(pk__in=stopped).exclude(pk__in=silent))
    return found


def silenced(meeting, key, users):
    """The ids of those of these people who muted the meeting, its space or one of its topics."""
    subject = matching.subject_of(meeting, key)
    people = matching.people([subject], users)
    return {pk for pk, person in people.items() if matching.is_silenced(subject, person)}


def obstacle(meeting, *, now=None):
    """Why no notice of a meeting goes out now, in words; empty when one may."""
    now = now or timezone.now()
    if meeting.space.archived_at:
        return _("This space is archived: nobody is called to its meetings any more.")
    if meeting.ends_at < now:
        return _("This meeting is over.")
    if meeting.starts_at <= now:
        return _("This meeting has begun: nobody is called to it any more.")
    read = {page.language for page in meeting.pages.filter(live=True)}
    if not read:
        return _("This meeting is not published, or was withdrawn: nobody is called to it.")
    if read == {"fr"}:
        return _("The English page is not published. A notice of meeting goes out once both languages can be read.")
    if read == {"en"}:
        return _("The French page is not published. A notice of meeting goes out once both languages can be read.")
    if meeting.calls.filter(kind=CallKind.NOTICE, done_at=None).exists():
        return _("The notice is being sent.")
    return ""


@transaction.atomic
def send(*, meeting, by):
    """Call those who have not been called yet. Returns the Call; raises Refused, in words. The worker does the rest."""
    meeting = replies.locked(meeting.pk)
    if not access_calls.may_call(by, meeting):
        raise Refused(_("The notice of this meeting is not yours to send."))
    if why := obstacle(meeting):
        raise Refused(why)
    if not to_tell(meeting, key_of(meeting)).exists():
        raise Refused(_("Everybody this meeting calls has its notice already."))
    logbook.write(meeting.space, "call", by=by, first=timezone.localdate(meeting.starts_at).isoformat())
    return note(meeting, CallKind.NOTICE, key=key_of(meeting), sequence=meeting.sequence, by=by)


def note(meeting, kind, *, key, sequence, by=None, old=None):
    """Keep what there is to tell, and have the worker tell it once it is certain."""
    before = {f"old_{name}": value for name, value in (old or {}).items()}
    facts = {name: getattr(meeting, name) for name in FACTS}
    call = Call.objects.create(meeting=meeting, kind=kind, key=key, sequence=sequence, by=by, **facts, **before)
    transaction.on_commit(lambda: import_string("spaces.tasks.tell_call").enqueue(call.pk))
    return call


def concerns(meeting):
    """Whether somebody was called to the meeting, or replied to it."""
    return meeting.calls.exists() or meeting.replies.exists()


def concerned_count(space, meetings, keys):
    """How many people get the mail that some meetings of a space are off (rows_of_end). One query."""
    readers = access.readers(space)
    called = Delivery.objects.filter(HAS, key__in=keys, occasion=Occasion.CALLED, user__in=readers)
    replied = Reply.objects.filter(meeting__in=meetings, user__in=readers)
    return called.exclude(state=DeliveryState.SHOWN).values("user").union(replied.values("user")).count()


def note_change(meeting, key, old):
    """A newer entry of the meeting holds from now on; `old` are FACTS as they were. Nothing is told once it is over."""
    if meeting.ends_at >= timezone.now() and concerns(meeting):
        note(meeting, CallKind.MOVED, key=key, sequence=meeting.sequence, old=old)


def note_off(meeting, told):
    """The meeting is off; `told` is its Cancellation."""
    known = Call.objects.filter(key=told.key, sequence=told.sequence).exclude(kind=CallKind.NOTICE)
    if concerns(meeting) and not known.exists():
        note(meeting, CallKind.OFF, key=told.key, sequence=told.sequence)


# -- the worker’s side


@transaction.atomic
def write(pk, *, now=None):
    """Write the rows of a call; safe to run twice. Returns how many people it is for, None when all is done."""
    now = now or timezone.now()
    call = Call.objects.select_for_update(of=("self",)).filter(pk=pk, done_at=None).first()
    if call is None:
        return None
    meeting = replies.locked(call.meeting_id)
    rows = ROWS[call.kind](call, meeting)
    deliveries.write(rows, now=now)
    call.people, call.done_at = len(rows), now
    call.save(update_fields=["people", "done_at"])
    if call.kind != CallKind.NOTICE:
        tell_delegates(call, meeting)
    return len(rows)


def rows_of_notice(call, meeting):
    """Of those who are called and have none. What one muted stands on the site only."""
    users = list(to_tell(meeting, call.key).values_list("pk", flat=True))
    silent = silenced(meeting, call.key, users)
    return [row(call, meeting, user, Occasion.CALLED, is_silent=user in silent, sequence=0) for user in users]


def rows_of_change(call, meeting):
    """Of those who were called or replied, and did not say that they cannot come.

    Who comes is told whatever they muted; nobody is, of what has changed again meanwhile.
    """
    if call.sequence < meeting.sequence or meeting.ends_at < timezone.now():
        return []
    answers, called = those_concerned(call, meeting)
    silent = silenced(meeting, call.key, called - answers.keys())
    return [
        row(call, meeting, user, Occasion.MOVED, is_silent=user in silent, is_called=user in called)
        for user in sorted(called | answers.keys())
        if answers.get(user) != Answer.CANNOT
    ]


def rows_of_end(call, meeting):
    """Of all who were called or replied, by mail; on the site, it has no page that could say so."""
    answers, called = those_concerned(call, meeting)
    shown = told(call.key).filter(state=DeliveryState.SHOWN).values_list("user", flat=True)
    people = (called - set(shown)) | answers.keys()
    return [row(call, meeting, user, Occasion.OFF, is_called=user in called) for user in sorted(people)]


def those_concerned(call, meeting):
    """({user: answer} of who replied, {users} who were called), of those who may read the meeting today."""
    readers = access.readers(meeting.space)
    answers = Reply.objects.filter(meeting=meeting, user__in=readers).values_list("user", "answer")
    return dict(answers), set(told(call.key).filter(user__in=readers).values_list("user", flat=True))


def row(call, meeting, user, occasion, *, is_silent=False, is_called=True, sequence=None):
    channel = DeliveryChannel.SITE if is_silent else DeliveryChannel.INSTANT
    way = matching.Way(channel, Reason.CALLED if is_called else Reason.ANSWERED)
    more = {"read_at": timezone.now()} if occasion == Occasion.OFF else {}
    sequence = call.sequence if sequence is None else sequence
    return deliveries.row(user, call.key, meeting.space_id, way, occasion=occasion, sequence=sequence, **more)


ROWS = {CallKind.NOTICE: rows_of_notice, CallKind.MOVED: rows_of_change, CallKind.OFF: rows_of_end}


def tell_delegates(call, meeting):
    """Those whom others send are told by letter, each in the language of who sends them."""
    kind = "delegate_off" if call.kind == CallKind.OFF else "delegate_moved"
    for pk in replies.of(meeting).coming().filter(answer=Answer.DELEGATE).values_list("pk", flat=True):
        letters.post(kind, pk, call.pk)


def write_left(*, now):
    """Write what the worker was stopped at."""
    for pk in Call.objects.filter(done_at=None, at__lt=now - LEFT).order_by("at").values_list("pk", flat=True):
        write(pk, now=now)
