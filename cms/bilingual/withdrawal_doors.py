"""Withdrawing, at the doors of the editors' desk: what it does to the other language is said before it is done."""

from django.shortcuts import redirect
from wagtail.admin import messages

from cms.bilingual import withdrawal


def before_unpublishing(request, page):
    return refused(request, page, "unpublish")


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
