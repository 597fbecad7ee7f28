"""Many mails over one connection, each put together from ready parts: nothing is rendered for each person."""

import base64
import binascii
import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass, field
from email.header import Header
from email.utils import formatdate, parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import sanitize_address


class Down(Exception):
    """No server takes mail now. `is_doubtful`: it went away while a mail was being handed over."""

    def __init__(self, said, *, is_doubtful=False):
        super().__init__(said)
        self.is_doubtful = is_doubtful


class Refusal(Exception):
    """The server will not have this mail; `of_address`: because of whom it is for."""

    def __init__(self, code, said, *, of_address):
        super().__init__(f"{code} {said}")
        self.code, self.said, self.of_address = code, said, of_address

    @property
    def is_permanent(self):
        return self.code >= 500


@dataclass(frozen=True)
class Entry:
    """An entry of a calendar that goes along with a mail, and what it asks of the reader’s: REQUEST or CANCEL."""

    method: str
    octets: bytes

    @property
    def kind(self):
        """Its type, as Outlook, Apple and Google look for it beside the words."""
        return f"text/calendar; method={self.method}"

    @property
    def words(self):
        return self.octets.decode()


ATTACHED, ATTACHED_KIND = "invite.ics", "application/ics"


def with_entry(message, entry):
    """A message of Django’s with an entry of a calendar: a third way to read it, and the same as a file."""
    message.attach_alternative(entry.words, entry.kind)
    message.attach(ATTACHED, entry.octets, ATTACHED_KIND)
    return message


@dataclass
class Mail:
    """One mail to one address (in ASCII: mail.address_of), in one language.

    `sender` is the address of its envelope, empty: that of the site.
    """

    to: str
    language: str
    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)
    reference: str = ""  # the left part of its Message-ID
    sender: str = ""
    entry: Entry | None = None

    def all_headers(self):
        return {"Auto-Submitted": "auto-generated", "Content-Language": f"{self.language}-CA", **self.headers}

    def message(self):
        """As Django has it, for any of its backends."""
        message = EmailMultiAlternatives(self.subject, self.text, to=[self.to], headers=self.all_headers())
        message.attach_alternative(self.html, "text/html")
        return with_entry(message, self.entry) if self.entry else message

    def as_bytes(self):
        """As it goes over the wire. Its parts are quoted-printable: accents cost little and lines stay short."""
        mark = self.reference or "part"
        words, kind = self.alternatives(f"=_{mark}_=")
        if self.entry:
            words, kind = joined("mixed", f"=_{mark}_+=", [opened(kind) + words, attached(self.entry)])
        headers = {
            "From": sender_line(settings.DEFAULT_FROM_EMAIL),
            "To": self.to,
            "Subject": header(self.subject),
            "Date": formatdate(),
            "Message-ID": f"<{self.reference}@{domain(settings.DEFAULT_FROM_EMAIL)}>",
            **self.all_headers(),
            "MIME-Version": "1.0",
            "Content-Type": kind,
        }
        head = "".join(f"{name}: {one_line(value)}\r\n" for name, value in headers.items()).encode()
        return head + b"\r\n" + words

    def alternatives(self, boundary):
        """(the same said in each way, their type)."""
        ways = [part("text/plain", self.text), part("text/html", self.html)]
        if self.entry:
            ways.append(part(self.entry.kind, self.entry.words))
        return joined("alternative", boundary, ways)


def joined(kind, boundary, parts):
    """(octets, type) of several parts."""
    mark = boundary.encode()
    octets = b"".join(b"--%b\r\n%b\r\n" % (mark, one) for one in parts) + b"--%b--\r\n" % mark
    return octets, f'multipart/{kind}; boundary="{boundary}"'


def opened(kind):
    """The head of a part that holds parts."""
    return f"Content-Type: {kind}\r\n\r\n".encode()


def part(kind, words):
    head = f'Content-Type: {kind}; charset="utf-8"\r\n'
    head += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    lines = words.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return head.encode() + binascii.b2a_qp(lines, istext=True).replace(b"\n", b"\r\n")


def attached(entry):
    """The entry as a file: some programs read only that."""
    head = f'Content-Type: {ATTACHED_KIND}; name="{ATTACHED}"\r\nContent-Transfer-Encoding: base64\r\n'
    head += f'Content-Disposition: attachment; filename="{ATTACHED}"\r\n\r\n'
    return head.encode() + base64.encodebytes(entry.octets).replace(b"\n", b"\r\n")


def one_line(value):
    """A header never begins another: what would break its line is a space, but for its own folding."""
    return value if "\n" not in value and "\r" not in value else "\r\n ".join(value.split())


@lru_cache(maxsize=256)  # those of a batch are much the same
def header(words):
    """The subject, encoded when it must be and folded."""
    words = re.sub(r"[\r\n]+", " ", words)  # no-break spaces stay
    if words.isascii() and len(words) < 60:
        return words
    return Header(words.encode("utf-8", "replace").decode(), "utf-8", header_name="Subject").encode(linesep="\r\n")


@lru_cache(maxsize=4)
def sender_line(address):
    return sanitize_address(address, "utf-8")


@lru_cache(maxsize=4)
def plain(address):
    """The address alone, of one that may come with a name."""
    return parseaddr(address)[1]


@lru_cache(maxsize=4)
def domain(address):
    return plain(address).rpartition("@")[2] or "localhost"


class Connection:
    """One connection to the mail server, for a batch: `with Connection() as connection: connection.send(mail)`."""

    def __enter__(self):
        self.backend = get_connection()
        self.open()
        return self

    def __exit__(self, *failure):
        with suppress(OSError, smtplib.SMTPException):  # it may be gone already
            self.backend.close()

    def open(self):
        self.taken = 0  # mails, over this connection
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as gone:
            raise Down(str(gone)) from gone

    def send(self, mail):
        """Hand one mail over. Raises Refusal when the server will not have it, Down when it is not there.

        Many servers take only so many over one connection: then there is another.
        """
        if not isinstance(getattr(self.backend, "connection", None), smtplib.SMTP):
            self.backend.send_messages([mail.message()])
            return
        try:
            self.hand_over(mail)
        except Down as gone:
            if gone.is_doubtful or not self.taken:
                raise
            self.__exit__()
            self.open()
            self.hand_over(mail)
        self.taken += 1

    def hand_over(self, mail):
        """The dialogue of one mail. Until its words are sent, a connection that breaks leaves no doubt."""
        smtp, ready = self.backend.connection, mail.as_bytes()
        is_doubtful = False
        try:
            smtp.ehlo_or_helo_if_needed()
            sender = mail.sender or plain(settings.DEFAULT_FROM_EMAIL)
            accepted(smtp.docmd("MAIL", f"FROM:{bracketed(sender)}"), self, of=SITE)
            accepted(smtp.docmd("RCPT", f"TO:{bracketed(mail.to)}"), self, of=ADDRESS)
            accepted(smtp.docmd("DATA"), self, of=WORDS)
            is_doubtful = True
            smtp.send(ready.replace(b"\r\n.", b"\r\n..") + b".\r\n")  # its lines end as they should already
            accepted(smtp.getreply(), self, of=WORDS)
        except (OSError, smtplib.SMTPException) as gone:
            raise Down(str(gone), is_doubtful=is_doubtful) from gone


SITE, ADDRESS, WORDS = "site", "address", "words"
GO_ON = 354  # with the words
GONE = {421, -1}  # what a server says that closes the connection


def bracketed(address):
    """An address as the dialogue has it; smtplib takes each apart, which costs as much as all the rest of it."""
    return smtplib.quoteaddr(address) if set(address) & set("<> \t\r\n") else f"<{address}>"


def accepted(answer, connection, *, of):
    """Raise what an answer means that is not yes. A site that may not send at all sends nothing to anybody."""
    code, said = answer[0], answer[1].decode("utf-8", "replace")
    if 200 <= code < 300 or code == GO_ON:
        return
    if code in GONE or of == SITE:
        raise Down(f"{code} {said}")
    with suppress(OSError, smtplib.SMTPException):
        connection.backend.connection.rset()
    raise Refusal(code, said, of_address=of == ADDRESS)
