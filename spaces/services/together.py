"""An article published in both languages together: official content always is, an author chooses it for an article."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from cms.bilingual import gate, ledger, listeners
from cms.bilingual.gate_models import Ending, Exemption, Waiting
from cms.bilingual.models import Pair
from spaces.services.memberships import Refused


def is_chosen(pair):
    """Whether an author chose it; of official content nobody does."""
    return pair.is_together and not is_official(ContentType.objects.get_for_id(pair.kind_id).model_class())


def is_official(model):
    return model.publication == "paired"


def may_choose(user, page):
    """Whether this user may choose it for a page in its first language: whoever writes it."""
    return not is_official(type(page)) and page.permissions_for_user(user).can_edit()


@transaction.atomic
def choose(*, page, by, is_on):
    """From now on the two go live together, or each alone again: then what was published and waited goes live.

    Returns whether anything did.
    """
    if not may_choose(by, page):
        raise Refused(_("Whoever writes the original chooses how it is published."))
    ledger.known_pair(page.translation_key)
    pair = Pair.objects.select_for_update().get(pk=page.translation_key)
    pair.is_together = is_on
    pair.save(update_fields=["is_together"])
    listeners.written(page, by=by)  # the words that count may be others
    is_out = False
    if not is_on:
        is_out = gate.release(pair.pk)
        Waiting.objects.filter(pair=pair).delete()
        for exemption in Exemption.objects.open().filter(pair=pair):
            exemption.close(Ending.TAKEN_BACK, by=by)
    return is_out


def take_back(*, pair, by):
    return choose(page=ledger.pages_of(pair.pk)[pair.source], by=by, is_on=False)
