"""Dates and times as each language writes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from cms import dates
from cms.dates import NB
from cms.templatetags import components

TORONTO = "America/Toronto"
NOON = datetime(2026, 11, 1, 17, tzinfo=UTC)  # noon in Toronto on the day its clock goes back


def at(hour, minute=0, day=10):
    return datetime(2026, 12, day, hour, minute, tzinfo=ZoneInfo(TORONTO))


def said(function, *args, **options):
    """What a function says in French, then in English, with ordinary spaces."""
    found = []
    for language in ("fr", "en"):
        with translation.override(language):
            found.append(function(*args, **options).replace(NB, "␣"))
    return tuple(found)


@pytest.mark.parametrize(
    ("moment", "options", "french", "english"),
    [
        (date(2026, 11, 20), {}, "20␣novembre 2026", "November␣20, 2026"),
        (date(2026, 11, 20), {"year": False}, "20␣novembre", "November␣20"),
        (date(2026, 12, 10), {"weekday": True}, "le jeudi 10␣décembre 2026", "Thursday, December␣10, 2026"),
        (
            date(2026, 12, 10),
            {"weekday": True, "capital": True},
            "Le jeudi 10␣décembre 2026",
            "Thursday, December␣10, 2026",
        ),
        (date(2026, 5, 1), {}, "1er␣mai 2026", "May␣1, 2026"),
        (date(2026, 5, 1), {"weekday": True, "year": False}, "le vendredi 1er␣mai", "Friday, May␣1"),
        (date(2026, 5, 11), {}, "11␣mai 2026", "May␣11, 2026"),
    ],
)
def test_a_day_is_written_as_each_language_writes_it(moment, options, french, english):
    assert said(dates.day, moment, **options) == (french, english)


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [
        (0, 0, "0␣h", "12␣a.m."),
        (0, 5, "0␣h␣05", "12:05␣a.m."),
        (9, 0, "9␣h", "9␣a.m."),
        (12, 0, "12␣h", "noon"),
        (12, 30, "12␣h␣30", "12:30␣p.m."),
        (13, 0, "13␣h", "1␣p.m."),
        (14, 30, "14␣h␣30", "2:30␣p.m."),
        (23, 59, "23␣h␣59", "11:59␣p.m."),
    ],
)
def test_a_time_is_on_24_hours_in_french_and_on_12_in_english(hour, minute, french, english):
    assert said(dates.clock, at(hour, minute), zone=TORONTO) == (french, english)


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        (at(13), at(15), "de 13␣h à 15␣h␣(HE)", "1 to 3␣p.m.␣(ET)"),
        (at(9, 30), at(11), "de 9␣h␣30 à 11␣h␣(HE)", "9:30 to 11␣a.m.␣(ET)"),
        (at(11, 30), at(13), "de 11␣h␣30 à 13␣h␣(HE)", "11:30␣a.m. to 1␣p.m.␣(ET)"),
        (at(9), at(12), "de 9␣h à 12␣h␣(HE)", "9␣a.m. to noon␣(ET)"),
        (at(12), at(13), "de 12␣h à 13␣h␣(HE)", "noon to 1␣p.m.␣(ET)"),
        (at(23), at(0, 30, day=11), "de 23␣h à 0␣h␣30␣(HE)", "11␣p.m. to 12:30␣a.m.␣(ET)"),
    ],
)
def test_a_span_says_the_half_of_the_day_once_unless_it_crosses_noon(start, end, french, english):
    assert said(dates.span, start, end, zone=TORONTO) == (french, english)


@pytest.mark.parametrize(
    ("zone", "french", "english"),
    [
        ("America/St_Johns", "13␣h␣30 (HT)", "1:30␣p.m. (NT)"),
        ("America/Halifax", "13␣h (HA)", "1␣p.m. (AT)"),
        (TORONTO, "12␣h (HE)", "noon (ET)"),
        ("America/Winnipeg", "12␣h (HC)", "noon (CT)"),
        ("America/Regina", "11␣h (heure de la Saskatchewan)", "11␣a.m. (Saskatchewan time)"),
        ("America/Whitehorse", "10␣h (heure du Yukon)", "10␣a.m. (Yukon time)"),
        ("America/Vancouver", "10␣h (HP)", "10␣a.m. (PT)"),  # one clock all year since March 2026
        ("Europe/Paris", "18␣h (Europe/Paris)", "6␣p.m. (Europe/Paris)"),
    ],
)
def test_the_same_instant_reads_differently_on_each_clock(zone, french, english):
    def clock():
        return f"{dates.clock(NOON, zone=zone)} ({dates.abbreviation(zone)})"

    assert said(clock) == (french, english)


def test_without_a_zone_the_clock_is_that_of_the_reader_and_is_named():
    with timezone.override("America/Vancouver"):
        assert said(dates.span, NOON, NOON + timedelta(hours=2)) == ("de 10␣h à 12␣h␣(HP)", "10␣a.m. to noon␣(PT)")
        assert said(dates.hour, NOON) == ("10␣h␣(HP)", "10␣a.m.␣(PT)")


def test_a_clock_kept_all_year_goes_by_its_own_name():
    """Its neighbours change theirs: their letters would be wrong on it for a part of the year."""
    winter = at(13)
    assert said(dates.span, winter, winter + timedelta(hours=2), zone="America/Regina") == (
        "de 12␣h à 14␣h␣(heure de la Saskatchewan)",
        "noon to 2␣p.m.␣(Saskatchewan time)",
    )


@pytest.mark.parametrize("month", range(1, 13))
def test_two_zones_that_share_letters_show_the_same_hour(month):
    hours = {}
    for zone, (_french, letters) in dates.ABBREVIATIONS.items():
        instant = datetime(2026, month, 15, 18, tzinfo=UTC)
        hours.setdefault(letters, set()).add(instant.astimezone(ZoneInfo(zone)).hour)
    assert {letters: len(found) for letters, found in hours.items()} == dict.fromkeys(hours, 1)


def test_the_day_changes_with_the_zone():
    late = datetime(2026, 5, 1, 3, tzinfo=UTC)
    assert said(dates.day, late, zone=TORONTO) == ("30␣avril 2026", "April␣30, 2026")
    assert said(dates.day, late, zone="UTC") == ("1er␣mai 2026", "May␣1, 2026")


def test_every_zone_one_may_choose_has_an_abbreviation():
    from cms.models.people import ZONES

    assert {zone for zone, _name in ZONES} == set(dates.ABBREVIATIONS)


def test_months_on_date_tiles_are_short():
    assert said(dates.month_short, date(2026, 12, 1)) == ("déc.", "Dec")
    assert said(dates.month_short, date(2026, 5, 1)) == ("mai", "May")


def test_a_day_of_the_week_on_a_date_tile_is_whole_in_french_and_short_in_english():
    assert said(dates.weekday, date(2026, 12, 10)) == ("jeudi", "Thu")
    assert said(dates.weekday, datetime(2026, 5, 1, 3, tzinfo=UTC), zone=TORONTO) == ("jeudi", "Thu")


def test_a_date_tag_carries_its_machine_form_and_raises_the_first_of_the_month():
    late = datetime(2026, 5, 1, 3, tzinfo=UTC)
    french, english = said(components.day, late, zone="UTC")
    assert french == '<time datetime="2026-05-01">1<sup>er</sup>␣mai 2026</time>'
    assert english == '<time datetime="2026-05-01">May␣1, 2026</time>'


def test_a_moment_tag_carries_the_offset_of_its_zone():
    end = NOON + timedelta(hours=1)
    french, english = said(components.moment, NOON, end=end, zone=TORONTO)
    stamp = '<time datetime="2026-11-01T12:00-05:00">'
    assert french == f"{stamp}Le dimanche 1<sup>er</sup>␣novembre 2026, de 12␣h à 13␣h␣(HE)</time>"
    assert english == f"{stamp}Sunday, November␣1, 2026, noon to 1␣p.m.␣(ET)</time>"


def test_a_moment_without_an_end_says_its_hour():
    french, english = said(components.moment, at(13), zone=TORONTO, year=False)
    stamp = '<time datetime="2026-12-10T13:00-05:00">'
    assert french == f"{stamp}Le jeudi 10␣décembre, 13␣h␣(HE)</time>"
    assert english == f"{stamp}Thursday, December␣10, 1␣p.m.␣(ET)</time>"


def test_hours_come_from_the_pinned_tables_and_not_from_the_system():
    import importlib.metadata
    import zoneinfo

    assert zoneinfo.TZPATH == ()
    assert importlib.metadata.version("tzdata") == "2026.6"
