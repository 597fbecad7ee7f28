"""A real SMTP server on loopback: it keeps what it is given, and fails the way a test asks it to."""

import asyncio
import logging
import socket
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from functools import cached_property

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

HOST = "127.0.0.1"
logging.getLogger("mail.log").setLevel(logging.ERROR)  # its talk, a line for each command


@dataclass(frozen=True)
class Mail:
    """One message that was accepted, and its envelope."""

    sender: str
    recipients: list[str]
    raw: bytes

    @cached_property
    def parsed(self):
        return message_from_bytes(self.raw, policy=policy.default)

    def __getitem__(self, header):
        """What a header says, without the space left by a line that ends after its name; None when there is none."""
        value = self.parsed[header]
        return value and str(value).strip()

    def part(self, kind):
        """What its part of this kind says: «plain» or «html»."""
        return self.parsed.get_body([kind]).get_content().replace("\r\n", "\n")


@dataclass
class Faults:
    """What goes wrong. Replies are whole: «451 4.3.0 Try later»; nth ones are counted from the first of the sink."""

    refused: dict[str, str] = field(default_factory=dict)  # recipient -> reply to its RCPT
    every: dict[str, tuple[int, str]] = field(default_factory=dict)  # "RCPT" or "DATA" -> (n, reply to each n-th)
    closes_after: int = 0  # accepted messages of one connection; the next MAIL finds it gone
    closes_in: frozenset[int] = frozenset()  # numbers of the messages in whose middle the connection breaks
    dies_after: int = 0  # accepted messages in all; from then on, every connection breaks at its MAIL
    seconds: float = 0  # each message takes


def hang_up(server):
    """Break the connection: nothing is said any more."""
    server.transport.abort()
    raise asyncio.CancelledError


class Conversation(SMTP):
    """With one client; `accepted` counts its messages."""

    accepted = 0

    async def smtp_DATA(self, argument):
        sink = self.event_handler
        if self.envelope.rcpt_tos and sink.count("message") in sink.faults.closes_in:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self._reader.readuntil(b"\r\n")
            hang_up(self)
        await super().smtp_DATA(argument)


class Listener(Controller):
    """Listens on a port taken beforehand: until it starts, connections there are refused."""

    def __init__(self, sink, taken, **options):
        super().__init__(sink, hostname=HOST, port=taken.getsockname()[1], **options)
        self.taken = taken

    def factory(self):
        return Conversation(self.handler, **self.SMTP_kwargs)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.taken, backlog=100)


class Sink:
    """`with Sink() as sink:` listens. `sink.mails` is what it accepted, `sink.faults` what goes wrong from now on.

    `knows_utf8`: whether it says SMTPUTF8 and takes addresses with accents before the @; most servers do not.
    """

    def __init__(self, *, knows_utf8=False):
        self.knows_utf8 = knows_utf8
        self.mails: list[Mail] = []
        self.faults = Faults()
        self.counts: dict[str, int] = {}
        self.lock = threading.Lock()
        self.taken, self.listener = self.take(0), None
        self.port = self.taken.getsockname()[1]

    @property
    def url(self):
        """As EMAIL_URL has it."""
        return f"smtp://{HOST}:{self.port}"

    @property
    def settings(self):
        """The settings by which the site sends here."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": HOST,
            "EMAIL_PORT": self.port, "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "", "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False, "EMAIL_TIMEOUT": 10,
        }  # fmt: skip

    @staticmethod
    def take(port):
        taken = socket.socket()
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((HOST, port))
        return taken

    def start(self):
        """Listen, on the same port as ever."""
        self.taken = self.taken or self.take(self.port)
        self.listener = Listener(self, self.taken, enable_SMTPUTF8=self.knows_utf8)
        self.listener.start()

    def stop(self):
        """Listen no more: connections are refused from now on, those under way are broken."""
        if self.listener:
            self.listener.stop()
            self.listener, self.taken = None, self.take(self.port)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *raised):
        self.stop()
        self.taken.close()

    def count(self, what):
        """The number of this one, from 1."""
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1
            return self.counts[what]

    def by_count(self, command):
        """The reply to this command when it is an n-th one."""
        number = self.count(command)
        n, reply = self.faults.every.get(command, (0, ""))
        return reply if n and number % n == 0 else ""

    def to(self, address):
        """The messages one recipient got."""
        return [mail for mail in self.mails if address in mail.recipients]

    # -- what aiosmtpd asks

    async def handle_MAIL(self, server, session, envelope, address, options):
        faults = self.faults
        is_dead = faults.dies_after and len(self.mails) >= faults.dies_after
        if is_dead or (faults.closes_after and server.accepted >= faults.closes_after):
            hang_up(server)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self.by_count("RCPT") or self.faults.refused.get(address, "")
        if (
            not reply and not self.knows_utf8 and not address.isascii()
        ):  # aiosmtpd reads encoded words, as no other does
            reply = "550 5.1.1 No such mailbox"
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        if self.faults.seconds:
            await asyncio.sleep(self.faults.seconds)
        if reply := self.by_count("DATA"):
            return reply
        server.accepted += 1
        self.mails.append(Mail(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        return "250 2.0.0 Ok: kept"


@pytest.fixture
def sink(settings):
    """A sink that listens, to which the site sends. Mail is in `sink.mails`, not in mail.outbox."""
    with Sink() as listening:
        for name, value in listening.settings.items():
            setattr(settings, name, value)
        yield listening
