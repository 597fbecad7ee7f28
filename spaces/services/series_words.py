"""What is said of a series: its rule, the titles of its meetings, what one of them has by itself."""

import zoneinfo
from collections import Counter
from datetime import datetime

from django.utils import formats, translation
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from cms import dates
from spaces.models import Cadence, MeetingPage, Ordinal, SeriesActKind

LONGEST = MeetingPage._meta.get_field("title").max_length
BEFORE_DATE = " – "  # in the title of a meeting
#: What a meeting may have by itself, as it is named in a sentence.
NAMES = {
    "day": gettext_lazy("the day"),
    "hour": gettext_lazy("the hour"),
    "minutes": gettext_lazy("the length"),
    "level": gettext_lazy("the level"),
    "teams_url": gettext_lazy("the Teams address"),
    "interpretation": gettext_lazy("the interpretation"),
    "captions": gettext_lazy("the captions"),
    "languages": gettext_lazy("the languages"),
    "sign_languages": gettext_lazy("the sign languages"),
    "seats": gettext_lazy("the seats"),
}


def dated(said, day, cadence):
    """The words of the pages of one meeting: the title of all, with its month, or with its day when they are weekly."""
    found = {}
    for code, words in said.items():
        with translation.override(code):
            when = dates.day(day) if cadence == Cadence.WEEK else formats.date_format(day, "F Y")
        when = when.replace("\u00a0", " ")
        start = words["title"][: LONGEST - len(when) - len(BEFORE_DATE)]
        found[code] = {**words, "title": f"{start}{BEFORE_DATE}{when}"}
    return found


def title(series, meetings):
    """What most of its meetings are called in the reader’s language, their dates left out; else its space and rule."""
    pages = [meeting.written.get("fr" if dates.is_french() else "en") for meeting in meetings]
    names = Counter(page.title.rpartition(BEFORE_DATE)[0] for page in pages if page)
    name, count = next(iter(names.most_common(1)), ("", 0))
    return name if name and count * 2 > len(meetings) else f"{series.space.name}{BEFORE_DATE}{rule(series)}"


def names_day(page, day):
    """Whether the title of a page has this day in words."""
    with translation.override(page.language):
        return dates.day(day).replace("\u00a0", " ") in page.draft_title.replace("\u00a0", " ")


def named(names):
    return ", ".join(str(NAMES[name]) for name in NAMES if name in names)


def left(names):
    """«Changed by itself: the hour, the level.»"""
    return _("Changed by itself: %(names)s.") % {"names": named(names)}


def keeps(names):
    """The same of a meeting that changes otherwise."""
    return _("Keeps what is its own: %(names)s.") % {"names": named(names)}


def waits(names):
    """Of what its draft has as the series, and readers do not yet."""
    return _("Waits for publication: %(names)s.") % {"names": named(names)}


#: The same, put into words when they are read.
left_lazy, keeps_lazy, waits_lazy = (lazy(said, str) for said in (left, keeps, waits))


def in_both(sentences):
    """{language: some sentences, one after the other}, of words that are put into a language when they are read."""
    found = {}
    for code in ("fr", "en"):
        with translation.override(code):
            found[code] = " ".join(map(str, sentences))
    return found


def rule(series):
    """«Every quarter, on the second Thursday of the month»"""
    said = {"day": str(WEEKDAYS[series.weekday]), "which": str(Ordinal(series.ordinal).label), "n": series.every}
    if series.cadence == Cadence.WEEK:
        return ngettext("Every week, on %(day)s", "Every %(n)d weeks, on %(day)s", series.every) % said
    if series.cadence == Cadence.QUARTER:
        return _("Every quarter, on the %(which)s %(day)s of the month") % said
    return (
        ngettext("Every month, on the %(which)s %(day)s", "Every %(n)d months, on the %(which)s %(day)s", series.every)
        % said
    )


def rule_with_hour(series):
    """The same with its hour: «…, à 13 h 30 (HE)» / “…, at 1:30 p.m. (ET)”"""
    at = datetime.combine(series.made_at, series.hour, zoneinfo.ZoneInfo(series.time_zone))
    return _("%(rule)s, at %(hour)s") % {"rule": rule(series), "hour": dates.hour(at, zone=series.time_zone)}


def zone(series):
    """The clock of a series: «Heure de l’Est (HE)» / “Eastern Time (ET)”"""
    name, short = str(series.get_time_zone_display()), dates.abbreviation(series.time_zone)
    return f"{name} ({short})" if len(short) == len("ET") else name


def ended(series, meetings):
    """What has become of a series that is over, and of those of its meetings that were to come; a sentence each."""
    states = Counter(meeting.state for meeting in meetings if meeting.starts_at > series.ended_at)
    when = {"when": dates.day(series.ended_at)}
    if not states["withdrawn"]:
        yield _("This series ended on %(when)s: each of its meetings goes on by itself.") % when
    else:
        yield _("This series ended on %(when)s.") % when
        yield counted(
            ngettext_lazy("%(n)d meeting to come was called off.", "%(n)d meetings to come were called off.", "n"),
            states["withdrawn"],
        )
        yield counted(
            ngettext_lazy("%(n)d meeting goes on by itself.", "%(n)d meetings go on by themselves.", "n"),
            states["live"],
        )
    yield counted(ngettext_lazy("%(n)d draft stays as it is.", "%(n)d drafts stay as they are.", "n"), states["draft"])


def counted(words, number):
    """A sentence about so many; none about none."""
    return words % {"n": number} if number else ""


def headline(act):
    """What an act has done so far, in one sentence."""
    count = len(act.reached)
    if act.kind == SeriesActKind.PUBLISH:
        return published(act, count)
    if not count:
        return _("No meeting to come has changed.")
    said = ngettext("%(n)d meeting to come has changed.", "%(n)d meetings to come have changed.", count)
    return said % {"n": count}


def published(act, count):
    if not act.done_at:
        said = ngettext("Drafts are being published: %(n)d meeting of %(all)d so far.",
                        "Drafts are being published: %(n)d meetings of %(all)d so far.", count)  # fmt: skip
        return said % {"n": count, "all": len(act.meetings)}
    if not count:
        return _("No meeting was published.")
    return ngettext("%(n)d meeting is published.", "%(n)d meetings are published.", count) % {"n": count}
