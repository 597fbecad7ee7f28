"""Mail to those whom others send to a meeting, in the language and on the clock of who sends them.

A delegate may be no member: the letter says what it takes to come, and nothing else of the space. The ways in (its
Teams address, its page) go along to a member who may read the meeting themselves, and to nobody else: whoever sends
them passes these on.
"""

import logging

from django.conf import settings
from django.utils import timezone

from cms import mail
from cms.models import CommunitySettings, User
from spaces import access
from spaces.models import Answer, Call, CallKind, Meeting, Reply
from spaces.services import call_letters, entries, letters, reading, replies

log = logging.getLogger(__name__)


def delegate(pk):
    """To somebody who is sent, while they are and it is ahead."""
    reply = standing(pk)
    if reply and reply.meeting.starts_at > timezone.now():
        yield from letter(reply, said="sent")


def delegate_moved(pk, call_pk):
    """To the same once the meeting has changed, while that is the last change of it."""
    reply, call = standing(pk), Call.objects.filter(pk=call_pk).first()
    if reply and call and call.sequence == reply.meeting.sequence and reply.meeting.ends_at >= timezone.now():
        was = call.old_starts_at, call.old_ends_at
        is_moved = all(was) and was != (reply.meeting.starts_at, reply.meeting.ends_at)
        if was_off(call):
            yield from letter(reply, said="back")
        else:
            yield from letter(reply, said="moved", was=was if is_moved else ())


def was_off(call):
    """Whether the last that was told before of the same meeting is that it is off."""
    before = Call.objects.filter(key=call.key, pk__lt=call.pk).exclude(kind=CallKind.NOTICE).order_by("-pk").first()
    return before is not None and before.kind == CallKind.OFF


def delegate_off(pk, call_pk):
    """To the same once it is off, and as long as it is."""
    call = Call.objects.get(pk=call_pk)
    reply = Reply.objects.select_related("user", "meeting__space").filter(pk=pk).first()
    if reply is None or reply.meeting.pages.filter(live=True).exists() or call.ends_at < timezone.now():
        return
    if reply.answer == Answer.DELEGATE and not reply.is_waiting and access.can_see(reply.user, reply.meeting):
        yield from end(reply.user, reply.meeting, call.key, call.sequence, (reply.delegate_email, reply.delegate_name))


def delegate_over(meeting_pk, user_pk, address, name):
    """To somebody who is sent no more, unless somebody else sends them."""
    user, meeting = User.objects.get(pk=user_pk), Meeting.objects.select_related("space").get(pk=meeting_pk)
    page = reading.page_of(meeting, user.language)
    sent = replies.of(meeting).coming().filter(delegate_email__iexact=address)
    if page and meeting.ends_at >= timezone.now() and not sent.exists():
        yield from end(user, meeting, page.translation_key, meeting.sequence, (address, name), page=page)


def standing(pk):
    """A reply by which somebody is sent to a meeting one can read, by somebody who still may; None otherwise."""
    found = Reply.objects.coming().filter(pk=pk, answer=Answer.DELEGATE).select_related("user", "meeting__space")
    reply = found.first()
    if reply is None or not access.can_see(reply.user, reply.meeting) or reply.meeting.space.archived_at:
        return None
    return reply


def reader_of(address, name, user):
    """Somebody without an account here, spoken to as whoever sends them is."""
    return User(email=address, first_name=name, language=user.language, time_zone=user.time_zone)


def member_of(address, meeting):
    """The member whose address it is, when they may read the meeting themselves."""
    member = User.objects.filter(email__iexact=address, is_active=True).first()
    return member if member and access.can_see(member, meeting) else None


def is_reachable(reader):
    """Whether a server would take their address: what was typed may be anything."""
    try:
        return bool(mail.address_of(reader))
    except mail.Unaddressable:
        log.info("a delegate is not written to: no server would take the address")
        return False


def letter(reply, *, said, was=()):
    meeting, user = reply.meeting, reply.user
    member = member_of(reply.delegate_email, meeting)
    reader = member or reader_of(reply.delegate_email, reply.delegate_name, user)
    page = reading.page_of(meeting, reader.language)
    if page is None or not is_reachable(reader):
        return
    with mail.read_by(reader):
        address = settings.BASE_URL + page.address if member else ""
        context = {
            "sender": user, "said": said, "is_member": member is not None, "address": address, **told(page, was),
            "entry": entry(page, reader, user, teams_url=meeting.teams_url if member else "", address=address),
        }  # fmt: skip
    yield "delegate", reader, None, context


def told(page, was=()):
    meeting = page.meeting
    return {
        "title": page.title, "title_language": page.language, "meeting": meeting,
        "when": call_letters.when(meeting.starts_at, meeting.ends_at),
        "there": call_letters.there(meeting.starts_at, meeting.ends_at, meeting.time_zone),
        "was": call_letters.when(*was, capital=False) if was else "", "helps": call_letters.helps(meeting),
    }  # fmt: skip


def entry(page, reader, user, **ways):
    blank = entries.for_delegate(page, CommunitySettings.load(), **ways)
    address = mail.address_of(reader)
    return blank.addressed(entries.attendee(reader.get_full_name(), address, delegated_from=user.email))


def end(user, meeting, key, sequence, delegate, page=None):
    """That they need not come: without a word of the page, once it is off."""
    reader = member_of(delegate[0], meeting) or reader_of(*delegate, user)
    if not is_reachable(reader):
        return
    with mail.read_by(reader):
        title = page.title if page else str(call_letters.CANCELLED)
        facts = {"key": key, "sequence": sequence, "starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
        blank = entries.off_for_delegate(
            {**facts, "space": meeting.space, "title": title}, CommunitySettings.load(), changed=timezone.now()
        )
        context = {
            "sender": user, "is_off": page is None, "when": call_letters.when(meeting.starts_at, meeting.ends_at),
            "there": call_letters.there(meeting.starts_at, meeting.ends_at, meeting.time_zone), "title": title,
            "title_language": page.language if page else reader.language,
            "entry": blank.addressed(entries.attendee(reader.get_full_name(), mail.address_of(reader))),
        }  # fmt: skip
    yield "delegate_off", reader, None, context


letters.KINDS |= {kind.__name__: kind for kind in (delegate, delegate_moved, delegate_off, delegate_over)}
