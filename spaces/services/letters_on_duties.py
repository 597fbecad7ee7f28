"""Mail about duties for the whole community: to whoever gets one, and to whoever has one no longer.

Duties are written in the editors' admin only: its hooks say what was there before and what is there now.
"""

from typing import NamedTuple

from wagtail import hooks

from cms.models import User
from spaces.models import CommunityRole, Duty, today
from spaces.services import letters


class Held(NamedTuple):
    """A duty as it stood at a moment."""

    user: int
    duty: str
    first: object
    last: object

    @property
    def is_over(self):
        return self.last is not None and self.last < today()


def held(row):
    return Held(row.user_id, row.duty, row.starts_on, row.ends_on)


def duty_given(user_pk, duty):
    """To somebody who got a duty, of today or to come, while they have it; and when its days change."""
    user = User.objects.get(pk=user_pk)
    row = CommunityRole.objects.unfinished().filter(user=user, duty=duty).order_by("starts_on").first()
    if row and user.is_active:
        yield "duty_given", user, None, {"duty": Duty(duty), **letters.days_of(row, user)}


def duty_over(user_pk, duty, had_begun=True):
    """To somebody who has a duty no longer, or will not have it after all."""
    user = User.objects.get(pk=user_pk)
    if user.is_active and not CommunityRole.objects.unfinished().filter(user=user, duty=duty).exists():
        yield "duty_over", user, None, {"duty": Duty(duty), "had_begun": had_begun}


def tell(*, before, now, by):
    """Post what a change of a duty (Held, None for a new one) makes of it. Who does it to themselves knows."""
    changes_hands = before and (before.user, before.duty) != (now.user, now.duty)
    if before and not before.is_over and before.user != by.pk and (changes_hands or now.is_over):
        letters.post("duty_over", before.user, before.duty, before.first <= today())
    if not now.is_over and now != before and now.user != by.pk:
        letters.post("duty_given", now.user, now.duty)


def before_edit(request, row):
    """The row as the form has not changed it yet."""
    if request.method == "POST" and isinstance(row, CommunityRole):
        request.duty_before = held(row)


def after_edit(request, row):
    if isinstance(row, CommunityRole):
        tell(before=request.duty_before, now=held(row), by=request.user)


def after_create(request, row):
    if isinstance(row, CommunityRole):
        tell(before=None, now=held(row), by=request.user)


def listen():
    """Hear what the editors' admin writes."""
    hooks.register("before_edit_snippet", before_edit)
    hooks.register("after_edit_snippet", after_edit)
    hooks.register("after_create_snippet", after_create)


letters.KINDS |= {kind.__name__: kind for kind in (duty_given, duty_over)}
