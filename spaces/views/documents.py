"""The documents of a space at its leads' desk: bring, change, remove, give to the whole community."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cms.models import File, User
from spaces import access
from spaces.forms.documents import DocumentForm
from spaces.services import documents, usage
from spaces.services.memberships import Refused
from spaces.views.desk import PAGE, enter, show


def index(request, code):
    space = enter(request, code)
    found = Paginator(documents.of(space), PAGE).get_page(request.GET.get("page"))
    said = import_string(settings.FILE_REMARKS)(list(found))
    for document in found:
        document.remarks = said.get(document.pk, [])
    return show(request, "documents", space, "documents", found=found)


def add(request, code):
    space = enter(request, code)
    return keep(request, space, File(), _("The document is in the space."))


def edit(request, code, pk):
    space = enter(request, code)
    return keep(request, space, get_object_or_404(documents.of(space), pk=pk), _("The document is changed."))


def keep(request, space, document, said):
    """The form of a document; what was typed stays when it is refused, a file has to be chosen anew."""
    form = DocumentForm(request.POST or None, request.FILES or None, instance=document,
                        is_given=getattr(document, "is_given", False))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            documents.save(form=form, space=space, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return redirect("desk_documents", space.code)
    kept = None if document._state.adding else documents.of(space).get(pk=document.pk)
    return show(request, "document", space, "documents", form=form, document=kept)


def remove(request, code, pk):
    space = enter(request, code)
    document = get_object_or_404(documents.of(space), pk=pk)
    if request.method != "POST" and not document.is_given:
        return show(request, "document_remove", space, "documents", document=document,
                    uses=usage.count(document, request.user))  # fmt: skip
    try:
        documents.remove(document=document, space=space, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("desk_document", code, pk)
    messages.success(request, _("The document is removed."))
    return redirect("desk_documents", code)


def promote(request, code, pk):
    """Who reads it now and who will, then the move."""
    space = enter(request, code)
    document = get_object_or_404(documents.of(space), pk=pk)
    everyone = User.objects.filter(is_active=True).count()
    if request.method != "POST" and not document.is_given:
        return show(request, "document_promote", space, "documents", document=document, everyone=everyone,
                    readers=access.readers(space).count(), is_ready=len(document.languages) == 2)  # fmt: skip
    try:
        documents.promote(document=document, space=space, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("desk_document", code, pk)
    messages.success(request, _("The document is in the community library: every member may open it."))
    return redirect("desk_documents", code)
