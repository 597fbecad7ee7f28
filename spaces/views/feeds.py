"""Atom feeds of topics and spaces, opened by a key in their address; and the page that gives and ends one's key."""

import hashlib
import zoneinfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import versions
from cms.bilingual.twins import reading_language
from cms.models import CommunitySettings
from spaces import access
from spaces.models import FeedKey, Space, Topic
from spaces.services import calendars, feeds
from spaces.views.spaces import overview_url


def index(request):
    """The feeds one may have, with their addresses once there is a key; by POST, a new key or none any more."""
    if request.method == "POST":
        return change(request)
    key = feeds.key_of(request.user)
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:60] for name in ("topic", "space")}
    topics = feeds.topics_of(request.user)
    if asked["topic"] and asked["topic"] not in {topic.code for topic in topics}:
        topics += Topic.objects.filter(code=asked["topic"])
    spaces = feeds.spaces_of(request.user)
    if asked["space"] and asked["space"] not in {space.code for space in spaces}:
        others = Space.objects.filter(code=asked["space"], pk__in=access.space_ids(request.user))
        spaces += others.with_addresses()
    calendar = calendars.address_of_feed(key)
    context = {
        "key": key,
        "calendar": calendar,
        "calendar_app": "webcal://" + calendar.partition("://")[2],
        "groups": [
            (_("Topics"), "topic", [row(key, "topic", topic, reverse("topic", args=[topic.code])) for topic in topics]),
            (_("Spaces"), "space", [row(key, "space", space, space.address) for space in spaces]),
        ],
    }
    return TemplateResponse(request, "spaces/feeds/index.html", context)


def row(key, kind, thing, page):
    """{what it is about, its page, the address of its feed, empty without a key}."""
    feed = key and settings.BASE_URL + reverse(f"{kind}_feed", args=[key.token, thing.code])
    return {"thing": thing, "page": page, "feed": feed or "", "id": f"{kind}-{thing.code}"}


def change(request):
    act = request.POST.get("act")
    if act == "renew":
        had = feeds.key_of(request.user) is not None
        feeds.renew(request.user)
        said = _("Your addresses are new: the old ones open nothing any more.") if had else _("Your feeds are ready.")
        messages.success(request, said)
    elif act == "end":
        feeds.end(request.user)
        messages.success(request, _("You have no feeds any more: their addresses open nothing."))
    return redirect("feeds")


@login_not_required  # whoever has the key is its owner
@require_safe
def topic(request, token, code):
    """What is new on a topic, as far as the owner of the key may read it."""
    key = opened_by(token)
    found = get_object_or_404(Topic, code=code)
    at = reverse("topic", args=[found.code])
    return answer(request, key, found, {"topics": found}, at=lambda: at, subtitle=found.description)


@login_not_required  # the same
@require_safe
def space(request, token, code):
    """What is new in a space the owner of the key may read."""
    key = opened_by(token)
    found = get_object_or_404(Space, code=code, pk__in=access.space_ids(key.user))
    return answer(request, key, found, {"space": found}, at=lambda: overview_url(found), subtitle=found.mandate)


def opened_by(token):
    """The key of an address; 404 when it opens nothing, whatever the reason."""
    key = FeedKey.objects.of_token(token)
    if key is None:
        raise Http404
    return key


def answer(request, key, thing, wanted, *, at, subtitle):
    """The feed, or that nothing has changed since the program asked: found without making it."""
    response = HttpResponse(content_type=feeds.Feed.content_type)
    response["Cache-Control"] = "private"
    response["ETag"] = tag(request, key.user)
    if (unchanged := get_conditional_response(request, etag=response["ETag"], response=response)) is not response:
        return unchanged
    community = versions.under(request, "names", CommunitySettings.load, frame=True)
    with timezone.override(zoneinfo.ZoneInfo(key.user.time_zone)):
        made = feeds.write(
            feeds.entries(key.user, **wanted), name=f"{type(thing).__name__}/{thing.pk}", begun=key.issued_at,
            title=feeds.said(f"{thing.name} – {community.name}", reading_language()[0]), author=community.name,
            subtitle=feeds.said(subtitle, reading_language()[0]) or None, at=at(), own=request.path,
        )  # fmt: skip
    made.write(response, "utf-8")
    response["Last-Modified"] = http_date(made.latest_post_date().timestamp())
    return get_conditional_response(
        request, etag=response["ETag"], last_modified=int(made.latest_post_date().timestamp()), response=response
    )


def tag(request, user):
    """What a feed is made of: content, the spaces its reader may enter, their clock, its address."""
    parts = (versions.current(request), access.space_key(user), user.time_zone, request.path)
    return f'"{hashlib.blake2b(repr(parts).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()}"'
