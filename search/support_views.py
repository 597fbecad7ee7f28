"""Search as those who look after the community see it: what is asked, and the answers they put first."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cms import dates, versions
from cms.sheets import table
from search import insights, promoted
from search.forms import PromotedForm
from spaces import access
from spaces.models import today

LANGUAGES = ("fr", "en")


@csrf_exempt  # what is sent was signed by the site, and says nothing of who sends it
def asked(request):
    """From the browser: a page of results is there, or one of its answers was opened."""
    if request.method != "POST":
        return redirect("search")
    rank = request.POST.get("rank", "")
    try:
        insights.note(request.POST.get("token", ""), int(rank) if rank.isdecimal() and len(rank) < 4 else None)
    except BadSignature:
        return HttpResponse(status=400)
    return HttpResponse(status=204)


def allowed(request):
    """Those who look after the community; to others there is no such page."""
    if not access.oversees(request.user):
        raise Http404


def show(request, name, **context):
    return TemplateResponse(request, f"search/{name}.html", context)


def asked_for(request):
    """(days, language, whether only questions without an answer) of an address; what is unknown is not asked for."""
    days = request.GET.get("days", "")
    language = request.GET.get("language")
    return (
        int(days) if days in map(str, insights.PERIODS) else insights.PERIODS[1],
        language if language in LANGUAGES else "fr" if dates.is_french() else "en",
        request.GET.get("show") == "nothing",
    )


def index(request):
    allowed(request)
    days, language, nothing = asked_for(request)
    found = Paginator(insights.questions(days, language, nothing=nothing), insights.TOP)
    figures = insights.figures(days)
    return show(
        request, "insights", days=days, spoken=language, nothing=nothing, figures=figures,
        kept=settings.SEARCH_INSIGHTS_DAYS,
        shares={name: round(100 * figures[name] / (figures["asked"] or 1)) for name in ("nothing", "opened")},
        found=found.get_page(request.GET.get("page")), periods=insights.PERIODS,
        languages=[("fr", _("In French")), ("en", _("In English"))], promoted=promoted.rows(request.user),
        today=today(),
    )  # fmt: skip


def export(request):
    """The questions of the list, all of them, as a table in the language of the page."""
    allowed(request)
    days, language, nothing = asked_for(request)
    lines = [[_("Question"), _("Asked"), _("Results (mean)"), _("Answer opened"), _("Last asked")]]
    lines += [
        [
            row["said"],
            row["asked"],
            round(row["answers"]),
            row["opened"],
            dates.on_clock(row["last"]).date().isoformat(),
        ]
        for row in insights.questions(days, language, nothing=nothing)
    ]
    return table(f"{_('searches')}-{language}", lines)


def promote(request, pk=None):
    """An answer put first, new or changed; or removed."""
    allowed(request)
    row = next((one for one in promoted.rows(request.user) if one.pk == pk), None)
    if pk and row is None:
        raise Http404
    if row and request.POST.get("do") == "remove":
        row.delete()
        messages.success(request, _("It no longer stands first."))
        return redirect("search_insights")
    initial = {} if row else {f"asked_{'fr' if dates.is_french() else 'en'}": request.GET.get("q", "")[:400]}
    version = versions.current(request)[0]
    form = PromotedForm(request.POST or None, instance=row, initial=initial, user=request.user, version=version)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(
            request, _("“%(title)s” stands first for these questions.") % {"title": form.instance.page.title}
        )
        return redirect("search_insights")
    return show(request, "promote", form=form, row=row)
