"""Translations as files: taken away for translation software, sent back, looked at line by line, then written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import Translation

from cms.bilingual import exchange, exchange_files
from spaces import access, access_pairs
from spaces.forms.translation_files import FileForm, read
from spaces.services import translation_files, translation_queue
from spaces.services.memberships import Refused
from spaces.views import kept_files
from spaces.views.translating import reach
from spaces.views.translations import forget_count

SHOWN = 300  # passages told of one item; the counts are of all


def one(request, key, kind):
    """The file of one translation."""
    pair = reach(request, key)
    sheet = next(translation_files.sheets([pair]), None)
    if sheet is None or kind not in exchange_files.FORMATS:
        raise Http404
    return download(exchange_files.name_of(sheet, kind), kind, exchange_files.FORMATS[kind].write(sheet))


def several(request):
    """A zip of what the queue shows under its filters."""
    refuse_others(request)
    kind = request.GET.get("kind_of_file", "")
    if kind not in exchange_files.FORMATS:
        raise Http404
    waiting = translation_queue.narrowed(translation_queue.waiting(request.user), request.user, request.GET)
    try:
        sheets = translation_files.several(translation_queue.ordered(waiting))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('translations')}?{request.GET.urlencode()}")
    return download(f"{_('translations')}.zip", "zip", exchange_files.pack(sheets, kind))


def download(name, kind, content):
    named = exchange_files.FORMATS.get(kind)
    response = HttpResponse(content, content_type=named.type if named else "application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def refuse_others(request):
    """The files do not exist for those who translate nothing."""
    if not access.is_member(request.user) or not access_pairs.may_translate_somewhere(request.user):
        raise Http404


def bring(request, key=None):
    """The file, then what it would do; confirmed, it is done. Nothing is written before that."""
    pair = reach(request, key) if key else refuse_others(request)
    if "token" in request.POST:
        return confirm(request, pair)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent)
    if form.is_valid():
        try:
            items = translation_files.look(form.found, by=request.user, only=pair)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return report(request, pair, form.cleaned_data["file"].name, form.content, items)
    return show(request, "import", pair, form=form)


def report(request, pair, name, content, items):
    """What the file would do to the items as they are now."""
    token = kept_files.keep(request, name, content)
    count = sum(item.count for item in items)
    return show(request, "report", pair, file=name, items=items, token=token, count=count)


def confirm(request, pair):
    """Do it, if the file is still there; what each item says now is looked at again."""
    waiting = kept_files.take(request)
    if waiting is None:
        messages.error(request, _("The file is no longer kept: send it again."))
        return redirect(request.path)
    name, content = waiting
    try:
        items = translation_files.look(read(name, content), by=request.user, only=pair)
    except (ValidationError, Refused) as error:
        messages.error(request, error.messages[0] if isinstance(error, ValidationError) else str(error))
        return redirect(request.path)
    for item in items:
        if item.plan:
            translation_files.bring(item=item, by=request.user)
    kept_files.forget(request)
    forget_count(request.user)
    messages.success(request, done(items))
    return show(request, "report", pair, file=name, items=items, is_done=True)


def done(items):
    """How much was written, in words."""
    outcomes = [row.outcome for item in items if item.plan for row in item.plan.rows]
    taken, seen = (outcomes.count(outcome) for outcome in (exchange.Outcome.TAKE, exchange.Outcome.LOOK))
    said = ngettext("%(count)d passage was confirmed.", "%(count)d passages were confirmed.", taken) % {"count": taken}
    if seen:
        also = ngettext("%(count)d is to be looked at.", "%(count)d are to be looked at.", seen) % {"count": seen}
        said = f"{said} {also}"
    return said


def show(request, name, pair, **more):
    context = {
        "pair": pair,
        "section": "translations",
        "most_shown": f":{SHOWN}",
        **more,
    }
    return TemplateResponse(request, f"spaces/translations/{name}.html", context)


def of_the_desk(request, translation_id):
    """The PO files of wagtail-localize's editor are ours: its own trust what they are given."""
    key = get_object_or_404(Translation, pk=translation_id).source.object_id
    pair = reach(request, key)
    if request.method == "POST":
        return redirect("translation_file", pair.pk)
    return redirect("translation_export", pair.pk, "po")
