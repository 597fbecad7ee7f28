"""A file that was sent and waits to be confirmed, between the page that says what it would do and its doing."""

import secrets
import zlib

from django.core.cache import caches

KEPT = 3600  # seconds


def keep(request, name, content, *more):
    """Keep a file for whoever sent it; returns the token that finds it again."""
    token = secrets.token_urlsafe(16)
    caches["default"].set(key_of(request, token), (name, zlib.compress(content), *more), KEPT)
    return token


def take(request):
    """(name, content, *more) of the file whose token is posted; None when it is not kept any longer."""
    found = caches["default"].get(key_of(request, request.POST["token"]))
    return found and (found[0], zlib.decompress(found[1]), *found[2:])


def forget(request):
    """It is done: the same form sent again finds nothing."""
    caches["default"].delete(key_of(request, request.POST["token"]))


def key_of(request, token):
    return f"kept-file:{request.resolver_match.view_name}:{request.user.pk}:{token[:40]}"
