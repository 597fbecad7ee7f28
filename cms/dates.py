"""Dates and times as each language writes them (Canadian usage)."""

import zoneinfo

from django.utils import formats, timezone
from django.utils.translation import get_language

NB = "\u00a0"
#: As the Office québécois de la langue française shortens them; Django writes «jan.» and «fév.».
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.")
#: IANA zone -> what is printed after a time, in French and in English. Saskatchewan and Yukon keep one clock all year:
#: under the letters of a neighbour they would contradict the table of clocks for half of it.
ABBREVIATIONS = {
    "America/St_Johns": ("HT", "NT"),
    "America/Halifax": ("HA", "AT"),
    "America/Moncton": ("HA", "AT"),
    "America/Toronto": ("HE", "ET"),
    "America/Iqaluit": ("HE", "ET"),
    "America/Winnipeg": ("HC", "CT"),
    "America/Regina": ("heure de la Saskatchewan", "Saskatchewan time"),
    "America/Edmonton": ("HR", "MT"),
    "America/Yellowknife": ("HR", "MT"),
    "America/Whitehorse": ("heure du Yukon", "Yukon time"),
    "America/Vancouver": ("HP", "PT"),
}


def is_french():
    return (get_language() or "en").startswith("fr")


def on_clock(moment, zone=""):
    """The same instant on the clock of `zone` (the reader's when empty). Dates pass unchanged."""
    if not hasattr(moment, "hour"):
        return moment
    return timezone.localtime(moment, zoneinfo.ZoneInfo(zone) if zone else None)


def day(moment, *, year=True, weekday=False, zone="", capital=False):
    """«20 novembre 2026», «le jeudi 10 décembre 2026» / “November 20, 2026”, “Thursday, December 10, 2026”."""
    moment = on_clock(moment, zone)
    if is_french():
        number = "1er" if moment.day == 1 else str(moment.day)
        words = f"{number}{NB}" + formats.date_format(moment, "F Y" if year else "F")
        if weekday:
            words = f"le {formats.date_format(moment, 'l')} {words}"
        return words[0].upper() + words[1:] if capital else words
    words = formats.date_format(moment, "F") + NB + formats.date_format(moment, "j, Y" if year else "j")
    return f"{formats.date_format(moment, 'l')}, {words}" if weekday else words


def clock(moment, *, zone="", meridiem=True):
    """«14 h 30», «12 h» / “2:30 p.m.”, “noon”"""
    moment = on_clock(moment, zone)
    if is_french():
        return f"{moment.hour}{NB}h" + (f"{NB}{moment:%M}" if moment.minute else "")
    if (moment.hour, moment.minute) == (12, 0):
        return "noon"
    hour = moment.hour % 12 or 12
    words = f"{hour}:{moment:%M}" if moment.minute else str(hour)
    return f"{words}{NB}{'a.m.' if moment.hour < 12 else 'p.m.'}" if meridiem else words


def hour(moment, *, zone=""):
    """«14 h 30 (HE)» / “2:30 p.m. (ET)”: a time of day wherever nobody has said yet on whose clock it is."""
    return f"{clock(moment, zone=zone)}{NB}({abbreviation(zone)})"


def moment(at):
    """{"day", "time"} of an instant, for the sentences that name both; None of none."""
    return {"day": at and day(at), "time": at and hour(at)}


def span(start, end, *, zone=""):
    """«de 13 h à 15 h (HE)» / “1 to 3 p.m. (ET)”"""
    start, end = on_clock(start, zone), on_clock(end, zone)
    if is_french():
        return f"de {clock(start, zone=zone)} à {clock(end, zone=zone)}{NB}({abbreviation(zone)})"
    same_half = (start.hour < 12) == (end.hour < 12)
    return f"{clock(start, zone=zone, meridiem=not same_half)} to {clock(end, zone=zone)}{NB}({abbreviation(zone)})"


def abbreviation(zone):
    """«HE» / “ET”, of the reader's zone when empty; the bare name when the zone is not Canadian."""
    zone = zone or timezone.get_current_timezone_name()
    fr, en = ABBREVIATIONS.get(zone, (zone, zone))
    return fr if is_french() else en


def month_short(moment, *, zone=""):
    """«déc.» / “Dec”, for date tiles."""
    moment = on_clock(moment, zone)
    return MONTHS[moment.month - 1] if is_french() else formats.date_format(moment, "M")


def weekday(moment, *, zone=""):
    """«jeudi» / “Thu”, for date tiles: French shortens days to three letters that are not read as words."""
    return formats.date_format(on_clock(moment, zone), "l" if is_french() else "D")
