"""A mail server on loopback as quick as one in C: it takes everything and keeps nothing, without looking at it.

Prints its port and runs until it is killed. (bench/sink.py is a whole one, whose own work is as much as the site’s.)
"""

import asyncio

READY, OK, GO_ON, BYE = b"220 ready\r\n", b"250 2.0.0 Ok\r\n", b"354 go on\r\n", b"221 bye\r\n"
END = b"\r\n.\r\n"


class Taker(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.left, self.is_in_words = transport, b"", False
        transport.write(READY)

    def data_received(self, octets):
        self.left += octets
        while self.step():
            pass

    def step(self):
        """Whether a whole command, or the end of the words of a mail, was there."""
        end = END if self.is_in_words else b"\r\n"
        taken, found, rest = self.left.partition(end)
        if not found:
            return False
        self.left = rest
        if self.is_in_words:
            self.is_in_words = False
            self.transport.write(OK)
        else:
            self.answer(taken[:4].upper())
        return True

    def answer(self, command):
        self.is_in_words = command == b"DATA"
        self.transport.write(GO_ON if self.is_in_words else BYE if command == b"QUIT" else OK)


async def serve():
    server = await asyncio.get_running_loop().create_server(Taker, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
