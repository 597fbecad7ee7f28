"""The minute at the door of the editors' desk: taken back on one page, it is on the other too, and that is said."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.bilingual import ledger, minute

#: Wagtail's own act (RevisionsUnscheduleView, 8.0), which knows one page and one version of it: there is no hook.
DOOR = "wagtailadmin_pages:revisions_unschedule"


def take_back(request, view, page_id, **kwargs):
    """Around the view, which leaves the minute in the draft; None where it goes on by itself."""
    page = get_object_or_404(Page, pk=page_id)
    if request.method != "POST" or not page.permissions_for_user(request.user).can_unschedule():
        return None  # the view says so
    other = minute.shared_by(page)
    pages = [one for one in (page, other) if one and one.scheduled_revision]
    if other in pages and not other.permissions_for_user(request.user).can_unschedule():
        messages.error(request, _("The minute is set for both languages, and the other page is not yours to publish."))
        return redirect("wagtailadmin_pages:edit", page_id)
    with transaction.atomic():
        minute.taken_back.send(sender=Page, pages=pages, by=request.user)
        response = view(request, page_id=page_id, **kwargs)
        minute.take_back(pages)
        ledger.changed(page.translation_key, by=request.user)
        if other in pages:
            messages.info(request, _("The minute was set for both languages: it is taken back for both."))
    return response
