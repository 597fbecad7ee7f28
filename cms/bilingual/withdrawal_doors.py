"""Withdrawing, at the doors of the editors' desk: what it does to the other language is said before it is done."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.bilingual import withdrawal


def before_unpublishing(request, page):
    twin = withdrawal.partner(page)
    request.goes_along = twin if twin and twin.live else None
    return refused(request, page, "unpublish")


def after_unpublishing(request, page):
    """Wagtail names the page that was chosen: the other language left with it."""
    twin = getattr(request, "goes_along", None)
    if twin and not Page.objects.filter(pk=twin.pk, live=True).exists():
        said = _("Its English page, “%(title)s”, is unpublished too.")
        if twin.language == "fr":
            said = _("Its French page, “%(title)s”, is unpublished too.")
        messages.info(request, said % {"title": twin.title})


def before_deleting(request, page):
    """The page that asks for a confirmation has no place for more words: they stand above it."""
    response = refused(request, page, "delete")
    if response is None and request.method == "GET" and (words := withdrawal.consequence(page, "delete")):
        messages.warning(request, words)
    return response


def refused(request, page, act):
    """Where to go with the reason, when the other language is not this editor's to withdraw."""
    if why := withdrawal.obstacle(page, request.user, act):
        messages.error(request, why)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
