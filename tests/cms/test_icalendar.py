"""Files of calendars: lines as RFC 5545 wants them, and words that come back as they were."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from cms import icalendar

AWKWARD = [
    "a, b; c\\d \\n e: «f» \"g\"",
    "Une ligne\nune autre\r\net une troisième",
    "é" * 200,
    "a" + "é" * 200,
    "👩‍👩‍👧‍👦🇨🇦" * 30,
    "x" * 61, "x" * 62, "x" * 63, "x" * 64, "x" * 65, "x" * 66, "x" * 67, "x" * 68, "x" * 69,
    "BEGIN:VEVENT\nEND:VCALENDAR",
    " blanks ",
    "",
]  # fmt: skip


def calendar(*lines):
    head = ["VERSION:2.0", "PRODID:-//Test//EN"]
    event = icalendar.component("VEVENT", ["UID:1", "DTSTAMP:20260101T000000Z", *lines])
    return icalendar.write(icalendar.component("VCALENDAR", head + event))


def event(octets):
    (found,) = Calendar.from_ical(octets).walk("VEVENT")
    return found


@pytest.mark.parametrize("words", AWKWARD)
def test_words_come_back_as_they_were(words):
    octets = calendar(f"SUMMARY:{icalendar.text(words)}")
    assert str(event(octets)["SUMMARY"]) == words.replace("\r\n", "\n")
    assert [len(line) <= 75 for line in octets.split(b"\r\n")] == [True] * (octets.count(b"\r\n") + 1)
    assert octets.endswith(b"END:VCALENDAR\r\n")
    assert octets.count(b"\n") == octets.count(b"\r") == octets.count(b"\r\n")
    for line in octets.split(b"\r\n"):
        line.decode()  # no letter is cut in two


@pytest.mark.parametrize("breaking", ["\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_whatever_ends_a_line_somewhere_is_a_new_line(breaking):
    octets = calendar(f"SUMMARY:{icalendar.text(f'a{breaking}b')}")
    assert str(event(octets)["SUMMARY"]) == "a\nb"
    assert not set(octets.decode().replace("\r\n", "")) & set("\r\x0b\x0c\x1c\x85\u2028\u2029")


def test_what_cannot_be_printed_is_left_out():
    assert icalendar.text("a\x00\x07b\x7fc") == "abc"


def test_several_words_are_one_value():
    found = event(calendar(f"CATEGORIES:{icalendar.texts(['a, b', 'c; d'])}"))
    assert [str(one) for one in found["CATEGORIES"].cats] == ["a, b", "c; d"]


def test_a_name_beside_a_value_stays_whole():
    name = icalendar.parameter('A "B"; C: D,\nE')
    found = event(calendar(f"ORGANIZER;CN={name}:mailto:a@example.org"))
    assert (str(found["ORGANIZER"]), found["ORGANIZER"].params["CN"]) == ("mailto:a@example.org", "A ’B’; C: D, E")


@pytest.mark.parametrize(
    ("zone", "local", "said"),
    [
        ("America/St_Johns", datetime(2026, 3, 7, 13, 30), "20260307T170000Z"),
        ("America/St_Johns", datetime(2026, 3, 8, 13, 30), "20260308T160000Z"),
        ("America/Vancouver", datetime(2026, 10, 31, 9), "20261031T160000Z"),
        ("America/Regina", datetime(2026, 7, 1, 9), "20260701T150000Z"),
    ],
)
def test_an_instant_is_said_in_utc(zone, local, said):
    moment = local.replace(tzinfo=ZoneInfo(zone), microsecond=999)
    assert icalendar.instant(moment) == said
    assert event(calendar(f"DTSTART:{said}")).decoded("DTSTART") == moment.astimezone(UTC).replace(microsecond=0)
