"""The demo's ledger: what was posted went out on the Monday after, to those it reaches; the latest is still queued."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from home.demo.people import address
from spaces.models import Delivery, DeliveryState, Membership, Reader, Reason, Subscription, day_of
from spaces.models.subscriptions import WEEK
from spaces.services.reach import POSTED, audience

HOUR = 7
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
            Reader(user=user, covered_until=last - WEEK if code == REFUSED else last, next_digest_at=last + WEEK)
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
                Delivery.objects.bulk_create(rows_of(fact, key, joined, now))


def rows_of(fact, key, joined, now):
    topics = fact.topics.all()
    followers = set(Subscription.objects.filter(topic__in=topics).values_list("user_id", flat=True))
    last, sent_at = monday(now), monday(fact.published_at) + WEEK
    for user in audience(fact.space, topics):
        if joined[user.pk] > day_of(fact.published_at):
            continue
        state, settled_at = (DeliveryState.SENT, sent_at) if sent_at <= last else (DeliveryState.QUEUED, None)
        if sent_at == last and user.email == address(REFUSED):
            state = DeliveryState.FAILED
        yield Delivery(
            user=user, key=key, space=fact.space, reason=Reason.TOPIC if user.pk in followers else Reason.SPACE,
            state=state, queued_at=fact.published_at, settled_at=settled_at,
        )  # fmt: skip
