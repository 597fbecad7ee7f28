"""Notices on the site: what reached the person signed in, by mail or not, and how many in the frame of every page."""

from datetime import timedelta
from itertools import groupby

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import versions
from cms.bilingual.twins import reading_language
from cms.kept import filler
from cms.templatetags.components import icon, number
from cms.views import safe_next
from spaces.services import notices, paging

MOST = 99  # what the figure beside the bell goes up to; the words say how many there are


def index(request):
    """What reached this person and is unread, or all of it: by day on their own clock, newest first."""
    language, _locale = reading_language()
    totals, is_all = notices.totals(request.user), request.GET.get("show") == "all"
    notices.note(request.user, totals["unread"], notices.stamp(request.user, versions.current(request)[0]))
    rows = notices.of(request.user) if is_all else notices.of(request.user).filter(read_at=None)
    total = totals["all" if is_all else "unread"]
    found = paging.keyset(rows, request.GET, total=total, by="queued_at")
    found.rows = notices.show(request.user, found.rows, language)
    context = {"found": found, "days": by_day(found.rows), "totals": totals, "is_all": is_all, "until": timezone.now()}
    return TemplateResponse(request, "spaces/notices/index.html", context)


def by_day(shown):
    """[(instant, what that day is called or None, whether it is of this year, [Notice])], on the reader's clock."""
    today = timezone.localdate()
    called = {today: _("Today"), today - timedelta(days=1): _("Yesterday")}
    days = groupby(shown, key=lambda notice: timezone.localdate(notice.row.queued_at))
    found = [(day, list(notices_of)) for day, notices_of in days]
    return [(rows[0].row.queued_at, called.get(day), day.year == today.year, rows) for day, rows in found]


def read(request, pk):
    """One notice is read. Somebody who had to sign in again finds the button by GET."""
    row = get_object_or_404(notices.of(request.user), pk=pk)
    if request.method == "POST":
        mark(request, notices.of(request.user).filter(pk=row.pk))
        messages.success(request, _("The notice is marked as read."))
    return redirect(safe_next(request, reverse("notices")))


def read_all(request):
    """Everything that was on the page is read; what came meanwhile is not."""
    if request.method == "POST":
        until = moment(request.POST.get("until", "")) or timezone.now()
        mark(request, notices.of(request.user).filter(queued_at__lte=until))
        messages.success(request, _("All your notices are marked as read."))
    return redirect(safe_next(request, reverse("notices")))


def mark(request, rows):
    if notices.mark(rows):
        notices.recount(request.user, versions.current(request)[0], anew=True)


def moment(words):
    """The instant a form says; None of anything else."""
    try:
        found = parse_datetime(words)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


@filler("notices")
def bell(request, argument):
    """The way to one's notices, with how many are unread. `argument` is the key of the item one has before them.

    Whoever has none unread is asked nothing about.
    """
    user = request.user
    if not user.is_authenticated:
        return ""
    if user.unread:
        is_opened = bool(argument) and notices.opened(user, argument)
        notices.recount(user, versions.current(request)[0], anew=is_opened)
    address = reverse("notices")
    here = mark_safe(' aria-current="page"') if request.path == address else ""
    if not user.unread:
        return format_html(
            '<a class="tool" href="{}"{}>{}<span class="vh">{}</span></a>', address, here, icon("bell"), _("Notices")
        )
    return format_html(
        '<a class="tool" href="{}"{}>{}<span class="count" aria-hidden="true">{}</span><span class="vh">{}</span></a>',
        address, here, icon("bell"), f"{MOST}+" if user.unread > MOST else user.unread, unread(user.unread),
    )  # fmt: skip


def unread(count):
    """«1 avis non lu» / “3 unread notices”."""
    words = ngettext("%(shown)s unread notice", "%(shown)s unread notices", count)
    return words % {"shown": number(count, 0)}
