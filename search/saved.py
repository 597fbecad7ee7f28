"""The searches somebody keeps: a question with its filters, and whether what is new in it comes in their digest."""

from types import SimpleNamespace

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from search.filters import Filters
from search.models import SavedSearch
from spaces.models import Delivery, Reader, Reason
from spaces.services import deliveries, digest_times
from spaces.services.memberships import Refused

MOST = 50  # searches of one person


def address_of(filters, *, by_date):
    """The filters of a question as they are kept: known values in one order, so that the same is kept once."""
    chosen = [(facet.name, value) for facet in filters.facets for value in sorted(facet.chosen)]
    return urlencode(chosen + [("sort", "date")] * by_date)


def place_of(text, query):
    """Where a search is asked again."""
    asked = urlencode({"q": text})
    return f"{reverse('search')}?{asked}" + (f"&{query}" if query else "")


def kept(*, user, text, query):
    """This very search among those of the person, or None. One query."""
    return SavedSearch.objects.filter(user=user, text=text, query=query).first()


@transaction.atomic
def save(*, user, text, query, alerts):
    """Keep a question; returns (row, whether it is new). Kept already, its alerts may begin, and do not end."""
    found = kept(user=user, text=text, query=query)
    if found is None and SavedSearch.objects.filter(user=user).count() >= MOST:
        raise Refused(
            _("You have saved %(n)s searches, and there is no room for more: remove one first.") % {"n": MOST}
        )
    if found is None and len(query) > SavedSearch._meta.get_field("query").max_length:
        raise Refused(_("There are too many filters to save: remove some."))
    row = found or SavedSearch.objects.create(user=user, text=text, query=query)
    if alerts:
        set_alerts(row, on=True)
    return row, found is None


def set_alerts(row, *, on):
    """From now on, tell its owner what is new, or no more. Asked twice for the same, nothing changes."""
    if on == bool(row.alerts_since):
        return
    row.alerts_since = timezone.now() if on else None
    row.save(update_fields=["alerts_since"])
    if on:
        Reader.objects.open([row.user_id])
    else:
        forget(row)
    if row.delivery:
        digest_times.renew(row.user)


def forget(row):
    """What waited for somebody because of this search does not come."""
    waiting = Delivery.objects.filter(user=row.user_id, reason=Reason.SEARCH, about=row.pk)
    deliveries.withdraw(waiting, now=timezone.now())


@transaction.atomic
def set_delivery(row, delivery):
    """How soon what is new in it is told: a Frequency, or empty for as soon as the rest."""
    row.delivery = delivery
    row.save(update_fields=["delivery"])
    digest_times.renew(row.user)


@transaction.atomic
def remove(row):
    """Keep it no longer."""
    forget(row)
    row.delete()


def asked_as(row, user, language, version=None):
    """The Filters of a search that is kept, as if its owner asked it now; `version` of content, when it is known."""
    request = SimpleNamespace(GET=QueryDict(row.query), user=user)
    if version is not None:
        request._content_version = version
    return Filters(request, language), request
