"""Deliveries at the leads' desk: whom an item would reach, and what became of those that were posted."""

from django.core.paginator import Paginator
from django.http import Http404

from cms.bilingual.twins import reading_language
from spaces.forms.reach import TopicsForm
from spaces.models import DeliveryState
from spaces.services import delivery_log
from spaces.services.reach import reach
from spaces.views.desk import PAGE, show
from spaces.views.documents import enter


def index(request, code):
    """What is published in the space, newest first, with how many people got it; and before posting, how many would."""
    space = enter(request, code)
    form = TopicsForm(request.GET or None)
    topics = form.chosen()
    found = Paginator(delivery_log.posted(request.user, space), PAGE).get_page(request.GET.get("page"))
    items = delivery_log.shown(request.user, space, list(found), reading_language()[0])
    return show(request, "deliveries", space, "deliveries", found=found, items=items, form=form, topics=topics,
                reach=reach(space, topics))  # fmt: skip


def item(request, code, key):
    """One item: who gets it, why, and where that stands; of one state when the address says so."""
    space = enter(request, code)
    posted = delivery_log.find(request.user, space, key, reading_language()[0])
    if posted is None:
        raise Http404
    state = request.GET.get("state", "")
    state = state if state in DeliveryState.values else ""
    found = Paginator(delivery_log.people(space, key, state), PAGE).get_page(request.GET.get("page"))
    return show(request, "delivery", space, "deliveries", posted=posted, found=found, only=state)
