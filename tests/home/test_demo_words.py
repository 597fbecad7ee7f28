"""What the demo says before anything of it is made: its days and its addresses."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from home.demo.files import read
from home.demo.pages import meeting_start


@pytest.mark.parametrize("days", range(7))
def test_they_are_whatever_day_the_demo_is_made_on(days):
    items = [item for item in read("meetings") if item["kind"] == "quarterly"]
    with time_machine.travel(datetime(2026, 11, 23 + days, 12, tzinfo=UTC), tick=False):
        assert {meeting_start(item).weekday() for item in items} == {3}


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 12, 7), date(2027, 4, 28)])
def test_no_meeting_falls_on_a_weekend_or_at_the_turn_of_the_year(day):
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False):
        days = [meeting_start(item) for item in read("meetings")]
    assert max(start.weekday() for start in days) < 5
    assert not [start for start in days if (start.month, start.day) <= (1, 4) or (start.month, start.day) >= (12, 20)]


def test_an_address_of_the_demo_is_the_same_in_both_languages():
    for page in read("pages"):
        found = [
            {*re.findall(r"[\w-]+@example.org", str([block[code] for block in page["body"]]))} for code in ("fr", "en")
        ]
        assert found[0] == found[1], page["code"]
