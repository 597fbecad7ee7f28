"""The doors of the notice of a meeting: its page, and what it brings to the mail and the calendar of who is called."""

from email import policy
from email.parser import BytesParser

from django.core import mail
from django.utils import timezone

from cms.models import User
from spaces.models import DeliveryChannel, Meeting, Occasion, Reason
from spaces.services import deliveries, matching, sending
from tests.contract.leaks import door
from tests.once import taken_back


def page_of(visit):
    return visit.world.pages["meeting"][visit.language]


def row(visit, user, occasion):
    """One of the ledger, whoever may read what it is about."""
    way = matching.Way(DeliveryChannel.INSTANT, Reason.CALLED)
    key, occasion = page_of(visit).translation_key, Occasion(occasion)
    return deliveries.row(user, key, visit.world.space.pk, way, occasion=occasion, queued_at=timezone.now())


@door("notice of a meeting", shows={"meeting", "membership list"}, rights={"lead of X"})
def page(visit):
    """Of one that is not for the co-chairs to call; the members of its space were called to it."""
    pk = page_of(visit).meeting_id
    with taken_back():
        Meeting.objects.filter(pk=pk).update(kind="subgroup")
        people = visit.world.space.memberships.current().values_list("user", flat=True).distinct()
        deliveries.write([row(visit, user, "called") for user in people], now=timezone.now())
        address = visit.site("meeting_notice", pk)
        return visit.get(address) + visit.get(address, show="unanswered")


@door("notice of a meeting, by mail", shows={"meeting"})
def letters(visit):
    """What each call and each reminder brings somebody for whom a row was written, with right or without."""
    if visit.user is None:
        return ""
    with taken_back():
        User.objects.filter(pk=visit.user.pk).update(language=visit.language)
        return " ".join(brought(visit, occasion) for occasion in ("called", "moved", "off", "reply", "soon"))


def brought(visit, occasion):
    mail.outbox.clear()
    now = timezone.now()
    deliveries.write([row(visit, visit.user.pk, occasion)], now=now)
    sending.send_all(now=now)
    return " ".join(said(message) for message in mail.outbox)


def said(message):
    parsed = BytesParser(policy=policy.default).parsebytes(message.message().as_bytes())
    parts = [part.get_payload(decode=True) for part in parsed.walk() if not part.is_multipart()]
    return f"{message.subject} " + b" ".join(parts).decode().replace("\r\n ", "")
