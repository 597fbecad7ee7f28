"""Digests of ten thousand people over one connection, beside the same bytes sent by smtplib alone; and a fan-out.

Run by `make bench ARGS=--mail`. Prints rates, their ratio, processor time a mail, memory and queries a batch.
"""

import os
import random
import resource
import smtplib
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  the site is loaded first
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from cms.mailing import Connection  # noqa: E402
from cms.models import User  # noqa: E402
from spaces.models import (  # noqa: E402
    Announcement,
    AnnouncementPage,
    Article,
    Delivery,
    Dispatch,
    Membership,
    Reader,
    Space,
    Subscription,
    Topic,
)
from spaces.services import deliveries, digests, sending  # noqa: E402

PEOPLE = int(os.environ.get("PEOPLE", 10_000))
WEEK = timedelta(days=7)
RAW = 2000  # mails of the baseline, each of other bytes


def crowd():
    """People who are in two spaces and follow five topics, half in each language; made once."""
    missing = PEOPLE - User.objects.filter(email__startswith="bench-").count()
    if missing <= 0:
        return
    chance = random.Random(7)  # noqa: S311  the same crowd each time
    spaces, topics = list(Space.objects.filter(is_open=True)), list(Topic.objects.all())
    made = User.objects.bulk_create(
        [
            User(email=f"bench-{number}@example.org", first_name=f"Élise {number}", password="",
                 language="fr" if number % 2 else "en")
            for number in range(PEOPLE)
        ],
        batch_size=500,
    )  # fmt: skip
    Membership.objects.bulk_create(
        [Membership(user=user, space=space) for user in made for space in chance.sample(spaces, 2)], batch_size=500
    )
    Subscription.objects.bulk_create(
        [Subscription(user=user, topic=topic) for user in made for topic in chance.sample(topics, 5)], batch_size=500
    )
    Reader.objects.open([user.pk for user in made])


def news():
    """Twelve practices and two announcements of this week, queued as they came; all digests due, none made."""
    now = timezone.now()
    Delivery.objects.all().delete()
    Dispatch.objects.all().delete()
    said = {Announcement: {"is_must_read": False}}
    for model, number in ((Article, 12), (Announcement, 2)):
        recent = model.objects.filter(published_at__isnull=False).order_by("-pk").values_list("pk", flat=True)[:number]
        facts = list(recent)
        model.objects.filter(published_at__isnull=False).update(published_at=now - 8 * WEEK)
        model.objects.filter(pk__in=facts).update(published_at=now - timedelta(hours=1), **said.get(model, {}))
        Reader.objects.update(covered_until=now - WEEK, next_digest_at=now, weekly_at=now)
        for pk in facts:
            deliveries.queue(model._meta.model_name, pk, now=now - timedelta(hours=1))
    return timezone.now()


class Watch:
    """Wall clock, processor time and queries of what is done meanwhile."""

    def __enter__(self):
        self.queries, self.kept = Counter(), []
        self.wrapper = connection.execute_wrapper(self.count)
        self.wrapper.__enter__()
        self.start, self.cpu = time.perf_counter(), time.process_time()
        return self

    def count(self, execute, sql, params, many, context):
        self.queries["a mail" if sql.startswith("UPDATE spaces_dispatch SET claimed_at") else "others"] += 1
        return execute(sql, params, many, context)

    def __exit__(self, *failure):
        self.wall, self.cpu = time.perf_counter() - self.start, time.process_time() - self.cpu
        self.wrapper.__exit__(*failure)


def raw(port, ready):
    """Mails a second of smtplib alone: these bytes, over one connection."""
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for to, words in ready:
            smtp.sendmail("carrefour@example.org", [to], words)
    return len(ready) / (time.perf_counter() - start)


def megabytes():
    """What the process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024**2


def noting_memory(found):
    """Has what the process holds noted after each batch."""
    send = sending.send

    def noted(*arguments, **said):
        answer = send(*arguments, **said)
        found.append(megabytes())
        return answer

    sending.send = noted


def kept_bytes(count):
    """Collects the bytes of the first mails that go, for the baseline."""
    found, send = [], Connection.hand_over

    def hand_over(self, mail):
        if len(found) < count:
            found.append((mail.to, mail.as_bytes()))
        send(self, mail)

    Connection.hand_over = hand_over
    return found, send


def main():
    sink = subprocess.Popen([sys.executable, "-m", "bench.sink"], stdout=subprocess.PIPE, text=True)
    try:
        port = int(sink.stdout.readline())
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        crowd()
        measure(port)
    finally:
        sink.kill()


def measure(port):
    ready, send = kept_bytes(RAW)
    now = news()
    Reader.objects.exclude(user__in=Reader.objects.order_by("pk").values("user")[:RAW]).update(
        next_digest_at=now + WEEK
    )
    digests.send_due(now=now)
    Connection.hand_over = send
    now = news()
    before = raw(port, ready)
    made = Watch()
    with made:
        count = digests.prepare(now=now)
    print(f"{count} digests are made in {made.wall:.1f} s ({made.cpu / count * 1000:.2f} CPU ms each)", flush=True)
    sent, held = Watch(), []
    noting_memory(held)
    with sent:
        sent_count = digests.send_due(now=now)
    after = raw(port, ready)
    rate, baseline = sent_count / sent.wall, (before + after) / 2
    size = sum(len(words) for _to, words in ready) / len(ready) / 1024
    print(f"{sent_count} digests of {size:.1f} KB are sent in {sent.wall:.1f} s: {rate:.0f} a second")
    print(f"smtplib alone, the same bytes: {baseline:.0f} a second; ratio {rate / baseline:.2f} (wanted: 0.5)")
    cpu = (made.cpu + sent.cpu) / sent_count * 1000
    print(f"{cpu:.2f} CPU ms a mail, made and sent (wanted: 1.5); sent alone: {sent.cpu / sent_count * 1000:.2f}")
    batches = -(-sent_count // 200)
    print(f"queries: {sent.queries['a mail'] / sent_count:.2f} a mail, {sent.queries['others'] / batches:.0f} a batch")
    print(f"memory: {held[4]:.0f} MB after a thousand digests, {held[-1]:.0f} MB after the last")
    fan_out()


def fan_out():
    """One announcement that everyone must read, to all."""
    page = (
        AnnouncementPage.objects.filter(live=True, announcement__space__is_open=True)
        .select_related("announcement")
        .first()
    )
    fact = page.announcement
    Announcement.objects.filter(pk=fact.pk).update(is_must_read=True, published_at=timezone.now())
    Delivery.objects.filter(key=page.translation_key).delete()
    Dispatch.objects.filter(key=page.translation_key).delete()
    watch = Watch()
    with watch:
        count = deliveries.queue("announcement", fact.pk)
    print(
        f"one announcement reaches {count} people in {watch.wall:.2f} s, {watch.queries['others']} queries (wanted: 5)"
    )


if __name__ == "__main__":
    main()
