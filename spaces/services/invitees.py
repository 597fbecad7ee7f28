"""Whom a meeting that is there calls, beside whom else it might."""

from django.db.models import BigIntegerField, CharField, UUIDField, Value
from django.db.models.functions import Cast

from cms import dates
from spaces.models import Invitee, in_order
from spaces.services import interests
from spaces.services.plans import Choice

INVITED = "invited"  # where a follow has its level


def beside_follows(meeting, user):
    """The row that says why somebody is invited to a meeting, as one of what they follow (views/follow_buttons.py)."""
    name = f"topic__name_{'fr' if dates.is_french() else 'en'}"
    nobody, no_key = Cast(Value(None), BigIntegerField()), Cast(Value(None), UUIDField())
    mine = Invitee.objects.filter(meeting=meeting, user=user)
    return mine.values_list(name, "meeting_id", "user_id", nobody, no_key, Value(INVITED, CharField()))


def choice(meeting):
    """The Choice of a targeted meeting: who is called, whatever they follow today, and who else follows its topics.

    Whoever may not read the meeting any more is not shown, and is called no more than shown (audiences.called).
    """
    page = meeting.pages.first()
    topics = in_order(meeting.topics.all())
    candidates = interests.candidates(meeting.space, topics, level=meeting.level, key=page and page.translation_key)
    ids = set(meeting.invitees.values_list("user_id", flat=True))
    added = interests.added(meeting.space, ids - {one.user.pk for one in candidates})
    return Choice(candidates, added).with_only(ids)
