"""The antivirus as the site meets it: a server on a socket that speaks ClamAV's INSTREAM, or is silent, or breaks off."""

import contextlib
import socket
import struct
import threading
import time
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cms import clamav, uploads

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Server:
    """One that reads what INSTREAM sends and finds EICAR in it, as clamd does; `manner` says how it misbehaves."""

    def __init__(self, manner="", path=""):
        self.manner, self.seen, self.chunks, self.done = manner, b"", 0, threading.Event()
        self.socket = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
        self.socket.bind(path or ("127.0.0.1", 0))
        self.socket.listen(1)
        self.address = path or "{}:{}".format(*self.socket.getsockname())
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        with contextlib.suppress(OSError):
            talk, _address = self.socket.accept()
            with talk:
                self.meet(talk)

    def meet(self, talk):
        if self.manner == "frozen":
            self.done.wait(10)
            return
        with talk.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            if self.manner == "too big":
                talk.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            while length := struct.unpack("!I", said.read(4))[0]:
                self.seen += said.read(length)
                self.chunks += 1
        if self.manner == "hangs up":
            return
        if self.manner == "drop by drop":
            while not self.done.wait(0.05):
                talk.sendall(b".")
            return
        talk.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in self.seen else b"stream: OK\0")

    def close(self):
        self.done.set()
        with contextlib.suppress(OSError):  # whoever still waits to be called is told that nobody will
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def antivirus(settings):
    """antivirus("frozen") -> a server that behaves so, and the site told of it."""
    running = []

    def start(manner="", *, path="", needed="required"):
        server = Server(manner, path)
        running.append(server)
        settings.ANTIVIRUS, settings.CLAMAV_ADDRESS, settings.CLAMAV_TIMEOUT = needed, server.address, 0.5
        return server

    yield start
    for server in running:
        server.close()


@pytest.fixture
def nobody(settings):
    """An address where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMAV_ADDRESS = "{}:{}".format(*free.getsockname())
    settings.CLAMAV_TIMEOUT = 0.5


def text(content=b"how we do it"):
    return SimpleUploadedFile("guide.txt", content)


def refused(upload):
    with pytest.raises(ValidationError) as error:
        uploads.checked_document(upload)
    return error.value.messages[0]


def test_a_clean_file_passes_and_can_still_be_read(antivirus):
    server, upload = antivirus(), text()
    assert uploads.checked_document(upload) is upload
    assert (server.seen, upload.read()) == (b"how we do it", b"how we do it")


def test_a_large_file_is_sent_in_pieces_and_whole(antivirus):
    server, content = antivirus(), b"0123456789abcdef" * 20_000
    assert clamav.scan(BytesIO(content)) == ""
    assert (server.seen, server.chunks) == (content, 5)


def test_a_server_is_also_met_at_a_path(antivirus, tmp_path):
    server = antivirus(path=str(tmp_path / "clamd.sock"))
    assert clamav.scan(BytesIO(EICAR)) == "Eicar-Signature"
    assert server.seen == EICAR


@pytest.mark.parametrize("needed", ["required", "optional"])
def test_what_is_found_is_refused_and_named(antivirus, needed):
    antivirus(needed=needed)
    assert refused(text(EICAR)) == "The file was refused: the antivirus found “Eicar-Signature” in it."


def test_an_infected_image_is_refused_too(antivirus):
    antivirus()
    with pytest.raises(ValidationError, match="Eicar-Signature"):
        uploads.checked_image(SimpleUploadedFile("plan.png", EICAR))


@pytest.mark.parametrize("manner", ["frozen", "hangs up", "too big", "drop by drop"])
def test_without_a_verdict_nothing_passes_where_one_is_required(antivirus, manner):
    antivirus(manner)
    began = time.monotonic()
    assert refused(text(b"x" * 500_000)).startswith("The file could not be checked for viruses")
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("manner", ["frozen", "hangs up", "too big", "drop by drop"])
def test_without_a_verdict_a_file_passes_where_it_is_optional_and_that_is_logged(antivirus, manner, caplog):
    antivirus(manner, needed="optional")
    upload = text()
    assert uploads.checked_document(upload) is upload
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "guide.txt was kept without being scanned" in caplog.text
    assert upload.read() == b"how we do it"


def test_nobody_there_is_no_verdict(nobody, settings, caplog):
    settings.ANTIVIRUS = "required"
    assert "could not be checked" in refused(text())
    settings.ANTIVIRUS = "optional"
    assert uploads.checked_document(text())
    assert caplog.text.count("Connection refused") == 2


@pytest.mark.parametrize("address", ["clamav", "127.0.0.1:no", "/nowhere/clamd.sock"])
def test_an_address_that_is_none_is_no_verdict(settings, address):
    settings.ANTIVIRUS, settings.CLAMAV_ADDRESS = "required", address
    assert "could not be checked" in refused(text())


def test_a_setting_nobody_knows_asks_for_a_verdict(nobody, settings):
    settings.ANTIVIRUS = "requierd"
    assert "could not be checked" in refused(text())


def test_switched_off_nobody_is_asked(antivirus):
    server = antivirus(needed="off")
    assert uploads.checked_document(text(EICAR))
    assert server.seen == b""


def test_what_is_refused_for_another_reason_is_not_sent(antivirus):
    server = antivirus()
    assert "not accepted" in refused(SimpleUploadedFile("page.html", EICAR))
    assert server.seen == b""
