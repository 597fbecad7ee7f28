"""What is new in the searches somebody keeps: a section of their digest (settings.DIGEST_SECTIONS), or mail at once."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import translation

from cms import versions
from search import queries, saved
from search.engines.base import FILE, EngineUnavailable
from search.filters import kind_labels, known_spaces
from search.models import SavedSearch
from search.quoting import within_quotes
from spaces import access
from spaces.models import Article, DeliveryChannel, Frequency, Reader, Reason
from spaces.services import deliveries, digests, matching
from spaces.services.reach import POSTED

log = logging.getLogger(__name__)
MOST = 100  # answers of one search that are looked at, the newest first
#: How far before the window one looks: an index that lagged or did not answer then loses nothing, and the ledger of
#: deliveries sends nothing twice.
BACK = timedelta(days=28)


def due(readers, now):
    """Rows of the ledger: what answers the searches of these people and was published since they asked for alerts."""
    return rows_of({reader.user_id: reader for reader in readers}, SavedSearch.objects.all(), now)


def tell_at_once(*, now):
    """Have what is new in the searches of those who want it at once go at once. Returns how many rows it wrote."""
    own = SavedSearch.objects.filter(delivery=Frequency.INSTANT)
    asked = own | SavedSearch.objects.filter(delivery="", user__reader__frequency=Frequency.INSTANT)
    wanted = Reader.objects.filter(user__in=asked.values("user"), user__is_active=True).select_related("user")
    rows = rows_of({reader.user_id: reader for reader in wanted}, asked, now, at_once=True)
    return deliveries.write(rows, now=now)


def rows_of(readers, searches, now, *, at_once=False):
    """What these searches of these people ({user id: Reader}) find, as rows of the ledger."""
    rows = []
    for row in searches.filter(user__in=readers).exclude(alerts_since=None).order_by("user", "pk"):
        reader = readers[row.user_id]
        person = matching.Person(row.user_id, reader.frequency, matching.is_put_off(reader.paused_until))
        way = matching.Way(person.channel(row), Reason.SEARCH, row.pk)
        if not at_once:
            way = digests.by_digest(way, reader)
        elif way.channel != DeliveryChannel.INSTANT:
            continue
        try:
            found = answers(reader.user, row, max(row.alerts_since, reader.covered_until - BACK), now)
        except EngineUnavailable:
            log.exception("the searches of user %s were not asked; the next digest looks back", row.user_id)
            continue
        rows += [deliveries.row(row.user_id, key, space, way, queued_at=now) for key, space in found]
    return rows


def names(ids):
    """{id: words} of searches, as they stand between quotation marks."""
    return {row.pk: within_quotes(row.text) for row in SavedSearch.objects.filter(pk__in=ids)}


def paces(user):
    """How soon somebody wants what is new in their searches, where they said so."""
    return set(user.saved_searches.exclude(alerts_since=None).exclude(delivery="").values_list("delivery", flat=True))


def stop(user):
    """No search of theirs is told of by mail any more than the rest."""
    user.saved_searches.exclude(delivery__in=("", Frequency.NONE)).update(delivery="")


def answers(user, row, start, until):
    """[(key, space id)] of the news of one search. Words that only look like those one keeps are no answer to wait for.

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
    found = []
    for model in POSTED:
        facts = model.objects.filter(published_at__gt=start, published_at__lte=until)
        facts = facts.filter(pages__translation_key__in=[hit.key for hit in result.hits], pages__live=True)
        if model is Article:
            facts = facts.filter(imported__isnull=True)
        found += access.open_to(user, facts).values_list("pages__translation_key", "space_id").distinct()
    return found


def rows(user):
    """[(id, words, address, whether its news is told, how soon)] of the searches of somebody."""
    return [
        (row.pk, within_quotes(row.text), saved.place_of(row.text, row.query), bool(row.alerts_since), row.delivery)
        for row in user.saved_searches.all()
    ]


@transaction.atomic
def have(user, pk, *, is_on, delivery):
    """Tell what is new in a search of somebody's, or not, and so soon."""
    row = user.saved_searches.filter(pk=pk).first()
    if row:
        saved.set_alerts(row, on=is_on)
        saved.set_delivery(row, delivery)


def held(user, pk):
    """(words, whether its news is told, how soon) of a search of somebody's; None when it is not theirs."""
    row = user.saved_searches.filter(pk=pk).first()
    return row and (within_quotes(row.text), bool(row.alerts_since), row.delivery)


def lower(user, pk, delivery):
    """Tell what is new in a search so soon, or, for None, no more."""
    row = user.saved_searches.filter(pk=pk).first()
    if row and delivery is None:
        saved.set_alerts(row, on=False)
    elif row:
        saved.set_delivery(row, delivery)
