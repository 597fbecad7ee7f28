"""A notice of meeting to two thousand people: the seconds from the button to the last mail, off the request.

Run by `make bench ARGS=--notice`. Prints what the request costs, then what the worker does: rows, and mails sent over
one connection to a server that takes everything (bench/taker.py), beside smtplib alone with as many octets; then the
same of a change of its hours.
"""

import os
import subprocess
import sys
from datetime import timedelta

import django

os.environ.setdefault("PEOPLE", "2000")
django.setup()

from django.conf import settings  # noqa: E402  the site is loaded first
from django.urls import reverse  # noqa: E402

from bench.mail import PEOPLE, Watch, crowd, kept_bytes, raw  # noqa: E402
from cms.mailing import Connection  # noqa: E402
from cms.models import User  # noqa: E402
from spaces.models import Call, CommunityRole, Delivery, Dispatch, Duty, Jurisdiction, Meeting, Profile  # noqa: E402
from spaces.services import audiences, calling, sending  # noqa: E402

WANTED = 3.0
EVERYBODY = {"kind": "quarterly", "level": "all"}


def called():
    """A quarterly meeting to come of an open space, which nobody has been called to; and how many it calls."""
    Delivery.objects.all().delete()
    Dispatch.objects.all().delete()
    Call.objects.all().delete()
    meeting = Meeting.objects.coming().filter(space__is_open=True, pages__live=True).first()
    Meeting.objects.filter(pk=meeting.pk).update(**EVERYBODY)
    User.objects.filter(email__startswith="bench-").update(is_active=False)
    meeting.refresh_from_db()
    here = audiences.called(meeting).count()
    wanted = User.objects.filter(email__startswith="bench-").order_by("pk").values_list("pk", flat=True)
    User.objects.filter(pk__in=list(wanted[: PEOPLE - here])).update(is_active=True)
    return meeting


def chair():
    """Who calls: the federal co-chair of the demo."""
    return CommunityRole.objects.current().filter(duty=Duty.FEDERAL_CHAIR).first().user


def places():
    """The administrations of the crowd, one after the other."""
    missing = User.objects.filter(email__startswith="bench-", profile=None)
    found = list(Jurisdiction.objects.order_by("pk"))
    rows = [Profile(user=user, jurisdiction=found[number % len(found)]) for number, user in enumerate(missing)]
    Profile.objects.bulk_create(rows, batch_size=500)


def tell(words, act):
    """What an act costs the request, then the worker."""
    asked, written, sent = Watch(), Watch(), Watch()
    with asked:
        call = act()
    with written:
        number = calling.write(call.pk)
    with sent:
        count = sending.send_all()
    print(f"{words}: {asked.wall * 1000:.0f} ms of the request, {asked.queries['others']} queries")
    print(f"  {number} rows are written in {written.wall:.2f} s, {written.queries['others']} queries")
    print(f"  {count} mails are sent in {sent.wall:.2f} s ({sent.cpu / max(count, 1) * 1000:.2f} CPU ms each)")
    wall, cpu = written.wall + sent.wall, written.cpu + sent.cpu
    print(f"  {wall:.2f} s in all, {cpu:.2f} s of them of a processor (wanted: {WANTED:.0f})", flush=True)


def move(meeting):
    """An hour later, as publishing a page of it would have it."""
    old = {name: getattr(meeting, name) for name in ("starts_at", "ends_at", "teams_url")}
    meeting.starts_at, meeting.ends_at = (at + timedelta(hours=1) for at in (meeting.starts_at, meeting.ends_at))
    meeting.save(update_fields=["starts_at", "ends_at", *meeting.raise_sequence()])
    calling.note_change(meeting, calling.key_of(meeting), old)
    return meeting.calls.get(done_at=None)


def main():
    sink = subprocess.Popen([sys.executable, "-m", "bench.taker"], stdout=subprocess.PIPE, text=True)
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sink.stdout.readline())
        crowd()
        places()
        meeting = called()
        reverse("meetings")  # the worker has been running for a while: it knows the addresses
        ready, send = kept_bytes(PEOPLE)
        tell("the notice", lambda: calling.send(meeting=meeting, by=chair()))
        Connection.hand_over = send
        print(f"  smtplib alone, the same octets: {len(ready) / raw(settings.EMAIL_PORT, ready):.2f} s")
        tell("a change of hours", lambda: move(meeting))
    finally:
        User.objects.filter(email__startswith="bench-").update(is_active=True)
        sink.kill()


if __name__ == "__main__":
    main()
