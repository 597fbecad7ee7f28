"""Mail to somebody who waited for a seat at a meeting: they have one."""

from spaces import access
from spaces.models import Reply
from spaces.services import letters, reading, replies


def seat(pk):
    """To them, while they still come, may read the meeting, and it is ahead; with its page in their language."""
    reply = Reply.objects.coming().select_related("user", "meeting__space").filter(pk=pk).first()
    if reply is None or not access.can_see(reply.user, reply.meeting):
        return
    meeting, reader = reply.meeting, reply.user
    page = reading.page_of(meeting, reader.language)
    if page is None or meeting.is_past or meeting.space.archived_at:
        return
    said = {"title": page.title, "title_language": page.language, "page": page, "reply": reply}
    said["may_change"] = not replies.closed(meeting)
    yield "seat", reader, meeting.space, {**said, **letters.hour(meeting.starts_at, reader)}


letters.KINDS["seat"] = seat
