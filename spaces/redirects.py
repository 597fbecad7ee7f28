"""Addresses that moved. The new one holds words of what is there, so only those who may read it are led to it."""

from urllib.parse import urlparse

from django.http import HttpResponsePermanentRedirect
from django.utils.encoding import uri_to_iri
from django.utils.translation import get_language
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from cms.templatetags.frame import address_in
from spaces import access
from spaces.words import OldWord


class OldAddresses(RedirectMiddleware):
    """Wagtail's middleware, which asks nobody who they are, behind our own question; and the words of spaces."""

    def process_view(self, request, view, args, kwargs):
        """Who is answered under the word of the other language is led to that of the page.

        The view is asked first: its 404 stays one. It is not rendered: messages wait for the page that is shown.
        """
        if request.method not in {"GET", "HEAD"} or not isinstance(kwargs.get("code"), OldWord):
            return None
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        return HttpResponsePermanentRedirect(address_in(request, get_language()))

    def process_response(self, request, response):
        """Many addresses lead nowhere and few moved: one small query says whether Wagtail has to look closer."""
        if response.status_code != 404 or not Redirect.objects.filter(old_path__in=spellings(request)).exists():
            return response
        moved = super().process_response(request, response)
        return moved if moved is response or may_follow(request) else response


def asked(request):
    return Redirect.normalise_path(request.get_full_path(), decode_unicode=False)


def spellings(request):
    """An address as it may be kept: with what is asked of it or without, as it was sent or in letters."""
    sent = {asked(request), urlparse(asked(request)).path}
    return {one for one in sent | set(map(uri_to_iri, sent)) if "\0" not in one}  # which PostgreSQL takes for no text


def may_follow(request):
    """Whether the page an old address leads to is one this reader may see; a link to no page is for all."""
    address = asked(request)
    page = (get_redirect(request, address) or get_redirect(request, urlparse(address).path)).redirect_page
    return page is None or access.can_see(request.user, page)
