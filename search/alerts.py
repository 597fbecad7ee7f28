"""What is new in the searches somebody keeps: a section of their digest (settings.DIGEST_SECTIONS)."""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from cms import versions
from search import queries, saved
from search.engines.base import FILE, EngineUnavailable
from search.filters import kind_labels, known_spaces
from search.quoting import within_quotes
from spaces.models import Article, Delivery, DeliveryState, Reason
from spaces.services.digests import news_of
from spaces.services.reach import POSTED

log = logging.getLogger(__name__)
MOST = 100  # answers of one search that are looked at, the newest first
#: How far before the window one looks: an index that lagged or did not answer then loses nothing, and the ledger of
#: deliveries sends nothing twice.
BACK = timedelta(days=28)


def search_news(user, since, until):
    """What was published since the person asked for alerts and answers one of their searches; what was sent is not."""
    found = {}
    for row in user.saved_searches.exclude(alerts_since=None):
        try:
            items = answers(user, row, max(row.alerts_since, since - BACK), until)
        except EngineUnavailable:
            log.exception("the searches of user %s were not asked; the next digest looks back", user.pk)
            break
        for item in items:
            found.setdefault(item.key, item)
    sent = Delivery.objects.filter(user=user, key__in=found, state=DeliveryState.SENT)
    told = {str(key) for key in sent.values_list("key", flat=True)} if found else set()
    return [item for key, item in found.items() if key not in told]


def answers(user, row, start, until):
    """The news of one search. Words that only look like those one keeps are no answer to wait for.

    Documents are no news: the ledger of deliveries knows pages only, and could not keep a file from coming twice.
    """
    with translation.override(user.language):
        filters, request = saved.asked_as(row, user, user.language)
        asked = filters.asked()
        asked["since"] = max(asked["since"], start.date().isoformat())
        kinds = set(asked["facets"]["kind"] or kind_labels()) - {FILE}
        if not kinds:
            return []
        asked["facets"]["kind"] = tuple(sorted(kinds))
        result = queries.find(
            row.text, user=user, language=user.language, by_date=True, known=known_spaces(request), size=MOST,
            version=versions.current(request)[0], **asked,
        ).result  # fmt: skip
        if result.loosened or result.corrected or not result.hits:
            return []
        group = _("New for “%(text)s”") % {"text": within_quotes(row.text)}
    keys = Q(pages__translation_key__in=[hit.key for hit in result.hits])
    loaded = Q(imported__isnull=False)
    wanted = {model: keys & ~loaded if model is Article else keys for model in POSTED}
    return [
        item
        for model in POSTED
        for item in news_of(model, user, start, until, Reason.SEARCH, wanted[model], group=group)
    ]
