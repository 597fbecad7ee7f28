"""What comes back after it was sent is written in the ledger."""

import re

from cms import bounces
from spaces.models import Delivery, DeliveryState

MINE = re.compile(r"d(\d+)")  # a mail of the ledger, as the envelope names it


def reference_of(dispatch):
    return f"d{dispatch.pk}"


def note(sender, user, reference, is_permanent, said, **kwargs):
    """The rows of the ledger that went by a mail which came back say so."""
    mine = MINE.fullmatch(reference)
    if is_permanent and mine:
        rows = Delivery.objects.filter(user=user, dispatch=int(mine[1]), state=DeliveryState.SENT)
        rows.update(state=DeliveryState.BOUNCED)


def listen():
    """Hear what comes back; called once, when the application is ready."""
    bounces.noted.connect(note, dispatch_uid="bounced")
