"""What one person sees first. The meetings and the co-chairs' word are kept for all who may enter the same spaces;
the greeting, the news of one's topics and one's spaces fill its holes."""

import hashlib
from datetime import timedelta

from django.core.cache import caches
from django.db.models import Count, Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from cms import kept, versions
from cms.bilingual.twins import reading_language
from spaces import access
from spaces.models import Article, FollowLevel, MeetingKind, Space
from spaces.services import reading, waiting

SHOWN = 6
RECENT = timedelta(days=30)
NEWS = timedelta(days=365)  # older than that, it is not news
FEW = 3


def answer(request):
    """The home page for this person."""
    spaces = access.space_key(request.user)
    found = kept.find(request, spaces)
    if found is None:
        context, until = shared(request.user)
        found = kept.keep(request, "home/home.html", context, spaces, until=until)
    return kept.answer(request, found)


def shared(user):
    """(context, instant at which it is out of date) of what readers of the same spaces have in common."""
    _language, locale_id = reading_language()
    now = timezone.now()
    pages = reading.meeting_pages(user, locale_id).filter(meeting__ends_at__gte=now)
    coming = list(pages.order_by("meeting__starts_at")[:SHOWN])
    lead = next((page for page in coming if page.meeting.kind == MeetingKind.QUARTERLY), coming[0] if coming else None)
    words = reading.announcement_pages(user, locale_id).filter(announcement__space__kind="community")
    context = {
        "section": "home",
        "next": lead,
        "coming": [page for page in coming if page is not lead][:3],
        "announcement": words.first(),
    }
    return context, min((page.meeting.ends_at for page in coming), default=None)


@kept.filler("hello")
def hello(request, argument):
    """The greeting, dated on the reader's own clock."""
    return render_to_string("home/hello.html", {"user": request.user, "now": timezone.now()})


@kept.filler("news")
def news(request, argument):
    """The year's articles on one's topics, completed by those of the whole community when there are few or none."""
    articles = reading.articles(request.user)
    followed = request.user.subscriptions.exclude(topic=None).exclude(level=FollowLevel.MUTED)
    topics = sorted(followed.values_list("topic_id", flat=True))
    mine, others = chosen(request, articles, topics)
    shown = rows(request, articles, mine + others)
    context = {"mine": shown[: len(mine)], "others": shown[len(mine) :], "follows": bool(topics)}
    return render_to_string("home/news.html", context)


def chosen(request, articles, topics):
    """(ids of the news on these topics, ids of what completes them); the same for all who read and follow the same.

    Kept until content changes, for a day at most: it is found in one query however many articles there are.
    """
    since = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) - NEWS
    name = f"news:{since:%Y%m%d}:{digest([access.space_key(request.user), topics])}"
    return versions.under(request, name, lambda: choose(articles, topics, since))


def choose(articles, topics, since):
    followed = Article.topics.through.objects.filter(article_id=OuterRef("pk"), topic_id__in=topics)
    fresh = articles.filter(Exists(followed), published_at__gte=since)
    either = Q(pk__in=articles.values("pk")[:SHOWN])
    either |= Q(pk__in=fresh.values("pk")[:SHOWN]) if topics else Q()
    found = articles.filter(either).annotate(is_mine=Exists(fresh.filter(pk=OuterRef("pk"))))
    found = list(found.values_list("pk", "is_mine"))
    mine = [pk for pk, is_mine in found if is_mine][:SHOWN]
    others = [pk for pk, is_mine in found if not is_mine] if len(mine) < FEW else []
    return mine, others[: SHOWN - len(mine)]


def digest(ids):
    """A short name for any number of ids: a key of a cache has its limit."""
    return hashlib.blake2b(repr(ids).encode(), digest_size=16).hexdigest()


def rows(request, articles, ids):
    """The rows of these articles, in their order, each kept by content version and language."""
    language, _locale = reading_language()
    version = f"{versions.current(request)[0]}:{timezone.get_current_timezone_name()}"  # dates are on their clock
    keys = {pk: f"row:{version}:{language}:{pk}" for pk in ids}
    found = caches["rendered"].get_many(keys.values())
    missing = [pk for pk in ids if keys[pk] not in found]
    if missing:
        for article in reading.show(list(articles.filter(pk__in=missing)), language):
            html = render_to_string("home/row.html", {"article": article})
            caches["rendered"].set(keys[article.pk], html, 86400)
            found[keys[article.pk]] = html
    return [mark_safe(found.get(keys[pk], "")) for pk in ids]  # noqa: S308  templates' output


@kept.filler("my_spaces")
def my_spaces(request, argument):
    """What waits at the desks of spaces one leads or looks after, as it is now; then one's own, kept for the day."""
    led, spaces = access.led_by(request.user), None
    ids = sorted(access.standing(request.user).keys() - {None})
    key = f"mine:{versions.current(request)[0]}:{get_language()}:{timezone.localdate()}:{digest(ids)}"
    html = caches["rendered"].get(key)
    if html is None:
        spaces = list(with_recent(request.user))
        html = render_to_string("home/my_spaces.html", {"spaces": spaces})
        caches["rendered"].set(key, html, 86400)
    elif led:
        spaces = waiting.counted(Space.objects.filter(pk__in=led))
    waits = waiting.for_leads(space for space in spaces or () if space.pk in led)
    quiet = [space for space in waiting.for_chairs(request.user) if space.pk not in led]
    card, needs = "", waiting.needs(request.user)
    if waits or quiet or needs:
        card = render_to_string("home/waiting.html", {"spaces": waits, "quiet": quiet, "needs": needs})
    return mark_safe(card + html)  # noqa: S308  templates' output


def with_recent(user):
    """The spaces one is in, each with the number of practices of the last 30 days, and of requests that wait."""
    recent = Q(articles__published_at__gte=timezone.now() - RECENT)
    spaces = waiting.counted(Space.objects.filter(pk__in=access.standing(user).keys() - {None})).with_addresses()
    return spaces.annotate(recent=Count("articles", filter=recent, distinct=True)).order_by("position", "code")
