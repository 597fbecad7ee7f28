"""Deliveries at the leads' desk: whom an item would reach, and what became of those that were posted."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.bilingual.twins import reading_language
from spaces import access
from spaces.forms.reach import TopicsForm
from spaces.models import DeliveryState
from spaces.services import delivery_log, must_read
from spaces.services.memberships import Refused
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
    told = {"reading": reading_of(posted.page, request), "translated": delivery_log.told_of_translation(space, key)}
    return show(request, "delivery", space, "deliveries", posted=posted, found=found, only=state, **told)


def reading_of(page, request):
    """Of an announcement that must be read, who has said so; None of anything else."""
    announcement = must_be_read(page)
    if announcement is None:
        return None
    missing = must_read.missing(announcement)
    return {
        "standings": must_read.standings(announcement, reading_language()[0]),
        "missing": Paginator(missing, PAGE).get_page(request.GET.get("unread")),
        "reminded_at": announcement.reminded_at,
    }


def must_be_read(page):
    """The announcement a page puts in words, when everyone must read it; None otherwise."""
    announcement = getattr(page, "announcement", None)
    return announcement if announcement and announcement.is_must_read else None


def remind(request, code, key):
    """Write once to those who have not read it; an archived space writes to nobody."""
    space = enter(request, code)
    posted = delivery_log.find(request.user, space, key, reading_language()[0])
    if posted is None or must_be_read(posted.page) is None or not access.may_contribute(request.user, space):
        raise Http404
    if request.method == "POST":
        try:
            must_read.remind(posted.page.announcement)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Those who have not read it are being reminded."))
    return redirect("desk_delivery", code, key)
