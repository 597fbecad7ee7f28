"""Whom a meeting that is there calls, beside whom else it might."""

from spaces.models import in_order
from spaces.services import interests
from spaces.services.plans import Choice


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
