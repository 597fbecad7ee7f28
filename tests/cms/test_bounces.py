"""When an address is written to no more: the rule, what it does to mail, and how one takes it back."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as outbox

from cms import bounces, mail
from cms.models import CommunitySettings, Mailbox, User
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 17, tzinfo=UTC)
DAY = timedelta(days=1)
GONE = "550 5.1.1 No such mailbox"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def came_back(user, clock, *days, said=GONE, is_permanent=True):
    """A failure on each of these days after the first; returns the days whose failure stopped the address."""
    found = []
    for day in days:
        clock.move_to(NOON + day * DAY)
        if bounces.note(user, is_permanent=is_permanent, said=said):
            found.append(day)
    return found


def letter(user, **more):
    said = {"act": "rejected", "title": "T", "title_language": "en", "address": "/x/"}
    return mail.send("spaces/mail/workflow", to=user, context=said, **more)


@pytest.mark.parametrize(
    ("days", "stops"),
    [
        ([0], []), ([0, 0.1], []), ([0, 1], [1]), ([0, 0.5], [0.5]), ([0, 30], [30]), ([0, 31], []), ([0, 31, 40], [40]),
        ([0, 1, 2, 3], [1]), ([0, 20, 45], [20]),
    ],
)  # fmt: skip
def test_failures_on_two_days_within_thirty_stop_an_address_once(alice, clock, days, stops):
    """Half a day after noon in Toronto is the next day there."""
    assert came_back(alice, clock, *days) == stops
    assert bounces.is_stopped(alice) == bool(stops)


def test_two_failures_around_midnight_in_greenwich_are_of_one_day_here(alice, clock):
    assert came_back(alice, clock, 0.25, 0.4) == []


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        (GONE, True), ("550 No such user here", True), ("551 User not local", True), ("553 Mailbox name not allowed", True),
        ("552 5.2.2 Mailbox full", True), ("5.0.0 smtp; 550 user unknown", True), ("550 5.1.10 Null MX", True),
        ("554 5.7.1 Blocked: spam from 5.1.1.9", False), ("550 5.7.1 Our policy", False), ("552 5.2.3 Message too long", False),
        ("554 Transaction failed", False), ("550 5.1.8 Bad sender", False), ("554 5.4.4 No route", False), ("5.3.0 Odd", False),
        ("571 blocked by 10.1.5.50", False), ("", False),
    ],
)  # fmt: skip
def test_only_what_is_about_the_address_counts(alice, clock, said, counts):
    """One that blocks us all for two days must not stop every address there."""
    assert came_back(alice, clock, 0, 1, said=said) == ([1] if counts else [])


def test_temporary_failures_never_stop_it(alice, clock):
    assert came_back(alice, clock, *range(20), said="452 4.2.2 Mailbox full", is_permanent=False) == []
    assert not Mailbox.objects.exists()


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        (550, b"5.1.1 No such mailbox", (True, GONE)), (451, b"4.3.0 Later", (False, "451 4.3.0 Later")),
        (550, "5.1.1 Élu\r\n inconnu\x00 \u2028", (True, "550 5.1.1 Élu inconnu")), (554, b"\xff" * 900, (True, "554 " + "\ufffd" * 496)),
        (421, b"", (False, "421")), (-1, b"gone", (False, "-1 gone")),
    ],
)  # fmt: skip
def test_what_a_server_answers_is_read(code, message, expected):
    assert bounces.of_refusal(code, message) == expected


def test_others_hear_of_each_failure(alice, clock):
    heard = []

    def listen(sender, user, reference, is_permanent, said, **kwargs):
        heard.append((user, reference, is_permanent, said))

    bounces.noted.connect(listen)
    try:
        bounces.note(alice, is_permanent=True, said=GONE, reference="d12")
        bounces.note(alice, is_permanent=False, said="451 Later")
    finally:
        bounces.noted.disconnect(listen)
    assert heard == [(alice, "d12", True, GONE), (alice, "", False, "451 Later")]


def test_nothing_more_is_sent_but_what_is_asked_for_at_that_moment(alice, bob, clock, client, caplog):
    came_back(alice, clock, 0, 1)
    outbox.outbox.clear()
    with caplog.at_level(logging.INFO, "cms.mail"):
        assert [letter(alice), letter(bob), letter(alice, is_asked=True)] == [0, 1, 1]
    assert [message.to for message in outbox.outbox] == [[bob.email], [alice.email]]
    assert f"nothing is sent to user {alice.pk}" in caplog.text
    outbox.outbox.clear()
    client.post("/en/accounts/password/reset/", {"email": alice.email})
    assert [message.to for message in outbox.outbox] == [[alice.email]]


def test_support_is_told_once_in_both_languages(alice, clock, posted):
    CommunitySettings.objects.update_or_create(pk=1, defaults={"support_email": "help@example.org"})
    with posted():
        came_back(alice, clock, 0, 1, 2, 3)
    (told,) = outbox.outbox
    assert told.to == ["help@example.org"]
    said = told.body.replace("\u00a0", " ")
    assert "Mail to Alice Test (alice@example.org) comes back to the site" in said
    assert "Les courriels envoyés à Alice Test (alice@example.org) reviennent au site : plus rien" in said
    assert said.count(GONE) == 2
    outbox.outbox.clear()
    bounces.try_again(alice)
    with posted():
        assert came_back(alice, clock, 4, 5) == [5]
    assert len(outbox.outbox) == 1


def test_who_tries_again_meanwhile_is_not_told_of(alice, clock, posted):
    with posted():
        came_back(alice, clock, 0, 1)
        bounces.try_again(alice)
    assert outbox.outbox == []


def test_trying_again_forgets_what_came_back_until_then(alice, clock):
    came_back(alice, clock, 0, 1)
    bounces.try_again(alice)
    assert not bounces.is_stopped(alice)
    assert not bounces.note(alice, is_permanent=True, said=GONE, at=NOON + DAY / 2), "a report of before, read now"
    assert letter(alice) == 1
    assert came_back(alice, clock, 2) == []
    assert came_back(alice, clock, 3) == [3]


def test_another_address_is_written_to_and_its_failures_are_its_own(alice, clock):
    came_back(alice, clock, 0, 1)
    alice.email = "alice@example.com"
    alice.save()
    assert (bounces.is_stopped(alice), letter(alice)) == (False, 1)
    assert came_back(alice, clock, 2) == []
    assert came_back(alice, clock, 3) == [3]


def test_a_refusal_of_a_letter_is_noted_and_keeps_the_others_from_nothing(sink, alice, bob, clock):
    sink.faults.refused = {alice.email: GONE}
    for _day in range(2):
        with pytest.raises(OSError, match="No such mailbox"):
            letter(alice)
        assert letter(bob) == 1
        clock.shift(DAY)
    assert bounces.is_stopped(alice)
    sink.faults.refused = {}
    assert letter(alice) == 0
    assert [kept.recipients for kept in sink.mails] == [[bob.email], [bob.email]]


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_temporary_refusal_of_a_letter_is_raised_and_stops_nothing(sink, alice, clock, command):
    sink.faults.every = {command: (1, "451 4.3.0 Try later")}
    for _day in range(3):
        with pytest.raises(OSError, match="451"):
            letter(alice)
        clock.shift(DAY)
    assert not bounces.is_stopped(alice)


def test_a_refusal_of_the_message_is_that_of_nobody(sink, alice, clock):
    sink.faults.every = {"DATA": (1, "554 5.7.1 Looks like spam")}
    for _day in range(2):
        with pytest.raises(OSError, match="spam"):
            letter(alice)
        clock.shift(DAY)
    assert not bounces.is_stopped(alice)


def test_an_address_no_server_takes_is_stopped_as_if_one_had_said_so(alice, clock):
    User.objects.filter(pk=alice.pk).update(email="rené@example.org")
    alice.refresh_from_db()
    for _day in range(2):
        with pytest.raises(OSError, match="characters every server takes"):
            letter(alice)
        clock.shift(DAY)
    assert letter(alice) == 0


# -- whom mail was for


def test_the_sender_of_the_envelope_says_whom_mail_was_for(sink, alice, settings):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.org"
    assert letter(alice, reference="d12.3-x") == 1
    (sent,) = sink.mails
    local, _at, host = sent.sender.partition("@")
    assert (host, sent["From"], len(local) <= 64) == ("mail.example.org", "Carrefour <carrefour@example.org>", True)
    assert bounces.read_token(local.removeprefix("bounces+").upper()) == (alice, "d12.3-x")
    assert sent.sender == mail.envelope(alice, "d12.3-x")


def test_without_an_address_for_them_failures_come_back_to_the_sender(sink, alice):
    assert letter(alice, reference="d12") == 1
    assert sink.mails[0].sender == mail.envelope(alice, "d12") == "carrefour@example.org"


def test_a_stranger_has_no_token(sink, settings):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.org"
    assert letter(User(email="eve@example.org", language="fr")) == 1
    assert sink.mails[0].sender == "carrefour@example.org"


def test_a_token_is_of_one_person_one_address_and_one_reference(alice, bob):
    token = bounces.token_of(alice, "d1")
    assert bounces.read_token(token) == (alice, "d1")
    number, mark, _reference = token.split("-")
    for made_up in (f"{number}-{mark}-d2", f"{number}-{mark}", f"{number}-{mark[:-1]}a-d1", f"zz-{mark}-d1", "", "-", "a", "a-b",
                    f"{'z' * 14}-{mark}-d1", f"{'z' * 13}-{mark}-d1", "é-é-é", bounces.token_of(bob, "d1").split("-")[0] + f"-{mark}-d1"):  # fmt: skip
        assert bounces.read_token(made_up) is None, made_up
    User.objects.filter(pk=alice.pk).update(email="alice@example.com")
    assert bounces.read_token(token) is None


@pytest.mark.parametrize("reference", ["A", "a b", "a@b", "x" * 25, "é", "a\n"])
def test_a_reference_that_fits_no_address_is_an_error(alice, reference):
    with pytest.raises(ValueError, match="lower-case letters"):
        bounces.token_of(alice, reference)


def test_the_longest_token_fits_an_address(settings):
    settings.BOUNCE_ADDRESS = "fifteen-letters@example.org"
    user = factories.person("Far")
    user.pk = 36**6 - 1
    assert len(mail.envelope(user, "x" * 24).partition("@")[0]) == 64
