"""A small HTTP client: raw sockets, kept open, so that the server is what is measured."""

import socket
import threading
import time

CONNECTIONS = 4


def request_of(path, cookie):
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nAccept-Language: en\r\n"
        "Connection: keep-alive\r\n\r\n"
    ).encode()


def read(sock):
    """(status, length) of one answer."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = sock.recv(65536)
        if not piece:
            raise ConnectionError
        head += piece
    head, _, body = head.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    left = length - len(body)
    while left > 0:
        left -= len(sock.recv(min(left, 1 << 20)))
    return int(head.split(b" ", 2)[1]), length


def rate(port, path, cookie, seconds):
    """Answers per second over a few connections."""
    counts, stop = [0] * CONNECTIONS, time.monotonic() + seconds
    threads = [
        threading.Thread(target=ask, args=(port, request_of(path, cookie), counts, number, stop))
        for number in range(CONNECTIONS)
    ]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - started)


def ask(port, request, counts, number, stop):
    sock = socket.create_connection(("127.0.0.1", port))
    while time.monotonic() < stop:
        try:
            sock.sendall(request)
            read(sock)
        except ConnectionError:
            sock = socket.create_connection(("127.0.0.1", port))
            continue
        counts[number] += 1
    sock.close()


def wait(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def check(port, site):
    """Every page answers 200 before it is measured."""
    for name, path in site.paths.items():
        sock = socket.create_connection(("127.0.0.1", port))
        sock.sendall(request_of(path, site.cookie))
        status, length = read(sock)
        print(f"  {name:<12}{path:<60} {status} {length:>7} bytes")
        if status != 200:
            raise SystemExit(f"{name} answers {status}; nothing measured")
