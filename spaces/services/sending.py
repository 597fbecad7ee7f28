"""Mails go out: batch by batch over one connection, each asked for the last time whether it still should."""

import logging
import time
import zoneinfo
from collections import defaultdict

from django.utils import timezone

from cms import bounces
from cms.mail import Unaddressable, envelope, refusal_of
from cms.mailing import Connection, Down, Refusal
from cms.models import Mailbox
from spaces.models import Delivery, DeliveryChannel, DeliveryState, Frequency, Occasion, Reader, Reason
from spaces.services import bounced, call_letters, call_mail, dispatches, lines, matching
from spaces.services.digest_mail import Press, Shown

log = logging.getLogger(__name__)
PULSE = 30  # seconds between two signs of life of a batch


def send_all(*, now=None):
    """Send every mail that waits. Returns how many the server took; when there is none to take them, they wait."""
    sent, fixed = 0, now
    dispatches.recover(now=now or timezone.now())
    bench = Bench()
    while True:
        now = fixed or timezone.now()
        run, mails = dispatches.claim(now=now)
        if not mails:
            return sent
        try:
            taken, gone = send(run, mails, bench, now=now)
        finally:
            dispatches.settle(run, now=now)
        sent += taken
        if gone:
            log.error("no mail server: %s. What waits is tried again each minute.", gone)
            return sent


#: Of a row of the ledger, what is asked of it as it goes.
COLUMNS = ("pk", "user_id", "key", "occasion", "sequence", "channel", "reason", "about", "language", "dispatch_id")


class Bench:
    """What the mails of a run are made of: items and pieces, kept from batch to batch."""

    def __init__(self):
        self.lines, self.presses = {}, {}

    def items(self, keys):
        """Read the items that are not there yet; what is gone has no line."""
        missing = keys - {key for key, _language in self.lines}
        if missing:
            found = lines.load(missing)
            self.lines |= {
                (key, language): found.get((key, language)) for key in missing for language in lines.LANGUAGES
            }

    def press(self, user, names):
        key = user.language, user.time_zone
        if key not in self.presses:
            self.presses[key] = Press(user.language, names, zone=zoneinfo.ZoneInfo(user.time_zone))
        self.presses[key].names = names
        return self.presses[key]


def contents(mails, bench, *, now):
    """({dispatch id: [Shown]}, Names): what each brings, rights asked now; the rest is withdrawn."""
    rows = Delivery.objects.filter(dispatch__in=[mail.pk for mail in mails], state=DeliveryState.SENDING)
    rows = list(rows.values_list(*COLUMNS, named=True))
    of_meetings = [row for row in rows if is_call(row)]
    items = [row for row in rows if not is_call(row)]
    bench.items({row.key for row in items})
    users = {mail.user_id: mail.user for mail in mails}
    kept, gone = entitled(items, bench, users, now=now) if items else ({}, [])
    if of_meetings:
        called, over = call_mail.entitled(of_meetings, users, now=now)
        call_mail.keep_told(called)
        kept, gone = {**kept, **called}, gone + over
    if gone:
        Delivery.objects.filter(pk__in=gone).settle(DeliveryState.WITHDRAWN, now)
    names = lines.Names((shown.reason, shown.about) for found in kept.values() for shown in found)
    return kept, names


def is_call(row):
    """Whether a row goes as a notice of meeting, or what follows it; one that could not waits for the digest."""
    return row.occasion in call_mail.OCCASIONS and row.channel == DeliveryChannel.INSTANT


def entitled(rows, bench, users, *, now, write=True):
    """({dispatch id: [Shown]} of rows whose person may still read the item and still asks for it, [ids of others])."""
    subjects = {}
    for row in rows:
        if line := bench.lines[row.key, "fr"]:
            subjects[row.key] = line.subject
    active = [pk for pk, user in users.items() if user.is_active]
    people = matching.people(list(subjects.values()), active) if subjects else {}
    readers = matching.readers(subjects.values(), active)
    kept, gone, shown_in = defaultdict(list), [], defaultdict(list)
    for row in rows:
        subject = subjects.get(row.key)
        way = None
        if subject and row.user_id in readers[subject.space.pk] and not is_over(row, bench.lines[row.key, "fr"], now):
            way = way_of(row, subject, people.get(row.user_id) or matching.Person(row.user_id))
        if way is None:
            gone.append(row.pk)
            continue
        line = bench.lines[row.key, users[row.user_id].language]
        kept[row.dispatch_id].append(Shown(line, BY_DIGEST.get(row.occasion, row.occasion), way.reason, way.about))
        if write and row.language != line.language:
            shown_in[line.language].append(row.pk)
    for language, ids in shown_in.items():
        Delivery.objects.filter(pk__in=ids).update(language=language)
    return kept, gone


#: A call that could not go at once is in the digest one of the meetings ahead.
BY_DIGEST = {Occasion.CALLED: Occasion.AHEAD, Occasion.MOVED: Occasion.AHEAD}


def is_over(row, line, now):
    """Whether a row tells of a meeting that has begun, or what a digest is too late for."""
    if row.occasion == Occasion.AHEAD or row.occasion in BY_DIGEST:
        return line.at <= now
    return row.occasion in call_mail.OCCASIONS


def way_of(row, subject, person):
    """Why an item still comes to somebody, or None when it does not."""
    if row.reason in matching.OTHERS:
        is_silenced = person.pk == subject.author or matching.is_silenced(subject, person)
        return None if is_silenced else matching.Way(row.channel, Reason(row.reason), row.about)
    return matching.match(subject, person)


def send(run, mails, bench, *, now):
    """Send a batch that is claimed. Returns (how many the server took, what it said when it went away: Down)."""
    mails = leave_out_stopped(mails, now=now)
    found, names = contents(mails, bench, now=now)
    dispatches.say_nothing([mail for mail in mails if mail.pk not in found], now=now)
    mails = [mail for mail in mails if mail.pk in found]
    paces = dict(Reader.objects.filter(user__in=[mail.user_id for mail in mails]).values_list("user_id", "frequency"))
    sent, before, beat = 0, None, time.monotonic()
    left = list(reversed(mails))
    try:
        with Connection() as connection:
            while left:
                mail = left[-1]
                try:
                    press = bench.press(mail.user, names)
                    ready = written(mail, found[mail.pk], press, paces.get(mail.user_id))
                    dispatches.step(before, mail.pk, at=now)
                    before = None
                    connection.send(ready)
                except Unaddressable as refused:
                    settle_refusal(mail, *refusal_of(refused), now=now)
                except Refusal as refused:
                    settle_refusal(mail, *bounces.of_refusal(refused.code, refused.said), now=now)
                else:
                    sent, before = sent + 1, mail.pk
                left.pop()
                if time.monotonic() - beat > PULSE:
                    dispatches.show_life(run, at=timezone.now())
                    beat = time.monotonic()
    except Down as gone:
        put_back(left, gone, now=now)
        return sent, gone
    except Exception:
        dispatches.put_back(left, now=now, said="error")
        raise
    finally:
        if before:
            dispatches.step(before, None, at=now)
    return sent, None


def leave_out_stopped(mails, *, now):
    """Nothing goes to addresses that refuse mail (cms/bounces.py): theirs is over, and stands on the site."""
    stopped = Mailbox.objects.stopped().filter(user__in=[mail.user_id for mail in mails])
    stopped = set(stopped.values_list("user_id", flat=True))
    for mail in mails:
        if mail.user_id in stopped:
            dispatches.refuse(mail, said="stopped", now=now)
    return [mail for mail in mails if mail.user_id not in stopped]


def written(dispatch, found, press, frequency):
    """The Mail of one person."""
    if isinstance(found[0], call_mail.Told):
        mail = call_letters.letter(press, dispatch.user, found[0])
    elif dispatch.key:
        mail = press.instant(dispatch.user, found[0])
    else:
        is_daily = not dispatch.is_whole or frequency == Frequency.DAILY
        mail = press.digest(dispatch.user, press.in_order(found), is_daily=is_daily)
    mail.reference = f"{dispatch.pk}.{dispatch.attempts}.{dispatch.run.hex[:12]}"
    mail.sender = envelope(dispatch.user, bounced.reference_of(dispatch))
    return mail


def settle_refusal(mail, is_permanent, said, *, now):
    """One refusal stops nobody else: a lasting one is the end of this mail, another is tried again later."""
    log.warning("mail %s to user %s was refused: %s", mail.pk, mail.user_id, said)
    if is_permanent:
        dispatches.refuse(mail, said=said, now=now)
    else:
        dispatches.put_back([mail], now=now, said=said)
    bounces.note(mail.user, is_permanent=is_permanent, said=said, reference=bounced.reference_of(mail))


def put_back(left, gone, *, now):
    """The server went away: what is left waits. The mail it was taking may have gone."""
    if gone.is_doubtful and left:
        left[-1].is_doubtful = True
        log.warning("mail %s to user %s may go twice: the server went away with it", left[-1].pk, left[-1].user_id)
    dispatches.put_back(left, now=now, said=str(gone), counts=False)
