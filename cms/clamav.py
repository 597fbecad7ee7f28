"""ClamAV's INSTREAM, spoken over a socket: what is sent is scanned as it comes, and nothing is written there."""

import socket
import time

from django.conf import settings

CHUNK = 64 * 1024


class Unreachable(Exception):
    """No verdict: nobody answers, too late, or the answer is none. The message is for those who run the site."""


def scan(file):
    """The name of what was found in an open file, "" when it is clean. Raises Unreachable without a verdict."""
    deadline = time.monotonic() + settings.CLAMAV_TIMEOUT
    file.seek(0)
    try:
        with connection(deadline) as server:
            send(server, file, deadline)
            answer = receive(server, deadline)
    except (OSError, ValueError) as error:  # no port in the address is as good as nobody there
        raise Unreachable(f"ClamAV at {settings.CLAMAV_ADDRESS}: {error or type(error).__name__}") from error
    finally:
        file.seek(0)
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer == "stream: OK":
        return ""
    raise Unreachable(f"ClamAV at {settings.CLAMAV_ADDRESS} answers «{answer}»")


def connection(deadline):
    """A socket to host:port, or to a path."""
    address = settings.CLAMAV_ADDRESS
    if not address.startswith("/"):
        host, _colon, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=left(deadline))
    server = socket.socket(socket.AF_UNIX)
    try:
        server.settimeout(left(deadline))
        server.connect(address)
    except OSError:
        server.close()
        raise
    return server


def send(server, file, deadline):
    """Each chunk with its length before it; a length of nothing ends the file."""
    server.sendall(b"zINSTREAM\0")
    while chunk := file.read(CHUNK):
        server.settimeout(left(deadline))
        server.sendall(len(chunk).to_bytes(4, "big") + chunk)
    server.sendall(bytes(4))


def receive(server, deadline):
    """The answer, up to its closing zero."""
    answer = b""
    while not answer.endswith(b"\0"):
        server.settimeout(left(deadline))
        part = server.recv(4096)
        if not part or len(answer) > CHUNK:
            break
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def left(deadline):
    """Seconds that remain: the deadline is for the whole file, so that an answer drop by drop does not outlast it."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("too late")
    return seconds
