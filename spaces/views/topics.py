"""Topics: the shared list, what each holds, and following one."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.views import safe_next
from spaces import access
from spaces.models import Topic, in_order
from spaces.services import paging, reading, subscriptions
from cms.bilingual.twins import reading_language


def index(request):
    """Every topic with the number of practices this reader can open."""
    mine = Q(articles__space_id__in=access.space_ids(request.user), articles__published_at__isnull=False)
    topics = Topic.objects.with_follow(request.user).annotate(practices=Count("articles", filter=mine))
    return TemplateResponse(request, "spaces/topics/index.html", {"topics": in_order(topics), "section": "topics"})


def detail(request, code):
    language, _locale = reading_language()
    topic = get_object_or_404(Topic.objects.with_follow(request.user), code=code)
    found = paging.keyset(reading.articles(request.user).filter(topics=topic), request.GET)
    found.rows = reading.show(found.rows, language)
    return TemplateResponse(
        request, "spaces/topics/detail.html", {"topic": topic, "found": found, "section": "topics"}
    )


@require_POST
def follow(request, code):
    """Subscribe or end a subscription, then go back to where the button stood."""
    topic = get_object_or_404(Topic, code=code)
    if request.POST.get("follow") == "no":
        subscriptions.unfollow(user=request.user, topic=topic)
        messages.success(request, _("You no longer follow the topic “%(topic)s”.") % {"topic": topic.name})
    else:
        subscriptions.follow(user=request.user, topic=topic)
        messages.success(
            request, _("You follow the topic “%(topic)s”: its news comes in your weekly digest.") % {"topic": topic.name}
        )
    return redirect(safe_next(request, f"/{request.user.language}/"))
