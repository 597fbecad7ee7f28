"""Terms to look at in one page, in the editors' admin: what the term base advises, and leaving it as it is."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages
from wagtail.models import Page

from cms.bilingual import proofreading


def page_terms(request, page_id):
    """Remarks on the latest draft, for those who edit it or translate it; posted, one of them is left or looked at."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not hasattr(page, "language") or not import_string(settings.BILINGUAL_POLICY)(request.user, page):
        raise Http404
    page = page.get_latest_revision_as_object()
    remarks = proofreading.remarks_on(page)
    if request.method == "POST":
        act(request, page, {str(remark.term): remark for remark in remarks})
        return redirect("page_terms", page_id)
    return TemplateResponse(
        request,
        "bilingual/page_terms.html",
        {
            "page": page,
            "open": [remark for remark in remarks if not remark.dismissed],
            "left": [remark for remark in remarks if remark.dismissed],
        },
    )


def act(request, page, remarks):
    """Leave a term, or look at it again. One that is gone meanwhile asks for nothing."""
    remark = remarks.get(request.POST.get("term", ""))
    if remark is None:
        messages.success(request, gettext("This term is no longer in the page."))
    elif "again" in request.POST:
        proofreading.bring_back(remark=remark, key=page.translation_key)
    else:
        proofreading.dismiss(remark=remark, key=page.translation_key, by=request.user)
        messages.success(request, gettext("“%(term)s” is left as it is in this page.") % {"term": remark.found})


def tell(request, page):
    """Say how many terms there are to look at. Nothing is held back for it."""
    count = sum(not remark.dismissed for remark in proofreading.remarks_on(page))
    if count:
        said = ngettext("%(n)s term to look at in this page.", "%(n)s terms to look at in this page.", count) % {
            "n": count
        }
        messages.warning(
            request, said, buttons=[messages.button(reverse("page_terms", args=[page.pk]), gettext("Look at them"))]
        )
