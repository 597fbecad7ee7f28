"""Who replied what to a meeting, as a list and as a table; what is needed at all of them. Their views ask
access_meetings who may see it."""

from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from cms import dates
from cms.bilingual.twins import reading_language
from spaces import access, access_meetings
from spaces.models import Answer, Meeting, MeetingPage, Membership, Order, Reply, Role
from spaces.services import reading, replies

WAITING = "waiting"  # an answer of its own in lists
RANKS = {Answer.ATTENDS: 0, Answer.DELEGATE: 0, Answer.CANNOT: 2}


def answers():
    """[(value, words)] of what lists are narrowed by."""
    return [
        (Answer.ATTENDS.value, _("Attends")), (Answer.DELEGATE.value, _("Sends a delegate")),
        (WAITING, _("Waits for a seat")), (Answer.CANNOT.value, _("Cannot attend")),
    ]  # fmt: skip


def rows(meeting, *, sees_all, answer="", order=""):
    """Those who come, then, for who sees all, those who wait in their order and those who cannot; by name."""
    found = replies.of(meeting) if sees_all else replies.of(meeting).coming()
    if answer == WAITING:
        found = found.filter(is_waiting=True)
    elif answer:
        found = found.filter(answer=answer, is_waiting=False)
    if order:
        found = found.filter(user__profile__jurisdiction__order=order)
    ranks = [When(is_waiting=True, then=Value(1)), *(When(answer=one, then=Value(rank)) for one, rank in RANKS.items())]
    arrived = Case(When(is_waiting=True, then="answered_at"), default=None)
    found = found.annotate(rank=Case(*ranks, output_field=IntegerField()), arrived=arrived)
    found = found.order_by("rank", "arrived", "user__last_name", "user__first_name", "pk")
    return found.select_related("user__profile__jurisdiction")


def answered(reply):
    """What somebody replied, in words."""
    return dict(answers())[WAITING if reply.is_waiting else reply.answer]


def lines(meeting, *, with_needs):
    """The rows of a table: headings, then a line a reply."""
    heads = [_("Answer"), _("Name"), _("Email"), _("Organization"), _("Jurisdiction"), _("Order of government"),
             _("Delegate’s name"), _("Delegate’s email address"), _("Answered on")]  # fmt: skip
    yield [*heads, *([_("Accommodation needs")] if with_needs else [])]
    for reply in rows(meeting, sees_all=True):
        user, profile = reply.user, getattr(reply.user, "profile", None)
        place = profile and profile.jurisdiction
        yield [
            answered(reply), str(user), user.email, profile.organization if profile else "",
            place.name if place else "", Order(place.order).label if place else "",
            reply.delegate_name, reply.delegate_email, dates.on_clock(reply.answered_at).strftime("%Y-%m-%d %H:%M"),
            *([reply.accommodation] if with_needs else []),
        ]  # fmt: skip


@dataclass
class Asked:
    """What is needed at one meeting: its replies, its page where the reader may open it, and whom to ask about it."""

    meeting: Meeting
    page: MeetingPage | None
    leads: list
    rows: list = field(default_factory=list)


def needs(user):
    """The replies that say what somebody needs at meetings to come, the next meeting first."""
    rows = access_meetings.needs_open_to(user, Reply.objects.select_related("meeting__space", "user__profile"))
    return rows.order_by("meeting__starts_at", "meeting_id", "user__last_name", "user__first_name", "pk")


def by_meeting(rows, user):
    """[Asked] of replies in their order. Two queries; the leads are named to who may run the desk of their space."""
    meetings = {row.meeting_id: row.meeting for row in rows}
    pages = reading.meeting_pages(user, reading_language()[1]).filter(meeting__in=meetings)
    pages = {page.meeting_id: page for page in pages}
    run, leads = [one.space_id for one in meetings.values() if access.may_run(user, one.space)], {}
    held = Membership.objects.current().filter(space__in=run, role=Role.LEAD, user__is_active=True)
    for membership in held.select_related("user").order_by("user__last_name", "user__first_name", "pk"):
        leads.setdefault(membership.space_id, []).append(membership.user)
    found = {pk: Asked(one, pages.get(pk), leads.get(one.space_id, [])) for pk, one in meetings.items()}
    for row in rows:
        found[row.meeting_id].rows.append(row)
    return list(found.values())
