"""The steps of a translation: whose it is, ready, revised, approved, published; and either page in preview."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation as languages
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail_localize.models import Translation

from cms import dates
from cms.bilingual import chain, gate_words, ledger, minute, proofreading, untranslated
from spaces import access_pairs
from spaces.forms.translations import TaskForm
from spaces.services import together, translation_desk, translation_drafts, translations
from spaces.services.memberships import Refused
from spaces.views.translating import reach, show
from spaces.views.translations import forget_count


@require_POST
def task(request, key):
    """Who translates, who revises, by when."""
    pair = reach(request, key)
    form = TaskForm(
        request.POST,
        people=access_pairs.translators(pair),
        initial={"due_on": pair.open_task and pair.open_task.due_on},
    )
    if pair.open_task is None or not form.is_valid():
        if desk := pair.open_task and translation_desk.lay_out(pair, request.user):
            return show(request, desk, form=form)
        return redirect("translation", key)
    try:
        translations.assign(task=pair.open_task, by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return show(request, translation_desk.lay_out(pair, request.user), form=form)
    forget_count(request.user)
    messages.success(request, _("Saved: whoever was given work is told by mail."))
    return redirect("translation", key)


@require_POST
def term(request, key):
    """Leave a term the term base advises against as it is in this item: it is counted, and not said there again."""
    pair, shown = reach(request, key), request.POST.get("show", "")
    desk = translation_desk.lay_out(pair, request.user, shown="all", remember=False)
    advice = desk and translation_desk.advice_on(desk, request.POST.get("term", ""))
    if advice:
        proofreading.leave(term=advice.term, found=advice.found, key=pair.pk, language=pair.target, by=request.user)
        messages.success(request, _("“%(term)s” is left as it is in this page.") % {"term": advice.found})
    else:
        messages.success(request, _("This term is no longer in the page."))
    query = f"?show={shown}" if shown in translation_desk.SHOWN else ""
    return redirect(f"{reverse('translation', args=[key])}{query}#{anchor(request)}")


def anchor(request, *, otherwise="progress"):
    """Where one was on the page: a passage under translation, or a row of two pages edited by hand."""
    found = request.POST.get("at", "")
    return found if re.fullmatch(r"p-\d+-\d+|r-\d+", found) else otherwise


@require_POST
def step(request, key):
    """Move a translation on, or change how its pages are tied."""
    pair = reach(request, key)
    act = ACTS.get(request.POST.get("do"))
    if act is None:
        raise Http404
    try:
        said = act(request, pair)
        messages.add_message(request, messages.WARNING if isinstance(said, Unread) else messages.SUCCESS, said)
    except Refused as refused:
        messages.error(request, str(refused))
    forget_count(request.user)
    place = anchor(request, otherwise="")
    return redirect(f"{reverse('translation', args=[key])}{place and f'#{place}'}")


def of_task(act, said, **more):
    """An act on the open task, which is refused in words when somebody has just closed it."""

    def do(request, pair):
        if pair.open_task is None:
            raise Refused(_("This task is over: somebody has just closed it."))
        given = {name: request.POST.get(name, "")[:2000] for name in more}
        outcome = act(task=pair.open_task, by=request.user, **given)
        return said(pair, outcome)

    return do


def of_pair(act, said):
    def do(request, pair):
        return said(pair, act(pair=pair, by=request.user))

    return do


def same_passage(request, pair):
    """One passage that is rightly the same in both languages."""
    where = {name: request.POST.get(name, "")[:2000] for name in ("path", "mark")}
    outcome = translations.say_passage_is_same(pair=pair, by=request.user, **where)
    return noted(_("Noted: this passage is the same in both languages."), pair, outcome)


def same(pair, outcome):
    return noted(_("Noted: both pages say the same."), pair, outcome)


def alone(_pair, is_out):
    words = _("Each language is published alone from now on.")
    return f"{words} {_('What waited for this is published: readers have it.')}" if is_out else words


class Unread(SafeString):
    """What the gate holds back, said after what was done: nobody reads it yet."""


def unread(words, held):
    whole = gate_words.whole(held)
    return Unread(format_html("{} {}", words, whole) if words else whole)


def noted(words, pair, outcome):
    """What was said, and what became of the pages by it."""
    is_out, held = outcome
    if not held and (at := minute.set_for(pair)):
        when = dates.moment(at)
        return f"{words} {_('On %(day)s at %(time)s, they go live.') % when}"
    if is_out:
        return f"{words} {_('What waited for this is published: readers have it.')}"
    if held:
        return unread(words, held)
    if translation_desk.is_draft_ready(pair):
        return f"{words} {_('Nothing is published by this; the translation may be, in the editors’ desk.')}"
    return words


def approved(pair, outcome):
    may_publish, held = outcome
    if held:
        return unread(_("Approved."), held)
    if not is_out(pair) and (at := minute.set_for(pair)):
        return _("Approved: on %(day)s at %(time)s, it goes live.") % dates.moment(at)
    if may_publish or is_out(pair):
        return _("Approved and published: readers have it.")
    people = access_pairs.publishers(pair.target_page)
    names = ", ".join(str(person) for person in people) or _("an administrator")
    return _("Approved. You may not publish this page; those who may are told: %(names)s.") % {"names": names}


def is_out(pair):
    """Whether readers have what has just been approved: its original may have waited for it."""
    return chain.task_of(pair.pk) is None


def published(pair, held):
    if held:
        return unread("", held)
    if not is_out(pair) and (at := minute.set_for(pair)):
        return _("Published: on %(day)s at %(time)s, it goes live.") % dates.moment(at)
    return _("Published: readers have it.")


ACTS = {
    "take": of_task(translations.take, lambda *_given: _("It is yours.")),
    "ready": of_task(translations.ready, lambda *_given: _("Ready for revision: the reviser is told.")),
    "send_back": of_task(translations.send_back, lambda *_given: _("Sent back, with your comment."), comment=""),
    "approve": of_task(translations.approve, approved),
    "publish": of_task(translations.publish_approved, published),
    "draft": of_pair(
        translation_drafts.ask, lambda *_given: _("The draft is being made; each passage shows here once it is there.")
    ),
    "same_passage": same_passage,
    "same": of_pair(translations.say_the_same, same),
    "resume": of_pair(translations.resume, lambda *_given: _("The translation is taken up again; nothing was lost.")),
    "alone": of_pair(together.take_back, alone),
    "stop": of_pair(translations.stop, lambda *_given: _("The page is edited by hand from now on.")),
}


@require_POST
def stop(request, translation_id):
    """The button of wagtail-localize's editor that gives a translation up: ours keeps what was not yet on the page."""
    key = get_object_or_404(Translation, pk=translation_id).source.object_id
    pair = reach(request, key)
    try:
        translations.stop(pair=pair, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The page is edited by hand from now on."))
    return redirect("wagtailadmin_pages:edit", pair.target_page.pk)


def preview(request, key, language):
    """Either page as its readers will have it, with the words so far."""
    pair = reach(request, key)
    under_way, page = ledger.running(pair.pk), None
    pages = ledger.pages_of(pair.pk)
    if language in pages:
        page = ledger.version_of(pages[language], is_together=pair.is_together)
    if language == pair.target and page is not None:
        page = pages[language].get_latest_revision_as_object()
        if under_way:
            page = under_way.source.get_ephemeral_translated_instance(under_way.target_locale, fallback=True)
    if page is None:
        raise Http404
    page.is_draft_preview = request.is_preview = True
    with languages.override(language):
        response = page.serve_preview(request, page.default_preview_mode)
        if hasattr(response, "render"):
            response.render()
    if under_way and language == pair.target:
        texts = untranslated.texts(under_way)
        response.content = untranslated.mark(response.content.decode(), texts, pair.source)
    response["Content-Language"] = language
    return response
