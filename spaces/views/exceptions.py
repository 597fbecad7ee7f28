"""Exceptions to publishing in both languages: recorded here, read by every member."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.bilingual import gate_words, ledger
from cms.bilingual.gate_models import Exemption
from cms.bilingual.twins import reading_language
from spaces import access_pairs
from spaces.forms.exceptions import ExceptionForm
from spaces.services import exceptions
from spaces.services.memberships import Refused

PAGE = 25


def index(request):
    """What is read in one language by exception: why, until when, and who sees to the other."""
    found = Paginator(exceptions.listed(request.user), PAGE).get_page(request.GET.get("page"))
    found.object_list = exceptions.dress(list(found.object_list), reading_language()[0], request.user)
    return TemplateResponse(request, "spaces/exceptions/index.html", {"found": found, "section": "exceptions"})


def new(request, pk):
    """Let a page be read before its other language: why, who sees to it, by when."""
    page = get_object_or_404(Page, pk=pk, depth__gt=1).specific
    if not access_pairs.may_except(request.user, page) or not exceptions.is_needed(page):
        raise Http404
    pair = ledger.known_pair(page.translation_key)
    if (recorded := exceptions.of(pair)) and access_pairs.may_except(request.user, page_of(recorded)):
        messages.info(request, _("An exception is already recorded for this page."))
        return redirect("exception", recorded.pk)
    people, is_older = access_pairs.answerable(pair, page, request.user), twin_in_print(page) is not None
    form = ExceptionForm(request.POST or None, people=people, is_older=is_older)
    if request.method == "POST" and form.is_valid():
        try:
            _exemption, held = exceptions.record(page=page, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            say(request, page, held)
            return redirect("wagtailadmin_pages:edit", page.pk)
    return show(request, page, form)


def show(request, page, form, exemption=None):
    context = {
        "form": form,
        "page": page,
        "exemption": exemption,
        "older": twin_in_print(page),
        "section": "exceptions",
    }
    return TemplateResponse(request, "spaces/exceptions/edit.html", context)


def twin_in_print(page):
    """The page of the other language when it is read, with the words it had before."""
    return Page.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk).first()


def say(request, page, held):
    if held:
        messages.warning(request, gate_words.whole(held))
        return
    page.refresh_from_db()
    if page.live and not page.has_unpublished_changes:
        messages.success(request, _("The exception is recorded, and the page is live."))
    else:
        messages.success(request, _("The exception is recorded: the page may be published without its other language."))


def reach(request, pk):
    """(an open exception, its page), for whoever may publish the page; 404 otherwise."""
    rows = Exemption.objects.open().select_related("pair__fr_page", "pair__en_page", "owner")
    exemption = get_object_or_404(rows, pk=pk)
    page = page_of(exemption)
    if not access_pairs.may_except(request.user, page):
        raise Http404
    return exemption, page


def page_of(exemption):
    return getattr(exemption.pair, f"{exemption.language}_page").specific


def edit(request, pk):
    """Say why otherwise, hand it to somebody else, set another day."""
    exemption, page = reach(request, pk)
    initial = {name: getattr(exemption, name) for name in ("reason", "owner", "due_on")}
    people = access_pairs.answerable(exemption.pair, page, request.user)
    is_older = exemption.older is not None
    form = ExceptionForm(request.POST or None, people=people, is_older=is_older, initial=initial)
    form.fields["reason"].widget.attrs["lang"] = exemption.reason_language
    if request.method == "POST" and form.is_valid():
        try:
            exceptions.change(exemption=exemption, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return after(request, exemption, page)
    return show(request, page, form, exemption)


def after(request, exemption, page):
    """To the list where it stands, or to the page when nobody reads that yet."""
    if exemption.is_read:
        messages.success(request, _("Saved."))
        return redirect("exceptions")
    messages.success(
        request, _("Saved. The page is not read yet: the exception is on the list of exceptions once it is.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def take_back(request, pk):
    exemption, _page = reach(request, pk)
    try:
        exceptions.take_back(exemption=exemption, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The exception is taken back: both languages are published together again."))
    return redirect("exceptions")
