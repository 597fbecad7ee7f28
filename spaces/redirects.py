"""Addresses that moved. The new one holds words of the title, so only those who may read the page are led to it."""

from urllib.parse import urlparse

from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from spaces import access


class OldAddresses(RedirectMiddleware):
    """Wagtail's middleware, which asks nobody who they are, behind our own question."""

    def process_response(self, request, response):
        moved = super().process_response(request, response)
        return moved if moved is response or may_follow(request) else response


def may_follow(request):
    """Whether the page an old address leads to is one this reader may see; a link to no page is for all."""
    address = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    page = (get_redirect(request, address) or get_redirect(request, urlparse(address).path)).redirect_page
    return page is None or access.can_see(request.user, page)
