"""Mail over a real server that fails: one refusal stops nobody, what is left waits, and what was sent is not sent again."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core import mail as outbox
from django.db.models import Q

from cms import bounces
from cms.mailing import Mail
from spaces.models import Article, Delivery, DeliveryState, Dispatch, DispatchState, Frequency, Membership, Reader
from spaces.models.subscriptions import WEEK
from spaces.services import digests, dispatches, sending, subscriptions
from tests import factories

NOW = datetime(2026, 11, 9, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def topic(db):
    return factories.topic()


@pytest.fixture
def people(quality, topic):
    """Five who follow a topic with news, whose digest is due."""
    made = [factories.person(f"Person{number}", language="fr" if number % 2 else "en") for number in range(5)]
    for user in made:
        subscriptions.follow(user=user, topic=topic)
    Reader.objects.update(covered_until=NOW - WEEK, next_digest_at=NOW, weekly_at=NOW)
    fact = factories.article(quality, fr="Rappel à l’heure", en="Callback on time", topics=[topic])
    Article.objects.filter(pk=fact.pk).update(published_at=NOW)
    return made


def got(sink):
    """{number of the person: how many mails}."""
    counts = {}
    for mail in sink.mails:
        (address,) = mail.recipients
        number = int(address.partition("@")[0].removeprefix("person"))
        counts[number] = counts.get(number, 0) + 1
    return counts


def states():
    return sorted(Delivery.objects.order_by("user").values_list("state", flat=True))


ONCE = dict.fromkeys(range(5), 1)


def test_a_digest_arrives_whole_in_the_language_of_its_reader(people, sink):
    assert digests.send_due(now=NOW) == 5
    assert (got(sink), states()) == (ONCE, ["sent"] * 5)
    french, english = sink.to("person1@example.org")[0], sink.to("person0@example.org")[0]
    assert (french["Subject"], english["Subject"]) == (
        "Votre résumé\u00a0: Rappel à l’heure",
        "Your digest: Callback on time",
    )
    assert (french["Content-Language"], french["Auto-Submitted"]) == ("fr-CA", "auto-generated")
    assert "Rappel à l’heure" in french.part("plain")
    assert "Rappel à l’heure" in french.part("html")
    assert max(map(len, french.raw.splitlines())) <= 998
    assert french.raw.isascii()
    assert "Vous suivez le thème «\u00a0Rappel\u00a0»." in french.part("plain")
    assert len({mail["Message-ID"] for mail in sink.mails}) == 5


def test_the_bytes_say_what_django_would_send(people, sink):
    """Both ways to send put the same words under the same headers."""
    digests.prepare(now=NOW)
    run, (first, *_others) = dispatches.claim(now=NOW)
    bench = sending.Bench()
    found, names = sending.contents([first], bench, now=NOW)
    first.run = run
    ready = sending.written(first, found[first.pk], bench.press(first.user, names), Frequency.WEEKLY)
    outbox.get_connection().send_messages([ready.message()])
    (sent,) = sink.mails
    ours = message_from_bytes(ready.as_bytes(), policy=policy.default)
    for header in ("From", "To", "Subject", "Auto-Submitted", "Content-Language", "List-Id", "List-Unsubscribe-Post"):
        assert ours[header] == sent[header], header
    for kind in ("plain", "html"):
        content = ours.get_body([kind]).get_content().replace("\r\n", "\n")
        assert content.rstrip("\n") == sent.part(kind).rstrip("\n")


def test_no_server_at_first_keeps_all_and_sends_once_it_is_there(people, sink, caplog):
    sink.stop()
    assert digests.send_due(now=NOW) == 0
    assert states() == ["failed"] * 5
    assert digests.send_due(now=NOW) == 0, "not tried again at once"
    sink.start()
    assert digests.send_due(now=NOW + MINUTE) == 5
    assert (got(sink), states()) == (ONCE, ["sent"] * 5)
    assert not Dispatch.objects.filter(is_doubtful=True).exists()


def test_a_server_that_dies_in_the_middle_leaves_the_rest_for_later_and_nobody_out(people, sink):
    sink.faults.dies_after = 2
    assert digests.send_due(now=NOW) == 2
    sink.faults.dies_after = 0
    assert digests.send_due(now=NOW + MINUTE) == 3
    counts = got(sink)
    assert (sorted(counts), sum(counts.values())) == ([0, 1, 2, 3, 4], 5)
    assert states() == ["sent"] * 5


def test_a_server_that_takes_so_many_over_one_connection_is_asked_for_another(people, sink):
    sink.faults.closes_after = 2
    assert digests.send_due(now=NOW) == 5
    assert (got(sink), Dispatch.objects.filter(is_doubtful=True).count()) == (ONCE, 0)


def test_a_connection_that_breaks_with_a_mail_in_hand_says_which_may_go_twice(people, sink, caplog):
    sink.faults.closes_in = frozenset({3})
    assert digests.send_due(now=NOW) == 2
    assert "may go twice" in caplog.text
    assert digests.send_due(now=NOW + MINUTE) == 3
    assert (got(sink), Dispatch.objects.filter(is_doubtful=True).count()) == (ONCE, 1)


def test_a_refusal_for_now_is_tried_again_later_and_later_then_waits_for_the_digest(people, sink):
    sink.faults.refused = {"person2@example.org": "451 4.3.0 Try later"}
    assert digests.send_due(now=NOW) == 4
    assert states() == ["failed", *["sent"] * 4]
    mail, now = Dispatch.objects.get(user=people[2]), NOW
    for attempt, pause in enumerate(dispatches.BACKOFF, 1):
        mail.refresh_from_db()
        assert (mail.attempts, mail.retry_at, mail.state) == (attempt, now + pause, DispatchState.WAITING)
        assert "451 4.3.0 Try later" in mail.said
        assert digests.send_due(now=mail.retry_at - MINUTE) == 0
        now = mail.retry_at
        digests.send_due(now=now)
    mail.refresh_from_db()
    assert mail.state == DispatchState.FAILED
    sink.faults.refused = {}
    assert digests.send_due(now=NOW + WEEK) == 1
    assert (got(sink), states()) == (ONCE, ["sent"] * 5)


@pytest.mark.database
def test_a_lasting_refusal_is_final_and_stops_nobody_else(people, sink):
    sink.faults.refused = {"person2@example.org": "550 5.1.1 No such mailbox"}
    assert digests.send_due(now=NOW) == 4
    assert Delivery.objects.get(user=people[2]).state == DeliveryState.REFUSED
    assert "5.1.1" in Dispatch.objects.get(user=people[2]).said
    assert digests.send_due(now=NOW + WEEK) == 0
    assert sorted(got(sink)) == [0, 1, 3, 4]


@pytest.mark.parametrize(("command", "reply", "later"), [("RCPT", "450 4.2.0 Busy", 2), ("DATA", "554 5.6.0 No", 0)])
def test_every_second_one_refused_leaves_the_others(command, reply, later, people, sink):
    sink.faults.every = {command: (2, reply)}
    assert digests.send_due(now=NOW) == 3
    sink.faults.every = {}
    assert digests.send_due(now=NOW + 6 * MINUTE) == later
    assert len(got(sink)) == 3 + later


def test_rights_are_asked_as_each_mail_is_written_and_again_when_it_is_tried_again(people, sink, quality):
    sink.stop()
    digests.send_due(now=NOW)
    quality.is_open = False
    quality.save()
    Membership.objects.create(user=people[0], space=quality)
    sink.start()
    assert digests.send_due(now=NOW + MINUTE) == 1
    assert (got(sink), states()) == ({0: 1}, ["sent", *["withdrawn"] * 4])
    assert Dispatch.objects.filter(state=DispatchState.EMPTY).count() == 4


def test_an_address_no_server_would_take_is_said_and_stops_nobody(people, sink):
    type(people[1]).objects.filter(pk=people[1].pk).update(email="zoé@example.org")
    type(people[2]).objects.filter(pk=people[2].pk).update(email="person2@éxample.org")
    assert digests.send_due(now=NOW) == 4
    assert Delivery.objects.get(user=people[1]).state == DeliveryState.REFUSED
    assert [mail.recipients for mail in sink.mails if "xn--" in mail.recipients[0]] == [["person2@xn--xample-9ua.org"]]


def test_an_address_that_refuses_again_and_again_is_written_to_no_more(people, sink, topic, quality):
    sink.faults.refused = {"person2@example.org": "550 5.1.1 No such mailbox"}
    with time_machine.travel(NOW):
        digests.send_due(now=NOW)
    fact = factories.article(quality, en="Another", topics=[topic])
    Article.objects.filter(pk=fact.pk).update(published_at=NOW + 2 * MINUTE)
    with time_machine.travel(NOW + WEEK):
        assert digests.send_due(now=NOW + WEEK) == 4
    sink.faults.refused = {}
    fact = factories.article(quality, en="A third", topics=[topic])
    Article.objects.filter(pk=fact.pk).update(published_at=NOW + WEEK + MINUTE)
    assert digests.send_due(now=NOW + 2 * WEEK) == 4
    assert sink.to("person2@example.org") == []
    assert set(Delivery.objects.filter(user=people[2]).values_list("state", flat=True)) == {"refused"}


@pytest.mark.database
def test_what_comes_back_afterwards_stands_in_the_ledger(people, sink, settings):
    settings.BOUNCE_ADDRESS = "bounces@example.org"
    digests.send_due(now=NOW)
    (mail,) = sink.to("person2@example.org")
    token = mail.sender.partition("+")[2].partition("@")[0]
    user, reference = bounces.read_token(token)
    bounces.note(user, is_permanent=False, said="451 4.3.0 Later", reference=reference)
    assert states() == ["sent"] * 5
    bounces.note(user, is_permanent=True, said="550 5.1.1 No such mailbox", reference=reference)
    assert states() == ["bounced", *["sent"] * 4]
    assert Delivery.objects.get(user=people[2]).state == "bounced"


def test_a_clock_set_back_sends_nothing_again_and_leaves_nobody_out(people, sink):
    digests.send_due(now=NOW)
    hour = timedelta(hours=1)
    for now in (NOW - hour, NOW, NOW - hour + WEEK, NOW + WEEK):
        assert digests.send_due(now=now) == 0
    assert (got(sink), Reader.objects.filter(next_digest_at__lte=NOW + WEEK).exists()) == (ONCE, False)


def test_what_is_deleted_before_it_goes_is_not_sent(people, sink):
    digests.prepare(now=NOW)
    for page in list(Article.objects.get().pages.all()):
        page.delete()
    assert digests.send_due(now=NOW) == 0
    assert (states(), sink.mails) == (["withdrawn"] * 5, [])


def test_mails_are_forgotten_when_none_can_come_back_any_more(people, sink):
    digests.send_due(now=NOW)
    assert dispatches.prune(now=NOW + timedelta(days=89)) == 0
    assert dispatches.prune(now=NOW + timedelta(days=91)) == 5
    assert states() == ["sent"] * 5


def test_titles_cannot_write_headers_and_long_ones_are_cut_at_a_word(people, sink, quality, topic):
    Article.objects.update(published_at=NOW - MINUTE)
    title = "Callback\r\nBcc: eve@example.org\u2028" + " very" * 50
    fact = factories.article(quality, en=title[:255], topics=[topic])
    Article.objects.filter(pk=fact.pk).update(published_at=NOW)
    type(people[0]).objects.update(first_name="Ann\r\nBcc: eve@example.org", language="en")
    assert digests.send_due(now=NOW) == 5
    for mail in sink.mails:
        assert (mail["Bcc"], len(mail.recipients)) == (None, 1)
        assert mail["Subject"].startswith("Your digest: Callback Bcc: eve@example.org very")
        assert mail["Subject"].endswith("…, and 1 more") or mail["Subject"].endswith("…")


def test_mail_of_a_slow_server_shows_life_so_that_nobody_takes_it_over(people, sink, monkeypatch):
    monkeypatch.setattr(sending, "PULSE", 0)
    sink.faults.seconds = 0.05
    digests.prepare(now=NOW)
    run, mails = dispatches.claim(now=NOW)
    sending.send(run, mails, sending.Bench(), now=NOW)
    dispatches.settle(run, now=NOW)
    assert min(Dispatch.objects.values_list("claimed_at", flat=True)) >= NOW
    assert got(sink) == ONCE


def test_a_header_in_several_lines_stays_one_header():
    mail = Mail(
        to="ann@example.org", language="en", subject="é" * 90, text="a\r\nb\rc", html="<p>é</p>", reference="7.1"
    )
    head, _gap, body = mail.as_bytes().partition(b"\r\n\r\n")
    assert b"\nSubject: =?utf-8?" in head
    assert all(line[:1] == b" " or b": " in line for line in head.split(b"\r\n"))
    assert b"\na\r\nb\r\nc\r\n" in body


def test_rows_are_closed_when_what_sent_them_ended_after_the_last_mail(people):
    digests.prepare(now=NOW)
    _run, mails = dispatches.claim(now=NOW)
    for before, after in zip([None, *mails], [*mails, None], strict=True):
        dispatches.step(before and before.pk, after and after.pk, at=NOW)
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENDING}
    dispatches.recover(now=NOW + dispatches.PATIENCE + timedelta(seconds=1))
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    assert not Dispatch.objects.filter(Q(settled_at=None) | Q(is_doubtful=True)).exists()
