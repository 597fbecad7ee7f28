"""The demo's replies to the meetings to come: most come, some send somebody, and where seats are few, some wait."""

from datetime import timedelta

from django.utils import timezone

from home.demo.people import DOMAIN
from spaces.models import Answer, Meeting, Reply
from spaces.services import memberships, replies

#: What one person after the other answers; None of those who have not.
TURNS = (
    Answer.ATTENDS, Answer.ATTENDS, None, Answer.ATTENDS, Answer.DELEGATE, Answer.ATTENDS, Answer.CANNOT,
    Answer.ATTENDS, None,
)  # fmt: skip
DELEGATES = ("Claire Mercier", "Owen Blackwood", "Sylvie Arsenault", "Rajiv Menon", "Hannah Cole", "Luc Bérubé",
             "Grace Okoye", "Mireille Landry")  # fmt: skip
#: What the first two of a quarterly meeting who come need.
NEEDS = {
    "fr": "Interprétation en LSQ; l’interprète doit rester à l’écran.",
    "en": "Slides a day ahead, for a screen reader.",
}


def write_replies():
    """Those of each meeting of the next two months that has none, by the acts of the site itself, an hour apart."""
    soon = Meeting.objects.coming().filter(starts_at__lt=timezone.now() + timedelta(days=62))
    for meeting in soon.filter(replies=None, space__archived_at=None).select_related("space"):
        people = memberships.current(meeting.space).filter(role="member").select_related("user").order_by("user")
        delegates = list(DELEGATES)
        needs = dict(NEEDS) if meeting.kind == "quarterly" else {}
        for number, row in enumerate(people):
            answer = TURNS[(number + meeting.pk) % len(TURNS)]
            if answer:
                need = needs.pop(row.user.language, "") if answer == Answer.ATTENDS else ""
                sent = delegate(delegates.pop(0)) if answer == Answer.DELEGATE else {}
                replies.answer(meeting=meeting, user=row.user, answer=answer, accommodation=need, **sent)
        spread(meeting)


def delegate(name):
    local = name.lower().replace(" ", ".").replace("é", "e")
    return {"delegate_name": name, "delegate_email": f"{local}@{DOMAIN}"}


def spread(meeting):
    """Nobody answers all at once: the last of them this morning, in the order they did."""
    now, found = timezone.now(), list(Reply.objects.filter(meeting=meeting).order_by("pk"))
    for number, reply in enumerate(reversed(found)):
        reply.answered_at = now - timedelta(hours=1 + number, minutes=7 * number % 60)
    Reply.objects.bulk_update(found, ["answered_at"])
