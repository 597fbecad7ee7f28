"""The report on translations: the list, its table for spreadsheets, and parity by space."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.bilingual.models import LANGUAGES, State
from cms.bilingual.twins import reading_language
from cms.sheets import table
from spaces import access_status
from spaces.services import parity, status_table, status_tasks, translation_status
from spaces.services.translation_status import BEHIND, FILTERS, OUTSIDE, TO_PUBLISH, Report, kinds

PAGE = 50


def report_of(request):
    """The report of this reader; 404 for whoever neither works on pages nor looks after spaces."""
    scope = access_status.scope(request.user)
    if scope is None:
        raise Http404
    return Report(scope, reading_language()[0])


def index(request):
    report = report_of(request)
    keys, totals = report.listed(request.GET)
    found = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found, "rows": report.rows(found.object_list), "totals": totals, "states": by_state(request, totals),
        "figures": parity.chosen(*parity.figures(report), request.GET.get("space", "")), "section": "status",
        "headings": headings(), **asked(request, report),
    }  # fmt: skip
    return TemplateResponse(request, "spaces/status/index.html", context)


def headings():
    """Of the columns of the list."""
    words = [_("Title"), _("French"), _("English"), _("Days behind"), _("Words to translate"), _("Author")]
    return [*words, _("Translator"), _("Due")]


def asked(request, report):
    """What the filter form offers, and what was chosen."""
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "orders": [
            ("age", _("Longest behind first")),
            ("words", _("Most words first")),
            ("title", _("By title")),
            ("due", _("First due first")),
            ("apart", _("Longest between the two publications first")),
        ],
        "query": request.GET.dict(),
        "address": query.urlencode(),
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
        "filters": [
            (name, label, [(value, words, request.GET.get(name) == value) for value, words in options])
            for name, label, options in offered(report)
            if options
        ],
    }


def offered(report):
    """[(name, label, [(value, words)])] of the lists of the form."""
    spaces = [(space.code, space.name) for space in report.spaces]
    outside = [(OUTSIDE, _("Outside of spaces"))] if report.scope.is_whole else []
    states = [(BEHIND, _("Behind, whatever the reason")), *named_states().items()]
    live = [
        ("both", _("In both languages")), ("one", _("In one language only")), ("any", _("In one language at least")),
        ("none", _("In neither language")),
    ]  # fmt: skip
    translators = report.translators
    due = [
        (status_tasks.LATE, _("Late")), (status_tasks.SOON, _("Within a week")), (status_tasks.UNSET, _("On no day")),
    ]  # fmt: skip
    exceptions = [("open", _("Exception open"))] if translation_status.open_exceptions else []
    return [
        ("space", _("Space"), spaces + outside),
        ("kind", _("Type"), kinds()),
        ("state", _("State"), states),
        ("original", _("Original"), [(code, capfirst(name)) for code, name in LANGUAGES]),
        ("live", _("Published"), live),
        ("translator", _("Translator"), translators and [*translators, (status_tasks.NOBODY, _("Given to nobody"))]),
        ("due", _("Due"), translators and due),
        ("exception", _("Exceptions"), exceptions),
    ]


def by_state(request, totals):
    """[(words, how many, the query of the list of those)] of each state that occurs."""
    query = request.GET.copy()
    query.pop("page", None)
    found = []
    for state, words in named_states().items():
        query["state"] = state
        if count := totals.by_state[state]:
            found.append((words, count, query.urlencode()))
    return found


def named_states():
    """{value: words}: what is confirmed and not published yet is a state of its own, as its readers lack it."""
    named = {state.value: capfirst(state.label) for state in State}
    return {**named, TO_PUBLISH: capfirst(_("up to date, to be published"))}


def export(request):
    """The list under its filters as a table, in the language of the page."""
    report = report_of(request)
    keys, _totals = report.listed(request.GET)
    return table(_("translation-status"), status_table.lines(report, keys))


def from_the_desk(request):
    """From the menu of the editors' admin, in the language one reads the site in."""
    report_of(request)
    with translation.override(request.user.site_language):
        return redirect("translation_status")


def by_space(request):
    """Parity, a line a space, each figure with the list it counts."""
    whole, rows = parity.figures(report_of(request))
    whole.name = _("All together")
    context = {"rows": rows, "whole": whole, "section": "status", "lines": [*rows, whole]}
    return TemplateResponse(request, "spaces/status/parity.html", context)
