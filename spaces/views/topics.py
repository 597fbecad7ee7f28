"""Topics: the shared list, what each holds, and following one."""

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.bilingual.twins import reading_language
from cms.views import safe_next
from spaces import access
from spaces.models import Frequency, Topic, in_order
from spaces.services import digest_times, paging, reading, subscriptions


def index(request):
    """Every topic with the number of practices this reader can open."""
    mine = Q(articles__space_id__in=access.space_ids(request.user), articles__published_at__isnull=False)
    topics = Topic.objects.annotate(practices=Count("articles", filter=mine))
    return TemplateResponse(request, "spaces/topics/index.html", {"topics": in_order(topics), "section": "topics"})


def detail(request, code):
    language, _locale = reading_language()
    mine = request.user.subscriptions.filter(topic=OuterRef("pk")).values("level")
    topic = get_object_or_404(Topic.objects.annotate(level=Subquery(mine)), code=code)
    request._held = {("topic", code): topic.level} if topic.level else {}
    found = paging.keyset(reading.articles(request.user).filter(topics=topic), request.GET)
    found.rows = reading.show(found.rows, language)
    return TemplateResponse(request, "spaces/topics/detail.html", {"topic": topic, "found": found, "section": "topics"})


def follow(request, code):
    """Subscribe or end a subscription, then go back to where the button stood.

    Somebody who had to sign in again comes back by GET: the topic is shown, with its button.
    """
    topic = get_object_or_404(Topic, code=code)
    if request.method != "POST":
        return redirect("topic", code)
    if request.POST.get("follow") == "no":
        subscriptions.unfollow(user=request.user, topic=topic)
        messages.success(request, _("You no longer follow the topic “%(topic)s”.") % {"topic": topic.name})
    else:
        row = subscriptions.follow(user=request.user, topic=topic)
        messages.success(request, followed(topic, row.delivery or digest_times.of(request.user).frequency))
    return redirect(safe_next(request, f"/{request.user.site_language}/"))


def followed(topic, frequency):
    """What following a topic brings, in words."""
    words = {
        Frequency.INSTANT: _("You follow the topic “%(topic)s”: its news comes by mail at once."),
        Frequency.WEEKLY: _("You follow the topic “%(topic)s”: its news comes in your weekly digest."),
        Frequency.DAILY: _("You follow the topic “%(topic)s”: its news comes in your daily digest."),
        Frequency.NONE: _("You follow the topic “%(topic)s”: its news is on your home page. You have no digest."),
    }
    return words[frequency] % {"topic": topic.name}
