"""One instant on the clocks of the country, on both sides of each change of the hour."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from spaces.services.clocks import ZONES, across_the_country


def table(instant):
    """[(hour there, places)] from east to west."""
    lines = across_the_country(instant)
    return [(f"{instant.astimezone(ZoneInfo(line.zone)):%H:%M}", list(map(str, line.places))) for line in lines]


def test_in_winter_saskatchewan_is_with_the_centre_and_yukon_with_the_mountains():
    assert table(datetime(2025, 1, 15, 18, tzinfo=UTC)) == [
        ("14:30", ["Newfoundland"]),
        ("14:00", ["Atlantic"]),
        ("13:00", ["Eastern"]),
        ("12:00", ["Central", "Saskatchewan"]),
        ("11:00", ["Mountain", "Yukon"]),
        ("10:00", ["Pacific"]),
    ]


def test_days_are_named_where_they_are_not_the_same_for_all():
    late, noon = datetime(2026, 12, 2, 4, 46, tzinfo=UTC), datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert [{line.names_day for line in across_the_country(at)} for at in (late, noon)] == [{True}, {False}]


def test_in_summer_saskatchewan_is_with_the_mountains_and_yukon_with_the_pacific():
    assert table(datetime(2025, 7, 15, 17, tzinfo=UTC)) == [
        ("14:30", ["Newfoundland"]),
        ("14:00", ["Atlantic"]),
        ("13:00", ["Eastern"]),
        ("12:00", ["Central"]),
        ("11:00", ["Saskatchewan", "Mountain"]),
        ("10:00", ["Yukon", "Pacific"]),
    ]


def test_in_the_hours_when_the_change_crosses_the_country_each_zone_is_asked():
    """On 9 March 2025, at 6:30 UTC, Newfoundland and the Atlantic have changed and the others have not."""
    assert table(datetime(2025, 3, 9, 6, 30, tzinfo=UTC)) == [
        ("04:00", ["Newfoundland"]),
        ("03:30", ["Atlantic"]),
        ("01:30", ["Eastern"]),
        ("00:30", ["Central", "Saskatchewan"]),
        ("23:30", ["Mountain", "Yukon"]),
        ("22:30", ["Pacific"]),
    ]


@pytest.mark.parametrize("month", range(1, 13))
def test_no_place_is_forgotten_or_named_twice(month):
    lines = across_the_country(datetime(2025, month, 15, 18, tzinfo=UTC))
    named = [str(place) for line in lines for place in line.places]
    assert sorted(named) == sorted(str(place) for _zone, place in ZONES)


def test_the_zone_a_moment_comes_in_changes_nothing():
    instant = datetime(2025, 1, 15, 18, tzinfo=UTC)
    assert table(instant.astimezone(ZoneInfo("Asia/Tokyo"))) == table(instant)


def test_places_have_french_names():
    with translation.override("fr"):
        assert table(datetime(2025, 1, 15, 18, tzinfo=UTC))[0] == ("14:30", ["Terre-Neuve"])
