"""Replies to meetings: who comes, themselves or by a delegate; who waits for a seat; who cannot.

The row of the meeting is held while somebody answers, so that the last seat is taken once.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, CharField, Count, F, FilteredRelation, Min, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.signals import page_published

from cms import dates
from spaces import access
from spaces.models import Answer, DeliveryState, Meeting, MeetingPage, Occasion, Order, Reply
from spaces.services import letters
from spaces.services.call_figures import Figures
from spaces.services.memberships import Refused

WORDS_KEPT_FOR = timedelta(days=30)  # what somebody needed, once the meeting is over
OWN = ("delegate_name", "delegate_email", "accommodation")


@dataclass
class Tally:
    """The replies to one meeting, as one of its readers is told of them."""

    seats: int | None = None
    orders: dict = field(default_factory=dict)  # order of government, "" of none -> how many come
    waiting: int = 0
    needs: int = 0  # how many said what they need to take part
    mine: Reply | None = None
    called: Figures | None = None  # how its notice stands, for who may send it

    def add(self, row):
        """Take in those who have an answer and an order of government in common."""
        self.needs += row["needs"]
        is_waiting, answer = row["reply__is_waiting"], row["reply__answer"]
        if row["own"]:
            own = {name: row[f"my_{name}"] for name in OWN}
            self.mine = Reply(pk=row["own"], answer=answer, is_waiting=is_waiting, **own)
        if is_waiting:
            self.waiting += row["number"]
        elif answer != Answer.CANNOT:
            order = row["order"] or ""
            self.orders[order] = self.orders.get(order, 0) + row["number"]

    @property
    def coming(self):
        return sum(self.orders.values())

    @property
    def left(self):
        """How many seats are free; None where there is room for all. None is free while somebody waits."""
        return None if self.seats is None else 0 if self.waiting else max(self.seats - self.coming, 0)

    @property
    def by_order(self):
        """[(order in words, how many come)], in the order they are listed, those of no administration last."""
        named = [(order.label, self.orders[order]) for order in Order if order in self.orders]
        return [*named, *((_("No administration"), self.orders[""]) for one in [""] if one in self.orders)]


def of(meeting):
    """The replies that count: of people who may read the meeting today."""
    return Reply.objects.filter(meeting=meeting, user__in=access.readers(meeting.space))


def tally(meeting, user, *, key=None):
    """How many come, by order of government, how many wait, and what this user said. One query.

    With the `key` of its pages, how its notice stands as well, in the same query: for who may send it.
    """
    replied = FilteredRelation("replies", condition=Q(replies__meeting=meeting))
    rows, there = access.readers(meeting.space).order_by().annotate(reply=replied), Q(reply__isnull=False)
    names, counted = ["reply__answer", "reply__is_waiting"], {}
    if key is not None:
        is_called = Q(deliveries__key=key, deliveries__occasion=Occasion.CALLED)
        is_called &= ~Q(deliveries__state=DeliveryState.WITHDRAWN)
        rows = rows.annotate(call=FilteredRelation("deliveries", condition=is_called))
        there |= Q(call__isnull=False)
        names, counted = [*names, "call__state"], {"at": Min("call__queued_at")}
    rows = rows.filter(there).annotate(
        order=F("profile__jurisdiction__order"),
        own=Case(When(pk=user.pk, then=F("reply__pk")), default=None),
        **{
            f"my_{name}": Case(When(pk=user.pk, then=F(f"reply__{name}")), default=Value(""), output_field=CharField())
            for name in OWN
        },
    )
    counted |= {"number": Count("pk"), "needs": Count("reply__pk", filter=~Q(reply__accommodation=""))}
    found = Tally(seats=meeting.seats, called=None if key is None else Figures())
    for row in rows.values(*names, "order", "own", *(f"my_{name}" for name in OWN)).annotate(**counted):
        if row.get("call__state"):
            has_answered = row["reply__answer"] is not None
            found.called.add(row["call__state"], row["number"], row["at"], has_answered=has_answered)
        if row["reply__answer"] is not None:
            found.add(row)
    return found


def closed(meeting, now=None):
    """Why nobody replies to a meeting any more, in words; empty while one may."""
    now = now or timezone.now()
    if meeting.space.archived_at:
        return _("This space is archived: nobody replies to its meetings any more.")
    if meeting.ends_at < now:
        return _("This meeting is over.")
    if meeting.starts_at <= now:
        return _("This meeting has begun: replies are closed.")
    if meeting.closes_at <= now:
        return _("Replies closed on %(day)s, at %(time)s.") % dates.moment(meeting.closes_at)
    return ""


def is_announced(meeting):
    """Whether one of its pages is read today."""
    return meeting.pages.filter(live=True).exists()


def refuse(meeting, user):
    """Raise Refused, in words, when this user may not reply to the meeting now."""
    if not access.can_see(user, meeting):
        raise Refused(_("This meeting is not open to you."))
    if why := closed(meeting):
        raise Refused(why)
    if not is_announced(meeting):
        raise Refused(_("This meeting was withdrawn: nobody replies to it any more."))


def locked(pk):
    """The meeting, which nobody else replies to meanwhile."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("space").get(pk=pk)


@transaction.atomic
def answer(*, meeting, user, answer, delegate_name="", delegate_email="", accommodation=""):
    """Say whether one comes, or change one’s mind. Returns the reply; raises Refused.

    Whoever asks for a seat once all are taken waits for one. Changing other words of the reply keeps one’s place.
    """
    meeting = locked(meeting.pk)
    refuse(meeting, user)
    if answer == Answer.DELEGATE and delegate_email.casefold() == user.email.casefold():
        raise Refused(_("This is your own address: say that you attend, or give that of the person you send."))
    seat(meeting)
    mine = Reply.objects.filter(meeting=meeting, user=user).first() or Reply(meeting=meeting, user=user)
    asks, before = answer != Answer.CANNOT, sent_by(mine)
    if mine.pk is None or asks != mine.asks_for_a_seat:
        mine.answered_at = timezone.now()
        mine.is_waiting = asks and not has_room(meeting)
    mine.answer = answer
    delegates = answer == Answer.DELEGATE
    mine.delegate_name, mine.delegate_email = (delegate_name, delegate_email) if delegates else ("", "")
    mine.accommodation = accommodation if asks else ""
    mine.save()
    tell_delegates(mine, before)
    seat(meeting)
    return mine


def sent_by(reply):
    """(address, name) of who comes for somebody and has a seat; None of none."""
    if reply.pk is None or reply.is_waiting or reply.answer != Answer.DELEGATE:
        return None
    return reply.delegate_email, reply.delegate_name


def tell_delegates(reply, before):
    """Who comes for somebody is told, and who comes for them no more."""
    now = sent_by(reply)
    if before and (now is None or now[0].lower() != before[0].lower()):
        letters.post("delegate_over", reply.meeting_id, reply.user_id, *before)
    if now and now != before:
        letters.post("delegate", reply.pk)


def has_room(meeting):
    return meeting.seats is None or of(meeting).coming().count() < meeting.seats


def seat(meeting):
    """Give the free seats of a locked meeting to those who wait, who are told. Nobody who has a seat loses it."""
    waiting = list(of(meeting).waiting())
    if not waiting:
        return
    free = len(waiting) if meeting.seats is None else max(meeting.seats - of(meeting).coming().count(), 0)
    for reply in waiting[:free]:
        reply.is_waiting = False
        reply.save(update_fields=["is_waiting"])
        letters.post("seat", reply.pk)
        tell_delegates(reply, None)


@transaction.atomic
def seat_anew(sender, instance, **kwargs):
    """A meeting was published anew: there may be more seats than before."""
    if instance.live and not instance.meeting.is_past:
        seat(locked(instance.meeting_id))


def seat_left(*, now=None):
    """Seats of those who left the space or closed their account go to those who wait; safe to run twice."""
    waiting = Meeting.objects.filter(replies__is_waiting=True, starts_at__gt=now or timezone.now())
    open_ones = waiting.filter(space__archived_at=None, space__removed_at=None, pages__live=True)
    for pk in open_ones.values_list("pk", flat=True).distinct():
        with transaction.atomic():
            seat(locked(pk))


def forget_needs(*, now=None):
    """What people needed is forgotten a month after the meeting; safe to run twice. Returns of how many replies."""
    over = (now or timezone.now()) - WORDS_KEPT_FOR
    return Reply.objects.filter(meeting__ends_at__lt=over).exclude(accommodation="").update(accommodation="")


def listen():
    """Hear of meetings published, once what the draft changed in them holds (publication.listen() comes before)."""
    page_published.connect(seat_anew, sender=MeetingPage, dispatch_uid="seats of MeetingPage")
