"""What one person sees first: at most a dozen queries, whatever the community holds."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from cms.bilingual.twins import reading_language
from spaces.models import MeetingKind, Space
from spaces.services import reading

SHOWN = 6
RECENT = timedelta(days=30)


def first_look(user):
    """The context of the home page for this person."""
    language, locale_id = reading_language()
    now = timezone.now()
    coming = list(
        reading.meeting_pages(user, locale_id).filter(meeting__ends_at__gte=now).order_by("meeting__starts_at")[:6]
    )
    quarterly = [page for page in coming if page.meeting.kind == MeetingKind.QUARTERLY]
    lead = (quarterly or coming or [None])[0]
    articles = reading.articles(user)
    news = list(articles.filter(topics__subscriptions__user=user).distinct()[:SHOWN])
    follows = bool(news)
    return {
        "section": "home",
        "now": now,
        "next": lead,
        "coming": [page for page in coming if page is not lead][:3],
        "follows": follows,
        "news": reading.show(news or list(articles[:SHOWN]), language),
        "announcement": reading.announcement_pages(user, locale_id)
        .filter(announcement__space__kind="community")
        .first(),
        "spaces": my_spaces(user, now),
    }


def my_spaces(user, now):
    """The person's spaces, each with the number of practices of the last 30 days."""
    recent = Q(articles__published_at__gte=now - RECENT)
    mine = Space.objects.filter(memberships__user=user).with_addresses()
    return mine.annotate(recent=Count("articles", filter=recent, distinct=True)).order_by("position", "code")
