"""Reports of mail servers, as they come: from a pipe, a mbox, a Maildir, or posted."""

import io
import mailbox
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from cms import bounce_reports, bounces, mail
from cms.bounce_reports import MADE_UP, NO_REPORT, NOBODY, PERMANENT, STOPPED, TEMPORARY
from cms.models import Mailbox
from tests import factories

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 11, 2, 17, tzinfo=UTC)
DAY = timedelta(days=1)
SECRET = "let-me-in"


@pytest.fixture(autouse=True)
def address(settings):
    settings.BOUNCE_ADDRESS = "bounces@example.org"


def report(to, *, action="failed", status="5.1.1", said="smtp; 550 5.1.1 No such mailbox", about="gone@example.net",
           at=WHEN, fields=(), kind="message/delivery-status"):  # fmt: skip
    """As Postfix writes one."""
    return "\r\n".join([
        "Return-Path: <>", f"Date: {format_datetime(at)}", "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)",
        "Subject: Undelivered Mail Returned to Sender", f"To: {to}", "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
        f"Message-ID: <{at.timestamp()}@mx.example.net>",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B/1"', "",
        "--B/1", "Content-Type: text/plain; charset=us-ascii", "", "I am sorry.", "",
        "--B/1", f"Content-Type: {kind}", "", "Reporting-MTA: dns; mx.example.net", "X-Postfix-Sender: rfc822; x@example.org", "",
        f"Final-Recipient: rfc822; {about}", *fields, f"Action: {action}", f"Status: {status}",
        "Remote-MTA: dns; mail.example.net", f"Diagnostic-Code: {said}", "",
        "--B/1", "Content-Type: text/rfc822-headers", "", "From: carrefour@example.org", "Subject: Rappel", "", "--B/1--", "",
    ]).encode()  # fmt: skip


AUTO_REPLY = (
    b"To: bounces@example.org\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n"
    b"Content-Type: text/plain\r\n\r\n550 5.1.1 I am away.\r\n"
)


def outcomes(raw):
    return [reading.outcome for reading in bounce_reports.read(raw)]


def test_a_report_is_about_whom_the_sender_of_the_envelope_says(alice, bob):
    raw = report(mail.envelope(alice, "d12"), about=bob.email)
    (reading,) = bounce_reports.read(raw)
    assert reading == (PERMANENT, alice, "550 5.1.1 No such mailbox")
    assert str(reading) == f"permanent failure, user {alice.pk}: 550 5.1.1 No such mailbox"
    assert list(Mailbox.objects.values_list("user", "failures", "last_at")) == [(alice.pk, 1, WHEN)]


def test_reports_of_two_days_stop_an_address_and_reading_them_again_does_nothing(alice):
    heard = []
    bounces.noted.connect(lambda **said: heard.append(said["reference"]), weak=False, dispatch_uid="test")
    raw = [report(mail.envelope(alice, f"d{day}"), at=WHEN + day * DAY) for day in range(2)]
    try:
        assert [outcomes(one) for one in raw] == [[PERMANENT], [STOPPED]]
        assert [outcomes(one) for one in raw] == [[PERMANENT], [PERMANENT]]
    finally:
        bounces.noted.disconnect(dispatch_uid="test")
    assert heard == ["d0", "d1", "d0", "d1"]
    assert Mailbox.objects.get().failures == 2
    bounces.try_again(alice)
    assert [outcomes(one) for one in raw] == [[PERMANENT], [PERMANENT]]
    assert not bounces.is_stopped(alice)


def test_a_report_that_comes_late_counts_on_its_own_day(alice):
    raw = [report(mail.envelope(alice), at=WHEN + day * DAY) for day in (3, 1, 2, -40)]
    assert [outcomes(one) for one in raw] == [[PERMANENT], [STOPPED], [PERMANENT], [PERMANENT]]
    assert Mailbox.objects.values_list("first_at", "last_at", "failures").get() == (WHEN + DAY, WHEN + 3 * DAY, 2)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"action": "delayed", "status": "4.4.1"}, TEMPORARY),
        ({"action": "Delayed", "status": "5.1.1"}, TEMPORARY),
        ({"action": "failed", "status": "4.4.7", "said": "smtp; 450 4.2.2 full"}, TEMPORARY),
        ({"action": "FAILED"}, PERMANENT),
        ({"kind": "message/global-delivery-status"}, PERMANENT),
        ({"action": "delivered", "status": "2.0.0"}, NO_REPORT),
        ({"action": "relayed", "status": "2.0.0"}, NO_REPORT),
    ],
)
def test_what_is_late_or_arrived_is_no_failure(alice, facts, expected):
    for day in range(3):
        assert outcomes(report(mail.envelope(alice), at=WHEN + day * DAY, **facts))[0] in {expected, STOPPED}
    assert bounces.is_stopped(alice) == (expected == PERMANENT)


@pytest.mark.parametrize(
    "raw",
    [AUTO_REPLY, b"", b"\x00\xff\n\n", b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n",
     b"Content-Type: message/delivery-status\n\nAction: \n\n", b"Date: nonsense\nTo: =?x?q?\xff\n\nAction: failed\nStatus: 5.1.1\n",
    ],
)  # fmt: skip
def test_what_is_no_report_is_said_to_be_none(alice, raw):
    assert outcomes(raw) == [NO_REPORT]


def test_a_damaged_report_is_read_as_far_as_it_goes(alice):
    whole = report("carrefour@example.org", about=alice.email)
    for length in range(0, len(whole), 7):
        assert len(outcomes(whole[:length])) == 1
    for damage in (b"\x00", b"\xff", b"\r\n", b"\n\n", b"\n", b"=?utf-8?q?=ff?=", b"--B/1", b'"', b"<", b"("):
        for place in range(0, len(whole), 29):
            outcomes(whole[:place] + damage + whole[place:])


def test_what_is_nested_too_deeply_is_no_report():
    assert outcomes(b"Content-Type: message/rfc822\n\n" * 3000) == [NO_REPORT]


def test_a_made_up_sender_is_ignored_whoever_it_names(alice):
    token = bounces.token_of(alice)
    for made_up in (f"bounces+{token}x@example.org", "bounces+1-aaaaaaaaaaaaaaaa@example.org", "bounces+@example.org"):
        assert outcomes(report(made_up, about=alice.email)) == [MADE_UP]
    assert not Mailbox.objects.exists()


def test_without_a_token_the_report_names_the_member(alice):
    assert outcomes(report("carrefour@example.org", about="ALICE@example.org")) == [PERMANENT]
    forwarded = report("carrefour@example.org", fields=[f"Original-Recipient: rfc822;<{alice.email}>"], at=WHEN + DAY)
    assert outcomes(forwarded) == [STOPPED]
    assert outcomes(report("carrefour@example.org", about="eve@example.net")) == [NOBODY]


def test_a_report_about_several_is_read_about_each(alice, bob):
    raw = report("carrefour@example.org", about=alice.email).replace(
        b"Remote-MTA",
        f"\r\nFinal-Recipient: rfc822; {bob.email}\r\nAction: delayed\r\nStatus: 4.4.1\r\nRemote-MTA".encode(),
    )
    assert [(reading.outcome, reading.user) for reading in bounce_reports.read(raw)] == [
        (PERMANENT, alice),
        (TEMPORARY, bob),
    ]


def test_the_sender_is_found_where_servers_write_it(alice):
    raw = report("undisclosed", about="x@example.net")
    for name in ("Delivered-To", "X-Original-To", "Envelope-To"):
        assert outcomes(f"{name}: <{mail.envelope(alice)}>\r\n".encode() + raw) == [PERMANENT]
    assert outcomes(report(f'"A, B" <{mail.envelope(alice).upper()}>')) == [PERMANENT]


def test_a_date_to_come_is_no_date_to_come(alice):
    outcomes(report(mail.envelope(alice), at=datetime(2999, 1, 1, tzinfo=UTC)))
    assert Mailbox.objects.get().last_at.year < 2999


# -- read_bounces


def read_bounces(*path, given=b"", monkeypatch=None):
    out = io.StringIO()
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(given)))
    call_command("read_bounces", *map(str, path), stdout=out)
    return out.getvalue().splitlines()


def test_a_mail_server_pipes_one_message(alice, monkeypatch):
    (line,) = read_bounces(given=report(mail.envelope(alice)), monkeypatch=monkeypatch)
    assert line == (
        f"<{WHEN.timestamp()}@mx.example.net>: permanent failure, user {alice.pk}: 550 5.1.1 No such mailbox"
    )
    assert read_bounces(given=AUTO_REPLY, monkeypatch=monkeypatch) == ["a message: no report of a failure"]


@pytest.mark.parametrize("kind", [mailbox.mbox, mailbox.Maildir])
def test_a_box_is_read_by_date_and_twice(alice, bob, tmp_path, kind):
    box = kind(tmp_path / "box", create=True)
    for raw in (
        report(mail.envelope(alice), at=WHEN + DAY), report(mail.envelope(alice)), AUTO_REPLY,
        report("bounces+made-up@example.org"), report("us@example.org", about="eve@example.net"),
        report(mail.envelope(bob), action="delayed", status="4.4.1"),
    ):  # fmt: skip
        box.add(raw)
    box.close()
    first, second = read_bounces(tmp_path / "box"), read_bounces(tmp_path / "box")
    assert first[-1] == (
        "6 read: 1 address stopped, 1 made-up sender, 1 no report of a failure, 1 nobody known, 1 permanent failure, "
        "1 temporary failure."
    )
    assert second[-1].startswith(
        "6 read: 1 made-up sender, 1 no report of a failure, 1 nobody known, 2 permanent failure"
    )
    assert bounces.is_stopped(alice)
    assert not bounces.is_stopped(bob)


def test_a_file_holds_one_message(alice, tmp_path):
    path = tmp_path / "one.eml"
    path.write_bytes(report(mail.envelope(alice)))
    assert read_bounces(path)[-1] == "1 read: 1 permanent failure."
    with pytest.raises(CommandError, match="cannot be read"):
        read_bounces(tmp_path / "none")


# -- posted


def posted(client, raw, *, secret=SECRET, content_type="message/rfc822"):
    return client.post("/mail/bounces/", raw, content_type=content_type, headers={"Authorization": f"Bearer {secret}"})


def test_a_server_with_the_secret_posts_reports(client, alice, settings):
    settings.BOUNCE_SECRET = SECRET
    answer = posted(client, report(mail.envelope(alice)))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content.decode() == f"permanent failure, user {alice.pk}: 550 5.1.1 No such mailbox\n"
    assert posted(client, report("bounces+a-b-c@example.org")).content == b"made-up sender\n"
    assert Mailbox.objects.count() == 1


def test_nobody_else_does(client, alice, settings, as_user):
    raw = report(mail.envelope(alice))
    assert posted(client, raw).status_code == 404
    assert posted(client, raw, secret="").status_code == 404, "no secret is not the empty secret"
    settings.BOUNCE_SECRET = SECRET
    for given in ("", "Let-me-in", SECRET + "x", "é"):
        assert posted(client, raw, secret=given).status_code == 403
    assert client.post("/mail/bounces/", raw, content_type="message/rfc822").status_code == 403
    assert (
        as_user(factories.moderator("Zoe")).post("/mail/bounces/", raw, content_type="message/rfc822").status_code
        == 403
    )
    assert posted(client, raw, content_type="text/plain").status_code == 415
    assert client.get("/mail/bounces/").status_code == 405
    assert not Mailbox.objects.exists()
