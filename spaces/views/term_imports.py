"""Importing a file of terms: what it would change, shown line by line, then the change itself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.bilingual import term_base, term_import
from spaces import access
from spaces.forms.termbase import ImportForm, read
from spaces.services import termbase
from spaces.views import kept_files
from spaces.views.termbase import show

SHOWN = 500  # lines told; the counts are of all


def bring(request):
    """The file, then what it would do; confirmed, it is done. Nothing is written before that."""
    if not access.may_edit_terms(request.user):
        raise Http404
    if "token" in request.POST:
        return confirm(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        upload.seek(0)
        return report(request, upload.name, upload.read(), form.lines)
    return show(request, "import", form=form)


def report(request, name, content, lines):
    """What the file would do to the base as it is now."""
    plan = term_import.plan(lines, topics=termbase.topic_codes())
    told = [row for row in plan.rows if row.outcome != term_import.Outcome.SAME]
    token = kept_files.keep(request, name, content, term_base.base().version)
    return show(request, "report", file=name, counts=plan.counts(), rows=told[:SHOWN], more=len(told) - SHOWN,
                token=token, count=len(plan.new) + len(plan.changed))  # fmt: skip


def confirm(request):
    """Do it, if the file is still there and the base is the one that was shown."""
    waiting = kept_files.take(request)
    if waiting is None:
        messages.error(request, _("The file is no longer kept: send it again."))
        return redirect("terms_import")
    name, content, version = waiting
    try:
        lines = read(name, content)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("terms_import")
    if term_base.base().version != version:
        messages.error(request, _("The term base has changed meanwhile: look at what the file does now."))
        return report(request, name, content, lines)
    plan = term_import.plan(lines, topics=termbase.topic_codes())
    count = termbase.bring(plan=plan, file=name, by=request.user)
    kept_files.forget(request)
    said = ngettext("%(n)s entry was added or changed.", "%(n)s entries were added or changed.", count)
    messages.success(request, said % {"n": count})
    return redirect("terms")
