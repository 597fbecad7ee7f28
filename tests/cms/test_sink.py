"""The server tests send to: it keeps what it accepts, and fails exactly as it was asked to."""

import smtplib
import time
from email import policy
from email.message import EmailMessage

import pytest
from django.core import mail

from tests.sink import Sink

OURS, THEIRS = "us@example.org", "you@example.org"
LATER, NEVER = "451 4.3.0 Try later", "550 5.1.1 No such mailbox"


def message(number=1):
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = f"Rappel nº {number}", OURS, THEIRS
    made.set_content(f"Voilà {number}.\n.\nFin.")
    made.add_alternative(f"<p>Voilà {number}.</p>", subtype="html")
    return made


def connected(sink):
    return smtplib.SMTP("127.0.0.1", sink.port, timeout=10)


def sent(sink, times=1, to=(THEIRS,)):
    """Send over one connection, to the end or to the first break. Returns [what happened to each]."""
    found, client = [], connected(sink)
    for number in range(1, times + 1):
        try:
            found.append(client.sendmail(OURS, list(to), message(number).as_bytes(policy=policy.SMTP)) or "ok")
        except smtplib.SMTPServerDisconnected:
            client.close()
            return [*found, "gone"]
        except smtplib.SMTPResponseException as refused:
            found.append(refused.smtp_code)
        except smtplib.SMTPRecipientsRefused as refused:
            found.append(refused.recipients)
    client.quit()
    return found


def test_it_keeps_the_message_its_envelope_and_its_bytes(sink):
    assert sent(sink) == ["ok"]
    (kept,) = sink.mails
    assert (kept.sender, kept.recipients, kept["Subject"]) == (OURS, [THEIRS], "Rappel nº 1")
    assert (kept.part("plain"), kept.part("html")) == ("Voilà 1.\n.\nFin.\n", "<p>Voilà 1.</p>\n")
    assert kept.raw.count(b"\r\n.\r\n") == 1, "a line with a dot is the text’s own"
    assert sink.to(THEIRS) == [kept]
    assert sink.to(OURS) == []


def test_the_site_sends_to_it(sink):
    assert sink.url == f"smtp://127.0.0.1:{sink.port}"
    assert mail.send_mail("Bonjour", "Ça va ?", OURS, [THEIRS]) == 1
    assert [kept["Subject"] for kept in sink.mails] == ["Bonjour"]
    assert getattr(mail, "outbox", []) == []


def test_it_is_down_at_first_and_up_later_on_the_same_port():
    sink = Sink()
    with pytest.raises(ConnectionRefusedError):
        connected(sink)
    with sink:
        assert sent(sink) == ["ok"]
        sink.stop()
        with pytest.raises(ConnectionRefusedError):
            connected(sink)
        sink.start()
        assert sent(sink) == ["ok"]
    assert len(sink.mails) == 2


def test_it_closes_after_a_number_of_messages_of_a_connection(sink):
    sink.faults.closes_after = 2
    assert sent(sink, 4) == ["ok", "ok", "gone"]
    assert sent(sink, 1) == ["ok"], "the next connection is a new one"
    assert len(sink.mails) == 3


def test_it_dies_and_stays_dead(sink):
    sink.faults.dies_after = 2
    assert [sent(sink, 4), sent(sink, 1)] == [["ok", "ok", "gone"], ["gone"]]
    sink.faults.dies_after = 0
    assert sent(sink, 1) == ["ok"]


def test_it_closes_in_the_middle_of_a_message_and_keeps_nothing_of_it(sink):
    sink.faults.closes_in = frozenset({2})
    assert sent(sink, 3) == ["ok", "gone"]
    assert [kept["Subject"] for kept in sink.mails] == ["Rappel nº 1"]
    assert sent(sink, 1) == ["ok"]


def test_it_refuses_the_recipients_it_was_told_and_no_other(sink):
    sink.faults.refused = {THEIRS: NEVER, "me@example.org": LATER}
    assert sent(sink, to=[THEIRS, "me@example.org", "all@example.org"]) == [
        {THEIRS: (550, b"5.1.1 No such mailbox"), "me@example.org": (451, b"4.3.0 Try later")}
    ]
    assert [kept.recipients for kept in sink.mails] == [["all@example.org"]]
    assert sent(sink) == [{THEIRS: (550, b"5.1.1 No such mailbox")}]


@pytest.mark.parametrize(("command", "reply"), [("RCPT", NEVER), ("DATA", LATER)])
def test_it_refuses_every_third(sink, command, reply):
    sink.faults.every = {command: (3, reply)}
    found = sent(sink, 7)
    assert [one == "ok" for one in found] == [True, True, False, True, True, False, True]
    code, _space, words = reply.partition(" ")
    assert found[2] == ({THEIRS: (int(code), words.encode())} if command == "RCPT" else int(code))
    assert len(sink.mails) == 5


def test_it_takes_its_time(sink):
    sink.faults.seconds = 0.05
    begun = time.monotonic()
    assert sent(sink, 2) == ["ok", "ok"]
    assert time.monotonic() - begun >= 0.1


@pytest.mark.parametrize("knows_utf8", [False, True])
def test_it_takes_accents_before_the_at_only_when_it_says_so(knows_utf8):
    with Sink(knows_utf8=knows_utf8) as sink, connected(sink) as client:
        client.ehlo()
        assert client.has_extn("smtputf8") == knows_utf8
        if knows_utf8:
            client.send_message(message(), OURS, ["rené@example.org"])
            assert sink.to("rené@example.org")
        else:
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.sendmail(OURS, ["=?utf-8?q?ren=C3=A9?=@example.org"], message().as_bytes())
