"""Searches somebody keeps: saved from the results, listed, told of in the digest, removed. One sees one's own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms import versions
from cms.bilingual.twins import reading_language
from search import saved
from search.filters import Filters
from search.quoting import within_quotes
from search.views import typed
from spaces.models import Frequency
from spaces.services import digest_times
from spaces.services.memberships import Refused


def index(request):
    """One's searches, the last kept first; by POST, the question of the address is kept."""
    language, _locale = reading_language()
    if request.method == "POST":
        return keep(request, language)
    rows = mine(request, language)
    pace = digest_times.of(request.user).frequency if rows else Frequency.WEEKLY
    return TemplateResponse(request, "search/saved.html", {"rows": rows, "deliveries": digest_times.paces(pace)})


def mine(request, language):
    """The searches of who asks, each with its address and what narrows it; one query."""
    rows, version = list(request.user.saved_searches.all()), versions.current(request)
    for row in rows:
        filters, _request = saved.asked_as(row, request.user, language, version)
        row.address = saved.place_of(row.text, row.query)
        row.chips = [chip["label"] for chip in filters.chips()]
    return rows


def keep(request, language):
    """Keep a question, then go back to its answers. Words come from the address, like the filters."""
    text = typed(request)
    query = saved.address_of(Filters(request, language), by_date=request.GET.get("sort") == "date")
    if not text:
        return redirect("search")
    alerts = request.POST.get("alerts") == "yes"
    try:
        row, is_new = saved.save(user=request.user, text=text, query=query, alerts=alerts)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(saved.place_of(text, query))
    if row.alerts_since:
        said = comes(request.user, _("“%(text)s” is in your searches: what is new comes in your digest."))
    elif is_new:
        said = _("“%(text)s” is in your searches.")
    else:
        said = _("“%(text)s” was in your searches already; its news does not come in your digest.")
    messages.success(request, said % {"text": within_quotes(text)})
    return redirect(saved.place_of(text, query))


def comes(user, said):
    """That something comes in a digest, and where one has it again when the person has none."""
    if digest_times.of(user).frequency != Frequency.NONE:
        return said
    return f"{said} {_('You have none for now: choose one under “What I follow”.')}"


def soon(row, frequency):
    """How soon what is new in a search comes from now on, in words."""
    words = {
        Frequency.INSTANT: _("What is new for “%(text)s” comes by mail at once."),
        Frequency.DAILY: _("What is new for “%(text)s” comes in your daily digest."),
        Frequency.WEEKLY: _("What is new for “%(text)s” comes in your weekly digest."),
        Frequency.NONE: _("What is new for “%(text)s” is on the site, and never comes by mail."),
    }
    return words[row.delivery or frequency] % {"text": within_quotes(row.text)}


def change(request, pk):
    """Alerts on or off, how soon they come, or the search removed; that of somebody else does not exist.

    Then back to where the button is, as for who comes without having pressed it: after signing in anew, for one.
    """
    if request.method != "POST":
        return redirect("saved_searches")
    row = get_object_or_404(request.user.saved_searches, pk=pk)
    act = request.POST.get("do")
    if act == "remove":
        saved.remove(row)
        said = _("“%(text)s” is no longer in your searches.")
        messages.success(request, said % {"text": within_quotes(row.text)})
    elif act == "alert":
        saved.set_alerts(row, on=True)
        said = comes(request.user, _("What is new for “%(text)s” comes in your digest."))
        messages.success(request, said % {"text": within_quotes(row.text)})
    elif act == "quiet":
        saved.set_alerts(row, on=False)
        said = _("What is new for “%(text)s” no longer comes in your digest.")
        messages.success(request, said % {"text": within_quotes(row.text)})
    elif act == "delivery" and row.alerts_since and request.POST.get("delivery") in {"", *Frequency.values}:
        saved.set_delivery(row, request.POST["delivery"])
        messages.success(request, soon(row, digest_times.of(request.user).frequency))
    is_back = request.POST.get("back") == "results"
    return redirect(saved.place_of(row.text, row.query) if is_back else "saved_searches")
