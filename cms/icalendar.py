"""iCalendar (RFC 5545), as far as this site writes it: what Outlook, Apple and Google read alike.

Instants are in UTC, so that no table of clocks goes along and none can be wrong.
"""

import re
from datetime import UTC

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
WIDTH = 75  # octets of a line, the blank of one that goes on included
BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # all that some program takes for the end of a line
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def clean(words):
    return UNPRINTABLE.sub("", BREAKS.sub("\n", str(words)))


def text(words):
    """Words as a value: the signs that mean something there are escaped."""
    return clean(words).translate(ESCAPED)


def texts(several):
    """Several words as one value."""
    return ",".join(text(words) for words in several)


def parameter(words):
    """Words beside a value, in quotes: they may hold neither quotes nor the end of a line."""
    return '"' + clean(words).replace('"', "’").replace("\n", " ") + '"'


def instant(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def component(name, lines):
    """The lines of a part, between its own."""
    return [f"BEGIN:{name}", *lines, f"END:{name}"]


def write(lines):
    """The octets of a file."""
    return b"".join(folded(line) for line in lines)


def folded(line):
    """A line in pieces of 75 octets at most, none of which ends inside a letter."""
    octets, pieces, room = line.encode(), [], WIDTH
    while len(octets) > room:
        end = room
        while octets[end] & 0xC0 == 0x80:  # the middle of a letter
            end -= 1
        pieces.append(octets[:end])
        octets, room = octets[end:], WIDTH - 1
    return b"\r\n ".join([*pieces, octets]) + b"\r\n"
