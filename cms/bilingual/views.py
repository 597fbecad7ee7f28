"""What the editors' admin adds for pages in two languages."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.bilingual import ledger
from cms.bilingual.swap import CannotSwap, obstacles, swap


def original(request, page_id):
    """Make this page the original: what that means, what stands in the way, then the change."""
    page = get_object_or_404(Page, pk=page_id).specific
    pages = ledger.pages_of(page.translation_key)
    if not all(one.permissions_for_user(request.user).can_edit() for one in pages.values()):
        raise PermissionDenied
    pair = ledger.known_pair(page.translation_key)
    if pair is not None and pair.source == page.language:
        messages.success(request, _("This page is the original."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    reasons = obstacles(page.translation_key)
    if request.method == "POST" and not reasons:
        try:
            swap(page.translation_key, to=page.language, by=request.user)
        except CannotSwap as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("This page is the original now; the other one is its translation."))
            return redirect("wagtailadmin_pages:edit", page.pk)
    other = next((one for one in pages.values() if one.pk != page.pk), None)
    context = {"page": page, "other": other, "reasons": reasons}
    return TemplateResponse(request, "bilingual/original.html", context)
