"""The gate at the doors of the editors' desk: what it holds is said where the editor stands, never as published."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import WorkflowState

from cms.bilingual import gate, gate_words, ledger, minute, term_views, translating
from cms.bilingual.addresses import twin_of
from cms.bilingual.gate_models import Waiting


def before_publishing(request, page):
    """Of a page on its form: done here, because the form would say that it is published in any case."""
    request.approval_asked = page.current_workflow_state
    if not gate.is_held(page):
        return None
    named = page.go_live_at
    held = gate.keep(page.latest_revision, by=request.user)
    at = minute.set_on(page)
    if held:
        gate_words.warn(request, held)
    elif at and not minute.is_ahead(named):
        gate_words.say_shared(request, page, at)
    else:
        return None  # the form goes on to say so, and finds it done (minute.is_done)
    if is_asked_no_more(request):
        said = _("Its approval had been asked for: what you published takes its place, and it is asked for no more.")
        messages.info(request, said)
    term_views.tell(request, page)  # as the form would, had it gone on
    return redirect("wagtailadmin_pages:edit", page.pk)


def is_asked_no_more(request):
    """Whether somebody was asked to approve the page, and is no more since it was published."""
    asked = getattr(request, "approval_asked", None)
    return asked and WorkflowState.objects.filter(pk=asked.pk, status=WorkflowState.STATUS_CANCELLED).exists()


def after_publishing(request, page):
    """Both went live: say so. And that nobody is asked for an approval any more, if somebody was."""
    if is_asked_no_more(request):
        messages.info(request, _("Its approval had been asked for: published, it is asked for no more."))
    if twin_of(page) and ledger.is_together(page) and page.live and not page.has_unpublished_changes:
        messages.info(request, _("It is read in both languages."))


def what_waits(request, page):
    """On opening either page: which of the two waits, and for what. What was saved last counts: it is what one sees."""
    if request.method != "GET" or not hasattr(page, "publication"):
        return
    rows = {row.language: row for row in Waiting.objects.filter(pair=page.translation_key)}
    if row := rows.get(page.language) or next(iter(rows.values()), None):
        still_waits(request, ledger.pages_of(row.pair_id)[row.language], row)
    elif (revision := minute.noted(page)) and (held := gate.ask(revision, user=request.user)):
        gate_words.warn(request, held)
    elif (task := ledger.chain.task_of(page.translation_key)) and task.approved:
        approved_waits(request, task)
    elif revision and minute.set_on(page) is None and (other := minute.shared_by(page)):
        gate_words.say_other(request, other.specific, revision.approved_go_live_at)


def still_waits(request, page, row):
    if held := gate.ask(page.latest_revision, user=request.user):
        gate_words.warn(request, held)
    elif page.latest_revision_id != row.revision_id:
        said = _("A version of “%(title)s” waits to go live. What was saved since is ready to be published.")
        messages.info(request, said % {"title": page.draft_title})


def approved_waits(request, task):
    """Nobody who may has published what was approved."""
    if held := gate.ask(task.approved, user=None):
        gate_words.warn(request, held)
    elif at := minute.set_for(task.pair):
        gate_words.say_minute(request, task.approved.as_object(), at)
    else:
        way = messages.button(reverse("translation", args=[task.pair_id]), _("Open in the translators’ desk"))
        messages.info(request, _("The translation is approved and waits for somebody who may publish it."), [way])


def publish_strings(request, page):
    """The button of the editor of strings: its own would write over what readers have before anybody approved it."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = ledger.running(page.translation_key)
    if translation is None or translation.target_locale_id != page.locale_id:
        return None
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    try:
        publish_draft(request, page, translation)
    except ValidationError as error:
        messages.error(request, _("The page cannot be saved: %(why)s") % {"why": " ".join(error.messages)})
    return redirect("wagtailadmin_pages:edit", page.pk)


def publish_draft(request, page, translation):
    """Publish what was approved or, when nobody was asked for anything, what translators have said."""
    task = ledger.chain.task_of(page.translation_key)
    revision = page.latest_revision if task else translating.save_draft(translation, by=request.user)
    if held := gate.keep(revision, by=request.user):
        gate_words.warn(request, held)
    else:
        messages.success(request, _("Published: readers have it."))
