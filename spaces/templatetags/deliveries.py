"""States of the ledger in words."""

from django import template
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from spaces.models import DeliveryState, Reason

register = template.Library()
TONES = {
    DeliveryState.QUEUED: " info", DeliveryState.SENDING: " info", DeliveryState.SENT: " ok",
    DeliveryState.SHOWN: " ok", DeliveryState.FAILED: " warn", DeliveryState.REFUSED: " warn",
    DeliveryState.BOUNCED: " warn", DeliveryState.WITHDRAWN: "",
}  # fmt: skip


@register.filter
def state_words(state):
    return capfirst(DeliveryState(state).label)


@register.filter
def states_words(state, number):
    """The same of so many."""
    counted = {
        DeliveryState.SENT: npgettext("how many", "sent", "sent", number),
        DeliveryState.FAILED: npgettext("how many", "failed, to be tried again", "failed, to be tried again", number),
        DeliveryState.REFUSED: npgettext(
            "how many", "refused by the mail server", "refused by the mail server", number
        ),
        DeliveryState.BOUNCED: npgettext("how many", "came back", "came back", number),
        DeliveryState.WITHDRAWN: npgettext("how many", "not to be sent any more", "not to be sent any more", number),
    }
    return capfirst(counted.get(DeliveryState(state)) or DeliveryState(state).label)


#: Reasons that say nothing of what a person follows by themselves: that is not for those who run a space.
KNOWN = {Reason.MUST_READ, Reason.MENTION, Reason.SPACE}


@register.filter
def reason_words(reason):
    """Why somebody has an item, as far as the leads of its space are told."""
    return Reason(reason).label if reason in KNOWN else _("by a subscription")


@register.simple_tag
def state_chip(state):
    """Where one row stands."""
    return format_html('<span class="chip{}">{}</span>', TONES[state], state_words(state))


@register.filter
def state_tone(state):
    """The colour of a chip; the words beside it say the same."""
    return TONES[state]
