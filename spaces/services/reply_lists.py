"""Who replied what to a meeting, as a list and as a table. Its views ask access_meetings who may see it."""

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from cms import dates
from spaces.models import Answer, Order
from spaces.services import replies

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
