"""Topics: the shared list, what each holds, and following one."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.bilingual.twins import reading_language
from cms.kept import filler
from cms.templatetags.components import icon
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
    mine = request.user.subscriptions.filter(topic=OuterRef("pk"))
    topic = get_object_or_404(Topic.objects.annotate(is_followed=Exists(mine)), code=code)
    request._followed = {code} if topic.is_followed else set()
    found = paging.keyset(reading.articles(request.user).filter(topics=topic), request.GET)
    found.rows = reading.show(found.rows, language)
    return TemplateResponse(request, "spaces/topics/detail.html", {"topic": topic, "found": found, "section": "topics"})


@filler("follow")
def follow_in_a_list(request, argument):
    return follow_button(request, argument, "btn alt sm")


@filler("follow_alone")
def follow_alone(request, argument):
    return follow_button(request, argument, "btn")


def follow_button(request, argument, look):
    """Subscribe to a topic or end it: one button, whose name says which. `argument` is its code, then its name."""
    code, _space, name = argument.partition(" ")
    if not hasattr(request, "_followed"):
        request._followed = set(request.user.subscriptions.exclude(topic=None).values_list("topic__code", flat=True))
    is_followed = code in request._followed
    return format_html(
        '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}"><button class="{}" name="follow" value="{}"'
        ' aria-pressed="{}">{}{}<span class="vh"> – {}</span></button></form>',
        reverse("topic_follow", args=[code]),
        get_token(request),
        request.get_full_path(),
        look,
        "no" if is_followed else "yes",
        "true" if is_followed else "false",
        icon("check" if is_followed else "plus"),
        _("Subscribed") if is_followed else _("Subscribe"),
        name,
    )


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
        subscriptions.follow(user=request.user, topic=topic)
        messages.success(request, followed(topic, digest_times.of(request.user).frequency))
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
