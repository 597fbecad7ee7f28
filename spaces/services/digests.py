"""The digest: made when its date comes, of what waits in the ledger; never empty, each item once.

Sections are named in settings.DIGEST_SECTIONS: modules with `due(readers, now)`, the rows they add to the ledger,
`names(ids)`, what these are about in words, `paces(user)` and `stop(user)`, how soon somebody wants them and that they
no longer do; `count(user)`, how many they have, `held(user, pk)`, one of them (its words, whether it is told, how
soon), and `lower(user, pk, delivery)`, less of it (None: no more). So that a higher package can add its own without
being imported from here.
"""

from collections import defaultdict
from datetime import timedelta
from itertools import groupby

from django.db import connection, transaction
from django.utils import timezone

from spaces.models import (
    Announcement,
    Article,
    Delivery,
    DeliveryChannel,
    DeliveryState,
    Meeting,
    Occasion,
    Reader,
)
from spaces.models.deliveries import DIGESTED
from spaces.services import deliveries, dispatches, lines, matching, sending
from spaces.services.digest_mail import grouped

BATCH = 500
LATE = timedelta(days=35)  # how far back somebody who came meanwhile finds news, at most
AHEAD = timedelta(days=14)  # meetings of these days to come are told, each once


def send_due(*, now=None):
    """Make the digests that are due and send all mail that waits. Returns how many the server took."""
    prepare(now=now or timezone.now())
    return sending.send_all(now=now)


def prepare(*, now):
    """Write the mails of the digests that are due, and set when the next ones are. Returns how many have news."""
    deliveries.withdraw_from_closed(now=now)
    made = 0
    while found := prepare_batch(now):
        made += found[1]
    return made


@transaction.atomic
def prepare_batch(now):
    """(people, mails) of one batch; None when nobody's digest is due. Claimed with its dates: two runs make one."""
    skip = {"skip_locked": True, "of": ("self",)} if connection.features.has_select_for_update_skip_locked else {}
    readers = list(Reader.objects.due(now).select_for_update(**skip).order_by("pk")[:BATCH])
    if not readers:
        return None
    catch_up(readers, now=now)
    made = dispatches.queue_digests(readers, now=now)
    move_on(readers, now=now)
    return len(readers), made


def move_on(readers, *, now):
    """Set the next dates of these people; most have the same, so there are few statements."""
    same = defaultdict(list)
    for reader in readers:
        covered_until = now if reader.is_whole(now) else reader.covered_until
        reader.go_past(now)
        same[covered_until, reader.next_digest_at, reader.weekly_at].append(reader.pk)
    for (covered_until, next_at, weekly_at), ids in same.items():
        Reader.objects.filter(pk__in=ids).update(
            covered_until=covered_until, next_digest_at=next_at, weekly_at=weekly_at
        )


def catch_up(readers, *, now):
    """Add to the ledger what these people have no row of: of newcomers, meetings ahead, what higher sections find."""
    rows = missing(readers, now=now)
    for section in lines.sections():
        rows += section.due(readers, now)
    deliveries.write(rows, now=now)


def missing(readers, *, now):
    """The rows of news since each was last covered, and of meetings ahead, that these people do not have."""
    start = max(min(reader.covered_until for reader in readers), now - LATE)
    facts = [
        (fact, Occasion.PUBLISHED, fact.published_at)
        for model in (Announcement, Article)
        for fact in published(model, start, now)
    ]
    facts += [(fact, Occasion.AHEAD, None) for fact in ahead(now)]
    subjects = {fact: matching.subject_of(fact, fact.key) for fact, _occasion, _at in facts}
    if not subjects:
        return []
    ids = [reader.user_id for reader in readers]
    people = matching.people(list(subjects.values()), ids)
    allowed = matching.readers(subjects.values(), ids)
    keys = [subject.key for subject in subjects.values()]
    known = Delivery.objects.filter(user__in=ids, key__in=keys).exclude(state=DeliveryState.WITHDRAWN)
    known = set(known.values_list("user_id", "key", "occasion"))
    rows = []
    for fact, occasion, at in facts:
        subject = subjects[fact]
        for reader in readers:
            user = reader.user_id
            if (user, subject.key, occasion) in known or user not in allowed[fact.space_id]:
                continue
            if occasion == Occasion.AHEAD and (user, subject.key, Occasion.CALLED) in known:
                continue  # they have the notice of meeting
            if at and at <= reader.covered_until:
                continue
            way = matching.match(subject, people.get(user) or matching.Person(user))
            if way:
                way = by_digest(way, reader, is_next=occasion == Occasion.AHEAD)
                said = {"occasion": occasion, "queued_at": now}
                rows.append(deliveries.row(user, subject.key, fact.space_id, way, **said))
    return rows


def by_digest(way, reader, *, is_next=False):
    """What would have come at once, to somebody who was there, comes with the digest; a meeting ahead with the next."""
    if way.channel != DeliveryChannel.INSTANT and not (is_next and way.channel in DIGESTED):
        return way
    channel = DeliveryChannel.DAILY if reader.is_daily else DeliveryChannel.WEEKLY
    return matching.Way(channel, way.reason, way.about)


def published(model, start, now):
    """Facts published after `start` and not after now, with their key. What was loaded in bulk is no news."""
    facts = model.objects.filter(published_at__gt=start, published_at__lte=now)
    if model is Article:
        facts = facts.filter(imported__isnull=True)
    return with_keys(model, facts.prefetch_related("topics"))


def ahead(now):
    """Meetings that start within the days to come and can be read."""
    return with_keys(Meeting, Meeting.objects.filter(starts_at__gt=now, starts_at__lte=now + AHEAD))


def with_keys(model, facts):
    facts = list(facts.select_related("space"))
    pages = lines.TOLD[model]
    live = pages.objects.filter(live=True, **{f"{pages.fact_name}__in": facts})
    keys = dict(live.values_list(f"{pages.fact_name}_id", "translation_key"))
    for fact in facts:
        fact.key = keys.get(fact.pk)
    return [fact for fact in facts if fact.key]


def preview(user, *, now=None):
    """[(date, [(heading, [(Line, why)])])] of what the next digests would bring, were they made now: the next, and that
    of the week when it comes later. Nothing is sent, nor written."""
    now = now or timezone.now()
    reader = Reader.objects.filter(user=user).first()
    if reader is None or reader.next_digest_at is None:
        return []
    reader.user = user
    rows = list(Delivery.objects.waiting().filter(user=user, channel__in=DIGESTED, queued_at__lte=now))
    rows += missing([reader], now=now)
    for section in lines.sections():
        rows += section.due([reader], now)
    found = {}
    for row in rows:
        row.dispatch_id = row.channel
        found.setdefault((row.key, row.occasion), row)
    bench = sending.Bench()
    bench.items({row.key for row in found.values()})
    kept, _gone = sending.entitled(found.values(), bench, {user.pk: user}, now=now, write=False)
    daily, weekly = kept.get(DeliveryChannel.DAILY, []), kept.get(DeliveryChannel.WEEKLY, [])
    if reader.is_whole(reader.next_digest_at):
        dates = [(reader.next_digest_at, daily + weekly)]
    else:
        dates = [(reader.next_digest_at, daily), (reader.weekly_at, weekly)]
    return [(at, lines_by_heading(shown)) for at, shown in dates if at and shown]


def lines_by_heading(shown):
    """The lines of a digest under their headings, in the language that is active."""
    names = lines.Names((one.reason, one.about) for one in shown)
    groups = []
    for _group, found in groupby(grouped(shown, names), key=lambda one: one.group):
        found = list(found)
        first = found[0]
        heading = lines.heading(first.occasion, first.reason, names.of(first.reason, first.about))
        whys = [lines.why(one.reason, names.of(one.reason, one.about)) for one in found]
        groups.append((heading, list(zip([one.line for one in found], whys, strict=True))))
    return groups
