"""Many mails over one connection, each put together from ready parts: nothing is rendered for each person."""

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

    def all_headers(self):
        return {"Auto-Submitted": "auto-generated", "Content-Language": f"{self.language}-CA", **self.headers}

    def message(self):
        """As Django has it, for any of its backends."""
        message = EmailMultiAlternatives(self.subject, self.text, to=[self.to], headers=self.all_headers())
        message.attach_alternative(self.html, "text/html")
        return message

    def as_bytes(self):
        """As it goes over the wire. Both parts are quoted-printable: accents cost little and lines stay short."""
        boundary = f"=_{self.reference or 'part'}_="
        headers = {
            "From": sender_line(settings.DEFAULT_FROM_EMAIL),
            "To": self.to,
            "Subject": header(self.subject),
            "Date": formatdate(),
            "Message-ID": f"<{self.reference}@{domain(settings.DEFAULT_FROM_EMAIL)}>",
            **self.all_headers(),
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/alternative; boundary="{boundary}"',
        }
        head = "".join(f"{name}: {one_line(value)}\r\n" for name, value in headers.items()).encode()
        parts = b"".join(part(boundary, kind, words) for kind, words in (("plain", self.text), ("html", self.html)))
        return head + b"\r\n" + parts + f"--{boundary}--\r\n".encode()


def part(boundary, kind, words):
    head = f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
    head += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    lines = words.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return head.encode() + binascii.b2a_qp(lines, istext=True).replace(b"\n", b"\r\n") + b"\r\n"


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
def domain(address):
    return parseaddr(address)[1].rpartition("@")[2] or "localhost"


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
            sender = mail.sender or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
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
