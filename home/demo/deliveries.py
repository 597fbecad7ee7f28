"""The demo's ledger: what was posted went out on the Monday after, to those it reaches; the latest is still queued."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from cms.models import User
from home.demo.people import address
from spaces.models import Delivery, DeliveryChannel, DeliveryState, Membership, Reader, day_of
from spaces.models.subscriptions import WEEK
from spaces.services import deliveries, matching, notices
from spaces.services.reach import POSTED

HOUR = 7
#: What is older people have read on the site, had they come since.
UNREAD = timedelta(days=7)
#: Whose mail server refused last Monday's digest: it is kept for the next one.
REFUSED = "martha.reid"


def monday(moment):
    """The last Monday at seven, on the community's clock, up to a moment."""
    local = moment.astimezone(ZoneInfo(settings.SITE_TIME_ZONE))
    found = local.replace(hour=HOUR, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())
    return found if found <= local else found - WEEK


def open_digests(people):
    """Everybody's digest goes on Mondays at seven."""
    last = monday(timezone.now())
    Reader.objects.bulk_create(
        [
            Reader(
                user=user,
                covered_until=last - WEEK if code == REFUSED else last,
                next_digest_at=last + WEEK,
                weekly_at=last + WEEK,
            )
            for code, user in people.items()
        ],
        ignore_conflicts=True,
    )


def write_deliveries():
    """Rows of every published item that has none: those it reaches today who had joined by then."""
    now = timezone.now()
    known = set(Delivery.objects.values_list("key", flat=True))
    joined = dict(Membership.objects.values_list("user").annotate(first=Min("starts_on")).order_by())
    for model in POSTED:
        for fact in model.objects.filter(published_at__lte=now).select_related("space"):
            key = fact.pages.values_list("translation_key", flat=True).first()
            if key not in known:
                rows = Delivery.objects.bulk_create(rows_of(fact, key, joined, now))
                notices.count_up([row.user_id for row in rows if row.read_at is None])


def rows_of(fact, key, joined, now):
    last, sent_at = monday(now), monday(fact.published_at) + WEEK
    seen = dict(User.objects.values_list("pk", "last_seen_on"))
    refused = User.objects.filter(email=address(REFUSED)).values_list("pk", flat=True).first()
    for user, way in matching.ways(matching.subject_of(fact, key)).items():
        if user not in joined or joined[user] > day_of(fact.published_at):
            continue
        row = deliveries.row(user, key, fact.space_id, way, queued_at=fact.published_at)
        if row.channel == DeliveryChannel.INSTANT:
            row.state, row.settled_at = DeliveryState.SENT, fact.published_at
        elif sent_at <= last:
            row.state = DeliveryState.FAILED if (sent_at, user) == (last, refused) else DeliveryState.SENT
            row.settled_at = sent_at
        if fact.published_at < now - UNREAD and seen[user] and seen[user] > day_of(fact.published_at):
            row.read_at = fact.published_at + timedelta(hours=20)
        yield row
