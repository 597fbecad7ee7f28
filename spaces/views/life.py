"""The life of a space at its desk: mandate, deliverables, archive, hand-over, removal; and what was done to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spaces import access
from spaces.forms.life import DeliverableForm, RemoveForm, ReopenForm
from spaces.models import Space
from spaces.services import deliverables, handovers, lifecycle, logbook, memberships
from spaces.services.memberships import Refused
from spaces.views.desk import run, show
from spaces.views.spaces import overview_url

PAGE = 20


def life(request, code):
    """Everything about the life of the space; what is posted here is a new deliverable."""
    space = run(request, code)
    form = DeliverableForm(request.POST or None)
    form.instance.space = space
    if request.method == "POST" and form.is_valid():
        return done(request, code, _("The deliverable is added."), deliverables.add, form=form, by=request.user)
    return show_life(request, space, form=form, reopen_form=space.archived_at and ReopenForm(space=space))


def show_life(request, space, **forms):
    """The page, with the forms as they are."""
    late = request.GET.get("late") == "1"
    found = Paginator(logbook.entries(space), PAGE).get_page(request.GET.get("page"))
    acts = [(entry, logbook.told(entry), logbook.is_for_chairs(entry)) for entry in found]
    rows = space.deliverables.late() if late else space.deliverables.all()
    people = memberships.roster(space) if forms["reopen_form"] and forms["reopen_form"].wants_leads else ()
    return show(request, "life", space, "life", deliverables=list(rows), late=late, found=found, acts=acts,
                people=people, may_remove=access.may_remove(request.user), **forms)  # fmt: skip


def deliverable(request, code, pk):
    """One deliverable: its words and day; handed in, open again, removed."""
    space = run(request, code)
    row = get_object_or_404(space.deliverables, pk=pk)
    what = request.POST.get("do", "save")
    if request.method == "POST" and what != "save":
        if what not in deliverables.CHANGES:
            raise Http404
        said, change = deliverables.CHANGES[what]
        return done(request, code, str(said), change, deliverable=row, by=request.user)
    form = DeliverableForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        return done(request, code, _("The deliverable is saved."), deliverables.save, form=form, by=request.user)
    return show(request, "deliverable", space, "life", form=form, deliverable=row)


def done(request, code, said, act, **given):
    """Act, say so, and go back to the life of the space; or say why not."""
    try:
        act(**given)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("desk_life", code)


@require_POST
def goes_on(request, code):
    space = run(request, code)
    return done(request, code, _("Noted: the space goes on."), lifecycle.go_on, space=space, by=request.user)


def archive(request, code):
    """Say what an archive is, then make the space one."""
    space = run(request, code)
    if request.method != "POST":
        return redirect("desk_life", code) if space.archived_at else show(request, "archive", space, "life")
    said = _("The space is archived: it can be read, and nothing new is added.")
    return done(request, code, said, lifecycle.archive, space=space, by=request.user)


@require_POST
def reopen(request, code):
    space = run(request, code)
    if not space.archived_at:
        return redirect("desk_life", code)
    form = ReopenForm(request.POST, space=space)
    if not form.is_valid():
        return show_life(request, space, form=DeliverableForm(), reopen_form=form)
    return done(request, code, _("The space is open again."), lifecycle.reopen, space=space, by=request.user,
                leads=form.leads, mandate_ends_on=form.cleaned_data["mandate_ends_on"])  # fmt: skip


def remove(request, code):
    """Ask for the name of the space, then take it away; it can be restored for ninety days."""
    space = run(request, code)
    if not access.may_remove(request.user):
        raise Http404
    form = RemoveForm(request.POST or None, space=space)
    if request.method == "POST" and form.is_valid():
        lifecycle.remove(space=space, by=request.user)
        messages.success(request, _("The space “%(space)s” is removed.") % {"space": space.name})
        return redirect("spaces_removed")
    return show(request, "remove", space, "life", form=form, days=lifecycle.KEPT_FOR.days)


def removed(request):
    """What may still be restored, for those who may."""
    if not access.may_remove(request.user):
        raise Http404
    context = {"spaces": lifecycle.removed(), "section": "spaces", "days": lifecycle.KEPT_FOR.days}
    return TemplateResponse(request, "spaces/spaces/removed.html", context)


@require_POST
def restore(request, code):
    if not access.may_remove(request.user):
        raise Http404
    space = get_object_or_404(Space, code=code)
    if not space.removed_at:
        messages.info(request, _("The space “%(space)s” is already back.") % {"space": space.name})
        return redirect(overview_url(space) or "spaces")
    try:
        lifecycle.restore(space=space, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("spaces_removed")
    messages.success(request, _("The space “%(space)s” is back.") % {"space": space.name})
    if not space.archived_at and len(memberships.leads(space)) < memberships.LEADS_AT_LEAST:
        messages.warning(request, _("A space has two leads at least: name another one."))
        return redirect("desk_members", code)
    return redirect(overview_url(space) or "spaces")


def handover(request, code):
    """A sheet for the next lead, to be printed."""
    space = run(request, code)
    return show(request, "handover", space, "life", **handovers.sheet(space, request.user))
